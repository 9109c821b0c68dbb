//! Where tokens are kept: the system's password store, or this program's memory and nowhere else.
//!
//! There is no third place. Where the password store cannot be used, a token lives as long as the program does.

mod memory;
mod os;
mod store;

pub use memory::MemoryStore;
pub use os::{KeyringStore, SERVICE};
pub use store::{TokenStore, TokenStoreError};
