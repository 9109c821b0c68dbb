//! The file that was dropped on the window, until the page asks for it.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// Holds the path of what was dropped last. Nothing of it is read before the page asks, and the page never hears where
/// it lies.
#[derive(Debug, Default)]
pub struct Dropped(Mutex<Option<PathBuf>>);

impl Dropped {
    /// Keeps the first of several; the one before it is forgotten. Whether there is one: a link that is dropped comes as
    /// a path, too, but as none that begins at a root.
    pub fn put(&self, paths: &[PathBuf]) -> bool {
        let Some(first) = paths.iter().find(|path| path.is_absolute()) else { return false };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(first.clone());
        true
    }

    /// What was dropped, once.
    pub fn take(&self) -> Option<PathBuf> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_file_that_was_dropped_is_had_once() {
        let folder = std::env::temp_dir();
        let (first, second) = (folder.join("first"), folder.join("second"));
        let dropped = Dropped::default();
        assert!(
            !dropped.put(&[]) && !dropped.put(&["https://example.com/list.csv".into()]) && dropped.take().is_none()
        );
        assert!(
            dropped.put(std::slice::from_ref(&second))
                && dropped.put(&["https://a.example".into(), first.clone(), second])
        );
        assert_eq!((dropped.take(), dropped.take()), (Some(first), None));
    }
}
