//! Contacts in forms that other programs take. Whatever is sensitive stays behind.

/// The names of countries.
mod country;
/// Files that the person asked for.
pub mod file;
/// What such a file is called.
pub mod file_name;
/// The address as it is written on a letter.
pub mod label;
mod said;
/// Many contacts as a table.
pub mod table;
/// The contact as a card for address books.
pub mod vcard;
