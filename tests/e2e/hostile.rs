//! Contacts that mean harm, or that no one meant to be read: every text is shown as the text it is, and does nothing.

use naughty_strings::BLNS;
use serde_json::{json, Map, Value};

use crate::contacts::TOKEN;
use crate::harness::{Harness, Window};
use crate::highlevel::Answer;

/// Texts that do something where a program lets them, each in another way. `went` is what any of them would leave.
pub const HARM: [&str; 24] = [
    "<script>window.went = 1</script>",
    "<img src=x onerror=\"window.went = 2\">",
    "<svg onload=\"window.went = 3\"></svg>",
    "\"><script>window.went = 4</script>",
    "' autofocus onfocus='window.went = 5",
    "<iframe srcdoc=\"<script>parent.went = 6</script>\"></iframe>",
    "javascript:window.went=7",
    "JaVaScRiPt:window.went=8",
    "data:text/html,<script>opener.went=9</script>",
    "${window.went = 10}",
    "{{window.went = 11}}",
    "<style>*{display:none!important}</style>",
    "<link rel=stylesheet href=//127.0.0.1:9/x.css>",
    "<meta http-equiv=refresh content=\"0;url=//127.0.0.1:9/\">",
    "<base href=//127.0.0.1:9/>",
    "<form action=//127.0.0.1:9/><input name=x autofocus></form>",
    "<details open ontoggle=\"window.went = 12\"><summary>x</summary></details>",
    "<video><source onerror=\"window.went = 13\"></video>",
    "<math><mtext><table><mglyph><style><img src=x onerror=\"window.went = 14\">",
    "<!--?lit$0123456789$--><img src=x onerror=\"window.went = 15\">",
    "\u{202E}gpj.exe\u{202C} \u{2066}x\u{2069} \u{200B}\u{FEFF}\u{0000}\u{0007}",
    "__proto__",
    "constructor",
    "file:///etc/passwd",
];

/// Every text field that HighLevel documents, and some that it does not.
const FIELDS: [&str; 36] = [
    "name",
    "locationId",
    "firstName",
    "lastName",
    "email",
    "emailLowerCase",
    "timezone",
    "companyName",
    "phone",
    "dnd",
    "type",
    "source",
    "assignedTo",
    "address1",
    "city",
    "state",
    "country",
    "postalCode",
    "website",
    "dateOfBirth",
    "dateAdded",
    "dateUpdated",
    "attachments",
    "keyword",
    "firstNameLowerCase",
    "fullNameLowerCase",
    "lastNameLowerCase",
    "lastActivity",
    "businessId",
    "visitorId",
    "profilePhoto",
    "validEmail",
    "deleted",
    "internalSource",
    "gender",
    "anythingNew",
];

/// A contact with a text of the list in every place, beginning at `first`: the places take the texts in turn.
fn contact(id: &str, texts: &[&str], first: usize) -> Value {
    let mut turn = (first..).map(|at| texts[at % texts.len()]);
    let mut next = || Value::from(turn.next().unwrap_or_default());
    let mut contact = Map::new();
    for field in FIELDS {
        contact.insert(field.to_owned(), next());
    }
    contact.insert("id".to_owned(), json!(id));
    contact.insert("tags".to_owned(), (0..8).map(|_| next()).collect());
    let fields = (0..12).map(|at| json!({ "id": format!("Field{at:015}"), "value": next() }));
    contact.insert("customFields".to_owned(), fields.collect());
    contact.insert("dndSettings".to_owned(), json!({ "SMS": { "status": next(), "message": next() }, "Fax": next() }));
    contact.insert("attributionSource".to_owned(), json!({ "url": next(), "utmSource": next(), "medium": next() }));
    contact.insert("additionalEmails".to_owned(), json!([{ "email": next() }, next()]));
    contact.insert("additionalPhones".to_owned(), json!([{ "phone": next(), "phoneLabel": next() }]));
    contact.insert("createdBy".to_owned(), json!({ "sourceName": next(), "timestamp": next() }));
    Value::Object(contact)
}

/// Every value of a contact by its path, as the contract names it. Empty ones are not shown.
fn sent(contact: &Value) -> Vec<(String, String)> {
    fn walk(path: &str, value: &Value, found: &mut Vec<(String, String)>) {
        match value {
            Value::String(text) if !text.is_empty() => found.push((path.to_owned(), text.clone())),
            Value::Array(items) if path == "tags" => items.iter().for_each(|item| walk(path, item, found)),
            Value::Array(items) if path == "customFields" => {
                for item in items {
                    walk(&format!("{path}.{}", item["id"].as_str().unwrap_or_default()), &item["value"], found);
                }
            }
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(at, item)| walk(&format!("{path}.{at}"), item, found));
            }
            Value::Object(entries) => {
                for (key, value) in entries {
                    walk(&if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, value, found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk("", contact, &mut found);
    found
}

async fn shown(window: &Window) -> Vec<(String, Vec<String>)> {
    let script = "const shown = {};
        for (const element of document.querySelectorAll('[data-field]')) {
          const exact = element.matches('time, data') ? element : element.querySelector('time, data');
          (shown[element.dataset.field] ??= []).push(
            element.textContent, exact?.getAttribute(exact.localName === 'time' ? 'datetime' : 'value') ?? '');
        }
        return Object.entries(shown);";
    serde_json::from_value(window.run(script, vec![]).await).expect("pairs")
}

/// What is in the page that no view of ours draws, or that a text of a contact did.
async fn harm_done(window: &Window, elements: &Value) -> Vec<String> {
    let script = "const [known] = arguments;
        const done = [...new Set([...document.querySelectorAll('*')].map((one) => one.localName))]
          .filter((name) => !known.includes(name)).map((name) => `there is a <${name}>`);
        if ('went' in window) done.push(`a script ran: ${window.went}`);
        if (document.querySelectorAll('script').length !== 1) done.push('there is another script');
        for (const one of document.querySelectorAll('*'))
          for (const attribute of one.attributes) {
            if (attribute.name.startsWith('on')) done.push(`${one.localName} has ${attribute.name}`);
            if (['src', 'href', 'action', 'srcdoc'].includes(attribute.name) && !one.closest('head'))
              done.push(`${one.localName} has ${attribute.name}`);
          }
        if (getComputedStyle(document.body).display === 'none') done.push('the page is hidden');
        return done;";
    serde_json::from_value(window.run(script, vec![elements.clone()]).await).expect("texts")
}

/// The elements that the views draw. A text that became an element would be another one.
fn known_elements() -> Value {
    json!([
        "html", "head", "meta", "title", "link", "script", "body", "main", "header", "footer", "nav", "section",
        "article", "aside", "div", "span", "p", "h1", "h2", "h3", "h4", "ul", "ol", "li", "dl", "dt", "dd", "button",
        "input", "label", "form", "fieldset", "legend", "details", "summary", "time", "data", "bdi", "strong", "em",
        "small", "svg", "path", "circle", "rect", "line", "g", "polyline", "hr", "br", "code", "kbd", "address",
        "search", "b", "i", "mark", "output", "hgroup", "dialog", "menu", "use", "symbol", "ellipse", "wbr"
    ])
}

async fn look_up_all(window: &Window, harness: &Harness, texts: &[&str], contacts: usize) {
    for at in 0..contacts {
        let id = format!("Hostile{at:013}");
        let contact = contact(&id, texts, at * texts.len().div_ceil(contacts));
        harness.highlevel.answer(&id, Answer::contact(&contact));
        let state = window.look_up(&id).await;
        assert_eq!(state, "found", "contact {at}: {:?}, {}", window.problem().await, window.text("[role=alert]").await);
        assert_eq!(harm_done(window, &known_elements()).await, Vec::<String>::new(), "contact {at}");
        let shown = shown(window).await;
        for (path, text) in sent(&contact) {
            let found = shown.iter().find(|(shown, _)| *shown == path).map(|(_, texts)| texts.contains(&text));
            assert_eq!(found, Some(true), "{path} of contact {at} is not shown as {text:?}");
        }
    }
}

#[tokio::test]
async fn every_text_of_the_big_list_of_naughty_strings_is_shown_as_it_was_sent_and_does_nothing() {
    let harness = Harness::new().await;
    let window = harness.open().await;
    window.connect("Harbour Dental", TOKEN).await;
    let address = window.run("return location.href", vec![]).await;
    look_up_all(&window, &harness, BLNS, 24).await;
    assert_eq!(window.run("return location.href", vec![]).await, address);
    let known = ["/contacts/", "/locations/", "/users/", "/businesses/"];
    let is_known = |path: &str| known.iter().any(|start| path.starts_with(start));
    let strangers = harness.highlevel.all_requests().into_iter().filter(|request| !is_known(&request.path));
    assert_eq!(strangers.count(), 0);
    window.close().await;
}

#[tokio::test]
async fn every_text_that_means_harm_is_shown_as_it_was_sent_in_every_place_and_does_nothing() {
    let harness = Harness::new().await;
    let window = harness.open().await;
    window.connect("Harbour Dental", TOKEN).await;
    // As many contacts as texts: so every text stands once in every place.
    look_up_all(&window, &harness, &HARM, HARM.len()).await;
    window.picture("hostile-light-1120").await;
    window.close().await;
}

#[tokio::test]
async fn a_refusal_or_a_header_that_means_harm_does_nothing() {
    let harness = Harness::new().await;
    let window = harness.open().await;
    window.connect("Harbour Dental", TOKEN).await;
    let id = "HostileRefusal000001";
    for text in HARM {
        let printable: String = text.chars().filter(|ch| ch.is_ascii() && !ch.is_ascii_control()).collect();
        let body = json!({ "statusCode": 422, "message": [text], "error": text, "traceId": text });
        let answer = Answer::json(422, &body).with_header("cf-ray", &printable).with_header("server", &printable);
        harness.highlevel.answer(id, answer);
        assert_eq!(window.look_up(id).await, "failed");
        assert_eq!(window.problem().await.as_deref(), Some("request-refused"));
        assert_eq!(harm_done(&window, &known_elements()).await, Vec::<String>::new(), "{text}");
    }
    window.close().await;
}

#[tokio::test]
async fn a_contact_larger_than_any_that_was_seen_is_drawn_in_parts_and_stays_in_the_window() {
    let harness = Harness::new().await;
    let window = harness.open().await;
    window.connect("Harbour Dental", TOKEN).await;
    let id = "Enormous000000000001";
    let tags: Vec<String> = (0..5000).map(|at| format!("tag {at}")).collect();
    let fields: Vec<Value> =
        (0..2000).map(|at| json!({ "id": format!("F{at:019}"), "value": format!("value {at}") })).collect();
    let word = "x".repeat(1 << 20);
    let contact = json!({ "id": id, "firstName": "A", "tags": tags, "customFields": fields, "note": word });
    harness.highlevel.answer(id, Answer::contact(&contact));
    window.resize(400, 700).await;
    assert_eq!(window.look_up(id).await, "found");
    let wide = window.run("return document.documentElement.scrollWidth > window.innerWidth", vec![]).await;
    assert_eq!(wide, false);
    let tags = "return document.querySelectorAll('[data-field=tags]').length";
    assert_eq!(window.run(tags, vec![]).await, 200, "of the tags no more than can be drawn at once");
    window.click("[data-more=tags]").await;
    window.click("[data-next=tags]").await;
    window.wait_until("return document.querySelectorAll('[data-field=tags]').length === 400").await;
    window.picture("card-enormous-light-400").await;
    window.close().await;
}
