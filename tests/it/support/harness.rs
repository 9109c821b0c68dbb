//! The real accounts and lookups over the real client and transport, pointed at a server on loopback.

use std::sync::Arc;

use contact_lookup::accounts::{Accounts, TokenStorage};
use contact_lookup::highlevel::client::Client;
use contact_lookup::highlevel::rate_limit::RateLimiter;
use contact_lookup::lookup::{Found, Lookups, Sample};
use contact_lookup::model::account::AccountId;
use contact_lookup::model::token::ApiToken;
use contact_lookup::sample::SampleTransport;
use contact_lookup::settings::SettingsStore;
use contact_lookup::token_store::MemoryStore;
use contact_lookup::token_store::TokenStore;

use super::answer::Answer;
use super::asker::{http, limits, ID, TOKEN};
use super::server::{Seen, Server};

/// The sub-account of every contact.
pub const LOCATION: &str = "tBpFQBh16tDrM9aXY7bb";
/// What a token without a permission is told.
pub const NO_SCOPE: &str = r#"{"statusCode": 401, "message": "The token is not authorized for this scope."}"#;

/// The far end and the program before it.
pub struct Harness {
    pub server: Server,
    pub token_store: Arc<MemoryStore>,
    pub accounts: Arc<Accounts>,
    pub lookups: Arc<Lookups>,
    pub account: AccountId,
}

impl Harness {
    /// With what the script says of everything but contacts and the token.
    pub async fn new(script: impl Fn(&Seen) -> Answer + Send + Sync + 'static) -> Self {
        Self::over(move |seen| of_contacts(seen).unwrap_or_else(|| script(seen))).await
    }

    /// With what the script says of everything.
    pub async fn over(script: impl Fn(&Seen) -> Answer + Send + Sync + 'static) -> Self {
        Self::paced_by(RateLimiter::new, script).await
    }

    /// The same with another allowance than HighLevel's.
    pub async fn paced_by(
        allowance: fn() -> RateLimiter,
        script: impl Fn(&Seen) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let server = Server::start(script).await;
        let client = Arc::new(Client::new(Arc::new(http(&server.url()))).within(limits()));
        let token_store = Arc::new(MemoryStore::new());
        let settings = Arc::new(SettingsStore::in_memory());
        let kept = Arc::clone(&token_store) as Arc<dyn TokenStore>;
        let accounts = Accounts::new(kept, Arc::clone(&client), settings);
        let accounts = Arc::new(accounts.limited_by(allowance));
        let sample = Sample {
            client: Arc::new(Client::new(Arc::new(SampleTransport))),
            token: Arc::new(ApiToken::parse(TOKEN).unwrap()),
        };
        let lookups = Arc::new(Lookups::new(Arc::clone(&accounts), client, sample));
        let account = accounts.connect("Harbour Dental", Some(TOKEN), TokenStorage::PasswordStore).await.unwrap().id;
        Self { server, token_store, accounts, lookups, account }
    }

    pub async fn look_up(&self) -> Arc<Found> {
        self.lookups.look_up(&self.account, ID).await.unwrap()
    }

    pub async fn name_ids(&self) -> Option<Arc<Found>> {
        self.lookups.name_ids(&self.account, ID).await
    }

    /// The paths that were asked for, the contacts left out.
    pub fn asked_for_names(&self) -> Vec<String> {
        let paths = self.server.requests().into_iter().map(|seen| seen.path);
        let mut paths: Vec<_> = paths.filter(|path| !path.starts_with("/contacts/")).collect();
        paths.sort();
        paths
    }
}

/// What is said of contacts and of the ID that tests a token.
pub fn of_contacts(seen: &Seen) -> Option<Answer> {
    let id = seen.path.strip_prefix("/contacts/")?;
    if id == "ContactLookupCheck00" {
        return Some(Answer::json(400, r#"{"statusCode": 400, "message": "Contact not found"}"#));
    }
    let contact = format!(
        r#"{{"contact": {{"id": "{id}", "firstName": "Rubika", "locationId": "{LOCATION}",
            "assignedTo": "OwnerOwnerOwner00001", "businessId": "66a1f0c29be4d7315a80c4e2",
            "customFields": [{{"id": "visit1", "value": "2026-03-03"}}, {{"id": "login1", "value": "maple-42"}}]}}}}"#
    );
    Some(Answer::json(200, contact))
}

/// What is said of everything else, where all of it is known and allowed.
pub fn all_known(seen: &Seen) -> Answer {
    let body = match seen.path.split('/').nth(1) {
        Some("users") => r#"{"id": "OwnerOwnerOwner00001", "name": "Dana Whitfield"}"#,
        Some("businesses") => r#"{"business": {"name": "Lopez Ceramics"}}"#,
        _ if seen.path.ends_with("/customFields?model=contact") => {
            r#"{"customFields": [
                {"id": "login1", "name": "Door", "fieldKey": "contact.portal_password", "dataType": "TEXT"},
                {"id": "visit1", "name": "Next visit", "dataType": "DATE", "position": 0}
            ]}"#
        }
        _ => r#"{"location": {"name": "Riverside Dental"}}"#,
    };
    Answer::json(200, body)
}
