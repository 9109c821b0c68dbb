//! What the heading of a column, or a word before an ID, says of it.

use super::grid::Cell;

/// Headings that say it without naming contacts.
const EXACT: [&str; 8] = ["id", "ids", "ghlid", "highlevelid", "link", "links", "url", "idorlink"];

/// What contacts are called, in the languages in which HighLevel is used.
const CONTACTS: [&str; 4] = ["contact", "kontakt", "contato", "contatto"];

/// Words for what has IDs that look just the same.
const OTHERS: [&str; 51] = [
    "location",
    "subaccount",
    "user",
    "owner",
    "assigned",
    "follower",
    "business",
    "company",
    "opportunity",
    "pipeline",
    "stage",
    "custom",
    "field",
    "calendar",
    "appointment",
    "conversation",
    "workflow",
    "campaign",
    "form",
    "survey",
    "createdby",
    "updatedby",
    "agent",
    "zuständig",
    "zugewiesen",
    "besitzer",
    "benutzer",
    "verantwortlich",
    "standort",
    "unterkonto",
    "firma",
    "unternehmen",
    "propietario",
    "asignad",
    "usuario",
    "ubicación",
    "subcuenta",
    "empresa",
    "responsable",
    "propriétaire",
    "attribué",
    "utilisateur",
    "emplacement",
    "entreprise",
    "proprietário",
    "responsável",
    "atribuíd",
    "usuário",
    "localização",
    "subconta",
    "oportunidad",
];

/// The letters of a heading, in lower case.
#[derive(Debug, Default)]
pub(super) struct Heading(String);

/// What a heading names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    /// Contacts.
    Contacts,
    /// Something else with IDs.
    Others,
    /// Neither.
    Nothing,
}

impl Heading {
    /// The heading in a cell.
    pub(super) fn of(cell: Cell<'_>) -> Self {
        Self::of_text(cell.text())
    }

    /// The heading that a text is.
    pub(super) fn of_text(text: &str) -> Self {
        Self(text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).take(60).collect())
    }

    /// What it names. The owner of a contact is no contact.
    pub(super) fn names(&self) -> Names {
        if EXACT.contains(&self.0.as_str()) {
            return Names::Contacts;
        }
        match (self.last(&CONTACTS), self.last(&OTHERS)) {
            (_, Some(_)) => Names::Others,
            (Some(_), None) => Names::Contacts,
            (None, None) => Names::Nothing,
        }
    }

    /// What it names last, as the nearest word before an ID.
    pub(super) fn names_last(&self) -> Names {
        match (self.last(&CONTACTS), self.last(&OTHERS)) {
            (None, None) => Names::Nothing,
            (contacts, others) if contacts > others => Names::Contacts,
            _ => Names::Others,
        }
    }

    /// Where the last of those words ends.
    fn last(&self, words: &[&str]) -> Option<usize> {
        words.iter().filter_map(|word| Some(self.0.rfind(word)? + word.len())).max()
    }

    /// Whether it is the heading of a column of contacts whatever stands below it.
    pub(super) fn is_exact(&self) -> bool {
        EXACT.contains(&self.0.as_str())
            || self.names() == Names::Contacts
                && ["id", "ids", "link", "links", "url"]
                    .iter()
                    .any(|word| self.0.starts_with(word) || self.0.ends_with(word))
            || CONTACTS.iter().any(|word| self.0 == *word || self.0.strip_suffix('s') == Some(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_names_contacts_in_whatever_language() {
        for heading in [
            "Contact Id",
            "contact_id",
            "CONTACT-ID",
            "Kontakt-ID",
            "Id del contacto",
            "ID du contact",
            "ID do contato",
            "primaryContact",
            "id",
            "URL",
            "Link to contact",
        ] {
            assert_eq!(Heading::of_text(heading).names(), Names::Contacts, "{heading}");
        }
    }

    #[test]
    fn a_heading_names_what_else_has_ids() {
        for heading in [
            "Assigned To",
            "locationId",
            "Contact owner",
            "user_id",
            "Business contact ID",
            "Zuständig",
            "Propietario del contacto",
            "opportunity id",
        ] {
            assert_eq!(Heading::of_text(heading).names(), Names::Others, "{heading}");
        }
        for heading in ["Name", "E-Mail", ""] {
            assert_eq!(Heading::of_text(heading).names(), Names::Nothing, "{heading}");
        }
    }
}
