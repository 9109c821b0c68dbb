#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::*;

fn value(json: &str) -> Json {
    Json::parse(json.as_bytes()).unwrap()
}

fn kind_of(key: &str, json: &str) -> ValueKind {
    of(key, &value(json))
}

fn day(day: &str) -> ValueKind {
    ValueKind::Day { day: day.to_owned() }
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
        assert_eq!(kind_of("dateOfBirth", json), day("1990-09-25"), "{json}");
    }
    assert_eq!(kind_of("dateOfBirth", "-86400000"), day("1969-12-31"));
    assert_eq!(kind_of("dateOfBirth", "-1577923200000"), day("1920-01-01"));
    assert_eq!(kind_of("dateOfBirth", "0"), day("1970-01-01"));
    assert_eq!(kind_of("dateOfBirth", r#""1904-02-29""#), day("1904-02-29"));
    assert_eq!(kind_of("dateOfBirth", r#""05/05/1990""#), day("1990-05-05"));
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
        assert_eq!(kind_of("dateOfBirth", json), ValueKind::Text, "{json}");
    }
    for json in ["19900925", "1990", "1e12", "99999999999999999999"] {
        assert_eq!(kind_of("dateOfBirth", json), ValueKind::Number, "{json}");
    }
}

#[test]
fn moments_are_recognised_where_they_are_plain() {
    let moment = |epoch_ms| ValueKind::Moment { epoch_ms };
    for (key, json, kind) in [
        ("dateAdded", r#""2021-07-02T05:18:26.704Z""#, moment(1_625_203_106_704.0)),
        ("dateUpdated", "1625203106704", moment(1_625_203_106_704.0)),
        ("dateUpdated", r#""1625203106704""#, moment(1_625_203_106_704.0)),
        ("lastActivity", "1625203106", moment(1_625_203_106_000.0)),
        ("lastActivity", r#""2021-07-02""#, day("2021-07-02")),
        ("dateAdded", r#""2021-07-02T05:18:26""#, ValueKind::Text),
        ("dateAdded", r#""2021-13-02T05:18:26Z""#, ValueKind::Text),
        ("dateAdded", "7", ValueKind::Number),
        ("anything", r#""2021-07-02T07:18:26.704+02:00""#, moment(1_625_203_106_704.0)),
        ("anything", r#""2021-07-02""#, ValueKind::Text),
        ("anything", "1625203106704", ValueKind::Number),
        ("anything", r#""1625203106704""#, ValueKind::Text),
        ("syncedAt", "1625203106704", moment(1_625_203_106_704.0)),
        ("syncedAt", "1625203106", ValueKind::Number),
        ("renewal_date", r#""2021-07-02""#, day("2021-07-02")),
        ("flat", "1625203106704", ValueKind::Number),
        ("update", r#""2021-07-02""#, ValueKind::Text),
        ("phone", r#""+14155550134""#, ValueKind::Text),
    ] {
        assert_eq!(kind_of(key, json), kind, "{key} {json}");
    }
}

#[test]
fn a_date_in_a_custom_field_is_a_day_where_it_is_midnight() {
    for (json, kind) in [
        (r#""2026-03-01T00:00:00.000Z""#, day("2026-03-01")),
        (r#""2026-03-01""#, day("2026-03-01")),
        (r#""2026-03-01T05:00:00.000Z""#, ValueKind::Moment { epoch_ms: 1_772_341_200_000.0 }),
        ("1772323200000", ValueKind::Number),
        (r#""1 March""#, ValueKind::Text),
    ] {
        assert_eq!(of_custom(&value(json)), kind, "{json}");
    }
}
