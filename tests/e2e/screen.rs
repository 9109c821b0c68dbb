//! A harness's display, seen as the desktop around the program sees it: which windows there are, where, how their close
//! button is pressed, and how keys are.

use std::time::{Duration, Instant};

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ClientMessageEvent, ConnectionExt, EventMask, GetGeometryReply, InputFocus, MapState, Window,
    KEY_PRESS_EVENT, KEY_RELEASE_EVENT,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;
use x11rb::{CURRENT_TIME, NONE};

/// The display's own size, in pixels.
pub const SIZE: (u16, u16) = (1280, 900);

/// What is smaller is no window that a person could see, but one of the toolkit's own.
const SMALLEST: u16 = 50;

/// A display.
pub struct Screen {
    connection: RustConnection,
    root: Window,
}

/// A window that can be seen, with its place on the display in pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its left edge.
    pub x: i16,
    /// Its upper edge.
    pub y: i16,
    /// From left to right.
    pub width: u16,
    /// From top to bottom.
    pub height: u16,
    /// What stands in its title.
    pub title: String,
    window: Window,
}

impl Screen {
    /// The display of that name, such as `:5`.
    pub fn of(display: &str) -> Self {
        let (connection, number) = x11rb::connect(Some(display)).expect("the display answers");
        let root = connection.setup().roots[number].root;
        Self { connection, root }
    }

    /// The windows that can be seen.
    pub fn windows(&self) -> Vec<Shown> {
        let tree = self.connection.query_tree(self.root).expect("it asks").reply().expect("it answers");
        tree.children.into_iter().filter_map(|window| self.shown(window)).collect()
    }

    /// A window may go while it is being asked about.
    fn shown(&self, window: Window) -> Option<Shown> {
        let about = self.connection.get_window_attributes(window).ok()?.reply().ok()?;
        let GetGeometryReply { x, y, width, height, .. } = self.connection.get_geometry(window).ok()?.reply().ok()?;
        if about.map_state != MapState::VIEWABLE || width < SMALLEST || height < SMALLEST {
            return None;
        }
        let title = self.connection.get_property(false, window, AtomEnum::WM_NAME, AtomEnum::ANY, 0, 256).ok()?;
        let title = String::from_utf8_lossy(&title.reply().ok()?.value).into_owned();
        Some(Shown { x, y, width, height, title, window })
    }

    /// Presses a window's close button.
    pub fn close(&self, shown: &Shown) {
        let protocols = self.atom(b"WM_PROTOCOLS");
        let delete = self.atom(b"WM_DELETE_WINDOW");
        let message = ClientMessageEvent::new(32, shown.window, protocols, [delete, 0, 0, 0, 0]);
        self.connection.send_event(false, shown.window, EventMask::NO_EVENT, message).expect("it is sent");
        self.connection.flush().expect("it goes");
    }

    fn atom(&self, name: &[u8]) -> Atom {
        self.connection.intern_atom(false, name).expect("it asks").reply().expect("it answers").atom
    }
}

/// The signs of a keyboard that have no letter.
pub mod key {
    pub const ENTER: u32 = 0xFF0D;
    pub const ESCAPE: u32 = 0xFF1B;
    pub const TAB: u32 = 0xFF09;
    pub const DOWN: u32 = 0xFF54;
    pub(super) const SHIFT: u32 = 0xFFE1;
    pub(super) const CONTROL: u32 = 0xFFE3;
    pub(super) const ALT: u32 = 0xFFE9;
}

/// A keyboard at a display, which types into whatever window has the focus, as a person's does.
pub struct Keyboard<'a> {
    screen: &'a Screen,
    first: u8,
    width: usize,
    chars: Vec<u32>,
}

impl Screen {
    /// The window of that title, once it is there.
    pub async fn window(&self, title: &str) -> Shown {
        let start = Instant::now();
        loop {
            let windows = self.windows();
            if let Some(found) = windows.iter().find(|window| window.title == title) {
                return found.clone();
            }
            assert!(start.elapsed() < Duration::from_secs(30), "no window {title:?} among {windows:?}");
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// Waits until there is no window of that title.
    pub async fn no_window(&self, title: &str) {
        let start = Instant::now();
        while self.windows().iter().any(|window| window.title == title) {
            assert!(start.elapsed() < Duration::from_secs(30), "{title:?} stays");
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// The keyboard, with a window in its focus: what a click on the window does where there is a window manager.
    pub fn keyboard(&self, focus: &Shown) -> Keyboard<'_> {
        let set = self.connection.set_input_focus(InputFocus::PARENT, focus.window, CURRENT_TIME).expect("it asks");
        set.check().expect("the window takes the focus");
        let setup = self.connection.setup();
        let (first, last) = (setup.min_keycode, setup.max_keycode);
        let mapping = self.connection.get_keyboard_mapping(first, last - first + 1).expect("it asks");
        let mapping = mapping.reply().expect("it answers");
        Keyboard { screen: self, first, width: usize::from(mapping.keysyms_per_keycode), chars: mapping.keysyms }
    }
}

impl Keyboard<'_> {
    /// Types a text of letters, digits and punctuation that the keyboard has.
    pub fn write(&self, text: &str) {
        for ch in text.chars() {
            self.press(u32::from(ch));
        }
    }

    /// Presses one key, and Shift where the character needs it.
    pub fn press(&self, ch: u32) {
        let (code, shifted) = self.key_of(ch);
        let modifier = shifted.then(|| self.key_of(key::SHIFT).0);
        self.stroke(modifier, code);
    }

    /// Presses a key together with Ctrl.
    pub fn press_with_control(&self, ch: char) {
        self.stroke(Some(self.key_of(key::CONTROL).0), self.key_of(u32::from(ch)).0);
    }

    /// Presses a key together with Alt.
    pub fn press_with_alt(&self, ch: char) {
        self.stroke(Some(self.key_of(key::ALT).0), self.key_of(u32::from(ch)).0);
    }

    fn stroke(&self, modifier: Option<u8>, code: u8) {
        let event = |kind, code| {
            let sent = self.screen.connection.xtest_fake_input(kind, code, CURRENT_TIME, NONE, 0, 0, 0);
            sent.expect("it asks").check().expect("the display takes keys");
        };
        let held = modifier.as_slice();
        held.iter().chain([&code]).for_each(|code| event(KEY_PRESS_EVENT, *code));
        [&code].into_iter().chain(held).for_each(|code| event(KEY_RELEASE_EVENT, *code));
    }

    /// The code of the key that has a character, and whether with Shift.
    fn key_of(&self, ch: u32) -> (u8, bool) {
        let at = |column: usize| self.chars.chunks(self.width).position(|chars| chars.get(column) == Some(&ch));
        let (row, shifted) = match (at(0), at(1)) {
            (Some(row), _) => (row, false),
            (None, Some(row)) => (row, true),
            (None, None) => panic!("the keyboard has no {ch:#x}"),
        };
        (self.first + u8::try_from(row).expect("there are fewer keys"), shifted)
    }
}
