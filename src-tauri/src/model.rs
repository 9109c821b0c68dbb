//! The words of the field: tokens, contact IDs, accounts and contacts, without any input or output.

pub mod account;
pub mod contact;
pub mod contact_id;
pub mod definitions;
pub mod found;
pub mod json;
pub mod link;
pub mod names;
pub mod problem;
pub mod record_id;
pub mod time_zone;
pub mod token;
pub mod unicode;
