//! What the program costs, as ratios to the least there could be: `make bench` prints the table. `BENCH=list` (or
//! `lookup`, `window`, `many`) measures that part alone.

#![expect(clippy::expect_used, reason = "a measurement stops at the first surprise")]

mod contacts;
#[cfg(target_os = "linux")]
#[path = "../e2e/harness.rs"]
#[expect(dead_code, reason = "the tests of the window need more of a harness than this does")]
mod harness;
#[cfg(target_os = "linux")]
#[path = "../e2e/highlevel.rs"]
#[expect(dead_code, reason = "a harness brings its own stand-in for HighLevel; here it is `server`")]
mod highlevel;
mod list;
mod lookup;
#[cfg(target_os = "linux")]
#[path = "../e2e/screen.rs"]
#[expect(dead_code, reason = "the tests of the window need more of a harness than this does")]
mod screen;
mod server;
mod table;
#[cfg(target_os = "linux")]
mod window;

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let wanted = std::env::var("BENCH").unwrap_or_default();
    let is_wanted = |name: &str| wanted.is_empty() || wanted == name;
    table::print_head();
    if is_wanted("lookup") {
        runtime.block_on(lookup::measure())?;
    }
    if is_wanted("list") {
        runtime.block_on(list::measure())?;
    }
    #[cfg(target_os = "linux")]
    if is_wanted("window") {
        runtime.block_on(window::measure())?;
    }
    #[cfg(target_os = "linux")]
    if is_wanted("window") || is_wanted("many") {
        runtime.block_on(window::measure_many())?;
    }
    Ok(())
}
