//! The border between the page and the program, as the page itself meets it.

use serde_json::json;

use crate::contacts::TOKEN;
use crate::desk::Desk;

/// Calls a command from the page as any script in it could, and gives what came back.
const INVOKE: &str = "const [command, given, done] = arguments;
    window.__TAURI_INTERNALS__.invoke(command, given)
      .then((value) => done({ value: value ?? null }), (refusal) => done({ refusal: String(refusal?.kind ?? refusal) }));";

#[tokio::test]
async fn commands_of_plugins_and_of_tauri_itself_are_refused() {
    let desk = Desk::new().await;
    let window = desk.open().await;
    for command in [
        "plugin:store|load",
        "plugin:store|get_store",
        "plugin:window|close",
        "plugin:webview|create_webview_window",
        "plugin:event|listen",
        "plugin:app|version",
        "plugin:path|resolve_directory",
        "plugin:resources|close",
        "plugin:clipboard-manager|read_text",
        "plugin:opener|open_url",
        "get_token",
        "expose",
    ] {
        let answer = window.page.execute_async(INVOKE, vec![json!(command), json!({})]).await.expect("it answers");
        assert!(answer.get("refusal").is_some(), "{command} answered {answer}");
    }
    window.close().await;
}

#[tokio::test]
async fn no_command_gives_the_token_back() {
    let desk = Desk::new().await;
    let window = desk.open().await;
    window.connect("Harbour Dental", TOKEN).await;
    let id = window.page.execute_async(INVOKE, vec![json!("start"), json!({})]).await.expect("it answers");
    let id = id["value"]["current"]["id"].as_str().expect("an account").to_owned();
    for (command, given) in [
        ("start", json!({})),
        ("choose_account", json!({ "account": id })),
        ("rename_account", json!({ "account": id, "name": "Other" })),
        ("test_token", json!({ "account": id })),
        ("reveal", json!({ "path": "token" })),
        ("read_contact_id", json!({ "text": "token" })),
    ] {
        let answer = window.page.execute_async(INVOKE, vec![json!(command), given]).await.expect("it answers");
        assert!(!answer.to_string().contains(&TOKEN[4..12]), "{command} answered {answer}");
    }
    window.close().await;
}

#[tokio::test]
async fn the_page_can_reach_nothing_but_the_program() {
    let desk = Desk::new().await;
    let window = desk.open().await;
    let address = desk.highlevel.address();
    let tried = window
        .page
        .execute_async(
            "const [address, done] = arguments;
             const tries = {
               fetch: () => fetch(address).then(() => 'went', () => 'refused'),
               eval: async () => { try { return (0, eval)('1') ? 'went' : 'went'; } catch { return 'refused'; } },
               picture: () => new Promise((answer) => {
                 const picture = new Image();
                 picture.onload = () => answer('went');
                 picture.onerror = () => answer('refused');
                 picture.src = address + '/picture.png';
               }),
               inline: async () => {
                 const script = document.createElement('script');
                 script.textContent = 'window.went = true';
                 document.body.append(script);
                 return window.went ? 'went' : 'refused';
               },
               frame: async () => {
                 const frame = document.createElement('iframe');
                 frame.src = address + '/frame';
                 document.body.append(frame);
                 await new Promise((answer) => { frame.onload = answer; setTimeout(answer, 500); });
                 return 'refused';
               },
               window: async () => (window.open(address + '/window') ? 'went' : 'refused'),
               navigation: async () => {
                 location.href = address + '/navigation';
                 await new Promise((answer) => setTimeout(answer, 500));
                 return 'refused';
               },
             };
             (async () => {
               const results = {};
               for (const [name, attempt] of Object.entries(tries)) results[name] = await attempt();
               done(results);
             })();",
            vec![json!(address)],
        )
        .await
        .expect("it answers");
    for (name, result) in tried.as_object().expect("results") {
        assert_eq!(result, "refused", "{name}");
    }
    assert_eq!(desk.highlevel.connections(), 0, "no try reached the network");
    assert!(window.has("#connect").await, "the page is still there");
    window.close().await;
}
