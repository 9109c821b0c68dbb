//! The parts of Contact Lookup that read what strangers, servers and disks hold, and nothing else of it.
//!
//! The sources themselves are compiled here, not the package: it brings the window's libraries, which are not under test,
//! take minutes to build, and would be instrumented too. The library has the package's name, so that the checks in
//! `checks/` are the same source here and in the program's own tests.

#[path = "../../src-tauri/src"]
mod program {
    pub mod export;
    pub mod highlevel {
        pub mod decode;
    }
    pub mod list;
    pub mod model;
    pub mod settings;
    pub mod atomic_file;
}

pub use program::{export, highlevel, list, model, settings, atomic_file};
