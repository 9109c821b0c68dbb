//! Any text in the box for the ID, and in the box for the token.
#![no_main]

#[path = "../checks/contact_id.rs"]
mod contact_id;

libfuzzer_sys::fuzz_target!(|typed: &[u8]| contact_id::check(typed));
