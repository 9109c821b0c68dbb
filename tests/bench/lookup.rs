//! What a lookup costs beyond what the HTTP library costs that it is made with: the same request to the same server
//! over a connection that is kept, in turn through the program's client and through bare reqwest.

use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use contact_lookup::highlevel::client::{ApiSession, Client};
use contact_lookup::highlevel::http::{Http, ProxyChoice};
use contact_lookup::highlevel::rate_limit::RateLimiter;
use contact_lookup::model::contact_id::ContactId;
use contact_lookup::model::token::ApiToken;

use crate::table::{median, Row};
use crate::{contacts, server};

const TOKEN: &str = "pit-11111111-2222-4333-8444-555555555555";

/// HighLevel answers in a tenth of a second or two; this is on the hard side for the ratio.
const USUAL_THINKING: Duration = Duration::from_millis(50);

/// Measures both cases and prints their rows.
pub async fn measure() -> Result<(), Box<dyn Error>> {
    let usual = compare(USUAL_THINKING, 100).await?;
    let at_once = compare(Duration::ZERO, 3000).await?;
    Row {
        what: "a lookup / bare reqwest; the server takes 50 ms",
        ours: usual.0,
        other: usual.1,
        unit: "ms",
        aim: Some(1.05),
    }
    .print();
    Row {
        what: "a lookup / bare reqwest; the server takes no time at all",
        ours: at_once.0,
        other: at_once.1,
        unit: "ms",
        aim: None,
    }
    .print();
    Ok(())
}

/// The medians, in milliseconds, of the program's client and of bare reqwest.
async fn compare(thinks_for: Duration, times: usize) -> Result<(f64, f64), Box<dyn Error>> {
    let contact = contacts::usual();
    let server = server::Server::start(std::slice::from_ref(&contact), thinks_for)?;
    let id = contact["id"].as_str().ok_or("the contact has no ID")?;

    let transport = Http::new(server.address().parse()?).through(ProxyChoice::None);
    let client = Arc::new(Client::new(Arc::new(transport)));
    let token = Arc::new(ApiToken::parse(TOKEN).map_err(|fault| format!("{fault:?}"))?);
    let contact_id = contact_id(id)?;
    let bare = reqwest::Client::builder().no_proxy().build()?;
    let url = format!("{}/contacts/{id}", server.address());

    let (mut ours, mut others) = (Vec::new(), Vec::new());
    for turn in 0..times + 10 {
        // HighLevel's limit of 100 in ten seconds would be what is measured otherwise.
        let limiter = Arc::new(RateLimiter::new());
        let session = ApiSession { client: Arc::clone(&client), token: Arc::clone(&token), limiter };
        let look_up = async {
            let start = Instant::now();
            let answered = session.contact(&contact_id).await;
            answered.map(|_| start.elapsed()).map_err(|fault| format!("{fault:?}"))
        };
        let ask_bare = async {
            let start = Instant::now();
            let request = bare.get(&url).bearer_auth(TOKEN);
            let request = request.header("version", "2021-04-15").header("accept", "application/json");
            let body = request.send().await?.bytes().await?;
            assert!(!body.is_empty(), "the server answered nothing");
            Ok::<_, reqwest::Error>(start.elapsed())
        };
        // Whoever goes second finds the processor awake, so they take turns at that too.
        let (our, other) = if turn % 2 == 0 {
            let our = look_up.await?;
            (our, ask_bare.await?)
        } else {
            let other = ask_bare.await?;
            (look_up.await?, other)
        };
        // The first turns open the connections and warm everything up.
        if turn >= 10 {
            ours.push(our.as_secs_f64() * 1000.0);
            others.push(other.as_secs_f64() * 1000.0);
        }
    }
    Ok((median(ours), median(others)))
}

fn contact_id(text: &str) -> Result<ContactId, String> {
    contact_lookup::model::contact_id::read_contact_id(text).map(|read| read.id).map_err(|fault| format!("{fault:?}"))
}
