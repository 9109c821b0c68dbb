//! Any bytes as the body of HighLevel's answer.
#![no_main]

#[path = "../checks/contact.rs"]
mod contact;

libfuzzer_sys::fuzz_target!(|body: &[u8]| contact::check(body));
