//! The settings that a person chooses: theme, text size, quiet hours, the host of HighLevel's pages.

use serde::de::{Deserialize, Deserializer, Error};
use serde::Serialize;
use serde_json::{Map, Value};

use super::entries::checked;

/// The colours of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, serde::Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "Theme.ts"))]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    Light,
    Dark,
}

/// The size of the text, in percent of the usual one: one of [`TextSize::STEPS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TextSize(u16);

impl TextSize {
    pub const STEPS: [u16; 8] = [80, 90, 100, 110, 125, 150, 175, 200];

    pub fn nearest(percent: u32) -> Self {
        let nearest = Self::STEPS.into_iter().min_by_key(|step| u32::from(*step).abs_diff(percent));
        nearest.map_or_else(Self::default, Self)
    }

    pub fn percent(self) -> u16 {
        self.0
    }
}

impl Default for TextSize {
    fn default() -> Self {
        Self(100)
    }
}

impl<'de> Deserialize<'de> for TextSize {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let percent = u16::deserialize(deserializer)?;
        let step = Self::STEPS.contains(&percent).then_some(Self(percent));
        step.ok_or_else(|| D::Error::custom("not one of the sizes"))
    }
}

/// The hours in which nobody is to be called, by the clock of the contact. They go over midnight where they begin later
/// than they end, and where both are the same there are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "QuietHoursView", export_to = "QuietHoursView.ts"))]
pub struct QuietHours {
    /// The hour they begin, 0 to 23.
    #[serde(deserialize_with = "hour")]
    begin: u8,
    /// The hour they end, 0 to 23.
    #[serde(deserialize_with = "hour")]
    end: u8,
}

impl QuietHours {
    /// `None` if one of them is no hour of the day.
    pub fn new(begin: u32, end: u32) -> Option<Self> {
        let hour = |hour: u32| u8::try_from(hour).ok().filter(|hour| *hour < 24);
        Some(Self { begin: hour(begin)?, end: hour(end)? })
    }

    pub fn begin(self) -> u8 {
        self.begin
    }

    pub fn end(self) -> u8 {
        self.end
    }
}

impl Default for QuietHours {
    fn default() -> Self {
        Self { begin: 21, end: 8 }
    }
}

fn hour<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    let hour = u8::deserialize(deserializer)?;
    (hour < 24).then_some(hour).ok_or_else(|| D::Error::custom("not an hour of the day"))
}

/// The quiet hours with the keys of a newer program.
#[derive(Debug, Clone, Default, PartialEq, Serialize, serde::Deserialize)]
pub(super) struct KeptQuietHours {
    #[serde(flatten)]
    pub(super) hours: QuietHours,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

pub(super) fn host<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    checked(deserializer, host_name)
}

/// A host's name in lower case: at least two labels of letters, digits and hyphens, and no IP address.
pub(super) fn host_name(text: &str) -> Option<String> {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let is_name = matches!(url::Host::parse(text), Ok(url::Host::Domain(_)));
    let good = is_name && text.len() <= 253 && text.contains('.') && text.split('.').all(label);
    good.then(|| text.to_ascii_lowercase())
}
