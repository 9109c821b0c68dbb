//! The window's geometry in the settings, and how it is fitted to the screens.
//!
//! All lengths are in physical pixels.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The smallest window in which everything can be used.
const SMALLEST: Size = Size { width: 360, height: 480 };

/// How much of the window's top edge must lie on a screen, so that the window can be seen and dragged.
const HANDLE: Size = Size { width: 100, height: 30 };

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    pub width: u32,
    pub height: u32,
}

/// The area of a screen or of the window. Left of the main screen `x` is negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rect {
    pub x: i32,
    pub y: i32,
    pub width: u32,
    pub height: u32,
}

impl Rect {
    fn right(&self) -> i64 {
        i64::from(self.x) + i64::from(self.width)
    }

    fn bottom(&self) -> i64 {
        i64::from(self.y) + i64::from(self.height)
    }
}

/// The window's area, which is that from before it was maximised, where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WindowGeometry {
    pub area: Rect,
    pub maximized: bool,
}

/// The window's geometry with the keys of a newer program.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct KeptWindow {
    #[serde(flatten)]
    area: Rect,
    #[serde(default)]
    maximized: bool,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

impl KeptWindow {
    pub(super) fn geometry(&self) -> WindowGeometry {
        WindowGeometry { area: self.area, maximized: self.maximized }
    }

    pub(super) fn set(&mut self, WindowGeometry { area, maximized }: WindowGeometry) {
        (self.area, self.maximized) = (area, maximized);
    }
}

/// The geometry to open the window with: the last one, if that can be seen on these screens, or the default size in the
/// middle of the first screen. `None` if no screen is known: then the system chooses.
pub fn fit(last: &WindowGeometry, screens: &[Rect], default: Size) -> Option<WindowGeometry> {
    let screens: Vec<&Rect> = screens.iter().filter(|screen| screen.width > 0 && screen.height > 0).collect();
    let first = screens.first()?;
    let Rect { width, height, .. } = last.area;
    let usable = Rect { width: width.max(SMALLEST.width), height: height.max(SMALLEST.height), ..last.area };
    let is_visible = is_possible(&last.area, &screens) && screens.iter().any(|screen| shows_handle(screen, &usable));
    Some(if is_visible {
        WindowGeometry { area: usable, ..*last }
    } else {
        WindowGeometry { area: centred(first, default), maximized: false }
    })
}

/// Whether the area is not empty, and no larger than all screens together.
fn is_possible(area: &Rect, screens: &[&Rect]) -> bool {
    let left = screens.iter().map(|screen| i64::from(screen.x)).min().unwrap_or(0);
    let right = screens.iter().map(|screen| screen.right()).max().unwrap_or(0);
    let top = screens.iter().map(|screen| i64::from(screen.y)).min().unwrap_or(0);
    let bottom = screens.iter().map(|screen| screen.bottom()).max().unwrap_or(0);
    (1..=right - left).contains(&i64::from(area.width)) && (1..=bottom - top).contains(&i64::from(area.height))
}

fn shows_handle(screen: &Rect, window: &Rect) -> bool {
    let handle = Rect { height: HANDLE.height, ..*window };
    let width = screen.right().min(handle.right()) - i64::from(screen.x.max(handle.x));
    let height = screen.bottom().min(handle.bottom()) - i64::from(screen.y.max(handle.y));
    width >= i64::from(HANDLE.width) && height >= i64::from(HANDLE.height)
}

fn centred(screen: &Rect, default: Size) -> Rect {
    let width = default.width.min(screen.width).max(SMALLEST.width);
    let height = default.height.min(screen.height).max(SMALLEST.height);
    let middle = |start: i32, room: u32, length: u32| {
        start.checked_add_unsigned(room.saturating_sub(length) / 2).unwrap_or(start)
    };
    Rect { x: middle(screen.x, screen.width, width), y: middle(screen.y, screen.height, height), width, height }
}

/// Systems report the size or place of a maximised window shortly before they report that it is maximised.
const SETTLES_WITHIN: Duration = Duration::from_millis(500);

/// Remembers where a maximised window was before.
#[derive(Debug, Clone, Copy)]
pub struct Track {
    settled: Option<WindowGeometry>,
    latest: Option<(WindowGeometry, Instant)>,
}

impl From<Option<WindowGeometry>> for Track {
    fn from(opened_with: Option<WindowGeometry>) -> Self {
        Self { settled: opened_with.map(|geometry| WindowGeometry { maximized: false, ..geometry }), latest: None }
    }
}

impl Track {
    pub fn add(&mut self, measured: WindowGeometry, at: Instant) {
        if let Some((latest, since)) = self.latest.take() {
            if at.duration_since(since) >= SETTLES_WITHIN && !has_size_of_maximized(&latest, &measured) {
                self.settled = Some(latest);
            }
        }
        if !measured.maximized {
            self.latest = Some((measured, at));
        }
    }

    /// What was measured; for a maximised window with the area from before.
    pub fn unmaximized(&self, measured: WindowGeometry) -> WindowGeometry {
        if !measured.maximized {
            return measured;
        }
        let latest = self.latest.map(|(latest, _)| latest).filter(|latest| !has_size_of_maximized(latest, &measured));
        WindowGeometry { maximized: true, ..latest.or(self.settled).unwrap_or(measured) }
    }
}

fn has_size_of_maximized(geometry: &WindowGeometry, now: &WindowGeometry) -> bool {
    now.maximized && (geometry.area.width, geometry.area.height) == (now.area.width, now.area.height)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DEFAULT: Size = Size { width: 1120, height: 800 };
    const MAIN: Rect = Rect { x: 0, y: 0, width: 1920, height: 1080 };
    const LEFT: Rect = Rect { x: -1280, y: 56, width: 1280, height: 1024 };

    fn place(x: i32, y: i32, width: u32, height: u32) -> WindowGeometry {
        WindowGeometry { area: Rect { x, y, width, height }, maximized: false }
    }

    #[test]
    fn a_window_that_can_be_seen_stays_where_it_was() {
        let maximized = WindowGeometry { maximized: true, ..place(100, 50, 800, 600) };
        for there in [place(100, 50, 800, 600), place(-1200, 100, 700, 700), place(-300, 100, 800, 600), maximized] {
            assert_eq!(fit(&there, &[MAIN, LEFT], DEFAULT), Some(there));
        }
    }

    #[test]
    fn a_window_that_cannot_be_seen_comes_back_to_the_middle() {
        let middle = Some(place(400, 140, 1120, 800));
        for gone in [
            place(5000, 50, 800, 600),
            place(-1200, 100, 700, 700), // its screen was unplugged
            place(100, -500, 800, 600),  // only its lower half would show
            place(1890, 100, 800, 600),
            place(100, 100, 0, 0),
            place(100, 100, 100_000, 100_000),
            place(i32::MIN, i32::MAX, u32::MAX, 1),
        ] {
            assert_eq!(fit(&gone, &[MAIN], DEFAULT), middle, "{gone:?}");
        }
    }

    #[test]
    fn a_window_is_never_smaller_than_it_can_be_used() {
        assert_eq!(fit(&place(10, 10, 50, 50), &[MAIN], DEFAULT), Some(place(10, 10, 360, 480)));
    }

    #[test]
    fn a_small_screen_gets_a_small_window() {
        let small = Rect { x: 0, y: 0, width: 1024, height: 600 };
        assert_eq!(fit(&place(0, 0, 0, 0), &[small], DEFAULT), Some(place(0, 0, 1024, 600)));
    }

    #[test]
    fn without_a_screen_the_system_chooses() {
        let none = Rect { x: 0, y: 0, width: 0, height: 0 };
        assert_eq!(fit(&place(0, 0, 800, 600), &[], DEFAULT), None);
        assert_eq!(fit(&place(0, 0, 800, 600), &[none], DEFAULT), None);
    }

    fn full(x: i32, y: i32, width: u32, height: u32) -> WindowGeometry {
        WindowGeometry { maximized: true, ..place(x, y, width, height) }
    }

    /// What is kept after these places were measured, each so many milliseconds after the one before.
    fn kept(opened_at: Option<WindowGeometry>, measured: &[(u64, WindowGeometry)]) -> WindowGeometry {
        let (mut track, mut at) = (Track::from(opened_at), Instant::now());
        for (after, place) in measured {
            at += Duration::from_millis(*after);
            track.add(*place, at);
        }
        track.unmaximized(measured[measured.len() - 1].1)
    }

    #[test]
    fn a_maximised_window_goes_back_to_where_it_stood() {
        let stood = place(60, 40, 1000, 700);
        let whole = full(0, 0, 1920, 1080);
        let not_yet = WindowGeometry { maximized: false, ..whole };
        let only_moved = place(0, 0, 1000, 700);
        for (how, measured) in [
            ("told at once", vec![(0, stood), (9_000, whole)]),
            ("told after the size", vec![(0, stood), (9_000, not_yet), (5, whole)]),
            ("told after the place and the size", vec![(0, stood), (9_000, only_moved), (5, not_yet), (5, whole)]),
            ("and looked at again later", vec![(0, stood), (9_000, not_yet), (5, whole), (9_000, whole)]),
            ("told late", vec![(0, stood), (9_000, not_yet), (2_000, whole)]),
            ("after it was dragged", vec![(0, place(0, 0, 400, 500)), (30, stood), (9_000, whole)]),
        ] {
            assert_eq!(kept(None, &measured), WindowGeometry { maximized: true, ..stood }, "{how}");
        }
        assert_eq!(kept(Some(full(60, 40, 1000, 700)), &[(0, whole)]), WindowGeometry { maximized: true, ..stood });
        assert_eq!(kept(None, &[(0, stood), (9_000, whole), (9_000, stood)]), stood);
    }

    proptest! {
        #[test]
        fn the_window_can_always_be_seen(
            x: i32, y: i32, width: u32, height: u32, maximized: bool, at: (i16, i16), room in (360_u32..9000, 480_u32..9000),
        ) {
            let screen = Rect { x: at.0.into(), y: at.1.into(), width: room.0, height: room.1 };
            let place = WindowGeometry { area: Rect { x, y, width, height }, maximized };
            let fitted = fit(&place, &[screen], DEFAULT);
            prop_assert!(fitted.is_some_and(|fitted| shows_handle(&screen, &fitted.area)));
            prop_assert!(fitted.is_some_and(|fitted| fitted.area.width >= 360 && fitted.area.height >= 480));
        }
    }
}
