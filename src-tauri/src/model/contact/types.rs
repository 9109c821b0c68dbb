//! The parts of a contact, as the page, copies and files show them.

use serde::Serialize;

/// What to call a contact.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DisplayName {
    /// Empty where the contact has no name, nothing to stand in for one and no ID.
    pub text: String,
    /// The paths of the values that the name is made of.
    pub paths: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ContactParts {
    /// Every value that is not empty, except the values of custom fields and the statuses of channels.
    pub fields: Vec<Field>,
    pub custom_fields: Vec<CustomField>,
    pub channels: Vec<DndChannel>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "FieldView", export_to = "FieldView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct Field {
    /// `email`, `additionalEmails.0.email`; all tags share the path `tags`.
    pub path: String,
    /// The path of the list that holds the value directly.
    pub list: Option<String>,
    /// The value exactly as it was sent, a number with all its digits. `None`: sensitive, and redacted.
    pub sent: Option<String>,
    #[serde(rename = "meaning")]
    pub kind: ValueKind,
    /// `None` where the value cannot be opened safely.
    pub opens: Option<LinkKind>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "Meaning", export_to = "Meaning.ts"))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "is")]
pub enum ValueKind {
    Text,
    Number,
    YesNo {
        yes: bool,
    },
    Moment {
        epoch_ms: f64,
    },
    /// A calendar day, the same in every time zone.
    Day {
        /// `YYYY-MM-DD`.
        day: String,
    },
    /// A value that is nested too deeply to be taken apart, as JSON text.
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "Opens", export_to = "Opens.ts"))]
#[serde(rename_all = "lowercase")]
pub enum LinkKind {
    Web,
    Mail,
    Call,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "CustomFieldView", export_to = "CustomFieldView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct CustomField {
    /// `customFields.ID`; the position stands in for an ID that was not sent.
    pub path: String,
    pub id: Option<String>,
    pub name: Option<String>,
    /// `None`: sensitive, and redacted.
    pub value: Option<CustomValue>,
    /// Whether it is redacted because its name is not known and its value looks like a social security number or a
    /// payment card's.
    pub by_look: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "CustomValue.ts"))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "is")]
pub enum CustomValue {
    One {
        sent: String,
        #[serde(rename = "meaning")]
        kind: ValueKind,
        opens: Option<LinkKind>,
    },
    /// A list of texts.
    List {
        /// Each item that is not empty, exactly as it was sent.
        items: Vec<String>,
        /// The whole list as JSON text.
        sent: String,
    },
    /// Files. Their other properties are among the contact's fields.
    Files {
        files: Vec<File>,
        /// The whole value as JSON text.
        sent: String,
    },
    /// Any other object or list. Its values are among the contact's fields.
    Other {
        /// The value as JSON text.
        sent: String,
    },
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "FileView", export_to = "FileView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct File {
    /// The path of its address, by which it is opened and copied.
    pub path: String,
    pub name: Option<String>,
    /// The size, where it was sent as a whole number.
    pub bytes: Option<f64>,
    /// `None` where its address cannot be opened safely.
    pub opens: Option<LinkKind>,
}

/// Do-not-disturb on one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "ChannelView", export_to = "ChannelView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct DndChannel {
    /// `dndSettings.SMS`, `inboundDndSettings.all`.
    pub path: String,
    pub channel: Channel,
    #[serde(rename = "standing")]
    pub dnd: DndStatus,
    pub status: Option<RawValue>,
}

/// A value exactly as it was sent, and its path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "SentView", export_to = "SentView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct RawValue {
    pub path: String,
    pub sent: String,
}

/// A way to reach a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "Channel.ts"))]
#[serde(rename_all = "kebab-case", tag = "is", content = "name")]
pub enum Channel {
    Call,
    Sms,
    Email,
    Whatsapp,
    /// Google Business messages.
    Google,
    Facebook,
    /// All messages from the contact.
    Inbound,
    /// An unknown channel, by the key it was sent under.
    Other(String),
}

/// Whether a contact may be reached on a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "Standing", export_to = "Standing.ts"))]
#[serde(rename_all = "kebab-case")]
pub enum DndStatus {
    Allowed,
    Blocked,
    /// Blocked in a way that HighLevel's users cannot undo.
    BlockedForGood,
    /// The status is missing or not a known one.
    Unknown,
}

/// A difference between two answers for the same contact, at one path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "ChangeView", export_to = "ChangeView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// The path of a field, a custom field or a channel's status. All items of a list of texts share the list's path.
    pub path: String,
    /// The values that are gone.
    pub before: Vec<String>,
    /// The values that are new.
    pub now: Vec<String>,
    /// Whether the values are sensitive: then `before` and `now` are empty.
    #[serde(rename = "withheld")]
    pub redacted: bool,
}

impl Change {
    /// Removes the values.
    pub fn redact(&mut self) {
        self.before.clear();
        self.now.clear();
        self.redacted = true;
    }
}
