//! The card: when somebody may be called, what is hidden, and what can be taken from it.

use std::time::Duration;

use serde_json::{json, Value};

use crate::contacts::TOKEN;
use crate::harness::{Harness, Window};
use crate::highlevel::Answer;

const ID: &str = "CardCardCardCard0001";
const LOCATION: &str = "ve9EPM428h8vShlRW1KT";
const DEFINITIONS: &str = "/locations/ve9EPM428h8vShlRW1KT/customFields?model=contact";
const SSN: &str = "078-05-1120";
const ORDER: &str = "4111 1111 1111 1111";

async fn connected_harness() -> (Harness, Window) {
    let harness = Harness::new().await;
    let window = harness.open().await;
    window.connect("Harbour Dental", TOKEN).await;
    (harness, window)
}

/// Shows a contact with these fields beside its ID.
async fn show(harness: &Harness, window: &Window, fields: Value) {
    let mut contact = fields;
    contact["id"] = json!(ID);
    contact["locationId"] = json!(LOCATION);
    harness.highlevel.answer(ID, Answer::contact(&contact));
    assert_eq!(window.look_up(ID).await, "found", "{contact}: {}", window.text("#result").await);
}

/// A plain offset in which it is that hour now.
async fn zone_where_it_is(window: &Window, hour: u32) -> String {
    let script = "const ahead = (arguments[0] - new Date().getUTCHours() + 36) % 24 - 12;
        return 'UTC' + (ahead < 0 ? '-' : '+') + String(Math.abs(ahead)).padStart(2, '0') + ':00'";
    window.run(script, vec![json!(hour)]).await.as_str().expect("an offset").to_owned()
}

#[tokio::test]
async fn time_zones_are_understood_as_people_and_programs_write_them() {
    let (harness, window) = connected_harness().await;
    for (zone, told) in [
        ("America/Mexico City", "in Mexico City"),
        ("america/new york", "in New York"),
        ("America/Ciudad_Juarez", "in Ciudad Juárez"),
        ("America/Coyhaique", "in Coyhaique"),
        ("Eastern Standard Time", "(Eastern "),
        ("(UTC-05:00) Eastern Time (US & Canada)", "(Eastern "),
        ("(GMT-06:00) America/Chicago", "in Chicago"),
        ("Etc/GMT+12", "(UTC−12)"),
    ] {
        show(&harness, &window, json!({ "firstName": "Ada", "timezone": zone })).await;
        let line = window.text("#contact-line").await;
        assert!(line.contains(told) && line.contains("It is "), "{zone}: {line}");
        assert_eq!(window.sent("timezone").await.as_deref(), Some(zone));
    }
    for zone in ["null", "Mars/Phobos", "CST", "(GMT-06:00) America/New_York"] {
        show(&harness, &window, json!({ "firstName": "Ada", "timezone": zone })).await;
        let line = window.text("#contact-line").await;
        assert!(line.contains("check their local time before you call") && !line.contains("It is "), "{zone}: {line}");
        assert_eq!(window.sent("timezone").await.as_deref(), Some(zone));
    }
    window.close().await;
}

#[tokio::test]
async fn a_call_that_is_blocked_or_at_night_is_asked_about_first_and_never_called_fine() {
    let (harness, window) = connected_harness().await;
    let (noon, night) = (zone_where_it_is(&window, 12).await, zone_where_it_is(&window, 3).await);
    let allowed =
        json!({ "Call": { "status": "inactive" }, "SMS": { "status": "inactive" }, "Email": { "status": "inactive" } });
    let blocked =
        json!({ "Call": { "status": "active" }, "SMS": { "status": "inactive" }, "Email": { "status": "inactive" } });
    let texts = json!({ "Call": { "status": "inactive" }, "SMS": { "status": "permanent" }, "Email": { "status": "inactive" } });
    for (name, zone, dnd, asks) in [
        ("fine", json!(noon), &allowed, false),
        ("care", json!(noon), &texts, false),
        ("stop", json!(noon), &blocked, true),
        ("night", json!(night), &allowed, true),
        ("unknown", Value::Null, &allowed, false),
    ] {
        let contact = json!({ "firstName": "Maria", "lastName": "Lopez", "phone": "+13125550142",
            "email": "maria.lopez@ceramics-studio-chicago.example.com", "timezone": zone, "dnd": false, "dndSettings": dnd });
        show(&harness, &window, contact).await;
        let line = window.text("#contact-line").await;
        assert_eq!(line.contains("fine"), matches!(name, "fine" | "care"), "{line}");
        assert!(window.has(&format!("#contact-line.{name} > .sign.{name}")).await, "{name}");
        for theme in ["light", "dark"] {
            window.run("document.documentElement.dataset.theme = arguments[0]", vec![json!(theme)]).await;
            for (width, height) in [(1120, 800), (360, 480)] {
                window.resize(width, height).await;
                window.picture(&format!("card-{name}-{theme}-{width}")).await;
            }
            window.resize(1120, 800).await;
        }
        if asks {
            window.click("[data-open=phone]").await;
            window.wait_for(".tile #open-asked").await;
            assert_eq!(window.run("return document.activeElement.id", vec![]).await, "cancel-open");
            window.picture(&format!("card-{name}-asked")).await;
            assert_eq!(window.axe().await, Vec::<String>::new());
            // Escape, and it is as it was.
            window.press("\u{E00C}").await;
            window.wait_until("return document.querySelector('#open-asked') === null").await;
            assert_eq!(window.run("return document.activeElement.dataset.open", vec![]).await, "phone");
        }
    }
    window.close().await;
}

#[tokio::test]
async fn what_looks_like_a_social_security_or_card_number_is_dots_until_its_name_is_known() {
    let (harness, window) = connected_harness().await;
    let definitions = json!({ "customFields": [
        { "id": "InsuranceInsurance01", "name": "Insurance SSN", "fieldKey": "contact.insurance_ssn", "dataType": "TEXT" },
        { "id": "OrderOrderOrderOrd01", "name": "Order number", "fieldKey": "contact.order_number", "dataType": "TEXT" }
    ] });
    harness.highlevel.answer(DEFINITIONS, Answer::json(200, &definitions).after(Duration::from_secs(2)));
    let fields =
        json!([{ "id": "InsuranceInsurance01", "value": SSN }, { "id": "OrderOrderOrderOrd01", "value": ORDER }]);
    let contact = json!({ "firstName": "Maria", "phone": "+13125550142", "customFields": fields });
    show(&harness, &window, contact).await;
    let holds = |text: &'static str| {
        let window = &window;
        async move {
            window.run("return document.documentElement.outerHTML.includes(arguments[0])", vec![json!(text)]).await
        }
    };
    assert_eq!((holds(SSN).await, holds(ORDER).await), (json!(false), json!(false)));
    assert!(window.text("#result").await.contains("looks like a social security or card number"));
    window.picture("card-looks-sensitive-unnamed").await;
    window.wait_until("return document.querySelector('#result').textContent.includes('Order number')").await;
    assert_eq!((holds(SSN).await, holds(ORDER).await), (json!(false), json!(true)));
    assert_eq!(window.sent("customFields.OrderOrderOrderOrd01").await.as_deref(), Some(ORDER));
    window.picture("card-looks-sensitive-named").await;
    window.click("[data-reveal='customFields.InsuranceInsurance01']").await;
    window.wait_until("return document.documentElement.outerHTML.includes('078-05-1120')").await;
    window.close().await;
}

#[tokio::test]
async fn what_looks_sensitive_stays_hidden_where_names_may_not_be_read() {
    let (harness, window) = connected_harness().await;
    let fields = json!([{ "id": "InsuranceInsurance01", "value": ["blue", SSN] }]);
    show(&harness, &window, json!({ "firstName": "Maria", "customFields": fields })).await;
    window.wait_for(".custom-fields [data-denied]").await;
    let panel = window.text(".panel.custom-fields").await;
    assert!(panel.contains("looks like") && !panel.contains(SSN), "{panel}");
    window.click("[data-reveal='customFields.InsuranceInsurance01']").await;
    window.wait_until("return document.querySelector('.custom-fields').textContent.includes('078-05-1120')").await;
    window.close().await;
}

#[tokio::test]
async fn in_a_small_window_and_with_large_text_the_number_is_on_the_screen_and_an_address_breaks_at_its_dots() {
    let (harness, window) = connected_harness().await;
    let contact = json!({ "firstName": "Maria", "lastName": "Lopez", "companyName": "Lopez Ceramics Studio", "type": "lead",
        "phone": "+13125550142", "email": "maria.lopez@lopezceramicsstudio.example.com", "timezone": "America/Chicago",
        "city": "Chicago", "state": "IL", "postalCode": "60614", "country": "US" });
    show(&harness, &window, contact).await;
    assert_eq!(window.sent("email").await.as_deref(), Some("maria.lopez@lopezceramicsstudio.example.com"));
    window.picture("card-long-email").await;
    let seen = "const { bottom } = document.querySelector('[data-field=phone]').getBoundingClientRect();
        return bottom <= window.innerHeight";
    window.resize(380, 520).await;
    window.run("window.scrollTo(0, 0)", vec![]).await;
    window.picture("card-small").await;
    assert_eq!(window.run(seen, vec![]).await, true, "at 380 by 520");
    window.resize(1120, 800).await;
    window.run("document.documentElement.style.fontSize = '200%'; window.scrollTo(0, 0)", vec![]).await;
    window.picture("card-large-text").await;
    assert_eq!(window.run(seen, vec![]).await, true, "with text of twice the size");
    window.close().await;
}

#[tokio::test]
async fn a_contact_without_a_number_and_an_address_says_so() {
    let (harness, window) = connected_harness().await;
    show(&harness, &window, json!({ "firstName": "Maria" })).await;
    let tiles = window.text(".tiles").await;
    assert!(tiles.contains("No phone number") && tiles.contains("No e-mail address"), "{tiles}");
    window.picture("card-no-phone").await;
    window.close().await;
}

#[tokio::test]
async fn no_button_lies_over_a_value() {
    let (harness, window) = connected_harness().await;
    let contact = json!({ "firstName": "Maria", "lastName": "Lopez", "companyName": "Lopez Ceramics", "type": "lead", "source": "web",
        "address1": "2140 N Halsted Street", "city": "Chicago", "state": "IL", "postalCode": "60614", "country": "US",
        "website": "https://lopez.example", "dateOfBirth": "1990-09-25" });
    show(&harness, &window, contact).await;
    let covered = "return [...document.querySelectorAll('.card .quiet')].flatMap((button) => {
        const one = button.getBoundingClientRect();
        return [...document.querySelectorAll('.card [data-field]')].filter((value) => [...value.getClientRects()].some((other) =>
            other.width > 0 && one.left < other.right - 1 && other.left < one.right - 1 && one.top + 8 < other.bottom && other.top < one.bottom - 8))
            .map((value) => `${button.dataset.copy ?? button.id} over ${value.dataset.field}`); })";
    assert_eq!(window.run(covered, vec![]).await, json!([]));
    window.picture("card-copies").await;
    window.close().await;
}
