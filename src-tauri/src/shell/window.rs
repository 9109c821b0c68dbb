//! The one window: where it opens, what it may load, and what is remembered of it.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tauri::utils::config::Color;
use tauri::webview::NewWindowResponse;
use tauri::{
    AppHandle, Manager, Monitor, PhysicalPosition, PhysicalSize, Runtime, Url, WebviewUrl, WebviewWindow,
    WebviewWindowBuilder,
};

use crate::settings::window::{fit, Rect, Size, Track, WindowGeometry};
use crate::settings::{TextSize, Theme};
use crate::shell::webview;
use crate::shell::Shell;

/// The window's label, which the capability names.
pub const LABEL: &str = "main";

/// The size at the first start, in logical pixels: the card of a usual contact needs no scrolling.
const FIRST_SIZE: Size = Size { width: 1120, height: 800 };

/// The smallest size in which everything can still be reached, in logical pixels.
const SMALLEST_SIZE: (f64, f64) = (360.0, 480.0);

/// Opens the window where it was, if that can still be seen.
pub fn open<R: Runtime>(
    app: &AppHandle<R>,
    place: Option<WindowGeometry>,
    theme: Theme,
    text: TextSize,
) -> tauri::Result<WebviewWindow<R>> {
    let monitors: Vec<Rect> = app.available_monitors().unwrap_or_default().iter().map(rect_of).collect();
    let mut builder = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Contact Lookup")
        .inner_size(f64::from(FIRST_SIZE.width), f64::from(FIRST_SIZE.height))
        .min_inner_size(SMALLEST_SIZE.0, SMALLEST_SIZE.1)
        .theme(to_tauri(theme))
        .background_color(background(theme))
        .devtools(false)
        .zoom_hotkeys_enabled(true)
        .on_navigation(is_our_page)
        .on_new_window(|_, _| NewWindowResponse::Deny);
    if let Some(folder) = webview::own_data_folder(app) {
        builder = builder.data_directory(folder);
    }
    let place = place.as_ref().and_then(|place| fit(place, &monitors, FIRST_SIZE));
    app.manage(Stood(Mutex::new(Track::from(place))));
    let window = builder.build()?;
    if let Some(place) = place {
        // The place was measured in physical pixels, which the builder does not take.
        window.set_size(PhysicalSize::new(place.area.width, place.area.height))?;
        window.set_position(PhysicalPosition::new(place.area.x, place.area.y))?;
        if place.maximized {
            // Only now: this is the size to which it goes back.
            window.maximize()?;
        }
    }
    window.set_zoom(factor(text))?;
    webview::block_network(&window)?;
    webview::reload_on_crash(&window)?;
    Ok(window)
}

/// Where the window is, or where it stood before it was maximised. `None` while it is minimised, when systems report a
/// place that is none.
pub fn place<R: Runtime>(window: &WebviewWindow<R>) -> Option<WindowGeometry> {
    let now = measure(window)?;
    let stood = window.try_state::<Stood>();
    Some(stood.map_or(now, |stood| stood.track().unmaximized(now)))
}

/// Keeps the window's place for the next start.
pub fn remember_place<R: Runtime>(app: &AppHandle<R>) {
    let place = app.get_webview_window(LABEL).as_ref().and_then(place);
    if let (Some(shell), Some(place)) = (app.try_state::<Shell>(), place) {
        shell.settings.stage(|settings| settings.set_window(place));
        shell.settings.flush();
    }
}

/// Notes where the window stands: it was moved, or has another size.
pub fn note_place<R: Runtime>(app: &AppHandle<R>) {
    let place = app.get_webview_window(LABEL).as_ref().and_then(measure);
    if let (Some(place), Some(stood)) = (place, app.try_state::<Stood>()) {
        stood.track().add(place, Instant::now());
    }
}

/// Where the window has stood in this session.
struct Stood(Mutex<Track>);

impl Stood {
    fn track(&self) -> MutexGuard<'_, Track> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn measure<R: Runtime>(window: &WebviewWindow<R>) -> Option<WindowGeometry> {
    if window.is_minimized().unwrap_or(false) {
        return None;
    }
    let size = window.inner_size().ok()?;
    let position = window.outer_position().ok()?;
    let maximized = window.is_maximized().unwrap_or(false);
    let area = Rect { x: position.x, y: position.y, width: size.width, height: size.height };
    Some(WindowGeometry { area, maximized })
}

/// Brings the window forward.
pub fn show<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window(LABEL) {
        // Each is a wish: a desktop may refuse it, and nothing depends on it.
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}

/// Gives the window's frame the theme of the page.
pub fn show_theme<R: Runtime>(app: &AppHandle<R>, theme: Theme) {
    if let Some(window) = app.get_webview_window(LABEL) {
        let _ = window.set_theme(to_tauri(theme));
    }
}

/// Gives the page's text that size: all of the page grows with it, so that nothing has to be laid out for it.
pub fn show_text_size<R: Runtime>(app: &AppHandle<R>, size: TextSize) {
    if let Some(window) = app.get_webview_window(LABEL) {
        let _ = window.set_zoom(factor(size));
    }
}

fn factor(size: TextSize) -> f64 {
    f64::from(size.percent()) / 100.0
}

/// Whether an address is the page that is compiled into the program. Everything else is refused, whoever asks.
fn is_our_page(url: &Url) -> bool {
    match (url.scheme(), url.host_str()) {
        ("tauri", Some("localhost")) => true,
        // WebView2 knows no schemes of a program's own and is given this name instead.
        ("http" | "https", Some("tauri.localhost")) => cfg!(windows),
        _ => false,
    }
}

/// What is seen for the moment before the page is drawn.
fn background(theme: Theme) -> Color {
    match theme {
        Theme::Dark => Color(0x0e, 0x11, 0x16, 0xff),
        Theme::Light | Theme::System => Color(0xf6, 0xf7, 0xf9, 0xff),
    }
}

fn rect_of(monitor: &Monitor) -> Rect {
    let area = monitor.work_area();
    Rect { x: area.position.x, y: area.position.y, width: area.size.width, height: area.size.height }
}

fn to_tauri(theme: Theme) -> Option<tauri::Theme> {
    match theme {
        Theme::System => None,
        Theme::Light => Some(tauri::Theme::Light),
        Theme::Dark => Some(tauri::Theme::Dark),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_page_of_the_program_is_ever_loaded() {
        let ours = |address: &str| Url::parse(address).is_ok_and(|url| is_our_page(&url));
        assert!(ours("tauri://localhost/index.html"));
        for address in [
            "https://services.leadconnectorhq.com/contacts/x",
            "tauri://localhost.evil.example/",
            "tauri://evil.example/localhost",
            "file:///etc/passwd",
            "data:text/html,hello",
            "javascript:alert(1)",
            "about:blank",
            "http://localhost/",
        ] {
            assert!(!ours(address), "{address}");
        }
    }
}
