//! Time zones as people and programs write them: the zone that a text names, and its offsets from UTC.
//!
//! The rules are those of the IANA database that is part of the program, so that a zone is the same on every computer.
//! A text that can be read in two ways is not read at all: a wrong time makes somebody call at night.

use jiff::tz::{Offset, TimeZone as Rules, TimeZoneDatabase};
use jiff::{Timestamp, ToSpan};
use serde::Serialize;

/// A zone's name is shorter than this, whatever stands in front of it.
const LONGEST: usize = 100;

/// No place is farther from UTC, in minutes: Baker Island is twelve hours behind, Kiritimati fourteen ahead.
const FARTHEST_BEHIND: i32 = -12 * 60;
const FARTHEST_AHEAD: i32 = 14 * 60;

/// How far ahead changes of a zone's offset are told. No window is open for so long.
const DAYS_AHEAD: i64 = 800;

/// No zone changes its offset more often than four times a year, and those that do are few.
const MOST_CHANGES: usize = 12;

/// Lists of zones outlive the rules that their offsets were written by: what was true since 2000 may stand in front.
const OLDEST_OFFSET: i64 = 946_684_800;
const CHANGES_SINCE_2000: usize = 120;

/// What Windows calls zones, with their IANA names.
const WINDOWS: &str = include_str!("time_zone/windows.tsv");

/// Names of the database that are abbreviations, and ambiguous ones, or no zone at all.
const NOT_ZONES: [&str; 9] = ["CET", "EET", "EST", "Etc/Unknown", "Factory", "MET", "MST", "WET", "localtime"];

#[derive(Debug, Clone)]
pub struct TimeZone {
    rules: Rules,
    named: bool,
}

/// An offset from UTC, and from when on it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "ZoneOffsetView", export_to = "ZoneOffsetView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct ZoneOffset {
    /// From this moment on, in milliseconds since 1970.
    #[serde(rename = "from")]
    #[cfg_attr(test, ts(type = "number"))]
    pub from_ms: i64,
    /// Minutes ahead of UTC; behind it where negative.
    pub minutes: i32,
    /// What the zone calls itself then, such as "EDT", where that is more than digits.
    pub abbreviation: Option<String>,
}

impl TimeZone {
    /// The zone that a text names: an IANA name, in any case and with blanks for underscores; a name of Windows, or what
    /// Windows displays; an offset; an unambiguous abbreviation. An offset in front of a name has to be one that the zone
    /// has or had.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() || text.len() > LONGEST {
            return None;
        }
        match offset_in_front(text) {
            Some((offset, "")) => Some(Self::fixed(offset)),
            Some((offset, name)) => Self::named(name).filter(|zone| zone.has_had(offset)),
            None => plain_offset(text).map(Self::fixed).or_else(|| Self::named(text)),
        }
    }

    /// The IANA name in its usual spelling, where it was read from one.
    pub fn name(&self) -> Option<&str> {
        self.rules.iana_name().filter(|_| self.named)
    }

    /// The offset that counts at a moment and those that follow, each from when on. The first may have begun long ago.
    pub fn offsets(&self, now: Timestamp) -> Vec<ZoneOffset> {
        // A day earlier, for the clock may be put back.
        let begin = now.checked_sub(24.hours()).unwrap_or(now);
        let end = now.checked_add((DAYS_AHEAD * 24).hours()).unwrap_or(now);
        let first = self.rules.to_offset_info(begin);
        let first = zone_offset(begin, first.offset(), first.abbreviation());
        let changes = self.rules.following(begin).take_while(|change| change.timestamp() <= end).take(MOST_CHANGES);
        let changes = changes.map(|change| zone_offset(change.timestamp(), change.offset(), change.abbreviation()));
        std::iter::once(first).chain(changes).collect()
    }

    fn fixed(minutes: i32) -> Self {
        Self { rules: Rules::fixed(Offset::from_seconds(minutes * 60).unwrap_or(Offset::UTC)), named: false }
    }

    fn named(text: &str) -> Option<Self> {
        Self::of_abbreviation(text).or_else(|| Self::of_iana(text)).or_else(|| Self::of_windows(text))
    }

    fn of_abbreviation(text: &str) -> Option<Self> {
        abbreviation(text).map(Self::fixed)
    }

    fn of_iana(text: &str) -> Option<Self> {
        let name: String = text.split_whitespace().collect::<Vec<_>>().join("_");
        let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+-/".contains(&byte));
        if !is_name || NOT_ZONES.iter().any(|each| each.eq_ignore_ascii_case(&name)) {
            return None;
        }
        let rules = TimeZoneDatabase::bundled().get(&name).ok()?;
        Some(Self { rules, named: true })
    }

    fn of_windows(text: &str) -> Option<Self> {
        let wanted = plain(text);
        let (_, iana) = windows_names().find(|(name, _)| plain(name) == wanted)?;
        // The zone has the name of one city out of many that share it.
        Self::of_iana(iana).map(|zone| Self { named: false, ..zone })
    }

    /// Whether it has this offset, or had it since 2000.
    fn has_had(&self, minutes: i32) -> bool {
        let since = Timestamp::from_second(OLDEST_OFFSET).unwrap_or(Timestamp::UNIX_EPOCH);
        let first = self.rules.to_offset(since);
        let changes = self.rules.following(since).take(CHANGES_SINCE_2000);
        let mut offsets = std::iter::once(first).chain(changes.map(|change| change.offset()));
        offsets.any(|offset| offset.seconds() == minutes * 60)
    }
}

fn windows_names() -> impl Iterator<Item = (&'static str, &'static str)> {
    WINDOWS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

/// The offset that an abbreviation stands for, all year and everywhere, in minutes ahead of UTC. "EST", "CST", "IST" and
/// "BST" are not among them, nor is "CET": some who write it have summer time, others have not.
fn abbreviation(text: &str) -> Option<i32> {
    Some(match text.to_ascii_uppercase().as_str() {
        "GMT" | "UCT" | "UTC" | "Z" => 0,
        "WAT" => 60,
        "CAT" | "SAST" => 120,
        "EAT" | "MSK" => 180,
        "PKT" => 300,
        "NPT" => 345,
        "ICT" | "WIB" => 420,
        "AWST" | "HKT" | "SGT" => 480,
        "JST" | "KST" => 540,
        "HST" => -600,
        _ => return None,
    })
}

fn zone_offset(from: Timestamp, offset: Offset, abbreviation: &str) -> ZoneOffset {
    let letters = !abbreviation.is_empty() && abbreviation.bytes().all(|byte| byte.is_ascii_alphabetic());
    ZoneOffset {
        from_ms: from.as_millisecond(),
        minutes: offset.seconds() / 60,
        abbreviation: letters.then(|| abbreviation.to_owned()),
    }
}

/// An offset in parentheses, and what stands behind them: "(GMT-06:00) America/Chicago".
fn offset_in_front(text: &str) -> Option<(i32, &str)> {
    let (inside, name) = text.strip_prefix('(')?.split_once(')')?;
    let inside = inside.trim();
    let offset = plain_offset(inside).or_else(|| abbreviation(inside).filter(|minutes| *minutes == 0))?;
    Some((offset, name.trim()))
}

/// "GMT-05:00", "UTC+5:30", "-0500", "UTC+2": minutes ahead of UTC.
fn plain_offset(text: &str) -> Option<i32> {
    let bare = |prefix: &str| text.get(..prefix.len()).filter(|start| start.eq_ignore_ascii_case(prefix));
    let start = ["UTC", "GMT"].into_iter().find_map(bare).map_or(0, str::len);
    let rest = text[start..].trim_start();
    let ahead = rest.starts_with('+');
    let digits = rest.strip_prefix(['+', '-', '−', '–'])?.trim_start();
    let (hours, minutes) = match digits.split_once(':') {
        Some((hours, minutes)) if minutes.len() == 2 => (hours, minutes),
        Some(_) => return None,
        None if digits.len() > 2 => digits.split_at_checked(digits.len() - 2)?,
        None => (digits, "00"),
    };
    let number = |text: &str| {
        let plain = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| text.parse::<i32>().ok()).flatten()
    };
    let (hours, minutes) = (number(hours)?, number(minutes).filter(|minutes| *minutes < 60)?);
    let distance = hours * 60 + minutes;
    let offset = if ahead { distance } else { -distance };
    (FARTHEST_BEHIND..=FARTHEST_AHEAD).contains(&offset).then_some(offset)
}

/// A name for comparing: one case, single blanks, and one way to write "and".
fn plain(name: &str) -> String {
    let words = name.replace("&amp;", "&").replace('&', " and ").to_lowercase();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    fn at(moment: &str) -> Timestamp {
        moment.parse().unwrap()
    }

    /// Minutes ahead of UTC in the winter and in the summer of 2026.
    fn winter_and_summer(text: &str) -> Option<(i32, i32)> {
        let zone = TimeZone::read(text)?;
        let offset = |moment| zone.rules.to_offset(at(moment)).seconds() / 60;
        Some((offset("2026-01-15T12:00:00Z"), offset("2026-07-15T12:00:00Z")))
    }

    #[test]
    fn names_are_read_in_any_case_with_blanks_and_when_they_are_old_or_new() {
        for (text, name, winter, summer) in [
            ("America/Chicago", "America/Chicago", -360, -300),
            ("america/chicago", "America/Chicago", -360, -300),
            ("AMERICA/NEW YORK", "America/New_York", -300, -240),
            ("America/Mexico City", "America/Mexico_City", -360, -360),
            ("America/Argentina/Buenos Aires", "America/Argentina/Buenos_Aires", -180, -180),
            (" Europe/Berlin ", "Europe/Berlin", 60, 120),
            ("America/Ciudad_Juarez", "America/Ciudad_Juarez", -420, -360),
            ("America/Coyhaique", "America/Coyhaique", -180, -180),
            ("Asia/Calcutta", "Asia/Calcutta", 330, 330),
            ("US/Eastern", "US/Eastern", -300, -240),
            ("EST5EDT", "EST5EDT", -300, -240),
            ("Etc/GMT+12", "Etc/GMT+12", -720, -720),
            ("Etc/GMT-14", "Etc/GMT-14", 840, 840),
        ] {
            let zone = TimeZone::read(text).unwrap();
            assert_eq!(zone.name(), Some(name), "{text}");
            assert_eq!(winter_and_summer(text), Some((winter, summer)), "{text}");
        }
    }

    #[test]
    fn names_of_windows_and_what_it_displays_are_read_and_name_no_city() {
        for (text, winter, summer) in [
            ("Eastern Standard Time", -300, -240),
            ("eastern standard  time", -300, -240),
            ("US Mountain Standard Time", -420, -420),
            ("India Standard Time", 330, 330),
            ("W. Europe Standard Time", 60, 120),
            ("Eastern Time (US & Canada)", -300, -240),
            ("Eastern Time (US &amp; Canada)", -300, -240),
            ("Pacific Time (US and Canada)", -480, -420),
            ("(UTC-05:00) Eastern Time (US & Canada)", -300, -240),
            ("(GMT-08:00) Pacific Time (US & Canada)", -480, -420),
            ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", 60, 120),
            ("(UTC) Dublin, Edinburgh, Lisbon, London", 0, 60),
            ("(UTC+00:00) Monrovia, Reykjavik", 0, 0),
        ] {
            assert_eq!(winter_and_summer(text), Some((winter, summer)), "{text}");
            assert_eq!(TimeZone::read(text).unwrap().name(), None, "{text}");
        }
    }

    #[test]
    fn every_name_of_windows_stands_for_a_zone_of_the_database() {
        assert_eq!(windows_names().count(), 286);
        for (name, iana) in windows_names() {
            assert!(TimeZone::of_iana(iana).is_some(), "{name} {iana}");
            assert!(TimeZone::read(name).is_some(), "{name}");
        }
    }

    #[test]
    fn an_offset_in_front_of_a_name_has_to_agree_with_it() {
        assert_eq!(winter_and_summer("(GMT-06:00) America/Chicago"), Some((-360, -300)));
        assert_eq!(winter_and_summer("(GMT-05:00) America/Chicago"), Some((-360, -300)));
        assert_eq!(winter_and_summer("(UTC-07:00)America/Phoenix"), Some((-420, -420)));
        // Caracas was half an hour farther behind until 2016; lists of zones still say so.
        assert_eq!(winter_and_summer("(GMT-04:30) America/Caracas"), Some((-240, -240)));
        assert_eq!(winter_and_summer("(GMT-06:00) America/New_York"), None);
        assert_eq!(winter_and_summer("(UTC-05:00) Somewhere"), None);
        assert_eq!(winter_and_summer("(Chicago) America/Chicago"), None);
    }

    #[test]
    fn plain_offsets_are_read_as_they_are_written() {
        for (text, minutes) in [
            ("GMT-05:00", -300),
            ("UTC+2", 120),
            ("utc+5:30", 330),
            ("UTC −3", -180),
            ("-0330", -210),
            ("+09:00", 540),
            ("GMT+0", 0),
            ("+1400", 840),
            ("(GMT-05:00)", -300),
            ("UTC", 0),
            ("gmt", 0),
            ("Z", 0),
            ("JST", 540),
            ("HST", -600),
        ] {
            assert_eq!(winter_and_summer(text), Some((minutes, minutes)), "{text}");
        }
    }

    #[test]
    fn nonsense_and_what_can_be_read_in_two_ways_is_no_zone() {
        for text in [
            "",
            " ",
            "null",
            "Mars/Phobos",
            "GMT-25:00",
            "GMT-13",
            "+15:00",
            "UTC+5:3",
            "UTC+5:60",
            "UTC+",
            "+",
            "../etc/passwd",
            "/usr/share/zoneinfo/UTC",
            "\u{0}",
            "()",
            "(UTC-05:00",
            "EST",
            "CST",
            "MST",
            "PST",
            "IST",
            "BST",
            "CET",
            "Etc/Unknown",
            "Factory",
            "localtime",
            "America",
            "ü",
            "GMTü",
        ] {
            assert_eq!(winter_and_summer(text), None, "{text:?}");
        }
        assert!(TimeZone::read(&"x".repeat(10_240)).is_none());
        assert!(TimeZone::read(&format!("{}UTC", " ".repeat(10_240))).is_some());
    }

    #[test]
    fn the_changes_to_come_are_told_with_what_the_zone_calls_itself() {
        let told = |text: &str, now: &str| {
            let offsets = TimeZone::read(text).unwrap().offsets(at(now));
            let told = offsets.into_iter().take(3).map(|offset| {
                let from = Timestamp::from_millisecond(offset.from_ms).unwrap();
                format!("{from} {} {}", offset.minutes, offset.abbreviation.unwrap_or_default())
            });
            told.collect::<Vec<_>>()
        };
        assert_eq!(
            told("America/New_York", "2026-03-08T12:00:00Z"),
            ["2026-03-07T12:00:00Z -300 EST", "2026-03-08T07:00:00Z -240 EDT", "2026-11-01T06:00:00Z -300 EST"]
        );
        assert_eq!(told("Asia/Kolkata", "2026-03-08T12:00:00Z"), ["2026-03-07T12:00:00Z 330 IST"]);
        assert_eq!(told("America/Sao_Paulo", "2026-03-08T12:00:00Z"), ["2026-03-07T12:00:00Z -180 "]);
        assert_eq!(told("UTC+5:30", "2026-03-08T12:00:00Z"), ["2026-03-07T12:00:00Z 330 "]);
    }

    #[test]
    fn a_zone_of_any_kind_has_few_changes_ahead() {
        for name in TimeZoneDatabase::bundled().available() {
            if let Some(zone) = TimeZone::read(name.as_str()) {
                let offsets = zone.offsets(at("2026-10-05T00:12:00Z"));
                assert!((1..=MOST_CHANGES + 1).contains(&offsets.len()), "{name}");
                assert!(offsets.is_sorted_by_key(|offset| offset.from_ms), "{name}");
            }
        }
    }
}
