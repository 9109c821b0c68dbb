//! What stands behind the IDs in the sample contacts: invented fields, users and a sub-account. The businesses are
//! kept from the sample account's token, so that it can be seen what a missing permission looks like.

use std::sync::LazyLock;

use super::json;
use crate::highlevel::transport::{ApiAnswer, Resource};
use crate::model::json::Json;

/// The sub-account that the sample contacts live in.
pub const LOCATION: &str = "tBpFQBh16tDrM9aXY7bb";

/// What HighLevel says to a token without the permission.
const NO_SCOPE: &str = r#"{"statusCode":401,"message":"The token is not authorized for this scope."}"#;

/// What HighLevel says of another sub-account.
const OTHER_LOCATION: &str =
    r#"{"statusCode":403,"message":"The token does not have access to this location.","error":"Forbidden"}"#;

/// What HighLevel says of a user that nobody is.
const NO_USER: &str = r#"{"statusCode":401,"message":"The user does not exist.","error":"Unauthorized"}"#;

static NAMES: LazyLock<Json> = LazyLock::new(|| {
    // It is part of the program, and a test reads it: there is no other case.
    Json::parse(include_bytes!("names.json")).unwrap_or(Json::Null)
});

/// The answer to anything but a contact.
pub fn answer(resource: &Resource) -> ApiAnswer {
    let part = |key: &str| NAMES.get(key).map(Json::to_json).unwrap_or_default();
    match resource {
        Resource::CustomFields(location) if location.as_str() == LOCATION => {
            json(200, &format!(r#"{{"customFields":{}}}"#, part("customFields")))
        }
        Resource::Location(location) if location.as_str() == LOCATION => {
            json(200, &format!(r#"{{"location":{}}}"#, part("location")))
        }
        Resource::CustomFields(_) | Resource::Location(_) => json(403, OTHER_LOCATION),
        Resource::User(id) => match user(id.as_str()) {
            Some(user) => json(200, &user.to_json()),
            None => json(401, NO_USER),
        },
        Resource::Contact(_) | Resource::Business(_) => json(401, NO_SCOPE),
    }
}

fn user(id: &str) -> Option<&'static Json> {
    let users = match NAMES.get("users") {
        Some(Json::List(users)) => users.as_slice(),
        _ => &[],
    };
    users.iter().find(|user| user.get("id").and_then(Json::text) == Some(id))
}
