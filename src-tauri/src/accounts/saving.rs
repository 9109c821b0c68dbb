//! The settings: read, changed in memory, and written where they differ.

use std::sync::PoisonError;

use super::held::Held;
use super::Accounts;
use crate::model::problem::Problem;
use crate::settings::Settings;

impl Accounts {
    /// Reads the settings.
    pub fn read_settings<T>(&self, read: impl FnOnce(&Settings) -> T) -> T {
        read(&self.inner().settings)
    }

    /// Changes the settings and writes them.
    pub fn change_settings(&self, change: impl FnOnce(&mut Settings)) {
        self.change(|inner| change(&mut inner.settings));
    }

    /// Changes the settings in memory: for what nobody should have to wait for. [`Self::save_noted`] writes them.
    pub fn note_settings(&self, change: impl FnOnce(&mut Settings)) {
        self.note(|inner| change(&mut inner.settings));
    }

    /// Why the settings could not be written, told once: not again before a write succeeded.
    pub fn take_unsaved(&self) -> Option<Problem> {
        self.inner().unsaved.take()
    }

    /// Writes the settings, and has a fault told even if one was told before: for what a person relies on.
    pub fn save_noted_or_tell(&self) {
        self.inner().saves_fail = false;
        self.save_noted();
    }

    /// Changes what is held and writes the settings where they differ. Whether the change outlives the program.
    pub(super) fn change(&self, change: impl FnOnce(&mut Held)) -> bool {
        self.note(change);
        self.write()
    }

    pub(super) fn note(&self, change: impl FnOnce(&mut Held)) {
        let mut inner = self.inner();
        let before = inner.settings.to_values();
        change(&mut inner);
        if inner.settings.to_values() != before {
            inner.changes += 1;
        }
    }

    /// Writes the settings where something has changed since they were written. A fault of the disk costs nobody the
    /// change itself: it is kept in memory, and told once.
    pub fn save_noted(&self) {
        self.write();
    }

    /// Whether what the settings hold now, or held when this began, outlives the program.
    fn write(&self) -> bool {
        let _alone = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let (values, changes) = {
            let inner = self.inner();
            if inner.written == inner.changes {
                return self.settings_file.lasts();
            }
            (inner.settings.to_values(), inner.changes)
        };
        let saved = self.settings_file.save(&values);
        let mut inner = self.inner();
        let failed_before = std::mem::replace(&mut inner.saves_fail, saved.is_err());
        let lasts = saved.is_ok() && self.settings_file.lasts();
        match saved {
            Ok(()) => inner.written = changes,
            Err(fault) => {
                tracing::warn!(detail = %fault.detail, "settings could not be written");
                if !failed_before {
                    inner.unsaved = Some(fault.into());
                }
            }
        }
        lasts
    }
}
