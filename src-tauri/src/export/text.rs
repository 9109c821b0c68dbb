//! A contact in forms that other programs take.

use crate::model::contact::{Contact, CustomValue, Field};
use crate::model::names::ContactNames;

/// The contact as lines of text, one value each, as they were sent; its custom fields, its owner and its followers by
/// the names that are known. Sensitive values are left out.
pub fn contact_as_text(contact: &Contact, names: &ContactNames) -> String {
    let mut lines = vec![contact.display_name().text];
    let mut line = |label: &str, value: &str| lines.push(format!("{label}: {value}"));
    for field in contact.fields() {
        if let Some(sent) = &field.sent {
            line(&label(&field.path), names.name_of(sent).filter(|_| is_person(&field)).unwrap_or(sent));
        }
    }
    for channel in contact.channels() {
        if let Some(status) = &channel.status {
            line(&label(&channel.path), &status.sent);
        }
    }
    for field in contact.custom_fields() {
        let known = names.field_name(&field.path).map(str::to_owned);
        let label = known.or(field.name).or(field.id).unwrap_or(field.path);
        match field.value {
            None => {}
            Some(CustomValue::List { items, .. }) => line(&label, &items.join(", ")),
            Some(CustomValue::One { sent, .. } | CustomValue::Files { sent, .. } | CustomValue::Other { sent }) => {
                line(&label, &sent);
            }
        }
    }
    lines.push(String::new());
    lines.join("\n")
}

/// Whether a value is the ID of somebody on the staff.
fn is_person(field: &Field) -> bool {
    let stands_in = field.list.as_deref().unwrap_or(&field.path);
    matches!(stands_in, "assignedTo" | "followers")
}

/// `dateOfBirth` as "Date of birth", `dndSettings.SMS` as "Dnd settings SMS".
fn label(path: &str) -> String {
    let mut words = String::with_capacity(path.len() + 8);
    let mut before: Option<char> = None;
    for sign in path.chars() {
        let starts_a_word = sign.is_ascii_uppercase() && before.is_some_and(|before| before.is_ascii_lowercase());
        match sign {
            '.' | '_' => words.push(' '),
            _ if starts_a_word => {
                words.push(' ');
                words.push(sign);
            }
            _ if before.is_none() => words.extend(sign.to_uppercase()),
            _ => words.push(sign),
        }
        before = Some(sign);
    }
    lower_single_capitals(&words)
}

/// "Date Of Birth" as "Date of birth"; "SMS" stays.
fn lower_single_capitals(words: &str) -> String {
    let lowered = words.split(' ').enumerate().map(|(at, word)| {
        let shouted = word.chars().count() > 1 && word.chars().all(|sign| !sign.is_lowercase());
        if at == 0 || shouted {
            word.to_owned()
        } else {
            word.to_lowercase()
        }
    });
    lowered.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn labels_read_as_words() {
        assert_eq!(label("dateOfBirth"), "Date of birth");
        assert_eq!(label("dndSettings.SMS"), "Dnd settings SMS");
        assert_eq!(label("email"), "Email");
        assert_eq!(label("additionalEmails.0.email"), "Additional emails 0 email");
        assert_eq!(label("field_value"), "Field value");
    }
}
