//! The engine that draws the page, as far as it needs a hand: its files, the network, the end of its process.

use std::fs::{create_dir_all, remove_dir_all, DirBuilder};
use std::path::PathBuf;

use tauri::{AppHandle, Manager, Runtime, WebviewWindow};

/// The engine's folder where it has one of its own, for this start alone.
struct OwnFolder(PathBuf);

/// Where the engine has to keep its files instead of the usual folder; `None` where that can be used. Tauri ends a
/// program whose usual folder cannot be made: it is somebody else's file, or the disk is closed.
pub fn folder_of_its_own<R: Runtime>(app: &AppHandle<R>) -> Option<PathBuf> {
    let usual = app.path().app_local_data_dir().ok()?;
    if usual.is_dir() || create_dir_all(&usual).is_ok() {
        return None;
    }
    let name = format!("contact-lookup-{}-{:016x}", std::process::id(), fastrand::u64(..));
    let folder = std::env::temp_dir().join(name);
    let mut builder = DirBuilder::new();
    builder.recursive(false); // whatever is there already belongs to somebody else
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    if let Err(error) = builder.create(&folder) {
        tracing::warn!(%error, "there is no folder for the page's engine");
        return None;
    }
    app.manage(OwnFolder(folder.clone()));
    Some(folder)
}

/// Takes that folder away again.
pub fn clean_up<R: Runtime>(app: &AppHandle<R>) {
    if let Some(OwnFolder(folder)) = app.try_state::<OwnFolder>().as_deref() {
        let _ = remove_dir_all(folder); // the system empties that place by itself too
    }
}

/// The page asks the network for nothing and may reach nothing: its policy and the window's refusal of every navigation see to that. But on the
/// way to being refused, a link that is followed makes `WebKitGTK` open a connection ahead (seen with 2.50). So the
/// engine is sent through a proxy of a kind that nobody speaks. The program's own requests do not go through the engine.
#[cfg(target_os = "linux")]
pub fn keep_off_the_network<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<()> {
    use webkit2gtk::{NetworkProxyMode, NetworkProxySettings, WebViewExt, WebsiteDataManagerExt};

    window.with_webview(|webview| {
        if let Some(network) = webview.inner().website_data_manager() {
            let mut nowhere = NetworkProxySettings::new(Some("nowhere://127.0.0.1:1"), &[]);
            network.set_network_proxy_settings(NetworkProxyMode::Custom, Some(&mut nowhere));
        }
    })
}

/// Only `WebKitGTK` was seen to do that, and only it can be told.
#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "the same signature on every system")]
pub fn keep_off_the_network<R: Runtime>(_: &WebviewWindow<R>) -> tauri::Result<()> {
    Ok(())
}

/// Loads the page again when its process dies: the program, the token and the settings are in this one.
#[cfg(target_os = "linux")]
pub fn survive_the_page<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<()> {
    use crate::shell::views::News;
    use crate::shell::Shell;
    use webkit2gtk::WebViewExt;

    let app = window.app_handle().clone();
    window.with_webview(move |webview| {
        webview.inner().connect_web_process_terminated(move |view, reason| {
            tracing::warn!(?reason, "the page's process ended; the page is loaded again");
            if let Some(shell) = app.try_state::<Shell>() {
                shell.lookups.forget_last();
                shell.news.tell(News::PageReloaded);
            }
            view.reload();
        });
    })
}

/// `WebView2` and `WKWebView` bring their page back by themselves.
#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "the same signature on every system")]
pub fn survive_the_page<R: Runtime>(_: &WebviewWindow<R>) -> tauri::Result<()> {
    Ok(())
}
