//! A second start hands over to the window that is open, and waits for its answer without end. Where that window hangs,
//! the person is told.

use std::thread;
use std::time::Duration;

use tauri::plugin::TauriPlugin;
use tauri::{Manager, Runtime};

/// How long the open window has to answer.
const PATIENCE: Duration = Duration::from_secs(3);

const TITLE: &str = "Contact Lookup is open already, and does not answer";
const WHAT_TO_DO: &str = "Wait a moment. If its window stays as it is, end the program and start it again.";

/// This is the first start: there was nobody to wait for.
pub struct IsTheFirst;

/// Begins the wait. To be registered before the plugin that hands over, which ends this process where it can.
pub fn watch<R: Runtime>() -> TauriPlugin<R> {
    tauri::plugin::Builder::new("second-start")
        .setup(|app, _| {
            let app = app.clone();
            thread::spawn(move || {
                thread::sleep(PATIENCE);
                if app.try_state::<IsTheFirst>().is_none() {
                    tell();
                    std::process::exit(1);
                }
            });
            Ok(())
        })
        .build()
}

/// There is no window to say it in: to whoever started the program in a terminal, and as the desktop tells things.
fn tell() {
    crate::complain(&format!("{TITLE}. {WHAT_TO_DO}\n"));
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

    let bus = zbus::blocking::connection::Builder::session()?.method_timeout(PATIENCE).build()?;
    let (actions, hints) = (Vec::<&str>::new(), HashMap::<&str, Value<'_>>::new());
    let what = ("Contact Lookup", 0_u32, "contact-lookup", TITLE, WHAT_TO_DO, actions, hints, -1_i32);
    let name = "org.freedesktop.Notifications";
    bus.call_method(Some(name), "/org/freedesktop/Notifications", Some(name), "Notify", &what).map(drop)
}
