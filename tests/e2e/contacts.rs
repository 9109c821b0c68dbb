//! Contacts as HighLevel sends them, for the tests.

use serde_json::{json, Value};

use crate::harness::{Harness, Window};
use crate::highlevel::Answer;

/// A token in the form of a private integration's.
pub const TOKEN: &str = "pit-3f9c1b52-7d40-4a6e-9b1e-5c2d8e7f6a90";

/// The ID of [`documented`].
pub const DOCUMENTED_ID: &str = "seD4PfOuKoVMLkEZqohJ";

/// A contact with every field that HighLevel documents, with the values of its own example.
pub fn documented() -> Value {
    json!({
        "id": DOCUMENTED_ID,
        "name": "rubika deo",
        "locationId": "ve9EPM428h8vShlRW1KT",
        "firstName": "rubika",
        "lastName": "Deo",
        "email": "rubika@deos.com",
        "emailLowerCase": "rubika@deos.com",
        "timezone": "Asia/Calcutta",
        "companyName": "DGS VolMAX",
        "phone": "+18832327657",
        "dnd": true,
        "dndSettings": {
            "Call": { "status": "active", "message": "Asked by phone", "code": "103" },
            "SMS": { "status": "permanent" },
            "Email": { "status": "inactive" }
        },
        "type": "read",
        "source": "public api",
        "assignedTo": "ve9EPM428h8vShlRW1KT",
        "address1": "3535 1st St N",
        "city": "ruDolomitebika",
        "state": "AL",
        "country": "US",
        "postalCode": "35061",
        "website": "https://www.tesla.com",
        "tags": ["nisi sint commodo amet", "consequat"],
        "dateOfBirth": "1990-09-25T00:00:00.000Z",
        "dateAdded": "2021-07-02T05:18:26.704Z",
        "dateUpdated": "2021-07-02T05:18:26.704Z",
        "attachments": "",
        "ssn": "078-05-1120",
        "keyword": "test",
        "firstNameLowerCase": "rubika",
        "fullNameLowerCase": "rubika deo",
        "lastNameLowerCase": "deo",
        "lastActivity": "2021-07-16T11:39:30.564Z",
        "customFields": [
            { "id": "MgobCB14YMVKuE4Ka8p1", "value": "Delta Dental" },
            { "id": "Lk2pQ8sZxW4vBn6mTr1y", "value": ["Whitening", "Implants"] },
            { "id": "Aa1Bb2Cc3Dd4Ee5Ff6Gg", "value": 12_345_678_901_234_567_890_u64 }
        ],
        "businessId": "641c094001436dbc2081e642",
        "attributionSource": { "utmSource": "google", "medium": "form", "mediumId": null, "url": "https://example.com/offer" },
        "lastAttributionSource": {},
        "visitorId": "ve9EPM428h8vShlRW1KT"
    })
}

/// A contact with 190 custom fields and 164 tags: the most that was ever seen.
pub fn large(id: &str) -> Value {
    let fields: Vec<Value> = (0..190)
        .map(|at| json!({ "id": format!("Custom{at:014}"), "value": format!("The value of field number {at}") }))
        .collect();
    let tags: Vec<String> = (0..164).map(|at| format!("tag-number-{at}")).collect();
    json!({
        "id": id, "firstName": "Large", "lastName": "Contact", "email": "large@example.com",
        "phone": "+14155550134", "tags": tags, "customFields": fields, "timezone": "Europe/London"
    })
}

/// A harness whose program has an account and whose HighLevel knows [`documented`], and its window.
pub async fn connected() -> (Harness, Window) {
    let harness = Harness::new().await;
    harness.highlevel.answer(DOCUMENTED_ID, Answer::contact(&documented()));
    let window = harness.open().await;
    window.connect("Harbour Dental", TOKEN).await;
    (harness, window)
}
