//! The webview that draws the page: its files, its network, its sandbox, and the end of its process.

use std::fs::{create_dir_all, remove_dir_all, DirBuilder};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use tauri::{AppHandle, Manager, Runtime, WebviewWindow};

/// The webview's folder where the usual one cannot be used, for this start alone.
struct OwnDataFolder(PathBuf);

/// A folder for the webview's files where the usual one cannot be used, at which Tauri would end the program: it is
/// another user's, or the disk is read-only.
pub fn own_data_folder<R: Runtime>(app: &AppHandle<R>) -> Option<PathBuf> {
    let usual = app.path().app_local_data_dir().ok()?;
    if usual.is_dir() || create_dir_all(&usual).is_ok() {
        return None;
    }
    let name = format!("contact-lookup-{}-{:016x}", std::process::id(), fastrand::u64(..));
    let folder = std::env::temp_dir().join(name);
    let mut builder = DirBuilder::new();
    builder.recursive(false); // whatever is there already is not ours
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    if let Err(error) = builder.create(&folder) {
        tracing::warn!(%error, "there is no folder for the webview");
        return None;
    }
    app.manage(OwnDataFolder(folder.clone()));
    Some(folder)
}

/// Removes [`own_data_folder`].
pub fn remove_data_folder<R: Runtime>(app: &AppHandle<R>) {
    if let Some(OwnDataFolder(folder)) = app.try_state::<OwnDataFolder>().as_deref() {
        let _ = remove_dir_all(folder); // the system empties its temporary folder too
    }
}

/// Whether the page's process can be put in `WebKitGTK`'s sandbox: whether bubblewrap, and the proxy for the bus that runs
/// with it, start here. `WebKitGTK` ends the program where they do not, as on systems that allow no user namespaces.
#[cfg(target_os = "linux")]
pub fn sandbox_can_start() -> bool {
    if !std::env::var("DBUS_SESSION_BUS_ADDRESS").map_or(true, |address| bus_folder_exists(&address)) {
        tracing::warn!("the page's process runs without its sandbox: the session's bus has no folder");
        return false;
    }
    let mut probe = std::process::Command::new("bwrap");
    probe.args(["--die-with-parent", "--unshare-all", "--share-net", "--ro-bind", "/", "/"]);
    probe.args(["--proc", "/proc", "--dev", "/dev", "--", "xdg-dbus-proxy", "--version"]);
    let quiet = std::process::Stdio::null;
    let ended = probe.stdin(quiet()).stdout(quiet()).stderr(quiet()).status();
    let can = ended.as_ref().is_ok_and(std::process::ExitStatus::success);
    if !can {
        tracing::warn!(?ended, "the page's process runs without its sandbox: bubblewrap does not start");
    }
    can
}

/// Whether the socket of a bus lies in a folder that is there. `WebKitGTK` (seen with 2.50) gives that folder to the
/// sandbox, and ends the program where it is not there, or where it is `/`, into which only root can write.
#[cfg(target_os = "linux")]
fn bus_folder_exists(bus: &str) -> bool {
    let Some(path) = bus.strip_prefix("unix:path=") else { return true };
    let path = std::path::Path::new(path.split([',', ';']).next().unwrap_or_default());
    path.parent().is_some_and(|folder| folder != std::path::Path::new("/") && folder.is_dir())
}

/// The page's policy and the window's refusal of every navigation keep the page off the network. But on the way to being
/// refused, a link that is followed makes `WebKitGTK` open a connection ahead (seen with 2.50). So the webview gets a proxy
/// of a scheme that does not exist. The program's own requests do not go through the webview.
#[cfg(target_os = "linux")]
pub fn block_network<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<()> {
    use webkit2gtk::{NetworkProxyMode, NetworkProxySettings, WebViewExt, WebsiteDataManagerExt};

    window.with_webview(|webview| {
        if let Some(network) = webview.inner().website_data_manager() {
            let mut nowhere = NetworkProxySettings::new(Some("nowhere://127.0.0.1:1"), &[]);
            network.set_network_proxy_settings(NetworkProxyMode::Custom, Some(&mut nowhere));
        }
    })
}

/// Only `WebKitGTK` was seen to open connections ahead.
#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "the same signature on every system")]
pub fn block_network<R: Runtime>(_: &WebviewWindow<R>) -> tauri::Result<()> {
    Ok(())
}

/// The longest pause before a page that crashes again and again is reloaded.
#[cfg_attr(
    all(not(target_os = "linux"), not(test)),
    expect(dead_code, reason = "elsewhere the webview reloads by itself")
)]
const MAX_PAUSE: Duration = Duration::from_secs(60);

/// When the page was loaded again. One whose process dies each time it is loaded must not keep the computer busy.
#[derive(Debug, Default)]
struct Reloads {
    in_a_row: u32,
    last: Option<Instant>,
}

#[cfg_attr(
    all(not(target_os = "linux"), not(test)),
    expect(dead_code, reason = "elsewhere the webview reloads by itself")
)]
impl Reloads {
    /// How long to wait before the next one: not at all where the last is a while ago, then longer each time.
    fn pause(&mut self, now: Instant) -> Duration {
        if self.last.is_none_or(|last| now.duration_since(last) > 2 * MAX_PAUSE) {
            self.in_a_row = 0;
        }
        let pause = match self.in_a_row {
            0 => Duration::ZERO,
            times => Duration::from_millis(500).saturating_mul(2_u32.saturating_pow(times - 1)).min(MAX_PAUSE),
        };
        self.in_a_row += 1;
        self.last = Some(now + pause);
        pause
    }
}

/// Loads the page again when its process dies. The token and the settings are in this process.
#[cfg(target_os = "linux")]
pub fn reload_on_crash<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<()> {
    use crate::shell::notifications::Notification;
    use crate::shell::Shell;
    use std::sync::{Mutex, PoisonError};
    use webkit2gtk::WebViewExt;

    let (app, window_to_reload) = (window.app_handle().clone(), window.clone());
    window.with_webview(move |webview| {
        let reloads = Mutex::new(Reloads::default());
        webview.inner().connect_web_process_terminated(move |view, reason| {
            let pause = reloads.lock().unwrap_or_else(PoisonError::into_inner).pause(Instant::now());
            tracing::warn!(?reason, ?pause, "the page's process ended; the page is loaded again");
            if let Some(shell) = app.try_state::<Shell>() {
                shell.notifications.send(Notification::PageReloaded);
            }
            if pause.is_zero() {
                view.reload();
                return;
            }
            let window = window_to_reload.clone();
            tauri::async_runtime::spawn(async move {
                tokio::time::sleep(pause).await;
                let reloading = window.with_webview(|webview| webview.inner().reload());
                if let Err(error) = reloading {
                    tracing::warn!(%error, "the page could not be loaded again");
                }
            });
        });
    })
}

/// `WebView2` and `WKWebView` bring their page back by themselves.
#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "the same signature on every system")]
pub fn reload_on_crash<R: Runtime>(_: &WebviewWindow<R>) -> tauri::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn a_bus_whose_folder_is_not_there_is_not_given_to_the_sandbox() {
        for (bus, has) in [
            ("unix:path=/run/user/no-such-person/bus", false),
            ("unix:path=/nonexistent", false),
            ("unix:path=", false),
            ("unix:path=/tmp/bus,guid=1;tcp:host=localhost", true),
            ("unix:abstract=/nowhere/bus", true),
            ("tcp:host=localhost,port=1", true),
            ("", true),
        ] {
            assert_eq!(bus_folder_exists(bus), has, "{bus}");
        }
    }

    #[test]
    fn a_page_that_dies_each_time_is_left_alone_for_longer_and_longer() {
        let (mut reloads, mut now) = (Reloads::default(), Instant::now());
        let pauses: Vec<u128> = (0..10)
            .map(|_| {
                let pause = reloads.pause(now);
                now += pause + Duration::from_secs(1);
                pause.as_millis()
            })
            .collect();
        assert_eq!(pauses, [0, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
        assert_eq!(reloads.pause(now + 3 * MAX_PAUSE), Duration::ZERO, "it has lived for a while");
    }
}
