//! The kind of a value, by its path and its form. In doubt it is text.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::Timestamp;

use super::types::ValueKind;
use crate::model::json::Json;

const MOMENTS: [&str; 5] =
    ["dateAdded", "dateUpdated", "lastActivity", "createdBy.timestamp", "lastUpdatedBy.timestamp"];

const YES_OR_NO: [&str; 3] = ["dnd", "deleted", "validEmail"];

const DAY_IN_MILLISECONDS: i64 = 86_400_000;

/// A smaller number could also be seconds since 1970: as seconds it is the year 5138.
const SURELY_MILLISECONDS: u64 = 100_000_000_000;

pub(super) fn of(path: &str, value: &Json) -> ValueKind {
    let name = path.rsplit('.').next().unwrap_or_default();
    match value {
        Json::Bool(yes) => ValueKind::YesNo { yes: *yes },
        Json::TooDeep(_) => ValueKind::Json,
        _ if path == "dateOfBirth" => birthday(value),
        Json::Number(number) => epoch(number, path, name).unwrap_or(ValueKind::Number),
        Json::Text(text) => of_text(path, name, text.trim()),
        Json::Null | Json::List(_) | Json::Object(_) => ValueKind::Text,
    }
}

/// The kind of a custom field's value. HighLevel sends a date as midnight of UTC: that is a day, which must not shift with
/// the time zone.
pub(super) fn of_custom(value: &Json) -> ValueKind {
    match value {
        Json::Bool(yes) => ValueKind::YesNo { yes: *yes },
        Json::Number(_) => ValueKind::Number,
        Json::TooDeep(_) => ValueKind::Json,
        Json::Text(text) => {
            let text = text.trim();
            let midnight = text.get(10..).is_some_and(|time| matches!(time, "T00:00:00.000Z" | "T00:00:00Z"));
            let day = if midnight { text.get(..10) } else { Some(text) };
            day.and_then(iso_day).or_else(|| moment(text)).unwrap_or(ValueKind::Text)
        }
        Json::Null | Json::List(_) | Json::Object(_) => ValueKind::Text,
    }
}

/// The calendar day in the value of a date field: a written date, or a number of milliseconds since 1970. A number that
/// could also be seconds counts only at midnight.
pub fn calendar_day(sent: &str) -> Option<ValueKind> {
    let number: Option<i64> = sent.trim().parse().ok();
    if number.is_some_and(|number| number.unsigned_abs() < SURELY_MILLISECONDS && number % DAY_IN_MILLISECONDS != 0) {
        return None;
    }
    match birthday(&Json::Text(sent.to_owned())) {
        day @ ValueKind::Day { .. } => Some(day),
        _ => None,
    }
}

pub(super) fn yes_or_no(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

fn of_text(path: &str, name: &str, text: &str) -> ValueKind {
    let answer = || yes_or_no(text).filter(|_| YES_OR_NO.contains(&name)).map(|yes| ValueKind::YesNo { yes });
    let day = || iso_day(text).filter(|_| is_named_as_time(path, name));
    moment(text).or_else(day).or_else(|| epoch(text, path, name)).or_else(answer).unwrap_or(ValueKind::Text)
}

/// Whether the value is a time by its name: `createdAt`, `renewal_date`, `timestamp`.
fn is_named_as_time(path: &str, name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    MOMENTS.contains(&path)
        || name.ends_with("At")
        || lower.ends_with("_at")
        || name.ends_with("Date")
        || matches!(lower.as_str(), "date" | "timestamp")
        || lower.ends_with("_date")
        || name.ends_with("Timestamp")
        || lower.ends_with("_timestamp")
}

/// An ISO 8601 date-time with a time zone. Without a zone it is no moment.
fn moment(text: &str) -> Option<ValueKind> {
    let bytes = text.as_bytes();
    let shaped = (17..=40).contains(&bytes.len())
        && bytes[..4].iter().all(u8::is_ascii_digit)
        && bytes[4] == b'-'
        && bytes[7] == b'-'
        && matches!(bytes[10], b'T' | b't' | b' ')
        && bytes[13] == b':'
        && bytes.iter().all(|byte| byte.is_ascii_digit() || b"-+:., TtZz".contains(byte));
    let timestamp: Timestamp = shaped.then(|| text.parse().ok())??;
    Some(at(timestamp))
}

/// Milliseconds since 1970, as older answers have them. Nine or ten digits are seconds, at the paths of [`MOMENTS`].
fn epoch(number: &str, path: &str, name: &str) -> Option<ValueKind> {
    let digits = number.trim_start_matches('-').len();
    let number: i64 = number.parse().ok().filter(|_| is_named_as_time(path, name))?;
    let timestamp = match digits {
        12..=13 => Timestamp::from_millisecond(number),
        9..=10 if MOMENTS.contains(&path) => Timestamp::from_second(number),
        _ => return None,
    };
    timestamp.ok().map(at)
}

#[expect(clippy::cast_precision_loss, reason = "exact up to the year 287,396, and jiff ends at 9999")]
fn at(timestamp: Timestamp) -> ValueKind {
    ValueKind::Moment { epoch_ms: timestamp.as_millisecond() as f64 }
}

/// `YYYY-MM-DD` and nothing else.
fn iso_day(text: &str) -> Option<ValueKind> {
    let shaped = text.len() == 10 && text.as_bytes()[..4].iter().all(u8::is_ascii_digit);
    let mut pieces = shaped.then(|| text.split('-'))?;
    let (year, month, day) = (pieces.next()?, pieces.next()?, pieces.next()?);
    day_of(year, month, day).filter(|_| pieces.next().is_none())
}

/// A date of birth: the calendar day as it is written, whatever the time zone.
fn birthday(value: &Json) -> ValueKind {
    match value {
        Json::Number(number) => birthday_in_milliseconds(number).unwrap_or(ValueKind::Number),
        Json::Text(text) => {
            let text = text.trim();
            let iso = || {
                let (day, rest) = (text.get(..10)?, text.get(10..)?);
                let followed_by_time = rest.is_empty() || rest.starts_with(['T', 't', ' ']);
                iso_day(day).filter(|_| followed_by_time)
            };
            iso().or_else(|| written_day(text)).or_else(|| birthday_in_milliseconds(text)).unwrap_or(ValueKind::Text)
        }
        _ => ValueKind::Text,
    }
}

/// Milliseconds since 1970. A small number that is no full minute is more likely a year, or a day such as `19900925`.
fn birthday_in_milliseconds(number: &str) -> Option<ValueKind> {
    let milliseconds: i64 = number.parse().ok()?;
    if milliseconds.unsigned_abs() < 100_000_000 && milliseconds % 60_000 != 0 {
        return None;
    }
    let timestamp = Timestamp::from_millisecond(milliseconds).ok()?;
    Some(day(timestamp.to_zoned(TimeZone::UTC).date()))
}

/// `1990/09/25`; `25.09.1990` or `09/25/1990`, unless day and month could be exchanged.
fn written_day(text: &str) -> Option<ValueKind> {
    let pieces: Vec<&str> = text.split(['/', '.', '-']).collect();
    let [first, second, third] = pieces.as_slice() else { return None };
    if first.len() == 4 {
        return day_of(first, second, third);
    }
    if third.len() != 4 {
        return None;
    }
    let (one, other): (u8, u8) = (first.parse().ok()?, second.parse().ok()?);
    match (one, other) {
        (13.., _) => day_of(third, second, first),
        (_, 13..) => day_of(third, first, second),
        _ if one == other => day_of(third, first, second),
        _ => None,
    }
}

fn day_of(year: &str, month: &str, day_of_month: &str) -> Option<ValueKind> {
    let number = |text: &str| text.parse::<i16>().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
    let short = |text: &str| number(text).and_then(|number| i8::try_from(number).ok());
    let year = number(year).filter(|year| *year > 0)?;
    Date::new(year, short(month)?, short(day_of_month)?).ok().map(day)
}

fn day(date: Date) -> ValueKind {
    ValueKind::Day { day: date.to_string() }
}

#[cfg(test)]
mod tests;
