//! Contacts that are odd, and are shown all the same.

use serde_json::{json, Value};

use crate::contacts::{documented, DOCUMENTED_ID, TOKEN};
use crate::harness::{Harness, Start, Window};
use crate::highlevel::Answer;

const ID: &str = "OddContact0000000001";

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
    harness.highlevel.answer(ID, Answer::contact(&contact));
    assert_eq!(window.look_up(ID).await, "found", "{contact}: {}", window.text("#result").await);
}

#[tokio::test]
async fn another_contact_than_the_one_asked_for_is_shown_with_a_warning_and_both_ids() {
    let (harness, window) = connected_harness().await;
    harness.highlevel.answer(ID, Answer::contact(&documented()));
    assert_eq!(window.look_up(ID).await, "found");
    let note = window.text("#result [role=note]").await;
    for part in ["HighLevel returned another contact than the one asked for", ID, DOCUMENTED_ID] {
        assert!(note.contains(part), "{part}: {note}");
    }
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "failed", "nobody answered for that one");
    harness.highlevel.answer(DOCUMENTED_ID, Answer::contact(&documented()));
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found");
    assert!(!window.has("#result [role=note]").await);
    window.close().await;
}

#[tokio::test]
async fn do_not_disturb_is_the_same_card_in_both_spellings_and_the_stricter_reading_is_told() {
    let (harness, window) = connected_harness().await;
    let mut cards = Vec::new();
    for [call, sms, email, whatsapp] in [["Call", "SMS", "Email", "WhatsApp"], ["call", "sms", "email", "whatsApp"]] {
        let settings = json!({
            call: { "status": "inactive" }, sms: { "status": "active" },
            email: { "status": "permanent" }, whatsapp: { "status": "paused" }
        });
        show(&harness, &window, json!({ "firstName": "Ada", "dnd": true, "dndSettings": settings })).await;
        let mut card = window.text("#result").await;
        for (channel, status) in [(call, "inactive"), (sms, "active"), (email, "permanent"), (whatsapp, "paused")] {
            let path = format!("dndSettings.{channel}");
            assert_eq!(window.sent(&path).await.as_deref(), Some(status), "{path}");
        }
        // The next one is not to be compared with this one.
        window.run("document.querySelector('#clear-recents').click()", vec![]).await;
        window.wait_until("return document.querySelector('#recents [data-recent]') === null").await;
        card = card.lines().filter(|line| !line.contains("Looked up at")).collect::<Vec<_>>().join("\n");
        cards.push(card);
    }
    assert_eq!(cards[0], cards[1]);
    for told in ["the stricter setting counts", "paused", "Blocked for good"] {
        assert!(cards[0].contains(told), "{told}: {}", cards[0]);
    }
    window.close().await;
}

#[tokio::test]
async fn custom_fields_of_every_shape_are_readable_and_a_long_one_begins_folded() {
    let (harness, window) = connected_harness().await;
    let long = "word ".repeat(20 * 1024);
    let fields = json!([
        { "id": "3sv6UEo51C9Bmpo1cKTq", "value": "Mornings" },
        { "id": "Number00000000000001", "value": 12.5 },
        { "id": "YesOrNo0000000000001", "value": true },
        { "id": "List0000000000000001", "value": ["Implants", "Whitening"] },
        { "id": "File0000000000000001", "value": { "3f0c2b1a-0000-4000-8000-00000000000a": {
            "meta": { "originalname": "consent.pdf", "mimetype": "application/pdf", "size": 48213 },
            "url": "https://files.example/consent.pdf", "documentId": "d0cAaBbCcDdEeFf00001" } } },
        { "id": "Object00000000000001", "value": { "street": "12 Harbor Lane" } },
        { "id": "Long0000000000000001", "value": long },
    ]);
    show(&harness, &window, json!({ "firstName": "Ada", "customFields": fields })).await;
    let sent = |path: &'static str| window.sent(path);
    assert_eq!(sent("customFields.3sv6UEo51C9Bmpo1cKTq").await.as_deref(), Some("Mornings"));
    assert_eq!(sent("customFields.Number00000000000001").await.as_deref(), Some("12.5"));
    assert_eq!(sent("customFields.YesOrNo0000000000001").await.as_deref(), Some("true"));
    assert_eq!(sent("customFields.Long0000000000000001").await.as_deref(), Some(long.as_str()));
    let shown = window.text("#result").await;
    for part in
        ["3sv6UEo51C9Bmpo1cKTq", "names not available", "Implants", "Whitening", "consent.pdf", "12 Harbor Lane"]
    {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(shown.len() < long.len(), "the long text is laid out as a whole");
    assert!(window.has("[data-more='text:customFields.Long0000000000000001']").await);
    window.close().await;
}

#[tokio::test]
async fn a_date_of_birth_is_the_same_day_wherever_the_reader_lives() {
    let harness = Harness::new().await;
    let window = harness.open().await;
    window.connect("Harbour Dental", TOKEN).await;
    window.close().await;
    for zone in ["America/Los_Angeles", "Pacific/Kiritimati"] {
        let window = harness.open_with(Start { environment: &[("TZ", zone)], ..Start::default() }).await;
        let here = window.run("return Intl.DateTimeFormat().resolvedOptions().timeZone", vec![]).await;
        assert_eq!(here, zone, "the window lives elsewhere");
        let day = [json!("1990-09-25T00:00:00.000Z"), json!("1990-09-25"), json!(654_220_800_000_u64)];
        for sent in day {
            show(&harness, &window, json!({ "firstName": "Ada", "dateOfBirth": sent })).await;
            let shown = window.text("[data-field=dateOfBirth]").await;
            assert!(shown.contains("September 25, 1990") || shown.contains("25 September 1990"), "{sent}: {shown}");
        }
        for sent in ["0000-00-00", "1990-02-30", "in spring"] {
            show(&harness, &window, json!({ "firstName": "Ada", "dateOfBirth": sent })).await;
            assert_eq!(window.text("[data-field=dateOfBirth]").await.lines().next(), Some(sent));
        }
        window.close().await;
    }
}

#[tokio::test]
async fn the_contacts_local_time_is_told_where_the_zone_is_one_and_nowhere_else() {
    let (harness, window) = connected_harness().await;
    for (zone, told) in [
        (Value::Null, "No time zone saved: check their local time before you call."),
        (json!(""), "No time zone saved: check their local time before you call."),
        (json!("Asia/Calcutta"), "in Kolkata"),
        (json!("GMT-05:00"), "(UTC−5)"),
        (json!("Mars/Phobos"), "which is not a known one"),
    ] {
        show(&harness, &window, json!({ "firstName": "Ada", "timezone": zone })).await;
        let shown = window.text("#result").await;
        assert!(shown.contains(told), "{zone}: {shown}");
        assert!(!shown.contains("RangeError") && !shown.contains("Invalid"), "{zone}: {shown}");
    }
    window.close().await;
}

#[tokio::test]
async fn numbers_of_any_size_are_shown_with_the_digits_that_were_sent() {
    let (harness, window) = connected_harness().await;
    // As text, because no library may touch the digits on their way.
    let body = format!(
        r#"{{"contact": {{"id": "{ID}", "firstName": "Ada", "bigId": 9007199254740993, "huge": 123456789012345678901234567890,
        "exact": 0.1000000000000000055511151231257827, "small": 1E-400, "customFields": [{{"id": "Number00000000000001", "value": -9223372036854775809}}]}}}}"#
    );
    harness.highlevel.answer(ID, Answer::text(200, "application/json", &body));
    assert_eq!(window.look_up(ID).await, "found");
    for (path, digits) in [
        ("bigId", "9007199254740993"),
        ("huge", "123456789012345678901234567890"),
        ("exact", "0.1000000000000000055511151231257827"),
        ("small", "1E-400"),
        ("customFields.Number00000000000001", "-9223372036854775809"),
    ] {
        assert_eq!(window.sent(path).await.as_deref(), Some(digits), "{path}");
    }
    window.close().await;
}

#[tokio::test]
async fn fields_of_the_wrong_kind_and_fields_that_nobody_knows_cost_no_other_field() {
    let (harness, window) = connected_harness().await;
    let odd = json!({
        "firstName": "Ada", "email": 42, "phone": ["+14155550134"], "tags": "one tag", "dnd": "true",
        "dndSettings": "none", "dateOfBirth": { "year": 1990 }, "dateAdded": false, "country": 840,
        "attributionSource": [1, 2], "customFields": { "Aa1Bb2Cc3Dd4Ee5Ff6Gg": "by its ID" }, "timezone": {},
        "additionalEmails": [{ "email": "second@example.com", "validEmail": true }], "followers": ["u1"],
        "brandNew": { "deep": { "deeper": "down here" } }, "companyName": "DGS VolMAX"
    });
    show(&harness, &window, odd).await;
    for (path, sent) in [
        ("firstName", "Ada"),
        ("email", "42"),
        ("companyName", "DGS VolMAX"),
        ("dateOfBirth.year", "1990"),
        ("dateAdded", "false"),
        ("country", "840"),
        ("customFields.Aa1Bb2Cc3Dd4Ee5Ff6Gg", "by its ID"),
        ("additionalEmails.0.email", "second@example.com"),
        ("brandNew.deep.deeper", "down here"),
    ] {
        assert_eq!(window.sent(path).await.as_deref(), Some(sent), "{path}");
    }
    window.close().await;
}
