//! What is told of a contact.

use serde::Serialize;

/// What to call a contact.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DisplayName {
    /// The name, or what stands in for it. Empty where the contact has nothing of the kind, not even an ID.
    pub text: String,
    /// The paths of the values that it is made of.
    pub paths: Vec<String>,
}

/// What the page shows of a contact.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ContactParts {
    /// Every value that was sent and is not empty, in the order sent, custom-field values and do-not-disturb statuses
    /// excepted.
    pub fields: Vec<Field>,
    /// The custom fields, in the order sent.
    pub custom_fields: Vec<CustomField>,
    /// Do-not-disturb, channel by channel, in the order sent.
    pub channels: Vec<DndChannel>,
}

/// One value of a contact.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "FieldView", export_to = "FieldView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct Field {
    /// Where it stands in the answer: `email`, `additionalEmails.0.email`; each tag is `tags`.
    pub path: String,
    /// The path of the list whose plain item it is.
    pub list: Option<String>,
    /// Exactly what was sent: a text as it is, a number with all its digits. `None`: sensitive, and redacted.
    pub sent: Option<String>,
    /// What it is, as far as known.
    #[serde(rename = "meaning")]
    pub kind: ValueKind,
    /// What opening it does, where it can be opened safely.
    pub opens: Option<LinkKind>,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "Meaning", export_to = "Meaning.ts"))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "is")]
pub enum ValueKind {
    /// Text.
    Text,
    /// A number.
    Number,
    /// A yes or no.
    YesNo {
        /// Which of the two.
        yes: bool,
    },
    /// A moment.
    Moment {
        /// In milliseconds since 1970.
        epoch_ms: f64,
    },
    /// A calendar day, the same in every time zone.
    Day {
        /// The day, as `YYYY-MM-DD`.
        day: String,
    },
    /// Something nested deeper than any answer known, as the JSON text it came as.
    Json,
}

/// What opening a value does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "Opens", export_to = "Opens.ts"))]
#[serde(rename_all = "lowercase")]
pub enum LinkKind {
    /// A web page.
    Web,
    /// A new mail.
    Mail,
    /// A call.
    Call,
}

/// One custom field.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "CustomFieldView", export_to = "CustomFieldView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct CustomField {
    /// `customFields.ID`; the position stands in for an ID that was not sent.
    pub path: String,
    /// The field's ID.
    pub id: Option<String>,
    /// The field's name, where it was sent.
    pub name: Option<String>,
    /// Its value. `None`: sensitive, and redacted.
    pub value: Option<CustomValue>,
    /// Whether it is redacted because nobody knows its name and it looks like a social security number or a payment
    /// card's.
    pub by_look: bool,
}

/// The value of a custom field.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "CustomValue.ts"))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "is")]
pub enum CustomValue {
    /// A text, a number or a yes or no.
    One {
        /// Exactly what was sent.
        sent: String,
        /// What it is.
        #[serde(rename = "meaning")]
        kind: ValueKind,
        /// What opening it does.
        opens: Option<LinkKind>,
    },
    /// Several texts.
    List {
        /// Each that is not empty, exactly as it was sent.
        items: Vec<String>,
        /// The whole list as JSON text.
        sent: String,
    },
    /// Files. Whatever else is said of them is among the contact's fields.
    Files {
        /// Each file.
        files: Vec<File>,
        /// The whole value as JSON text.
        sent: String,
    },
    /// Anything else. Its parts are among the contact's fields.
    Other {
        /// The value as JSON text.
        sent: String,
    },
}

/// One file in a custom field.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "FileView", export_to = "FileView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct File {
    /// The path of its address, by which it is opened and copied.
    pub path: String,
    /// Its name, where one was sent.
    pub name: Option<String>,
    /// Its size in bytes, where it was sent as a whole number.
    pub bytes: Option<f64>,
    /// What opening it does, where its address can be opened safely.
    pub opens: Option<LinkKind>,
}

/// Do-not-disturb on one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "ChannelView", export_to = "ChannelView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct DndChannel {
    /// `dndSettings.SMS`, `inboundDndSettings.all`.
    pub path: String,
    /// Which channel.
    pub channel: Channel,
    /// Whether the contact may be reached this way.
    #[serde(rename = "standing")]
    pub dnd: DndStatus,
    /// The status exactly as it was sent, and where it stands.
    pub status: Option<RawValue>,
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "SentView", export_to = "SentView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct RawValue {
    /// Where it stands in the answer.
    pub path: String,
    /// Exactly what was sent.
    pub sent: String,
}

/// A way to reach a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "Channel.ts"))]
#[serde(rename_all = "kebab-case", tag = "is", content = "name")]
pub enum Channel {
    /// Calls.
    Call,
    /// Text messages.
    Sms,
    /// E-mail.
    Email,
    /// WhatsApp.
    Whatsapp,
    /// Google Business messages.
    Google,
    /// Facebook Messenger.
    Facebook,
    /// All messages that come in from the contact.
    Inbound,
    /// One that is not known, by the name it was sent under.
    Other(String),
}

/// Whether a contact may be reached on a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "Standing", export_to = "Standing.ts"))]
#[serde(rename_all = "kebab-case")]
pub enum DndStatus {
    /// Yes.
    Allowed,
    /// No.
    Blocked,
    /// No, and it cannot be taken back from here.
    BlockedForGood,
    /// The status is not a known one, or there is none.
    Unknown,
}

/// What is another at one place than it was in an earlier answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "ChangeView", export_to = "ChangeView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// The path: that of a field, a custom field or a do-not-disturb status. Each tag is `tags`, the items of a list of
    /// texts are the list.
    pub path: String,
    /// What was there and is there no more.
    pub before: Vec<String>,
    /// What is there now and was not.
    pub now: Vec<String>,
    /// Whether the values are sensitive: then neither is told.
    #[serde(rename = "withheld")]
    pub redacted: bool,
}

impl Change {
    /// Keeps the values back: something learnt since says that they are sensitive.
    pub fn redact(&mut self) {
        self.before.clear();
        self.now.clear();
        self.redacted = true;
    }
}
