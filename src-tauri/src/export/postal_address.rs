//! The address of a contact as it is written on a letter.

use super::fields::ExportFields;
use crate::model::contact::Contact;

/// Countries that write the postal code before the city, on one line, and leave the region out or put it elsewhere.
const POSTAL_CODE_FIRST: [&str; 16] =
    ["AT", "BE", "CH", "CZ", "DE", "DK", "ES", "FI", "FR", "IS", "IT", "NL", "NO", "PL", "PT", "SE"];

/// The lines of name, company, street, place and country, as far as they are known. `None` without any of the last three.
pub fn postal_address(contact: &Contact) -> Option<String> {
    let fields = ExportFields::of(contact);
    let country = fields.country();
    let code = country.and_then(|country| country.code);
    let place = place_lines(code, fields.text("city"), fields.text("state"), fields.text("postalCode"));
    let street = fields.text("address1");
    if street.is_none() && place.is_empty() && country.is_none() {
        return None;
    }
    let name = contact.display_name();
    // A contact without a name is displayed by its company or an e-mail address.
    let is_name =
        name.paths.iter().any(|path| matches!(path.as_str(), "name" | "firstName" | "lastName" | "fullNameLowerCase"));
    let lines = is_name
        .then_some(name.text)
        .into_iter()
        .chain(fields.text("companyName").map(str::to_owned))
        .chain(street.map(str::to_owned))
        .chain(place)
        .chain(country.map(|country| country.name.to_owned()));
    Some(lines.flat_map(|text| plain_lines(&text)).collect::<Vec<_>>().join("\n"))
}

/// City, region and postal code in the order that the country's post office asks for; that of the United States for all
/// others.
fn place_lines(country: Option<&str>, city: Option<&str>, state: Option<&str>, postal: Option<&str>) -> Vec<String> {
    let line = |parts: &[Option<&str>], between: &str| {
        let parts: Vec<&str> = parts.iter().flatten().copied().collect();
        (!parts.is_empty()).then(|| parts.join(between))
    };
    let state_and_postal = |between| line(&[state, postal], between);
    let lines = match country {
        Some("GB") => vec![line(&[city], ""), line(&[state], ""), line(&[postal], "")],
        Some("AU") => vec![line(&[city, state, postal], " ")],
        // Canada Post asks for two blanks before the postal code.
        Some("CA") => vec![line(&[city, state_and_postal("  ").as_deref()], " ")],
        Some(code) if POSTAL_CODE_FIRST.contains(&code) => vec![line(&[postal, city], " "), line(&[state], "")],
        _ => vec![line(&[city, state_and_postal(" ").as_deref()], ", ")],
    };
    lines.into_iter().flatten().collect()
}

/// The lines of a text, trimmed, without control characters and empty lines.
fn plain_lines(text: &str) -> Vec<String> {
    let lines = text.split(['\n', '\r', '\u{0B}', '\u{0C}', '\u{85}', '\u{2028}', '\u{2029}']);
    let plain = lines.map(|line| line.replace('\t', " ").replace(char::is_control, ""));
    plain.map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::json::Json;

    fn label(json: &str) -> Option<String> {
        postal_address(&Contact::from_value(Json::parse(json.as_bytes()).ok()?))
    }

    fn place(country: &str, city: &str, state: &str, postal: &str) -> Option<String> {
        label(&format!(r#"{{"country": "{country}", "city": "{city}", "state": "{state}", "postalCode": "{postal}"}}"#))
    }

    #[test]
    fn an_address_is_written_as_on_a_letter() {
        let json = r#"{"firstName": "Maria", "lastName": "Lopez", "companyName": "Lopez Ceramics Studio",
            "address1": "2140 N Halsted Street, Apt 3B", "city": "Chicago", "state": "IL", "postalCode": "60614",
            "country": "US"}"#;
        let expected =
            "Maria Lopez\nLopez Ceramics Studio\n2140 N Halsted Street, Apt 3B\nChicago, IL 60614\nUnited States";
        assert_eq!(label(json).as_deref(), Some(expected));
    }

    #[test]
    fn each_country_has_its_order() {
        for (country, city, state, postal, expected) in [
            ("US", "Chicago", "IL", "60614", "Chicago, IL 60614\nUnited States"),
            ("CA", "Ottawa", "ON", "K1A 0B1", "Ottawa ON  K1A 0B1\nCanada"),
            ("AU", "Carlton", "VIC", "3053", "Carlton VIC 3053\nAustralia"),
            ("GB", "London", "", "SW1A 2AA", "London\nSW1A 2AA\nUnited Kingdom"),
            ("UK", "Oxford", "Oxfordshire", "OX1 1AA", "Oxford\nOxfordshire\nOX1 1AA\nUnited Kingdom"),
            ("DE", "Berlin", "", "10115", "10115 Berlin\nGermany"),
            ("IN", "Pune", "MH", "411001", "Pune, MH 411001\nIndia"),
            ("Atlantis", "Poseidonis", "", "1", "Poseidonis, 1\nAtlantis"),
        ] {
            assert_eq!(place(country, city, state, postal).as_deref(), Some(expected), "{country}");
        }
    }

    #[test]
    fn only_lines_that_are_there_are_written() {
        assert_eq!(label(r#"{"email": "a@example.com", "city": "Chicago"}"#).as_deref(), Some("Chicago"));
        assert_eq!(
            label(r#"{"companyName": "Deos", "country": "US", "city": "null"}"#).as_deref(),
            Some("Deos\nUnited States")
        );
        assert_eq!(place("CA", "Ottawa", "", "").as_deref(), Some("Ottawa\nCanada"));
    }

    #[test]
    fn a_contact_without_an_address_has_no_label() {
        assert_eq!(label(r#"{"firstName": "Maria", "companyName": "Deos", "city": " ", "state": null}"#), None);
    }

    #[test]
    fn a_street_of_several_lines_stays_in_its_lines() {
        let json = r#"{"address1": " 12 Harbor Lane\r\n\r\n\tFloor 3\u0007 ", "city": "Chicago"}"#;
        assert_eq!(label(json).as_deref(), Some("12 Harbor Lane\nFloor 3\nChicago"));
    }
}
