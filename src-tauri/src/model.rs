//! The words of the field: tokens, contact IDs, accounts and contacts, without any input or output.

pub mod account;
pub mod contact;
pub mod contact_id;
pub(crate) mod definitions;
pub mod found;
pub mod json;
pub mod link;
pub mod names;
pub mod problem;
pub(crate) mod record_id;
pub(crate) mod time_zone;
pub mod token;
pub(crate) mod unicode;
