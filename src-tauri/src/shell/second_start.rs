//! A second start hands over to the window that is open, and would wait for its answer without end. Where that window
//! hangs, a message says so.

use std::thread;
use std::time::Duration;

use tauri::plugin::TauriPlugin;
use tauri::{Manager, Runtime};

/// How long the open window has to answer.
const TIMEOUT: Duration = Duration::from_secs(3);

const TITLE: &str = "Contact Lookup is open already, and does not answer";
const WHAT_TO_DO: &str = "Wait a moment. If its window stays as it is, end the program and start it again.";

/// Managed once this start is known to be the first.
pub struct FirstInstance;

/// To be registered before the plugin that hands over, which ends this process where it can.
pub fn watch<R: Runtime>() -> TauriPlugin<R> {
    tauri::plugin::Builder::new("second-start")
        .setup(|app, _| {
            let app = app.clone();
            thread::spawn(move || {
                thread::sleep(TIMEOUT);
                if app.try_state::<FirstInstance>().is_none() {
                    show_message();
                    std::process::exit(1);
                }
            });
            Ok(())
        })
        .build()
}

/// On standard error, and as the desktop shows messages: this start has no window.
fn show_message() {
    crate::print_error(&format!("{TITLE}. {WHAT_TO_DO}\n"));
    #[cfg(target_os = "linux")]
    if let Err(error) = notify() {
        tracing::warn!(%error, "the desktop shows no notifications");
    }
    #[cfg(target_os = "windows")]
    rfd::MessageDialog::new().set_title(TITLE).set_description(WHAT_TO_DO).show();
}

/// See the Desktop Notifications Specification, `org.freedesktop.Notifications.Notify`.
#[cfg(target_os = "linux")]
fn notify() -> zbus::Result<()> {
    use std::collections::HashMap;
    use zbus::zvariant::Value;

    let bus = zbus::blocking::connection::Builder::session()?.method_timeout(TIMEOUT).build()?;
    let (actions, hints) = (Vec::<&str>::new(), HashMap::<&str, Value<'_>>::new());
    let what = ("Contact Lookup", 0_u32, "contact-lookup", TITLE, WHAT_TO_DO, actions, hints, -1_i32);
    let name = "org.freedesktop.Notifications";
    bus.call_method(Some(name), "/org/freedesktop/Notifications", Some(name), "Notify", &what).map(drop)
}
