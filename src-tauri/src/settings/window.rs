//! Where the window stands, and whether that is a place where it can be seen.
//!
//! All lengths are in the pixels of the screens' own arrangement, the unit in which window and screens are asked for.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The smallest window in which everything can be used.
pub const SMALLEST: Size = Size { width: 360, height: 480 };

/// How much of the window's top must lie on a screen, so that the window can be seen and dragged.
const HANDLE: Size = Size { width: 100, height: 30 };

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    pub width: u32,
    pub height: u32,
}

/// The area of a screen or of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rect {
    /// Negative to the left of the main screen.
    pub x: i32,
    pub y: i32,
    pub width: u32,
    pub height: u32,
}

/// Where the window stands, or stood before it was maximised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WindowGeometry {
    pub x: i32,
    pub y: i32,
    pub width: u32,
    pub height: u32,
    pub maximized: bool,
}

/// The window's geometry as it is kept, with the keys that a newer program put beside it.
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
        let Rect { x, y, width, height } = self.area;
        WindowGeometry { x, y, width, height, maximized: self.maximized }
    }

    pub(super) fn set(&mut self, geometry: WindowGeometry) {
        let WindowGeometry { x, y, width, height, maximized } = geometry;
        self.area = Rect { x, y, width, height };
        self.maximized = maximized;
    }
}

/// Where to put the window: where it stood, if it can be seen there, or at its default size in the middle of the
/// first screen. Nothing where no screen is known: then the system chooses.
pub fn fit(place: &WindowGeometry, screens: &[Rect], default: Size) -> Option<WindowGeometry> {
    let screens: Vec<&Rect> = screens.iter().filter(|screen| screen.width > 0 && screen.height > 0).collect();
    let first = screens.first()?;
    let usable =
        WindowGeometry { width: place.width.max(SMALLEST.width), height: place.height.max(SMALLEST.height), ..*place };
    let seen = is_sane(place, &screens) && screens.iter().any(|screen| holds_the_top(screen, &usable));
    Some(if seen { usable } else { centred(first, default) })
}

/// Systems tell of a new size or place before, or after, they tell that the window was maximised. What is measured so
/// shortly before that belongs to it.
const SETTLES_WITHIN: Duration = Duration::from_millis(500);

/// Where the window has stood, so that its place from before it was maximised is still known while it is.
#[derive(Debug, Clone, Copy)]
pub struct Track {
    stood: Option<WindowGeometry>,
    latest: Option<(WindowGeometry, Instant)>,
}

impl From<Option<WindowGeometry>> for Track {
    /// The place at which the window is opened.
    fn from(opened_at: Option<WindowGeometry>) -> Self {
        Self { stood: opened_at.map(|place| WindowGeometry { maximized: false, ..place }), latest: None }
    }
}

impl Track {
    /// Takes a place that was measured.
    pub fn add(&mut self, place: WindowGeometry, at: Instant) {
        if let Some((latest, since)) = self.latest.take() {
            if at.duration_since(since) >= SETTLES_WITHIN && !has_size_of_maximized(&latest, &place) {
                self.stood = Some(latest);
            }
        }
        if !place.maximized {
            self.latest = Some((place, at));
        }
    }

    /// A place that was measured; where it is that of a maximised window, the one from before.
    pub fn unmaximized(&self, place: WindowGeometry) -> WindowGeometry {
        if !place.maximized {
            return place;
        }
        let latest = self.latest.map(|(latest, _)| latest).filter(|latest| !has_size_of_maximized(latest, &place));
        WindowGeometry { maximized: true, ..latest.or(self.stood).unwrap_or(place) }
    }
}

fn has_size_of_maximized(place: &WindowGeometry, now: &WindowGeometry) -> bool {
    now.maximized && (place.width, place.height) == (now.width, now.height)
}

/// A size that a person can have given to a window: something, and no more than all screens together.
fn is_sane(place: &WindowGeometry, screens: &[&Rect]) -> bool {
    let span = |start: fn(&Rect) -> i32, length: fn(&Rect) -> u32| {
        let first = screens.iter().map(|screen| i64::from(start(screen))).min().unwrap_or(0);
        let last = screens.iter().map(|screen| i64::from(start(screen)) + i64::from(length(screen))).max();
        last.unwrap_or(0) - first
    };
    let (width, height) =
        (span(|screen| screen.x, |screen| screen.width), span(|screen| screen.y, |screen| screen.height));
    place.width > 0 && place.height > 0 && i64::from(place.width) <= width && i64::from(place.height) <= height
}

/// Whether enough of the window's top edge lies on this screen.
fn holds_the_top(screen: &Rect, place: &WindowGeometry) -> bool {
    let shared = |a: i32, a_length: u32, b: i32, b_length: u32| {
        let end = (i64::from(a) + i64::from(a_length)).min(i64::from(b) + i64::from(b_length));
        end - i64::from(a.max(b))
    };
    shared(screen.x, screen.width, place.x, place.width) >= i64::from(HANDLE.width)
        && shared(screen.y, screen.height, place.y, HANDLE.height) >= i64::from(HANDLE.height)
}

fn centred(screen: &Rect, default: Size) -> WindowGeometry {
    let width = default.width.min(screen.width).max(SMALLEST.width);
    let height = default.height.min(screen.height).max(SMALLEST.height);
    let middle = |start: i32, room: u32, length: u32| {
        let free = (i64::from(room) - i64::from(length)).max(0);
        i32::try_from(i64::from(start) + free / 2).unwrap_or(start)
    };
    WindowGeometry {
        x: middle(screen.x, screen.width, width),
        y: middle(screen.y, screen.height, height),
        width,
        height,
        maximized: false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DEFAULT: Size = Size { width: 1120, height: 800 };
    const MAIN: Rect = Rect { x: 0, y: 0, width: 1920, height: 1080 };
    const LEFT: Rect = Rect { x: -1280, y: 56, width: 1280, height: 1024 };

    fn place(x: i32, y: i32, width: u32, height: u32) -> WindowGeometry {
        WindowGeometry { x, y, width, height, maximized: false }
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
            let place = WindowGeometry { x, y, width, height, maximized };
            let fitted = fit(&place, &[screen], DEFAULT);
            prop_assert!(fitted.is_some_and(|fitted| holds_the_top(&screen, &fitted)));
            prop_assert!(fitted.is_some_and(|fitted| fitted.width >= 360 && fitted.height >= 480));
        }
    }
}
