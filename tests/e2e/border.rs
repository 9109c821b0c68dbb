//! The border between the page and the program, as the page itself meets it.

use serde_json::json;

use crate::contacts::TOKEN;
use crate::harness::Harness;

/// Calls a command from the page as any script in it could, and gives what came back.
const INVOKE: &str = "const [command, given, done] = arguments;
    window.__TAURI_INTERNALS__.invoke(command, given)
      .then((value) => done({ value: value ?? null }), (refusal) => done({ refusal: String(refusal?.kind ?? refusal) }));";

#[tokio::test]
async fn commands_of_plugins_and_of_tauri_itself_are_refused() {
    let harness = Harness::new().await;
    let window = harness.open().await;
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
    let harness = Harness::new().await;
    let window = harness.open().await;
    window.connect("Harbour Dental", TOKEN).await;
    let id = window.page.execute_async(INVOKE, vec![json!("start"), json!({})]).await.expect("it answers");
    let id = id["value"]["current"]["id"].as_str().expect("an account").to_owned();
    for (command, given) in [
        ("start", json!({})),
        ("choose_account", json!({ "account": id })),
        ("rename_account", json!({ "account": id, "name": "Other" })),
        ("test_token", json!({ "account": id })),
        ("reveal", json!({ "account": id, "id": "token", "path": "token" })),
        ("read_contact_id", json!({ "text": "token" })),
    ] {
        let answer = window.page.execute_async(INVOKE, vec![json!(command), given]).await.expect("it answers");
        assert!(!answer.to_string().contains(&TOKEN[4..12]), "{command} answered {answer}");
    }
    window.close().await;
}

/// Every way out of a page that there is, and what came of it.
const WAYS_OUT: &str = "const [address, done] = arguments;
    const pause = () => new Promise((answer) => setTimeout(answer, 300));
    const element = async (name, attributes) => {
      const made = document.createElement(name);
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
      document.head.append(made);
      await pause();
      made.remove();
      return 'refused';
    };
    const heard = (source, event) => new Promise((answer) => {
      source.addEventListener(event, () => answer('went'));
      source.addEventListener('error', () => answer('refused'));
      setTimeout(() => answer('refused'), 1000);
    });
    const tries = {
      beacon: async () => { navigator.sendBeacon?.(address + '/beacon', 'x'); await pause(); return 'refused'; },
      socket: async () => {
        try { return await heard(new WebSocket(address.replace('http', 'ws') + '/socket'), 'open'); }
        catch { return 'refused'; }
      },
      events: async () => {
        try { return await heard(new EventSource(address + '/events'), 'open'); } catch { return 'refused'; }
      },
      worker: async () => {
        const code = URL.createObjectURL(new Blob(['postMessage(1)'], { type: 'text/javascript' }));
        try { return await heard(new Worker(code), 'message'); } catch { return 'refused'; }
      },
      form: async () => {
        const form = document.createElement('form');
        Object.assign(form, { action: address + '/form', method: 'post' });
        document.body.append(form);
        form.submit();
        await pause();
        return 'refused';
      },
      download: async () => {
        const link = document.createElement('a');
        Object.assign(link, { href: address + '/file', download: 'file' });
        document.body.append(link);
        link.click();
        await pause();
        return 'refused';
      },
      style: () => element('link', { rel: 'stylesheet', href: address + '/style.css' }),
      ahead: () => element('link', { rel: 'prefetch', href: address + '/ahead' }),
      preload: () => element('link', { rel: 'preload', as: 'fetch', href: address + '/preload' }),
      connect: () => element('link', { rel: 'preconnect', href: address }),
      resolve: () => element('link', { rel: 'dns-prefetch', href: address }),
      refresh: () => element('meta', { 'http-equiv': 'refresh', content: `0;url=${address}/refresh` }),
      object: () => element('object', { data: address + '/object' }),
      embed: () => element('embed', { src: address + '/embed' }),
      video: () => element('video', { src: address + '/video', preload: 'auto' }),
      // A command without the key that Tauri gives to the page's own code.
      raw: () => fetch('ipc://localhost/start', { method: 'POST', body: '{}' }).then(
        (response) => (response.ok ? 'went' : 'refused'), () => 'refused'),
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
    })();";

#[tokio::test]
async fn the_page_can_reach_nothing_but_the_program() {
    let harness = Harness::new().await;
    let window = harness.open().await;
    let address = harness.highlevel.address();
    let tried = window.page.execute_async(WAYS_OUT, vec![json!(address)]).await.expect("it answers");
    for (name, result) in tried.as_object().expect("results") {
        assert_eq!(result, "refused", "{name}");
    }
    assert_eq!(harness.highlevel.connections(), 0, "no try reached the network");
    assert!(window.has("#connect").await, "the page is still there");
    window.close().await;
}
