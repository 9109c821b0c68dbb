//! Contacts in the formats of other programs: vCard, CSV, workbook, address label. Sensitive values are left out.

mod fields;
pub mod file;
pub mod postal_address;
pub mod table;
pub mod vcard;
