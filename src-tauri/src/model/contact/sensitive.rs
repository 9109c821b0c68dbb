//! Which names say that the value must not be seen in passing.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::model::json::Json;

/// Words that are sensitive wherever they stand.
const WORDS: &str = "\
    ssn ssns socialsecurity socialsecuritynumber itin passport passports passportnumber passeport reisepass \
    pasaporte passaporto cvv cvv2 cvc cvc2 creditcard debitcard creditcardnumber cardnumber cardno ccnumber \
    kreditkarte kartennummer password passwords passwd pwd passcode passphrase passwort kennwort contraseña \
    contrasena senha pincode";

/// Words that are sensitive one after the other.
const PAIRS: [(&str, &str); 9] = [
    ("social", "security"),
    ("social", "insurance"),
    ("national", "insurance"),
    ("pin", "code"),
    ("pin", "number"),
    ("pin", "no"),
    ("cc", "number"),
    ("pass", "word"),
    ("security", "code"),
];

/// What a card can be without being one that pays.
const HARMLESS_CARDS: &str = "\
    business visiting gift loyalty member membership greeting birthday christmas holiday post report score punch \
    time library sim thank";

/// So many names are remembered, and none that is longer than names are. Contacts of one account have the same few
/// hundred, and in a list each of them is met thousands of times.
const REMEMBERED: usize = 4_096;
const LONGEST_REMEMBERED: usize = 64;

thread_local! {
    static KNOWN: RefCell<HashMap<Box<str>, bool>> = RefCell::default();
}

/// Whether a name says that its value is sensitive: a social security number, a passport, a payment card, a password.
/// Read word by word, however it is written: `SSN`, `contact.social_security_number`, `creditCardNumber`, "Card no.".
pub fn is_sensitive(name: &str) -> bool {
    if name.len() > LONGEST_REMEMBERED {
        return read(name);
    }
    KNOWN.with_borrow_mut(|known| {
        if let Some(sensitive) = known.get(name) {
            return *sensitive;
        }
        if known.len() >= REMEMBERED {
            known.clear();
        }
        let sensitive = read(name);
        known.insert(name.into(), sensitive);
        sensitive
    })
}

fn is_among(words: &str, word: &str) -> bool {
    words.split(' ').any(|each| each == word)
}

fn read(name: &str) -> bool {
    let words = words(name);
    let is_card = |at: usize| {
        let harmless = at
            .checked_sub(1)
            .and_then(|before| words.get(before))
            .is_some_and(|before| is_among(HARMLESS_CARDS, before) || (before == "you" && at > 1));
        matches!(words[at].as_str(), "card" | "cards") && !harmless
    };
    words.iter().any(|word| is_among(WORDS, word))
        || words.windows(2).any(|pair| PAIRS.contains(&(pair[0].as_str(), pair[1].as_str())))
        || words == ["pin"]
        || (0..words.len()).any(is_card)
}

/// Whether there is, anywhere in a value, one that stands under a sensitive name.
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

/// The words of a name, in lower case: parted by whatever is no letter, and by the capitals of `camelCase`. Digits
/// stay with the letters before them.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let signs: Vec<char> = name.chars().collect();
    for (at, sign) in signs.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| signs.get(before));
        let after = signs.get(at + 1);
        let begins = sign.is_uppercase()
            && before.is_some_and(|before| {
                before.is_lowercase() || (before.is_uppercase() && after.is_some_and(|after| after.is_lowercase()))
            });
        if begins || !sign.is_alphanumeric() || (sign.is_alphabetic() && before.is_some_and(char::is_ascii_digit)) {
            words.push(String::new());
        }
        if let (true, Some(word)) = (sign.is_alphanumeric(), words.last_mut()) {
            word.extend(sign.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    // "ssn4", "card1": the digits are of no account, but for "cvv2" they are part of the word and listed.
    for word in &mut words {
        let letters = word.trim_end_matches(|sign: char| sign.is_ascii_digit()).len();
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
