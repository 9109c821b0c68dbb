//! The custom fields of an account: their names, order and types of value.

use std::cmp::Ordering;
use std::collections::HashMap;

use serde::Serialize;

use super::contact::{calendar_day, is_sensitive, ValueKind};
use super::unicode;

/// The longest name in characters: above HighLevel's own limit, and short enough for the page.
const LONGEST_NAME: usize = 200;

/// The definition of one custom field.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    pub id: String,
    /// The key stands in for a name that was not sent.
    pub name: String,
    /// Its key, such as `contact.preferred_time`.
    pub key: Option<String>,
    pub kind: FieldKind,
    /// The position in its folder.
    pub position: Option<f64>,
    /// The ID of its folder.
    pub folder: Option<String>,
}

/// A folder of custom fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Folder {
    pub id: String,
    pub name: String,
    pub position: Option<f64>,
}

/// The type of a custom field, where that changes how its value is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    Date,
    Money,
    Number,
    Other,
}

/// A value as the type of its field reads it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "ReadsAs", export_to = "ReadsAs.ts"))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "is")]
pub enum TypedValue {
    Money {
        /// Digits with a point: `1234.5`.
        amount: String,
    },
    /// A day, or a plain number.
    Value {
        #[serde(rename = "meaning")]
        kind: ValueKind,
    },
}

/// The definitions of an account, in HighLevel's order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Definitions {
    fields: Vec<Definition>,
    folders: HashMap<String, Folder>,
    /// Indices into `fields`, by ID.
    places: HashMap<String, usize>,
}

impl Definition {
    /// Whether its name or its key makes its value sensitive.
    pub fn is_sensitive(&self) -> bool {
        is_sensitive(&self.name) || self.key.as_deref().is_some_and(is_sensitive)
    }
}

impl FieldKind {
    /// The type by HighLevel's name, which misspells money.
    pub fn named(name: &str) -> Self {
        match name.trim().to_ascii_uppercase().as_str() {
            "DATE" => Self::Date,
            "MONETORY" | "MONETARY" => Self::Money,
            "NUMERICAL" | "FLOAT" => Self::Number,
            _ => Self::Other,
        }
    }

    /// The value as this type reads it; `None` where it does not fit the type, or the type adds nothing.
    pub fn typed_value(self, sent: &str) -> Option<TypedValue> {
        match self {
            Self::Date => calendar_day(sent).map(|kind| TypedValue::Value { kind }),
            Self::Money => is_plain_number(sent).then(|| TypedValue::Money { amount: sent.trim().to_owned() }),
            Self::Number => is_plain_number(sent).then_some(TypedValue::Value { kind: ValueKind::Number }),
            Self::Other => None,
        }
    }
}

impl Definitions {
    /// Sorts definitions by folder, and by position inside. Those without a position come last, in the order sent. Of a
    /// duplicate ID the first counts.
    pub fn new(mut fields: Vec<Definition>, folders: Vec<Folder>) -> Self {
        let mut by_id = HashMap::new();
        for folder in folders {
            by_id.entry(folder.id.clone()).or_insert(folder);
        }
        // The fields of an unknown folder stay together, where the first of them was.
        let mut met = HashMap::new();
        for (at, field) in fields.iter().enumerate() {
            met.entry(field.folder.clone()).or_insert(at);
        }
        let rank = |field: &Definition| {
            let folder = field.folder.as_ref().and_then(|id| by_id.get(id));
            (folder.and_then(|folder| folder.position), met.get(&field.folder).copied())
        };
        fields.sort_by(|one, other| {
            let ((one_folder, one_met), (other_folder, other_met)) = (rank(one), rank(other));
            by_position(one_folder, other_folder)
                .then(one_met.cmp(&other_met))
                .then(by_position(one.position, other.position))
        });
        let mut places = HashMap::new();
        for (at, field) in fields.iter().enumerate() {
            places.entry(field.id.clone()).or_insert(at);
        }
        Self { fields, folders: by_id, places }
    }

    /// The definition of a field, and its index.
    pub fn find(&self, id: &str) -> Option<(usize, &Definition)> {
        let at = *self.places.get(id)?;
        self.fields.get(at).map(|field| (at, field))
    }

    pub fn all(&self) -> &[Definition] {
        &self.fields
    }

    /// The name of the folder of a field.
    pub fn folder_of(&self, field: &Definition) -> Option<&str> {
        self.folders.get(field.folder.as_ref()?).map(|folder| folder.name.as_str())
    }

    pub fn len(&self) -> usize {
        self.fields.len()
    }

    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }
}

/// A name as one line of limited length; `None` where nothing of it is visible.
pub fn tidy_name(sent: &str) -> Option<String> {
    if unicode::is_blank(sent) {
        return None;
    }
    let ends_a_line = |ch: char| ch.is_control() || matches!(ch, '\u{2028}' | '\u{2029}');
    let plain: String = sent.trim().chars().map(|ch| if ends_a_line(ch) { ' ' } else { ch }).collect();
    let short: String = plain.chars().take(LONGEST_NAME).collect();
    Some(short.trim().to_owned())
}

/// Those without a position come last.
fn by_position(one: Option<f64>, other: Option<f64>) -> Ordering {
    match (one, other) {
        (Some(one), Some(other)) => one.total_cmp(&other),
        (one, other) => other.is_some().cmp(&one.is_some()),
    }
}

/// Digits with an optional minus and point. Any other form is ambiguous.
fn is_plain_number(sent: &str) -> bool {
    let sent = sent.trim();
    let unsigned = sent.strip_prefix('-').unwrap_or(sent);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    are_digits(whole) && are_digits(fraction)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    fn field(id: &str, position: Option<f64>, folder: Option<&str>) -> Definition {
        let folder = folder.map(str::to_owned);
        Definition { id: id.to_owned(), name: id.to_owned(), key: None, kind: FieldKind::Other, position, folder }
    }

    fn folder(id: &str, position: Option<f64>) -> Folder {
        Folder { id: id.to_owned(), name: format!("Folder {id}"), position }
    }

    fn order(definitions: &Definitions) -> Vec<&str> {
        definitions.fields.iter().map(|field| field.id.as_str()).collect()
    }

    #[test]
    fn fields_come_folder_by_folder_and_by_their_positions_inside() {
        let fields = vec![
            field("b2", Some(2.0), Some("b")),
            field("a2", Some(9.0), Some("a")),
            field("b1", Some(1.0), Some("b")),
            field("a1", Some(0.0), Some("a")),
        ];
        let definitions = Definitions::new(fields, vec![folder("b", Some(5.0)), folder("a", Some(1.0))]);
        assert_eq!(order(&definitions), ["a1", "a2", "b1", "b2"]);
        let (place, b1) = definitions.find("b1").unwrap();
        assert_eq!((place, definitions.folder_of(b1)), (2, Some("Folder b")));
    }

    #[test]
    fn what_has_no_position_comes_after_what_has_in_the_order_sent() {
        let fields = vec![field("x", None, None), field("y", None, None), field("z", Some(3.0), None)];
        assert_eq!(order(&Definitions::new(fields, Vec::new())), ["z", "x", "y"]);
    }

    #[test]
    fn a_folder_that_is_not_known_still_holds_its_fields_together() {
        let fields = vec![
            field("p1", Some(1.0), Some("p")),
            field("q1", Some(0.0), Some("q")),
            field("p0", Some(0.0), Some("p")),
        ];
        let definitions = Definitions::new(fields, vec![]);
        assert_eq!(order(&definitions), ["p0", "p1", "q1"]);
        let (_, p0) = definitions.find("p0").unwrap();
        assert_eq!(definitions.folder_of(p0), None);
    }

    #[test]
    fn where_an_id_comes_twice_one_of_them_counts() {
        let definitions = Definitions::new(vec![field("x", None, None), field("x", None, None)], vec![]);
        assert_eq!(definitions.find("x").map(|(place, _)| place), Some(0));
        assert_eq!(definitions.find("deleted"), None);
    }

    #[test]
    fn positions_that_are_no_numbers_harm_nobody() {
        let fields =
            vec![field("x", Some(f64::NAN), None), field("y", Some(f64::INFINITY), None), field("z", None, None)];
        assert_eq!(Definitions::new(fields, vec![]).len(), 3);
    }

    #[test]
    fn a_kind_reads_what_fits_it_and_leaves_the_rest() {
        let day = |day: &str| Some(TypedValue::Value { kind: ValueKind::Day { day: day.to_owned() } });
        let money = |amount: &str| Some(TypedValue::Money { amount: amount.to_owned() });
        let number = Some(TypedValue::Value { kind: ValueKind::Number });
        for (kind, sent, expected) in [
            ("DATE", "2026-03-03", day("2026-03-03")),
            ("DATE", "2026-03-03T00:00:00.000Z", day("2026-03-03")),
            ("DATE", "2026-03-03T23:30:00-08:00", day("2026-03-03")),
            ("DATE", "1769904000000", day("2026-02-01")),
            ("DATE", "-86400000", day("1969-12-31")),
            ("DATE", "1769904000", None),
            ("DATE", "next week", None),
            ("DATE", "2026-02-31", None),
            ("DATE", "-9223372036854775808", None),
            ("MONETORY", "4850", money("4850")),
            ("MONETORY", " -12.50 ", money("-12.50")),
            ("MONETORY", "0.10", money("0.10")),
            ("MONETORY", "1,234", None),
            ("MONETORY", "$5", None),
            ("MONETORY", "1e3", None),
            ("MONETORY", ".", None),
            ("NUMERICAL", "900719925474099312", number.clone()),
            ("FLOAT", "12.5", number),
            ("NUMERICAL", "about 5", None),
            ("TEXT", "2026-03-03", None),
            ("SOMETHING_NEW", "5", None),
        ] {
            assert_eq!(FieldKind::named(kind).typed_value(sent), expected, "{kind} {sent}");
        }
    }

    #[test]
    fn names_are_one_line_of_a_length_that_fits() {
        assert_eq!(tidy_name(" Insurance\u{2028}plan\n").as_deref(), Some("Insurance plan"));
        assert_eq!(tidy_name("\u{200B}\u{202E} "), None);
        assert_eq!(tidy_name(&"ü".repeat(10_000)).map(|name| name.chars().count()), Some(200));
    }

    #[test]
    fn a_name_or_a_key_can_say_that_a_value_is_sensitive() {
        let named = |name: &str, key: Option<&str>| Definition {
            name: name.to_owned(),
            key: key.map(str::to_owned),
            ..field("x", None, None)
        };
        assert!(named("Portal password", None).is_sensitive());
        assert!(named("Number on file", Some("contact.social_security_number")).is_sensitive());
        assert!(!named("Preferred time", Some("contact.preferred_time")).is_sensitive());
    }
}
