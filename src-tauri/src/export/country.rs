//! The names of countries: what address books and letters show, where HighLevel mostly sends codes.

/// Each code of ISO 3166 (and `UK`, `XK`, which people write) with the English name that the page shows too: CLDR's.
const NAMES: &str = include_str!("countries.txt");

/// Names that are not the table's own.
const OTHER_NAMES: [(&str, &str); 5] =
    [("usa", "US"), ("u.s.a.", "US"), ("united states of america", "US"), ("great britain", "GB"), ("u.k.", "GB")];

/// A country, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Country<'a> {
    /// The code, where the country is known.
    pub(super) code: Option<&'static str>,
    /// Its name, or what was sent instead.
    pub(super) name: &'a str,
}

/// Reads what was sent as a country.
pub(super) fn read(sent: &str) -> Country<'_> {
    let same = |text: &str| text.eq_ignore_ascii_case(sent);
    let other = OTHER_NAMES.iter().find(|(name, _)| same(name)).map(|(_, code)| *code);
    let known = table().find(|(code, name)| same(code) || same(name) || other == Some(code));
    known.map_or(Country { code: None, name: sent }, |(code, name)| Country {
        code: Some(if code == "UK" { "GB" } else { code }),
        name,
    })
}

fn table() -> impl Iterator<Item = (&'static str, &'static str)> {
    NAMES.lines().filter_map(|line| line.split_once(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_known_by_its_code_and_by_its_name() {
        for sent in ["US", "us", "United States", "USA", "united states of america"] {
            assert_eq!(read(sent), Country { code: Some("US"), name: "United States" }, "{sent}");
        }
        for sent in ["GB", "UK", "United Kingdom", "Great Britain"] {
            assert_eq!(read(sent), Country { code: Some("GB"), name: "United Kingdom" }, "{sent}");
        }
    }

    #[test]
    fn what_is_no_country_stays_as_it_was_sent() {
        assert_eq!(read("Atlantis"), Country { code: None, name: "Atlantis" });
        assert_eq!(read("ZZ"), Country { code: None, name: "ZZ" });
    }

    #[test]
    fn every_line_of_the_table_is_a_code_and_a_name() {
        assert_eq!(table().count(), NAMES.lines().count());
        assert!(table().all(|(code, name)| code.len() == 2 && !name.is_empty()));
    }
}
