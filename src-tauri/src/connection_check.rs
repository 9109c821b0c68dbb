//! "Check connection": whether everything that a lookup needs is there, step by step, and what else the token may read.

use std::time::Duration;

use futures_util::future::join_all;
use serde::Serialize;
use tokio::time::Instant;

use crate::accounts::{check_claims, Accounts};
use crate::highlevel::client::ApiSession;
use crate::highlevel::transport::Resource;
use crate::lookup::Lookups;
use crate::model::account::{Account, AccountId};
use crate::model::names::Permission;
use crate::model::problem::{ConnectionStep, Problem};
use crate::model::record_id::RecordId;
use crate::references::may_read;
use crate::sample;

/// What the check found. Holds no personal data, and not the account's name.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "ConnectionCheckView", export_to = "ConnectionCheckView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// The password store answers and has the account's token.
    pub password_store: Step,
    /// This computer has a network, and a way to HighLevel's server.
    pub network: Step,
    /// The variables of the environment that should name a proxy and hold no address: the connection goes
    /// without one.
    pub unusable_proxies: Vec<&'static str>,
    /// HighLevel itself answers.
    pub highlevel: Step,
    /// HighLevel takes the token for contacts.
    pub token: Step,
    /// What else the token may read.
    pub permissions: Vec<PermissionCheck>,
    /// How long HighLevel took to answer, in milliseconds.
    pub milliseconds: Option<u32>,
}

/// Whether the token may read something beyond contacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "PermissionView", export_to = "PermissionView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct PermissionCheck {
    /// What.
    pub permission: Permission,
    /// Whether it may; `None` where it could not be found out.
    pub granted: Option<bool>,
}

/// What a step of the check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "CheckStep", export_to = "CheckStep.ts"))]
#[serde(rename_all = "camelCase", tag = "is")]
pub enum Step {
    /// All is well.
    Good,
    /// Something is not.
    Trouble {
        /// What.
        problem: Problem,
    },
    /// An earlier step has to be mended first.
    NotReached,
}

/// Checks everything that a lookup in this account needs.
///
/// # Errors
/// Where there is no such account.
pub async fn check_connection(accounts: &Accounts, lookups: &Lookups, id: &AccountId) -> Result<Check, Problem> {
    let account = accounts.find(id)?;
    let session = lookups.session(id).await;
    let password_store = match &session {
        Err(problem) => Step::trouble(problem.clone()),
        // Where the token came out of it, it answers. Nobody should be troubled with it for the sample account's sake.
        Ok(_) if id.is_sample() || !account.session_only => Step::Good,
        Ok(_) => accounts.check_password_store().await.map_or_else(Step::trouble, |()| Step::Good),
    };
    let Ok(session) = session else { return Ok(Check::not_beyond(password_store)) };

    let unusable_proxies = session.client.unusable_proxies();
    let (trouble, took) = try_token(&session).await;
    let step = |at_step: ConnectionStep| match &trouble {
        Some((at, problem)) if *at == at_step => Step::trouble(problem.clone()),
        Some((at, _)) if *at < at_step => Step::NotReached,
        _ => Step::Good,
    };
    let (network, highlevel, token) =
        (step(ConnectionStep::Network), step(ConnectionStep::HighLevel), step(ConnectionStep::Token));
    let permissions =
        if token == Step::Good { permissions(&account, lookups, &session).await } else { unknown_permissions() };
    let milliseconds = (network == Step::Good).then(|| u32::try_from(took.as_millis()).unwrap_or(u32::MAX));
    Ok(Check { password_store, network, unusable_proxies, highlevel, token, permissions, milliseconds })
}

/// What is wrong on the way of one harmless request, and how long that took.
async fn try_token(session: &ApiSession) -> (Option<(ConnectionStep, Problem)>, Duration) {
    let asked_at = Instant::now();
    let tried = session.test_token().await;
    let took = asked_at.elapsed();
    let problem = tried.err().map(Problem::from);
    let trouble = problem.and_then(|problem| Some((problem.kind.policy().step?, problem)));
    let is_about_token = trouble.as_ref().is_none_or(|(at_step, _)| *at_step == ConnectionStep::Token);
    match check_claims(&session.token) {
        // What the token says of itself tells more than a refusal does.
        Err(says) if is_about_token => (Some((ConnectionStep::Token, says)), took),
        _ => (trouble, took),
    }
}

/// What else the token may read. Asks for the account's own sub-account, and for a user and a business that nobody is;
/// where the sub-account is not known yet, what is in it stays unknown.
async fn permissions(account: &Account, lookups: &Lookups, session: &ApiSession) -> Vec<PermissionCheck> {
    let location = if account.id.is_sample() { Some(sample::LOCATION) } else { account.location.as_deref() };
    let location = location.and_then(RecordId::new);
    let probes = ALL.map(|permission| {
        let resource = match permission {
            Permission::CustomFields => location.clone().map(Resource::CustomFields),
            Permission::Locations => location.clone().map(Resource::Location),
            Permission::Users => Some(Resource::User(RecordId::made_up_user())),
            Permission::Businesses => Some(Resource::Business(RecordId::made_up_business())),
        };
        async move {
            let granted = match resource {
                Some(resource) => may_read(session, &resource).await,
                None => None,
            };
            if granted == Some(true) {
                // Names that were refused before the permission was given need not wait any longer.
                lookups.references().forget_refusals(&account.id, permission);
            }
            PermissionCheck { permission, granted }
        }
    });
    join_all(probes).await
}

/// Every permission that puts names to IDs, the one that helps most first.
const ALL: [Permission; 4] =
    [Permission::CustomFields, Permission::Users, Permission::Businesses, Permission::Locations];

fn unknown_permissions() -> Vec<PermissionCheck> {
    ALL.map(|permission| PermissionCheck { permission, granted: None }).to_vec()
}

impl Check {
    /// Nothing could be asked.
    fn not_beyond(password_store: Step) -> Self {
        Self {
            password_store,
            network: Step::NotReached,
            unusable_proxies: Vec::new(),
            highlevel: Step::NotReached,
            token: Step::NotReached,
            permissions: unknown_permissions(),
            milliseconds: None,
        }
    }
}

impl Step {
    /// The account's name is the person's own word, and not the helpdesk's business.
    fn trouble(mut problem: Problem) -> Self {
        problem.facts.account = None;
        problem.facts.contact_id = None;
        Self::Trouble { problem }
    }
}
