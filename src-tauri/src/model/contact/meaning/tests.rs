#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::*;

fn value(json: &str) -> Value {
    Value::parse(json.as_bytes()).unwrap()
}

fn meaning_of(key: &str, json: &str) -> Meaning {
    of(key, &value(json))
}

fn day(day: &str) -> Meaning {
    Meaning::Day { day: day.to_owned() }
}

#[test]
fn a_date_of_birth_never_shifts() {
    for json in [
        r#""1990-09-25T00:00:00.000Z""#,
        r#""1990-09-25T23:59:59.999Z""#,
        r#""1990-09-25T00:00:00+14:00""#,
        r#""1990-09-25""#,
        r#"" 1990-09-25 00:00:00 ""#,
        r#""1990/09/25""#,
        r#""09/25/1990""#,
        r#""25.09.1990""#,
        r#""25-9-1990""#,
        "654220800000",
        r#""654220800000""#,
        "654307199999",
    ] {
        assert_eq!(meaning_of("dateOfBirth", json), day("1990-09-25"), "{json}");
    }
    assert_eq!(meaning_of("dateOfBirth", "-86400000"), day("1969-12-31"));
    assert_eq!(meaning_of("dateOfBirth", "-1577923200000"), day("1920-01-01"));
    assert_eq!(meaning_of("dateOfBirth", "0"), day("1970-01-01"));
    assert_eq!(meaning_of("dateOfBirth", r#""1904-02-29""#), day("1904-02-29"));
    assert_eq!(meaning_of("dateOfBirth", r#""05/05/1990""#), day("1990-05-05"));
}

#[test]
fn a_date_of_birth_that_is_no_plain_day_stays_as_it_was_sent() {
    for json in [
        r#""0000-00-00""#,
        r#""0000-01-01""#,
        r#""1990-02-30""#,
        r#""09/08/1990""#,
        r#""9/25/90""#,
        r#""25 September""#,
        r#""1990-09-25x""#,
        r#""１９９０-09-25""#,
        r#""null""#,
    ] {
        assert_eq!(meaning_of("dateOfBirth", json), Meaning::Text, "{json}");
    }
    for json in ["19900925", "1990", "1e12", "99999999999999999999"] {
        assert_eq!(meaning_of("dateOfBirth", json), Meaning::Number, "{json}");
    }
}

#[test]
fn moments_are_recognised_where_they_are_plain() {
    let moment = |epoch_ms| Meaning::Moment { epoch_ms };
    for (key, json, meaning) in [
        ("dateAdded", r#""2021-07-02T05:18:26.704Z""#, moment(1_625_203_106_704.0)),
        ("dateUpdated", "1625203106704", moment(1_625_203_106_704.0)),
        ("dateUpdated", r#""1625203106704""#, moment(1_625_203_106_704.0)),
        ("lastActivity", "1625203106", moment(1_625_203_106_000.0)),
        ("lastActivity", r#""2021-07-02""#, day("2021-07-02")),
        ("dateAdded", r#""2021-07-02T05:18:26""#, Meaning::Text),
        ("dateAdded", r#""2021-13-02T05:18:26Z""#, Meaning::Text),
        ("dateAdded", "7", Meaning::Number),
        ("anything", r#""2021-07-02T07:18:26.704+02:00""#, moment(1_625_203_106_704.0)),
        ("anything", r#""2021-07-02""#, Meaning::Text),
        ("anything", "1625203106704", Meaning::Number),
        ("anything", r#""1625203106704""#, Meaning::Text),
        ("syncedAt", "1625203106704", moment(1_625_203_106_704.0)),
        ("syncedAt", "1625203106", Meaning::Number),
        ("renewal_date", r#""2021-07-02""#, day("2021-07-02")),
        ("flat", "1625203106704", Meaning::Number),
        ("update", r#""2021-07-02""#, Meaning::Text),
        ("phone", r#""+14155550134""#, Meaning::Text),
    ] {
        assert_eq!(meaning_of(key, json), meaning, "{key} {json}");
    }
}

#[test]
fn a_date_in_a_custom_field_is_a_day_where_it_is_midnight() {
    for (json, meaning) in [
        (r#""2026-03-01T00:00:00.000Z""#, day("2026-03-01")),
        (r#""2026-03-01""#, day("2026-03-01")),
        (r#""2026-03-01T05:00:00.000Z""#, Meaning::Moment { epoch_ms: 1_772_341_200_000.0 }),
        ("1772323200000", Meaning::Number),
        (r#""1 March""#, Meaning::Text),
    ] {
        assert_eq!(of_custom(&value(json)), meaning, "{json}");
    }
}
