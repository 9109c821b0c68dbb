//! The contact as a card for address books: vCard 3.0 (RFC 2425, RFC 2426).
//!
//! Not 4.0: Outlook reads 2.1 and 3.0 only, Google and Apple write 3.0 themselves and read it best. Each value stands
//! in the place where these three look for it; what has no such place (custom fields, tags, notes) is left out rather
//! than put into a note that travels unseen.

use super::fields::ExportFields;
use crate::model::contact::Contact;
use crate::model::link::SafeLink;

/// The longest line, in bytes, without its end.
const MAX_LINE: usize = 75;
/// How many further addresses, and how many further numbers, are written. No address book shows as many.
const MAX_ITEMS: usize = 50;

/// One card: Outlook takes the first of a file and drops the rest.
pub fn vcard(contact: &Contact) -> String {
    let fields = ExportFields::of(contact);
    let mut card = Card::default();
    card.line("BEGIN:VCARD");
    card.line("VERSION:3.0");
    add_names(&mut card, contact, &fields);
    add_phones_and_emails(&mut card, &fields);
    add_address(&mut card, &fields);
    if let Some(day) = fields.day("dateOfBirth") {
        card.line(&format!("BDAY:{day}"));
    }
    // A URI is no text: it is not escaped. Outlook shows it only with a type.
    if let Some(SafeLink::Web(url)) = contact.link_at("website") {
        card.line(&format!("URL;TYPE=WORK:{url}"));
    }
    card.line("END:VCARD");
    card.0
}

fn add_names(card: &mut Card, contact: &Contact, fields: &ExportFields) {
    let shown = contact.display_name();
    let whole = if shown.text.is_empty() { "Contact" } else { &shown.text };
    let is_name = shown.paths.iter().any(|path| matches!(path.as_str(), "name" | "fullNameLowerCase"));
    let (first, last) = (fields.text("firstName"), fields.text("lastName"));
    // A name that did not come in parts is not guessed apart.
    let first = first.or((is_name && last.is_none()).then_some(whole));
    card.texts("N", &[last.unwrap_or_default(), first.unwrap_or_default(), "", "", ""]);
    card.texts("FN", &[whole]);
    if let Some(company) = fields.text("companyName") {
        card.texts("ORG", &[company]);
        if first.is_none() && last.is_none() {
            card.line("X-ABShowAs:COMPANY");
        }
    }
}

/// Each number has a type, because Outlook drops numbers without one.
fn add_phones_and_emails(card: &mut Card, fields: &ExportFields) {
    if let Some(phone) = fields.text("phone") {
        card.texts("TEL;TYPE=VOICE,PREF", &[phone]);
    }
    for (phone, label) in fields.items("additionalPhones", "phone", "phoneLabel").take(MAX_ITEMS) {
        card.texts(&format!("TEL;TYPE={}", phone_type(label)), &[phone]);
    }
    if let Some(email) = fields.text("email") {
        card.texts("EMAIL;TYPE=INTERNET,PREF", &[email]);
    }
    for (email, _) in fields.items("additionalEmails", "email", "").take(MAX_ITEMS) {
        card.texts("EMAIL;TYPE=INTERNET", &[email]);
    }
}

fn phone_type(label: Option<&str>) -> &'static str {
    let label = label.unwrap_or_default().to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| label.contains(word));
    if says(&["mobile", "cell"]) {
        "CELL,VOICE"
    } else if says(&["work", "office", "business"]) {
        "WORK,VOICE"
    } else if says(&["home"]) {
        "HOME,VOICE"
    } else {
        "VOICE"
    }
}

fn add_address(card: &mut Card, fields: &ExportFields) {
    let country = fields.country().map(|country| country.name);
    let parts =
        [fields.text("address1"), fields.text("city"), fields.text("state"), fields.text("postalCode"), country];
    if parts.iter().any(Option::is_some) {
        let [street, city, state, postal, country] = parts.map(Option::unwrap_or_default);
        card.texts("ADR", &["", "", street, city, state, postal, country]);
    }
}

#[derive(Default)]
struct Card(String);

impl Card {
    fn texts(&mut self, property: &str, texts: &[&str]) {
        let texts: Vec<String> = texts.iter().map(|text| escaped(text)).collect();
        self.line(&format!("{property}:{}", texts.join(";")));
    }

    /// Adds a line, folded into pieces of 75 bytes at most. None ends within a character or an escape.
    fn line(&mut self, text: &str) {
        let mut length = 0;
        let mut chars = text.chars().peekable();
        while let Some(ch) = chars.next() {
            let escape = if ch == '\\' { chars.next() } else { None };
            let bytes = ch.len_utf8() + escape.map_or(0, char::len_utf8);
            if length + bytes > MAX_LINE {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(ch);
            self.0.extend(escape);
            length += bytes;
        }
        self.0.push_str("\r\n");
    }
}

/// A text as a value of one line, in which no character has a meaning.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for ch in text.replace("\r\n", "\n").chars() {
        match ch {
            '\\' | ';' | ',' => escaped.extend(['\\', ch]),
            // Each of these ends a line for some reader.
            '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{1C}'..='\u{1E}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                escaped.push_str("\\n");
            }
            '\t' => escaped.push(' '),
            _ if ch.is_control() => {}
            _ => escaped.push(ch),
        }
    }
    escaped
}

#[cfg(test)]
mod tests;
