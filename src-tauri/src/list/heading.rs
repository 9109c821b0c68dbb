//! What the heading of a column, or the words before an ID, say that it names.

/// Headings of contact columns that name no contacts.
const EXACT: [&str; 8] = ["id", "ids", "ghlid", "highlevelid", "link", "links", "url", "idorlink"];
/// What contacts are called, in the languages in which HighLevel is used.
const CONTACTS: &str = "contact kontakt contato contatto";
/// What has IDs that look just the same.
const OTHERS: &str = "\
    location subaccount user owner assigned follower business company opportunity pipeline stage custom field \
    calendar appointment conversation workflow campaign form survey createdby updatedby agent zuständig \
    zugewiesen besitzer benutzer verantwortlich standort unterkonto firma unternehmen propietario asignad \
    usuario ubicación subcuenta empresa responsable propriétaire attribué utilisateur emplacement entreprise \
    proprietário responsável atribuíd usuário localização subconta oportunidad";

#[derive(Debug, Default)]
pub(super) struct Heading(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    Contacts,
    Others,
    Nothing,
}

impl Heading {
    pub(super) fn of(text: &str) -> Self {
        Self(text.chars().filter(|ch| ch.is_alphanumeric()).flat_map(char::to_lowercase).take(60).collect())
    }

    /// What a heading names. The owner of a contact is no contact.
    pub(super) fn names(&self) -> Names {
        if EXACT.contains(&self.0.as_str()) {
            return Names::Contacts;
        }
        match self.end_of_last(OTHERS) {
            Some(_) => Names::Others,
            None => self.names_last(),
        }
    }

    /// What the nearest word before an ID names.
    pub(super) fn names_last(&self) -> Names {
        match (self.end_of_last(CONTACTS), self.end_of_last(OTHERS)) {
            (None, None) => Names::Nothing,
            (contacts, others) if contacts > others => Names::Contacts,
            _ => Names::Others,
        }
    }

    fn end_of_last(&self, words: &str) -> Option<usize> {
        words.split(' ').filter_map(|word| Some(self.0.rfind(word)? + word.len())).max()
    }

    /// Whether it is the heading of a column of contacts whatever stands below it.
    pub(super) fn is_exact(&self) -> bool {
        let has_id = ["id", "link", "url"].iter().any(|word| self.0.starts_with(word) || self.0.ends_with(word))
            || ["ids", "links"].iter().any(|word| self.0.ends_with(word));
        EXACT.contains(&self.0.as_str())
            || self.names() == Names::Contacts && has_id
            || CONTACTS.split(' ').any(|word| self.0 == word || self.0.strip_suffix('s') == Some(word))
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
            assert_eq!(Heading::of(heading).names(), Names::Contacts, "{heading}");
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
            assert_eq!(Heading::of(heading).names(), Names::Others, "{heading}");
        }
        for heading in ["Name", "E-Mail", ""] {
            assert_eq!(Heading::of(heading).names(), Names::Nothing, "{heading}");
        }
    }
}
