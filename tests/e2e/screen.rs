//! A desk's display, seen as the desktop around the program sees it: which windows there are, where, and how their
//! close button is pressed.

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ClientMessageEvent, ConnectionExt, EventMask, GetGeometryReply, MapState, Window,
};
use x11rb::rust_connection::RustConnection;

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
