//! The clipboard, and the programs that open links. Both are used from here only: the page has no permission for
//! either.

use std::sync::{Mutex, PoisonError};

use crate::model::link::SafeLink;

/// What the desktop around the window can do.
pub trait Desktop: Send + Sync {
    /// The text on the clipboard; nothing where there is none.
    fn read_clipboard(&self) -> Result<Option<String>, DesktopFault>;
    /// Puts a text on the clipboard.
    fn write_clipboard(&self, text: &str) -> Result<(), DesktopFault>;
    /// Opens a link in the program that the person has chosen for its kind.
    fn open(&self, link: &SafeLink) -> Result<(), DesktopFault>;
}

/// The desktop did not do what it was asked. Holds no text of the clipboard and no link.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct DesktopFault(pub String);

/// The real desktop.
#[derive(Default)]
pub struct SystemDesktop {
    /// Opened at the first use, kept while the program runs (on X11 the clipboard's text is gone with its owner), and
    /// opened anew after a fault.
    clipboard: Mutex<Option<arboard::Clipboard>>,
}

impl SystemDesktop {
    fn with_clipboard<T>(
        &self,
        work: impl FnOnce(&mut arboard::Clipboard) -> Result<T, arboard::Error>,
    ) -> Result<T, arboard::Error> {
        let mut held = self.clipboard.lock().unwrap_or_else(PoisonError::into_inner);
        let mut clipboard = match held.take() {
            Some(clipboard) => clipboard,
            None => arboard::Clipboard::new()?,
        };
        let result = work(&mut clipboard)?;
        *held = Some(clipboard);
        Ok(result)
    }
}

impl Desktop for SystemDesktop {
    fn read_clipboard(&self) -> Result<Option<String>, DesktopFault> {
        match self.with_clipboard(arboard::Clipboard::get_text) {
            Ok(text) => Ok(Some(text)),
            Err(arboard::Error::ContentNotAvailable) => Ok(None),
            Err(error) => Err(DesktopFault(error.to_string())),
        }
    }

    fn write_clipboard(&self, text: &str) -> Result<(), DesktopFault> {
        self.with_clipboard(|clipboard| clipboard.set_text(text)).map_err(|error| DesktopFault(error.to_string()))
    }

    fn open(&self, link: &SafeLink) -> Result<(), DesktopFault> {
        // The error's text can hold the link, which can hold a person's address.
        tauri_plugin_opener::open_url(link.as_uri(), None::<&str>)
            .map_err(|_| DesktopFault("no program opened the link".to_owned()))
    }
}
