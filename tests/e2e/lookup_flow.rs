//! The flow of a lookup: fast hands, slow answers, and a day without a mouse.

use serde_json::json;

use crate::harness::Window;

mod keys;
mod typing;

/// Waits for two frames: what is left until after the first paint is done by then.
async fn painted(window: &Window) {
    let script = "const done = arguments[arguments.length - 1];
        requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(() => setTimeout(done, 20))));";
    window.page.execute_async(script, vec![]).await.expect("frames are drawn");
}

/// Waits until the program has seen the keys pressed so far: the box holds this.
async fn box_holds(window: &Window, text: &str) {
    let script = format!("return document.querySelector('#contact-id').value === {}", json!(text));
    window.wait_until(&script).await;
}
