//! The clipboard, the programs that open links, and the dialogs for files. All are used from here only: the page has no
//! permission for any of them.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use tauri::{AppHandle, Manager, Runtime};

use crate::export::file::FileKind;
use crate::model::link::SafeLink;
use crate::model::problem::{Problem, ProblemFacts, ProblemKind};
use crate::shell::desktop::dialog::Question;
use crate::shell::window;

mod dialog;

/// What the desktop around the window can do.
pub trait Desktop: Send + Sync {
    /// The text on the clipboard; nothing where there is none.
    fn read_clipboard(&self) -> Result<Option<String>, DesktopError>;
    /// Puts a text on the clipboard. One that is private asks programs that keep what was copied to leave it out.
    fn write_clipboard(&self, text: &str, private: bool) -> Result<(), DesktopError>;
    /// Empties the clipboard.
    fn clear_clipboard(&self) -> Result<(), DesktopError>;
    /// Opens a link in the program that the person has chosen for its kind, where there is one.
    fn open(&self, link: &SafeLink) -> Result<Opened, DesktopError>;
    /// Asks the person where to save a file of that kind, and waits for the answer. `None` if cancelled.
    fn ask_where_to_save(&self, suggested: &str, kind: FileKind) -> Result<Option<PathBuf>, DesktopError>;
    /// Asks the person which list to open, and waits for the answer. `None` if cancelled.
    fn ask_which_to_open(&self) -> Result<Option<PathBuf>, DesktopError>;
}

/// What came of opening a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "Opened.ts"))]
#[serde(rename_all = "kebab-case")]
pub enum Opened {
    /// A program has it.
    Opened,
    /// No program is set up for links of that kind.
    NoProgram,
}

/// The desktop did not do what it was asked. Holds no text of the clipboard and no link.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct DesktopError(pub String);

impl From<DesktopError> for Problem {
    fn from(fault: DesktopError) -> Self {
        Self::with(ProblemKind::Unexpected, ProblemFacts { detail: Some(fault.0), ..ProblemFacts::default() })
    }
}

/// The real desktop.
pub struct SystemDesktop<R: Runtime> {
    app: AppHandle<R>,
    /// Where the person saved or opened last, as long as the program runs.
    last_folder: Mutex<Option<PathBuf>>,
    /// Opened at the first use, kept while the program runs (on X11 the clipboard's text is gone with its owner), and
    /// opened anew after a fault.
    clipboard: Mutex<Option<arboard::Clipboard>>,
}

impl<R: Runtime> SystemDesktop<R> {
    /// The desktop around the window of that program.
    pub fn new(app: AppHandle<R>) -> Self {
        Self { app, last_folder: Mutex::default(), clipboard: Mutex::default() }
    }

    /// Where a dialog begins: where the last one ended, or among their documents.
    fn first_folder(&self) -> Option<PathBuf> {
        let last = self.last_folder.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let usual = [self.app.path().document_dir(), self.app.path().home_dir()];
        last.into_iter().chain(usual.into_iter().flatten()).find(|folder| folder.is_dir())
    }

    fn ask(&self, question: Question) -> Result<Option<PathBuf>, DesktopError> {
        let window = self.app.get_webview_window(window::LABEL);
        let window = window.ok_or_else(|| DesktopError("there is no window".to_owned()))?;
        let chosen = dialog::ask(&window, self.first_folder(), question)?;
        if let Some(folder) = chosen.as_ref().and_then(|path| path.parent()) {
            *self.last_folder.lock().unwrap_or_else(PoisonError::into_inner) = Some(folder.to_owned());
        }
        Ok(chosen)
    }

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

/// What is put on the clipboard so is left out of its history, and on Windows out of the cloud, by programs that heed it.
#[cfg(target_os = "linux")]
fn left_out(set: arboard::Set<'_>) -> arboard::Set<'_> {
    arboard::SetExtLinux::exclude_from_history(set)
}

#[cfg(windows)]
fn left_out(set: arboard::Set<'_>) -> arboard::Set<'_> {
    arboard::SetExtWindows::exclude_from_monitoring(set)
}

#[cfg(target_os = "macos")]
fn left_out(set: arboard::Set<'_>) -> arboard::Set<'_> {
    arboard::SetExtApple::exclude_from_history(set)
}

impl<R: Runtime> Desktop for SystemDesktop<R> {
    fn read_clipboard(&self) -> Result<Option<String>, DesktopError> {
        match self.with_clipboard(arboard::Clipboard::get_text) {
            Ok(text) => Ok(Some(text)),
            Err(arboard::Error::ContentNotAvailable) => Ok(None),
            Err(error) => Err(DesktopError(error.to_string())),
        }
    }

    fn write_clipboard(&self, text: &str, private: bool) -> Result<(), DesktopError> {
        let write = |clipboard: &mut arboard::Clipboard| {
            let set = clipboard.set();
            if private { left_out(set) } else { set }.text(text)
        };
        self.with_clipboard(write).map_err(|error| DesktopError(error.to_string()))
    }

    fn clear_clipboard(&self) -> Result<(), DesktopError> {
        self.with_clipboard(arboard::Clipboard::clear).map_err(|error| DesktopError(error.to_string()))
    }

    fn open(&self, link: &SafeLink) -> Result<Opened, DesktopError> {
        // The error's text can hold the link, which can hold a person's address. It is one error for all that stands
        // between a link and its program.
        let opened = tauri_plugin_opener::open_url(link.as_uri(), None::<&str>);
        Ok(if opened.is_ok() { Opened::Opened } else { Opened::NoProgram })
    }

    fn ask_where_to_save(&self, suggested: &str, kind: FileKind) -> Result<Option<PathBuf>, DesktopError> {
        self.ask(Question::WhereToSave { kind, name: suggested.to_owned() })
    }

    fn ask_which_to_open(&self) -> Result<Option<PathBuf>, DesktopError> {
        self.ask(Question::WhichToOpen)
    }
}
