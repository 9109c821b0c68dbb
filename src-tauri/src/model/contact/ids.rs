//! The IDs in a contact that stand for somebody or something else.

use super::Contact;
use crate::model::json::Json;
use crate::model::unicode;

/// IDs of whose names are not in the contact.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReferencedIds {
    /// Users: the owner first, then the followers, then who made and who changed the contact.
    pub users: Vec<String>,
    /// The business it belongs to.
    pub business: Option<String>,
}

impl Contact {
    /// The IDs in it that stand for somebody or something else, each once. They are not checked.
    pub fn referenced_ids(&self) -> ReferencedIds {
        let mut users = texts(self.sent.get("assignedTo"));
        users.extend(texts(self.sent.get("followers")));
        users.extend(["createdBy", "lastUpdatedBy"].iter().filter_map(|key| user_behind(self.sent.get(key)?)));
        let mut met = std::collections::HashSet::new();
        users.retain(|id| met.insert(id.clone()));
        ReferencedIds { users, business: texts(self.sent.get("businessId")).into_iter().next() }
    }
}

/// The user who made a change, where it was one and is not named there. Forms, imports and integrations have IDs too.
fn user_behind(change: &Json) -> Option<String> {
    let text = |key: &str| change.get(key).and_then(Json::text).filter(|text| !unicode::is_blank(text));
    let is_user = text("source").is_some_and(|source| source.to_ascii_uppercase().contains("USER"));
    let id = text("sourceId").filter(|_| is_user && text("sourceName").is_none())?;
    Some(id.to_owned())
}

/// A text, or the texts of a list.
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
