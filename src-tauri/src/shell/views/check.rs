//! What "Check connection" found, as it crosses to the page.

use serde::Serialize;

use super::Permission;
use crate::problem::Problem;

/// What was found, step by step. Holds no personal data.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "ConnectionCheckView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct ConnectionCheckView {
    /// The password store answers and has the account's token.
    pub password_store: CheckStep,
    /// This computer has a network, and a way to `HighLevel`'s server.
    pub network: CheckStep,
    /// The variables of the environment that should name a proxy and hold no address: the connection goes without one.
    pub unusable_proxies: Vec<&'static str>,
    /// `HighLevel` itself answers.
    pub highlevel: CheckStep,
    /// `HighLevel` takes the token for contacts.
    pub token: CheckStep,
    /// What else the token may read.
    pub permissions: Vec<PermissionView>,
    /// How long `HighLevel` took to answer, in milliseconds.
    pub milliseconds: Option<u32>,
}

/// What a step of the check found.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "CheckStep.ts"))]
#[serde(rename_all = "camelCase", tag = "is")]
pub enum CheckStep {
    /// All is well.
    Good,
    /// Something is not.
    #[serde(rename_all = "camelCase")]
    Trouble {
        /// What.
        problem: Problem,
    },
    /// An earlier step has to be mended first.
    NotReached,
}

/// Whether the token may read something beyond contacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "PermissionView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct PermissionView {
    /// What.
    pub permission: Permission,
    /// Whether it may; `None` where it could not be found out.
    pub granted: Option<bool>,
}
