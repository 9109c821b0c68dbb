//! What puts names to the IDs in a contact. Each is one request at most, within a few seconds and out of what lookups
//! leave of the allowance; and each may be refused, which says nothing about the token's use for contacts.

use std::sync::Arc;

use super::{ApiError, ApiErrorCause, Client};
use crate::highlevel::decode::names::{decode_definitions, decode_name};
use crate::highlevel::decode::DecodeError;
use crate::highlevel::rate_limit::RateLimiter;
use crate::highlevel::refusal::read_refusal;
use crate::highlevel::transport::{ApiAnswer, ApiRequest, Resource};
use crate::model::definitions::Definitions;
use crate::model::record_id::RecordId;
use crate::model::token::ApiToken;

impl Client {
    /// What the sub-account of that ID calls its custom fields.
    pub async fn custom_fields(
        &self,
        token: &Arc<ApiToken>,
        allowance: &RateLimiter,
        location: &RecordId,
    ) -> Result<Definitions, ApiError> {
        let resource = Resource::CustomFields(location.clone());
        self.ask_aside(token, allowance, resource, decode_definitions).await
    }

    /// The name of a user; `None` where the answer names nobody.
    pub async fn user(
        &self,
        token: &Arc<ApiToken>,
        allowance: &RateLimiter,
        id: &RecordId,
    ) -> Result<Option<String>, ApiError> {
        self.ask_aside(token, allowance, Resource::User(id.clone()), |body| decode_name(body, "user")).await
    }

    /// The name of a business; `None` where the answer has none.
    pub async fn business(
        &self,
        token: &Arc<ApiToken>,
        allowance: &RateLimiter,
        id: &RecordId,
    ) -> Result<Option<String>, ApiError> {
        self.ask_aside(token, allowance, Resource::Business(id.clone()), |body| decode_name(body, "business")).await
    }

    /// The name of a sub-account; `None` where the answer has none.
    pub async fn location(
        &self,
        token: &Arc<ApiToken>,
        allowance: &RateLimiter,
        id: &RecordId,
    ) -> Result<Option<String>, ApiError> {
        self.ask_aside(token, allowance, Resource::Location(id.clone()), |body| decode_name(body, "location")).await
    }

    async fn ask_aside<T>(
        &self,
        token: &Arc<ApiToken>,
        allowance: &RateLimiter,
        resource: Resource,
        decode: impl Fn(&[u8]) -> Result<T, DecodeError> + Send + Sync,
    ) -> Result<T, ApiError> {
        let request = ApiRequest { resource, token: Arc::clone(token) };
        let read = |answer: &ApiAnswer| {
            if answer.status == 200 {
                decode(&answer.body).map_err(ApiErrorCause::Undecodable)
            } else {
                Err(ApiErrorCause::Refused(read_refusal(answer.status, &answer.headers, &answer.body)))
            }
        };
        self.ask(&request, allowance, read).await.map(|(read, _)| read)
    }
}
