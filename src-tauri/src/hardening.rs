//! What the process keeps to itself: the token is in its memory while it is used.

use std::panic::PanicHookInfo;

/// Leaves no core dump, and lets a panic say where it happened, never with what. Each is done as far as the system
/// allows; none keeps the program from starting.
pub fn harden() {
    std::panic::set_hook(Box::new(say_where));
    #[cfg(target_os = "linux")]
    leave_no_core_dump();
}

/// A panic's own words may hold anything that the program was at work with.
fn say_where(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
    tracing::error!("a fault of the program{place}");
}

#[cfg(target_os = "linux")]
fn leave_no_core_dump() {
    use rustix::process::{setrlimit, Resource, Rlimit};
    // Inherited by the page's process, whose memory holds contacts. One byte: no dump is that short, and where the system
    // pipes dumps to a program (core_pattern), the kernel ignores every limit but exactly this one.
    let nothing = Rlimit { current: Some(1), maximum: Some(1) };
    if let Err(error) = setrlimit(Resource::Core, nothing) {
        tracing::warn!(%error, "core dumps could not be turned off");
    }
}

/// Lets no other process of the same person read this one's memory, environment or open files, on Linux. To be called
/// once the window is open, and before any token is read.
///
/// Not earlier: xdg-desktop-portal looks at the process of whoever asks, and refuses one that it may not look at
/// (`Unable to open /proc/PID/root`, seen with its version 1.16). It is asked once, while the window opens, whether the
/// desktop is dark; later changes of that come as signals, which everybody may hear. The window, `WebKitGTK`'s
/// processes, their sandbox and GTK's own file dialog work with it (seen with `WebKitGTK` 2.50 as an ordinary user); a
/// file dialog of the portal would not. The page's process is another program and stays readable: it has no token.
pub fn close_memory() {
    // A program under test is looked into by its test.
    #[cfg(all(target_os = "linux", not(feature = "loopback-api")))]
    {
        use rustix::process::{set_dumpable_behavior, DumpableBehavior};
        if let Err(error) = set_dumpable_behavior(DumpableBehavior::NotDumpable) {
            tracing::warn!(%error, "the memory could not be closed to other processes");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::say_where;
    use std::io::{self, Write};
    use std::panic::{catch_unwind, set_hook, take_hook};
    use std::sync::{Arc, Mutex, PoisonError};

    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl Write for Log {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_panic_says_where_it_happened_and_never_with_what() {
        let log = Log::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt().with_writer(move || writer.clone()).with_ansi(false).finish();
        let usual = take_hook();
        set_hook(Box::new(say_where));
        let panicked = tracing::subscriber::with_default(subscriber, || {
            catch_unwind(|| assert_eq!("pit-secret", "another", "the token was {}", "pit-secret"))
        });
        set_hook(usual);
        assert!(panicked.is_err());
        let said = String::from_utf8_lossy(&log.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned();
        assert!(said.contains("hardening.rs:"), "{said}");
        assert!(!said.contains("pit-") && !said.contains("token"), "{said}");
    }
}
