//! The questions where to save a file and which one to open, in the system's own dialogs. They block the thread that
//! asks, never the window's.

use std::path::PathBuf;
use std::sync::mpsc;

use tauri::{Runtime, WebviewWindow};

use super::DesktopError;
use crate::export::file::FileKind;

/// What a person is asked.
#[derive(Debug, Clone)]
pub(super) enum Question {
    /// Where to save a file of that kind, with that name to begin with.
    WhereToSave { kind: FileKind, name: String },
    /// Which list to open.
    WhichToOpen,
}

/// The endings of files that can hold a list. What they are is told from what is in them.
const LISTS: [&str; 4] = ["csv", "txt", "xlsx", "xlsm"];

/// What the dialog calls them.
const LISTS_NAME: &str = "Lists (*.csv, *.txt, *.xlsx)";

/// What the dialog calls everything else.
const ALL_NAME: &str = "All files";

impl Question {
    /// What stands in the dialog's title.
    fn title(&self) -> &'static str {
        match self {
            Self::WhereToSave { kind: FileKind::VCard, .. } => "Save vCard",
            Self::WhereToSave { kind: FileKind::Csv, .. } => "Save CSV",
            Self::WhereToSave { kind: FileKind::Workbook, .. } => "Save workbook",
            Self::WhichToOpen => "Open list",
        }
    }
}

/// Asks, beginning in that folder. `None` if cancelled, or if the window was closed.
#[cfg(target_os = "linux")]
pub(super) fn ask<R: Runtime>(
    window: &WebviewWindow<R>,
    folder: Option<PathBuf>,
    question: Question,
) -> Result<Option<PathBuf>, DesktopError> {
    let (answer, answered) = mpsc::channel();
    let parent = window.clone();
    window.run_on_main_thread(move || gtk_dialog::open(&parent, folder, question, answer)).map_err(|_| not_open())?;
    // The dialog goes with the window, and its answer with the dialog.
    Ok(answered.recv().ok().flatten())
}

/// GTK's dialog, and never the portal's: that one looks at the process of whoever asks, which [`crate::hardening`] has
/// closed, and would refuse without a word.
#[cfg(target_os = "linux")]
mod gtk_dialog {
    use super::{mpsc, PathBuf, Question, Runtime, WebviewWindow, ALL_NAME, LISTS, LISTS_NAME};
    use crate::export::file::with_extension;
    use std::cell::Cell;
    use std::rc::Rc;

    use gtk::prelude::*;
    use gtk::{FileChooserAction, FileChooserDialog, FileFilter, ResponseType};

    pub(super) fn open<R: Runtime>(
        window: &WebviewWindow<R>,
        folder: Option<PathBuf>,
        question: Question,
        answer: mpsc::Sender<Option<PathBuf>>,
    ) {
        let (action, button) = match question {
            Question::WhereToSave { .. } => (FileChooserAction::Save, "_Save"),
            Question::WhichToOpen => (FileChooserAction::Open, "_Open"),
        };
        let buttons = [("_Cancel", ResponseType::Cancel), (button, ResponseType::Accept)];
        let parent = window.gtk_window().ok();
        let dialog = FileChooserDialog::with_buttons(Some(question.title()), parent.as_ref(), action, &buttons);
        dialog.set_modal(true);
        dialog.set_destroy_with_parent(true);
        dialog.set_default_response(ResponseType::Accept);
        if let Some(folder) = folder {
            dialog.set_current_folder(folder);
        }
        prepare(&dialog, &question);
        dialog.connect_response(move |dialog, response| {
            let chosen = if response == ResponseType::Accept { dialog.filename() } else { None };
            if let Some(uri) = dialog.uri() {
                keep_out_of_recent_files(uri.to_string());
            }
            // Closing it below asks a second time, when nobody listens.
            let _ = answer.send(chosen.map(|path| whole(path, &question)));
            if response != ResponseType::DeleteEvent {
                dialog.close();
            }
        });
        dialog.present();
    }

    /// GTK lists what was saved or opened among the desktop's recent files, and the name of such a file can be a
    /// contact's. It does so a moment after the dialog, and tells.
    fn keep_out_of_recent_files(uri: String) {
        let Some(recent) = gtk::RecentManager::default() else { return };
        let listens = Rc::new(Cell::new(None));
        let listening = Rc::clone(&listens);
        listens.set(Some(recent.connect_changed(move |recent| {
            if recent.has_item(&uri) {
                if let Some(listening) = listening.take() {
                    recent.disconnect(listening);
                }
                if let Err(error) = recent.remove_item(&uri) {
                    tracing::warn!(%error, "a file stays among the recent ones");
                }
            }
        })));
    }

    fn prepare(dialog: &FileChooserDialog, question: &Question) {
        if let Question::WhereToSave { name, .. } = question {
            dialog.set_do_overwrite_confirmation(true);
            dialog.set_current_name(name);
            return;
        }
        let lists = FileFilter::new();
        lists.set_name(Some(LISTS_NAME));
        // The patterns tell capitals from small letters.
        for ending in LISTS {
            lists.add_pattern(&format!("*.{ending}"));
            lists.add_pattern(&format!("*.{}", ending.to_uppercase()));
        }
        let all = FileFilter::new();
        all.set_name(Some(ALL_NAME));
        all.add_pattern("*");
        dialog.add_filter(lists);
        dialog.add_filter(all);
    }

    fn whole(path: PathBuf, question: &Question) -> PathBuf {
        match question {
            Question::WhereToSave { kind, .. } => with_extension(path, *kind),
            Question::WhichToOpen => path,
        }
    }
}

/// Asks, beginning in that folder. `None` if cancelled.
#[cfg(not(target_os = "linux"))]
pub(super) fn ask<R: Runtime>(
    window: &WebviewWindow<R>,
    folder: Option<PathBuf>,
    question: Question,
) -> Result<Option<PathBuf>, DesktopError> {
    let (asking, asked) = mpsc::channel();
    let parent = window.clone();
    let open = move || {
        let dialog = rfd::AsyncFileDialog::new().set_parent(&parent).set_title(question.title());
        let dialog = match folder {
            Some(folder) => dialog.set_directory(folder),
            None => dialog,
        };
        let _ = asking.send(chosen(dialog, question)); // the receiver waits for it
    };
    window.run_on_main_thread(open).map_err(|_| not_open())?;
    let dialog = asked.recv().map_err(|_| not_open())?;
    Ok(tauri::async_runtime::block_on(dialog).map(|file| file.path().to_owned()))
}

/// What is awaited until the person has answered. The dialog is open from now on.
#[cfg(not(target_os = "linux"))]
fn chosen(
    dialog: rfd::AsyncFileDialog,
    question: Question,
) -> std::pin::Pin<Box<dyn std::future::Future<Output = Option<rfd::FileHandle>> + Send>> {
    match question {
        Question::WhereToSave { kind, name } => {
            let filter = match kind {
                FileKind::VCard => "vCard",
                FileKind::Csv => "CSV",
                FileKind::Workbook => "Excel",
            };
            Box::pin(dialog.set_file_name(name).add_filter(filter, &[kind.extension()]).save_file())
        }
        // On macOS nobody can choose between filters: one for lists would be one against all other files.
        Question::WhichToOpen if cfg!(target_os = "macos") => Box::pin(dialog.pick_file()),
        Question::WhichToOpen => {
            Box::pin(dialog.add_filter(LISTS_NAME, &LISTS).add_filter(ALL_NAME, &["*"]).pick_file())
        }
    }
}

fn not_open() -> DesktopError {
    DesktopError("the dialog could not be opened".to_owned())
}
