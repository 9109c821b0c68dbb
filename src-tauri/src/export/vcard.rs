//! The contact as a card for address books: vCard 3.0 (RFC 2425, RFC 2426).
//!
//! Not 4.0: Outlook reads 2.1 and 3.0 only, Google and Apple write 3.0 themselves and read it best. Each value stands
//! in the place where these three look for it; what has no such place (custom fields, tags, notes) is left out rather
//! than put into a note that travels unseen.

use super::country;
use super::said::Said;
use crate::model::contact::Contact;
use crate::model::link::SafeLink;

/// How long a line may be, in bytes, its end not counted.
const LINE: usize = 75;

/// How many further addresses or numbers of one contact are written. No address book shows that many.
const MOST: usize = 50;

/// What a contact is called that has nothing to be called by: a card must have a name.
const NAMELESS: &str = "Contact";

/// The card. One only, since Outlook takes the first of a file and drops the rest.
pub fn vcard(contact: &Contact) -> String {
    let said = Said::of(contact);
    let mut card = Card::default();
    card.line("BEGIN:VCARD");
    card.line("VERSION:3.0");
    names(&mut card, contact, &said);
    reach(&mut card, &said);
    address(&mut card, &said);
    if let Some(day) = said.day("dateOfBirth") {
        card.line(&format!("BDAY:{day}"));
    }
    // An address as it is, not a text: what is plain ASCII needs no escape. Outlook shows one that has a type.
    if let Some(SafeLink::Web(url)) = contact.link_at("website") {
        card.line(&format!("URL;TYPE=WORK:{url}"));
    }
    card.line("END:VCARD");
    card.0
}

fn names(card: &mut Card, contact: &Contact, said: &Said) {
    let shown = contact.display_name();
    let whole = if shown.text.is_empty() { NAMELESS } else { &shown.text };
    let is_name = shown.paths.iter().any(|path| matches!(path.as_str(), "name" | "fullNameLowerCase"));
    let (first, last) = (said.text("firstName"), said.text("lastName"));
    // A name that did not come in parts is not guessed apart.
    let first = first.or((is_name && last.is_none()).then_some(whole));
    card.texts("N", &[last.unwrap_or_default(), first.unwrap_or_default(), "", "", ""]);
    card.texts("FN", &[whole]);
    if let Some(company) = said.text("companyName") {
        card.texts("ORG", &[company]);
        if first.is_none() && last.is_none() {
            card.line("X-ABShowAs:COMPANY");
        }
    }
}

/// Numbers and e-mail addresses. Each has a type, because Outlook drops numbers without.
fn reach(card: &mut Card, said: &Said) {
    if let Some(phone) = said.text("phone") {
        card.texts("TEL;TYPE=VOICE,PREF", &[phone]);
    }
    for (phone, beside) in said.items("additionalPhones", "phone").take(MOST) {
        card.texts(&format!("TEL;TYPE={}", phone_type(beside.text("phoneLabel"))), &[phone]);
    }
    if let Some(email) = said.text("email") {
        card.texts("EMAIL;TYPE=INTERNET,PREF", &[email]);
    }
    for (email, _) in said.items("additionalEmails", "email").take(MOST) {
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

fn address(card: &mut Card, said: &Said) {
    let country = said.text("country").map(|sent| country::read(sent).name);
    let parts = [said.text("address1"), said.text("city"), said.text("state"), said.text("postalCode"), country];
    if parts.iter().any(Option::is_some) {
        let [street, city, state, postal, country] = parts.map(Option::unwrap_or_default);
        card.texts("ADR", &["", "", street, city, state, postal, country]);
    }
}

/// A card as far as it is written.
#[derive(Default)]
struct Card(String);

impl Card {
    /// A property of texts, each escaped.
    fn texts(&mut self, property: &str, texts: &[&str]) {
        let texts: Vec<String> = texts.iter().map(|text| escaped(text)).collect();
        self.line(&format!("{property}:{}", texts.join(";")));
    }

    /// A line that holds no line break, folded: no piece of it is longer than 75 bytes, and none ends within a
    /// character or an escape.
    fn line(&mut self, text: &str) {
        let mut length = 0;
        let mut signs = text.chars().peekable();
        while let Some(sign) = signs.next() {
            let escape = if sign == '\\' { signs.next() } else { None };
            let bytes = sign.len_utf8() + escape.map_or(0, char::len_utf8);
            if length + bytes > LINE {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(sign);
            self.0.extend(escape);
            length += bytes;
        }
        self.0.push_str("\r\n");
    }
}

/// A text as a value: what has a meaning there loses it, and nothing in it can end the line.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for sign in text.replace("\r\n", "\n").chars() {
        match sign {
            '\\' | ';' | ',' => escaped.extend(['\\', sign]),
            // Each of these ends a line for some reader.
            '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{1C}'..='\u{1E}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                escaped.push_str("\\n");
            }
            '\t' => escaped.push(' '),
            _ if sign.is_control() => {}
            _ => escaped.push(sign),
        }
    }
    escaped
}

#[cfg(test)]
mod tests;
