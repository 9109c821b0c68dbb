//! Fast hands: whoever types, pastes or presses while an answer is on its way loses nothing.

mod typing;
