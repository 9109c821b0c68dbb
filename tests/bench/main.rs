//! What the program costs, as ratios to the least there could be: `make bench` prints the table.

#![expect(clippy::expect_used, reason = "a measurement stops at the first surprise")]

mod contacts;
#[cfg(target_os = "linux")]
#[path = "../e2e/desk.rs"]
#[expect(dead_code, reason = "the tests of the window need more of a desk than this does")]
mod desk;
#[cfg(target_os = "linux")]
#[path = "../e2e/highlevel.rs"]
#[expect(dead_code, reason = "a desk brings its own stand-in for HighLevel; here it is `server`")]
mod highlevel;
mod lookup;
#[cfg(target_os = "linux")]
#[path = "../e2e/screen.rs"]
#[expect(dead_code, reason = "the tests of the window need more of a desk than this does")]
mod screen;
mod server;
mod table;
#[cfg(target_os = "linux")]
mod window;

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    table::print_head();
    runtime.block_on(lookup::measure())?;
    #[cfg(target_os = "linux")]
    runtime.block_on(window::measure())?;
    Ok(())
}
