//! The question where to save a file, in the system's own dialog. It blocks the thread that asks, never the window's.

use std::path::PathBuf;
use std::sync::mpsc;

use tauri::{Runtime, WebviewWindow};

use super::DesktopFault;

/// What stands in the dialog's title.
const TITLE: &str = "Save vCard";

/// Asks, beginning in that folder with that name. `None`: the person thought better, or closed the window.
#[cfg(target_os = "linux")]
pub(super) fn ask<R: Runtime>(
    window: &WebviewWindow<R>,
    folder: Option<PathBuf>,
    name: String,
) -> Result<Option<PathBuf>, DesktopFault> {
    let (answer, answered) = mpsc::channel();
    let parent = window.clone();
    window.run_on_main_thread(move || open(&parent, folder, &name, answer)).map_err(|_| not_open())?;
    // The dialog goes with the window, and its answer with the dialog.
    Ok(answered.recv().ok().flatten())
}

/// GTK's dialog, and never the portal's: that one looks at the process of whoever asks, which [`crate::hardening`] has
/// closed, and would refuse without a word.
#[cfg(target_os = "linux")]
fn open<R: Runtime>(
    window: &WebviewWindow<R>,
    folder: Option<PathBuf>,
    name: &str,
    answer: mpsc::Sender<Option<PathBuf>>,
) {
    use crate::export::file_name::with_vcard_ending;
    use gtk::prelude::*;
    use gtk::{FileChooserAction, FileChooserDialog, ResponseType};

    let buttons = [("_Cancel", ResponseType::Cancel), ("_Save", ResponseType::Accept)];
    let parent = window.gtk_window().ok();
    let dialog = FileChooserDialog::with_buttons(Some(TITLE), parent.as_ref(), FileChooserAction::Save, &buttons);
    dialog.set_modal(true);
    dialog.set_destroy_with_parent(true);
    dialog.set_default_response(ResponseType::Accept);
    dialog.set_do_overwrite_confirmation(true);
    if let Some(folder) = folder {
        dialog.set_current_folder(folder);
    }
    dialog.set_current_name(name);
    dialog.connect_response(move |dialog, response| {
        let chosen = if response == ResponseType::Accept { dialog.filename() } else { None };
        let _ = answer.send(chosen.map(with_vcard_ending)); // closing it below asks a second time, when nobody listens
        if response != ResponseType::DeleteEvent {
            dialog.close();
        }
    });
    dialog.present();
}

/// Asks, beginning in that folder with that name. `None`: the person thought better.
#[cfg(not(target_os = "linux"))]
pub(super) fn ask<R: Runtime>(
    window: &WebviewWindow<R>,
    folder: Option<PathBuf>,
    name: String,
) -> Result<Option<PathBuf>, DesktopFault> {
    let (asking, asked) = mpsc::channel();
    let parent = window.clone();
    let open = move || {
        let dialog = rfd::AsyncFileDialog::new().set_parent(&parent).set_title(TITLE).set_file_name(name);
        let dialog = match folder {
            Some(folder) => dialog.set_directory(folder),
            None => dialog,
        };
        let _ = asking.send(dialog.add_filter("vCard", &["vcf"]).save_file()); // the receiver waits for it
    };
    window.run_on_main_thread(open).map_err(|_| not_open())?;
    let dialog = asked.recv().map_err(|_| not_open())?;
    Ok(tauri::async_runtime::block_on(dialog).map(|file| file.path().to_owned()))
}

fn not_open() -> DesktopFault {
    DesktopFault("the dialog could not be opened".to_owned())
}
