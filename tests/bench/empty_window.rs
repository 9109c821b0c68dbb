//! The least that a Tauri program can be: one window with one word in it. What the benchmarks measure the real one
//! against.

use std::borrow::Cow;

use tauri::utils::assets::{AssetKey, AssetsIter, CspHash};
use tauri::{App, Assets, Runtime, WebviewUrl, WebviewWindowBuilder};

const PAGE: &[u8] = b"<!doctype html><html lang=\"en\"><title>Empty</title><body>Empty</body></html>";

/// Serves [`PAGE`] whatever is asked for.
struct OnePage;

impl<R: Runtime> Assets<R> for OnePage {
    fn get(&self, _: &AssetKey) -> Option<Cow<'_, [u8]>> {
        Some(Cow::Borrowed(PAGE))
    }

    fn iter(&self) -> Box<AssetsIter<'_>> {
        Box::new(std::iter::empty())
    }

    fn csp_hashes(&self, _: &AssetKey) -> Box<dyn Iterator<Item = CspHash<'_>> + '_> {
        Box::new(std::iter::empty())
    }
}

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .setup(|app: &mut App| {
            let window = WebviewWindowBuilder::new(app, "main", WebviewUrl::default());
            window.inner_size(1120.0, 800.0).build()?;
            Ok(())
        })
        .build(tauri::test::mock_context(OnePage))?
        .run(|_, _| {});
    Ok(())
}
