//! A contact, as it crosses to the page.

use serde::Serialize;

use super::{AccountView, ChangeView, NamesView};

/// One contact, ready to be drawn. Sensitive values are not in it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "ContactView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct ContactView {
    /// The ID that was asked for.
    pub asked_for: String,
    /// The ID in the answer, where it is another one (the contact may have been merged).
    pub other_id: Option<String>,
    /// What to call the contact: its name, or the best that stands in for one.
    pub display_name: String,
    /// The paths of the values that the display name is made of: `name`; or `firstName` and `lastName`; or `email`…
    pub name_paths: Vec<String>,
    /// Every value that was sent and is not empty, in the order sent, custom-field values and do-not-disturb statuses excepted.
    pub fields: Vec<FieldView>,
    /// The custom fields, in the order sent.
    pub custom_fields: Vec<CustomFieldView>,
    /// Do-not-disturb, channel by channel, in the order sent.
    pub channels: Vec<ChannelView>,
    /// The contact's `dnd`, where it was sent as a yes or no (`true`: do not disturb at all).
    pub do_not_disturb: Option<bool>,
    /// The contact's time zone, where the text that was sent names one.
    pub time_zone: Option<TimeZoneView>,
    /// How many values were sent empty (`null`, `""`, `[]`, `{}`) and are left out.
    pub empty_count: u32,
    /// The number that HighLevel's support asks for.
    pub trace_id: Option<String>,
    /// When the answer was here, in milliseconds since 1970.
    pub received_at: f64,
    /// The account it was looked up in, with what is known of it now.
    pub account: AccountView,
    /// What is known already of whose the IDs in it are.
    pub names: NamesView,
    /// When it was looked at before in this session, in milliseconds since 1970.
    pub seen_before: Option<f64>,
    /// What changed since then.
    pub changes: Vec<ChangeView>,
}

/// A time zone: what the page needs to tell the time there, until long after the window is closed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "TimeZoneView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct TimeZoneView {
    /// Its IANA name, such as `America/Chicago`, where one was sent. A name of Windows stands for many places, an offset
    /// for none.
    pub name: Option<String>,
    /// Its offsets from UTC in order: the one that counts now, and those to come. There is always one.
    pub offsets: Vec<ZoneOffsetView>,
}

/// An offset from UTC.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "ZoneOffsetView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct ZoneOffsetView {
    /// From when on it counts, in milliseconds since 1970.
    pub from: f64,
    /// Minutes ahead of UTC; behind it where negative.
    pub minutes: i32,
    /// What the zone calls itself then, such as "EDT", where that is more than digits.
    pub abbreviation: Option<String>,
}

/// One value of a contact.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "FieldView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct FieldView {
    /// Where it stands in the answer: `email`, `additionalEmails.0.email`; each tag is `tags`.
    pub path: String,
    /// The path of the list whose plain item it is (`followers` for `followers.0`).
    pub list: Option<String>,
    /// Exactly what was sent: a text as it is, a number with all its digits. `None`: sensitive, and withheld.
    pub sent: Option<String>,
    /// What it is, as far as known.
    pub meaning: Meaning,
    /// What opening it does, where it can be opened safely.
    pub opens: Option<Opens>,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "Meaning.ts"))]
#[serde(rename_all = "camelCase", tag = "is")]
pub enum Meaning {
    /// Text, shown as it was sent.
    Text,
    /// A number, shown as it was sent.
    Number,
    /// A yes or no.
    #[serde(rename_all = "camelCase")]
    YesNo {
        /// Which of the two.
        yes: bool,
    },
    /// A moment.
    #[serde(rename_all = "camelCase")]
    Moment {
        /// In milliseconds since 1970.
        epoch_ms: f64,
    },
    /// A calendar day, the same in every time zone.
    #[serde(rename_all = "camelCase")]
    Day {
        /// The day, as `YYYY-MM-DD`.
        day: String,
    },
    /// Something nested deeper than any answer known, kept as the JSON text it came as.
    Json,
}

/// What opening a value does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "Opens.ts"))]
#[serde(rename_all = "lowercase")]
pub enum Opens {
    /// A web page, in the browser.
    Web,
    /// A new mail, in the mail program.
    Mail,
    /// A call, in the phone program.
    Call,
}

/// One custom field.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "CustomFieldView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct CustomFieldView {
    /// `customFields.ID`; the position stands in for an ID that was not sent.
    pub path: String,
    /// The field's ID.
    pub id: Option<String>,
    /// The field's name, where it is known.
    pub name: Option<String>,
    /// Its value. `None`: sensitive, and withheld.
    pub value: Option<CustomValue>,
    /// Whether it is withheld because nobody knows its name and it looks like a social security number or a payment
    /// card's.
    pub by_look: bool,
}

/// The value of a custom field.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "CustomValue.ts"))]
#[serde(rename_all = "camelCase", tag = "is")]
pub enum CustomValue {
    /// A text, a number or a yes or no.
    #[serde(rename_all = "camelCase")]
    One {
        /// Exactly what was sent.
        sent: String,
        /// What it is.
        meaning: Meaning,
        /// What opening it does.
        opens: Option<Opens>,
    },
    /// Several texts.
    #[serde(rename_all = "camelCase")]
    List {
        /// Each, exactly as it was sent.
        items: Vec<String>,
        /// The whole list as the JSON text it came as.
        sent: String,
    },
    /// Files.
    #[serde(rename_all = "camelCase")]
    Files {
        /// Each file. Their further values are in the contact's `fields`.
        files: Vec<FileView>,
        /// The whole value as the JSON text it came as.
        sent: String,
    },
    /// Anything else: its parts are in the contact's `fields`.
    #[serde(rename_all = "camelCase")]
    Other {
        /// The value as the JSON text it came as.
        sent: String,
    },
}

/// One file in a custom field.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "FileView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct FileView {
    /// The path of the file's address: what `open_value` and `copy_value` take.
    pub path: String,
    /// Its name, where one was sent.
    pub name: Option<String>,
    /// Its size in bytes, where it was sent as a whole number.
    pub bytes: Option<f64>,
    /// What opening it does, where its address can be opened safely.
    pub opens: Option<Opens>,
}

/// Do-not-disturb on one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "ChannelView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct ChannelView {
    /// `dndSettings.SMS`, `inboundDndSettings.all`…
    pub path: String,
    /// Which channel.
    pub channel: Channel,
    /// Whether the contact may be reached this way.
    pub standing: Standing,
    /// The path of the status and exactly what was sent; none where no status was sent.
    pub status: Option<SentView>,
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "SentView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct SentView {
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
    /// One that this program does not know, by the name it was sent under.
    Other(String),
}

/// Whether a contact may be reached on a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "Standing.ts"))]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Yes.
    Allowed,
    /// No.
    Blocked,
    /// No, and it cannot be taken back from here.
    BlockedForGood,
    /// The status is not one that this program knows, or there is none.
    Unknown,
}

/// A sensitive value that was asked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "RevealedView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct RevealedView {
    /// The path that was asked for.
    pub path: String,
    /// Each value below it, exactly as sent.
    pub values: Vec<SentView>,
}
