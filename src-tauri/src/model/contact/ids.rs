//! The IDs of users and businesses in a contact.

use super::Contact;
use crate::model::json::Json;
use crate::model::unicode;

/// IDs of records whose names are not in the contact, each once and unchecked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReferencedIds {
    /// The owner, the followers, then the users who created and last updated the contact.
    pub users: Vec<String>,
    pub business: Option<String>,
}

impl Contact {
    pub fn referenced_ids(&self) -> ReferencedIds {
        let mut users = texts(self.sent.get("assignedTo"));
        users.extend(texts(self.sent.get("followers")));
        users.extend(["createdBy", "lastUpdatedBy"].iter().filter_map(|key| unnamed_user(self.sent.get(key)?)));
        let mut seen = std::collections::HashSet::new();
        users.retain(|id| seen.insert(id.clone()));
        ReferencedIds { users, business: texts(self.sent.get("businessId")).into_iter().next() }
    }
}

/// The user in `createdBy` or `lastUpdatedBy`, unless it is named there. Forms, imports and integrations have IDs too.
fn unnamed_user(change: &Json) -> Option<String> {
    let text = |key: &str| change.get(key).and_then(Json::text).filter(|text| !unicode::is_blank(text));
    let is_user = text("source").is_some_and(|source| source.to_ascii_uppercase().contains("USER"));
    let id = text("sourceId").filter(|_| is_user && text("sourceName").is_none())?;
    Some(id.to_owned())
}

fn texts(value: Option<&Json>) -> Vec<String> {
    let items = match value {
        Some(Json::List(items)) => items.as_slice(),
        Some(single) => std::slice::from_ref(single),
        None => &[],
    };
    items.iter().filter_map(Json::text).filter(|text| !unicode::is_blank(text)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    fn ids(json: &str) -> ReferencedIds {
        Contact::from_value(Json::parse(json.as_bytes()).unwrap()).referenced_ids()
    }

    #[test]
    fn the_owner_comes_first_and_each_user_once() {
        let contact = r#"{
            "followers": ["follower1", "owner1", null, 7],
            "assignedTo": "owner1",
            "createdBy": {"source": "MOBILE_USER", "sourceId": "maker1"},
            "lastUpdatedBy": {"source": "web_user", "sourceId": "follower1"},
            "businessId": "business1"
        }"#;
        let expected = ["owner1", "follower1", "maker1"].map(str::to_owned).to_vec();
        assert_eq!(ids(contact), ReferencedIds { users: expected, business: Some("business1".to_owned()) });
    }

    #[test]
    fn forms_and_users_that_are_named_already_are_not_among_them() {
        let contact = r#"{
            "createdBy": {"source": "FORM", "sourceId": "form1"},
            "lastUpdatedBy": {"source": "WEB_USER", "sourceId": "user1", "sourceName": "Dana Whitfield"}
        }"#;
        assert_eq!(ids(contact), ReferencedIds::default());
    }

    #[test]
    fn what_is_no_id_at_all_is_passed_over() {
        let contact = r#"{"assignedTo": {"id": "x"}, "followers": "alone", "businessId": "", "createdBy": []}"#;
        assert_eq!(ids(contact), ReferencedIds { users: vec!["alone".to_owned()], business: None });
    }
}
