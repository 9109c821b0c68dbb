//! What a person chooses: colours, size of the text, quiet hours, the host of HighLevel's pages.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Settings, HIGHLEVEL_HOST};

/// The colours of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "Theme.ts"))]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        [Self::System, Self::Light, Self::Dark].into_iter().find(|theme| theme.as_str() == text)
    }
}

/// The size of the text, in percent of the usual one: a step of [`TextSize::STEPS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextSize(u16);

impl TextSize {
    /// The sizes that there are.
    pub const STEPS: [u16; 8] = [80, 90, 100, 110, 125, 150, 175, 200];

    /// The step that is nearest to what was asked for.
    pub fn nearest(percent: u32) -> Self {
        let nearest = Self::STEPS.into_iter().min_by_key(|step| u32::from(*step).abs_diff(percent));
        nearest.map_or_else(Self::default, Self)
    }

    /// In percent.
    pub fn percent(self) -> u16 {
        self.0
    }

    pub(super) fn read(value: &Value) -> Option<Self> {
        let percent = value.as_u64()?;
        Self::STEPS.into_iter().find(|step| u64::from(*step) == percent).map(Self)
    }
}

impl Default for TextSize {
    fn default() -> Self {
        Self(100)
    }
}

/// The hours in which nobody is to be called, by the clock of the contact. They go over midnight where they begin later
/// than they end, and where both are the same there are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "QuietHoursView", export_to = "QuietHoursView.ts"))]
pub struct QuietHours {
    /// The hour they begin, 0 to 23.
    begin: u8,
    /// The hour they end, 0 to 23.
    end: u8,
}

impl QuietHours {
    /// From one full hour of the day to another. `None` where one is no hour of the day.
    pub fn new(begin: u32, end: u32) -> Option<Self> {
        let hour = |hour: u32| u8::try_from(hour).ok().filter(|hour| *hour < 24);
        Some(Self { begin: hour(begin)?, end: hour(end)? })
    }

    /// The hour they begin.
    pub fn begin(self) -> u8 {
        self.begin
    }

    /// The hour they end.
    pub fn end(self) -> u8 {
        self.end
    }

    pub(super) fn read(value: &Value) -> Option<Self> {
        let hour = |key: &str| u32::try_from(value.get(key)?.as_u64()?).ok();
        Self::new(hour("begin")?, hour("end")?)
    }

    /// With what stood beside them in the file.
    pub(super) fn to_value(self, mut beside: Map<String, Value>) -> Value {
        beside.insert("begin".to_owned(), self.begin.into());
        beside.insert("end".to_owned(), self.end.into());
        beside.into()
    }

    /// What stands beside them in the file: keys of a newer program.
    pub(super) fn beside(value: &Value) -> Map<String, Value> {
        let mut rest = value.as_object().cloned().unwrap_or_default();
        rest.retain(|key, _| key != "begin" && key != "end");
        rest
    }
}

impl Default for QuietHours {
    /// Nobody is called before eight in the morning and after nine in the evening.
    fn default() -> Self {
        Self { begin: 21, end: 8 }
    }
}

impl Settings {
    /// The theme that was chosen.
    pub fn theme(&self) -> Theme {
        self.theme
    }

    /// Chooses a theme.
    pub fn set_theme(&mut self, theme: Theme) {
        self.theme = theme;
    }

    /// The host of HighLevel's pages.
    pub fn highlevel_host(&self) -> &str {
        self.host.as_deref().unwrap_or(HIGHLEVEL_HOST)
    }

    /// Sets the host of HighLevel's pages. Whether the text can be a host's name; nothing changes where it cannot.
    pub fn set_highlevel_host(&mut self, host: &str) -> bool {
        let Some(host) = host_name(host.trim()) else { return false };
        self.host = Some(host).filter(|host| host != HIGHLEVEL_HOST);
        true
    }

    /// The hours in which nobody is to be called.
    pub fn quiet_hours(&self) -> QuietHours {
        self.quiet_hours
    }

    /// Sets them.
    pub fn set_quiet_hours(&mut self, hours: QuietHours) {
        self.quiet_hours = hours;
    }

    /// The size of the text.
    pub fn text_size(&self) -> TextSize {
        self.text_size
    }

    /// Sets it.
    pub fn set_text_size(&mut self, size: TextSize) {
        self.text_size = size;
    }
}

/// A host's name, in small letters: labels of letters, digits and hyphens, two at least, and no IP address.
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
