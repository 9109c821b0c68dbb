//! The names of sensitive values: a social security number, a passport, a payment card, a password.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::model::is_among;
use crate::model::json::Json;

/// Words that are sensitive in any name.
const WORDS: &str = "\
    ssn ssns socialsecurity socialsecuritynumber itin passport passports passportnumber passeport reisepass \
    pasaporte passaporto cvv cvv2 cvc cvc2 creditcard debitcard creditcardnumber cardnumber cardno ccnumber \
    kreditkarte kartennummer password passwords passwd pwd passcode passphrase passwort kennwort contraseña \
    contrasena senha pincode";

/// Two words that are sensitive in this order.
const PAIRS: &str = "\
    social-security social-insurance national-insurance pin-code pin-number pin-no cc-number pass-word security-code";

/// Words that make a card none for payments.
const HARMLESS_CARDS: &str = "\
    business visiting gift loyalty member membership greeting birthday christmas holiday post report score punch \
    time library sim thank";

/// The contacts of an account have the same few hundred names, and a list asks for each of them thousands of times.
const CACHED_NAMES: usize = 4_096;
const LONGEST_CACHED: usize = 64;

thread_local! {
    static CACHE: RefCell<HashMap<Box<str>, bool>> = RefCell::default();
}

/// Whether the value under a name is sensitive. Names are compared word by word, however they are written: `SSN`,
/// `contact.social_security_number`, `creditCardNumber`, "Card no.".
pub fn is_sensitive(name: &str) -> bool {
    if name.len() > LONGEST_CACHED {
        return has_sensitive_words(name);
    }
    CACHE.with_borrow_mut(|cache| {
        if let Some(sensitive) = cache.get(name) {
            return *sensitive;
        }
        if cache.len() >= CACHED_NAMES {
            cache.clear();
        }
        let sensitive = has_sensitive_words(name);
        cache.insert(name.into(), sensitive);
        sensitive
    })
}

fn has_sensitive_words(name: &str) -> bool {
    let words = words(name);
    let is_card = |at: usize| {
        let harmless = at
            .checked_sub(1)
            .and_then(|before| words.get(before))
            .is_some_and(|before| is_among(HARMLESS_CARDS, before) || (before == "you" && at > 1));
        matches!(words[at].as_str(), "card" | "cards") && !harmless
    };
    words.iter().any(|word| is_among(WORDS, word))
        || words.windows(2).any(|pair| is_among(PAIRS, &pair.join("-")))
        || words == ["pin"]
        || (0..words.len()).any(is_card)
}

/// Whether a value has a sensitive name anywhere in it.
pub(super) fn holds_sensitive(value: &Json) -> bool {
    match value {
        Json::List(items) => items.iter().any(holds_sensitive),
        Json::Object(entries) => {
            entries.iter().any(|(key, value)| (is_sensitive(key) && value.has_content()) || holds_sensitive(value))
        }
        Json::TooDeep(json) => Json::parse(json.as_bytes()).is_ok_and(|value| holds_sensitive(&value)),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Text(_) => false,
    }
}

/// The words of a name in lower case: separated by anything but letters and digits, by the capitals of `camelCase`, and
/// after digits.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let chars: Vec<char> = name.chars().collect();
    for (at, ch) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| chars.get(before));
        let after = chars.get(at + 1);
        let begins = ch.is_uppercase()
            && before.is_some_and(|before| {
                before.is_lowercase() || (before.is_uppercase() && after.is_some_and(|after| after.is_lowercase()))
            });
        if begins || !ch.is_alphanumeric() || (ch.is_alphabetic() && before.is_some_and(char::is_ascii_digit)) {
            words.push(String::new());
        }
        if let (true, Some(word)) = (ch.is_alphanumeric(), words.last_mut()) {
            word.extend(ch.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    // "ssn4", "card1".
    for word in &mut words {
        let letters = word.trim_end_matches(|ch: char| ch.is_ascii_digit()).len();
        if letters > 0 {
            word.truncate(letters);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sensitive_values_are_recognised_however_they_are_written() {
        for name in [
            "ssn",
            "SSN",
            "contact.ssn",
            "SSN (last 4)",
            "ssnLast4",
            "ssn4",
            "clientSSN",
            "SSNNumber",
            "Social Security Number",
            "socialSecurityNumber",
            "social_security",
            "Passport",
            "passport_no",
            "passportNumber",
            "Reisepass-Nr.",
            "Card",
            "Card number",
            "cardNumber",
            "Credit Card",
            "credit_card_number",
            "creditcard",
            "card1",
            "CVV",
            "cvv2",
            "cvc code",
            "Password",
            "portalPassword",
            "password reset link",
            "contraseña",
            "PIN",
            "PIN code",
            "pin_code",
        ] {
            assert!(is_sensitive(name), "{name}");
        }
    }

    #[test]
    fn names_that_only_resemble_them_are_not() {
        for name in [
            "",
            "businessCard",
            "Business card",
            "Gift card ID",
            "Postcard",
            "wildcard",
            "discard",
            "cardiologist",
            "Thank you card sent",
            "Membership card",
            "Spinning",
            "pinned",
            "Pinterest",
            "assn",
            "sessionSource",
            "keyword",
            "passenger",
            "Compass",
            "keywordPassed",
            "lessons",
            "socialMedia",
            "Security deposit",
            "名前",
        ] {
            assert!(!is_sensitive(name), "{name}");
        }
    }
}
