//! Every failure that the page shows, as a kind and facts. The page holds the sentences.

use serde::de::value::{Error as NameError, StrDeserializer};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "ProblemKind.ts"))]
#[serde(rename_all = "kebab-case")]
pub enum ProblemKind {
    IdMissing,
    /// The typed text cannot be a contact ID or a link to a contact.
    IdNotAnId,
    IdIsAToken,
    LinkWithoutContact,
    /// The account has no token, or its token is gone from the password store.
    NoToken,
    TokenMalformed,
    /// HighLevel does not know the token, or no longer.
    TokenRejected,
    /// The token is good but may not read contacts.
    PermissionMissing,
    /// The token was made in the agency view, where tokens never work on contacts.
    AgencyToken,
    /// This computer runs no password store.
    PasswordStoreMissing,
    /// The password store is locked, and the user did not unlock it.
    PasswordStoreLocked,
    PasswordStoreNotAnswering,
    PasswordStoreDenied,
    /// The password store has no collection for a token.
    PasswordStoreWithoutPlace,
    /// The password store's entry cannot be a token, or there are several entries.
    SavedTokenDamaged,
    /// The password store cannot hold a token of that length.
    TokenTooLong,
    ContactNotFound,
    /// The contact lives in another account than the token's.
    OtherAccount,
    /// The account's sub-account is paused or closed.
    AccountInactive,
    /// HighLevel refuses for a reason that no other kind covers.
    Forbidden,
    /// A firewall or proxy before HighLevel blocked the request.
    BlockedOnTheWay,
    RequestRefused,
    /// HighLevel no longer answers this version of the program.
    ProgramOutdated,
    TooManyRequests,
    /// The requests of the day are used up.
    DailyLimitReached,
    /// A temporary failure at HighLevel.
    HighlevelDown,
    AnswerNotUnderstood,
    AnswerEmpty,
    /// The answer is larger than any contact.
    AnswerTooLarge,
    /// The answer is a redirect, which is never followed.
    Redirected,
    /// The names of custom fields, which tell the sensitive ones, cannot be loaded.
    NamesNotKnown,
    /// The computer has no network.
    Offline,
    ServerNotFound,
    CannotConnect,
    /// The connection broke before the answer was complete.
    ConnectionCut,
    TimedOut,
    CertificateNotTrusted,
    /// The network's sign-in page answered instead of HighLevel.
    NetworkSignIn,
    ProxyUnreachable,
    ProxySignIn,
    SettingsNotSaved,
    FileNotSaved,
    FileNotRead,
    ListTooLong,
    /// A defect of this program.
    Unexpected,
}

impl ProblemKind {
    /// The kind with that serialized name, such as `contact-not-found`.
    pub fn named(name: &str) -> Option<Self> {
        Self::deserialize(StrDeserializer::<NameError>::new(name)).ok()
    }

    /// The serialized name.
    pub fn name(self) -> String {
        let written = serde_json::to_value(self).ok();
        written.and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
    }
}

/// What follows from a kind of problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// How many times a request is repeated. A failure that is known more precisely overrides it.
    pub retries: u32,
    /// The step of "Check connection" that failed; `None` where HighLevel accepted the token.
    pub step: Option<ConnectionStep>,
    pub reference: ReferencePolicy,
    pub row: RowPolicy,
    /// Whether the cause lies in the account, and not in this computer, the network or HighLevel as a whole: a request
    /// in another account may succeed.
    pub about_account: bool,
}

/// The steps of a request, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConnectionStep {
    Network,
    HighLevel,
    Token,
}

/// What a failed request for the name of a record says about requests in the next ten minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferencePolicy {
    /// Nothing: the next contact requests it again.
    AskAgain,
    /// The name of this record cannot be read.
    NoName,
    /// The token may not read this record: tokens of sub-accounts cannot read users of the agency.
    RecordDenied,
    /// The token may not read any record of this type.
    TypeDenied,
}

/// What a failed row means for the rest of its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowPolicy {
    /// Only this contact is concerned: the failure is the row's outcome.
    Record,
    /// One or all contacts may be concerned: the failure is the row's outcome, and the list asks after several in a
    /// row.
    RecordAndCount,
    /// HighLevel cannot be reached or is down: the row waits, and the list resumes by itself.
    WaitAndRetry,
    /// As `WaitAndRetry`, but the request may have reached HighLevel, so the cause may lie in this contact.
    WaitOrRecord,
    /// HighLevel asks for slower requests: the row waits for the rate limiter.
    Throttle,
    /// Every row would fail like this: the list asks before it resumes.
    Ask,
}

impl ProblemKind {
    /// The one table of what follows from a failure.
    #[expect(clippy::match_same_arms, reason = "the last group is of another sort")]
    pub fn policy(self) -> Policy {
        use ConnectionStep::{HighLevel, Network, Token};
        use ReferencePolicy::{AskAgain, NoName, RecordDenied, TypeDenied};
        use RowPolicy::{Ask, Record, RecordAndCount, Throttle, WaitAndRetry, WaitOrRecord};
        let (retries, step, reference, row, about_account) = match self {
            Self::ContactNotFound | Self::OtherAccount => (0, None, NoName, Record, false),
            // HighLevel answers; only requests with this token wait.
            Self::TooManyRequests => (2, Some(Token), AskAgain, Throttle, false),
            Self::DailyLimitReached | Self::TokenRejected => (0, Some(Token), NoName, Ask, true),
            Self::PermissionMissing | Self::AgencyToken => (0, Some(Token), TypeDenied, Ask, true),
            Self::Forbidden => (0, Some(Token), RecordDenied, RecordAndCount, true),
            Self::NoToken | Self::TokenMalformed => (0, Some(Token), AskAgain, Ask, true),
            Self::RequestRefused | Self::AnswerNotUnderstood | Self::AnswerTooLarge => {
                (0, Some(HighLevel), NoName, RecordAndCount, true)
            }
            Self::ProgramOutdated => (0, Some(HighLevel), NoName, RecordAndCount, false),
            Self::AnswerEmpty => (1, Some(HighLevel), NoName, RecordAndCount, true),
            Self::HighlevelDown => (2, Some(HighLevel), AskAgain, WaitOrRecord, false),
            // The token can only be checked once the sub-account is open again.
            Self::AccountInactive => (0, Some(HighLevel), AskAgain, Ask, true),
            Self::BlockedOnTheWay => (0, Some(HighLevel), AskAgain, RecordAndCount, false),
            Self::Redirected => (0, Some(HighLevel), AskAgain, RecordAndCount, true),
            Self::CannotConnect => (2, Some(Network), AskAgain, WaitAndRetry, false),
            Self::ConnectionCut | Self::TimedOut => (1, Some(Network), AskAgain, WaitOrRecord, false),
            Self::ServerNotFound | Self::ProxyUnreachable => (1, Some(Network), AskAgain, WaitAndRetry, false),
            Self::Offline | Self::NetworkSignIn => (0, Some(Network), AskAgain, WaitAndRetry, false),
            Self::CertificateNotTrusted | Self::ProxySignIn => (0, Some(Network), AskAgain, Ask, false),
            Self::Unexpected => (0, Some(Network), AskAgain, RecordAndCount, true),
            // No request fails with these.
            Self::TokenTooLong | Self::SavedTokenDamaged => (0, Some(Network), AskAgain, Ask, true),
            Self::PasswordStoreMissing
            | Self::PasswordStoreLocked
            | Self::PasswordStoreNotAnswering
            | Self::PasswordStoreDenied
            | Self::PasswordStoreWithoutPlace
            | Self::IdMissing
            | Self::IdNotAnId
            | Self::IdIsAToken
            | Self::LinkWithoutContact
            | Self::NamesNotKnown
            | Self::SettingsNotSaved
            | Self::FileNotSaved
            | Self::FileNotRead
            | Self::ListTooLong => (0, Some(Network), AskAgain, Ask, false),
        };
        Policy { retries, step, reference, row, about_account }
    }
}

/// The facts of a problem. Never a token, never a value of a contact.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "ProblemFacts.ts", optional_fields))]
#[serde(rename_all = "camelCase", default)]
pub struct ProblemFacts {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// HighLevel's messages as they were sent: at most ten, of at most 500 characters each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(as = "Option<Vec<String>>"))]
    pub messages: Vec<String>,
    /// The number that HighLevel's support asks for: `traceId`, or the firewall's `cf-ray`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trace_id: Option<String>,
    /// The wait until a retry makes sense.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_in_seconds: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempts: Option<u32>,
    /// The name of the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_id: Option<String>,
    /// The server or proxy that could not be reached, as `host` or `host:port`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<CertificateFault>,
    /// The issuer of the certificate that is not trusted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub typed: Option<TypedFault>,
    /// The tokens to choose from, where the pasted text holds several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(as = "Option<Vec<TokenChoice>>"))]
    pub tokens: Vec<TokenChoice>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<FileFault>,
    /// The name of the file, without its folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
    /// The maximum of rows in a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most_rows: Option<u32>,
    /// The text of the underlying error, for the collapsed details. Holds no secret and no personal data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// What identifies a pasted token in a choice. Never the token itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "TokenChoice.ts"))]
#[serde(rename_all = "camelCase")]
pub struct TokenChoice {
    /// The text before the token.
    pub label: Option<String>,
    pub last_four: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "CertificateFault.ts"))]
#[serde(rename_all = "kebab-case")]
pub enum CertificateFault {
    /// The certificate belongs to another server.
    WrongName,
    /// The certificate has expired, or this computer's clock is ahead.
    Expired,
    /// The certificate is not valid yet, or this computer's clock is behind.
    NotYetValid,
    /// This computer does not trust the issuer.
    UnknownIssuer,
    /// Any other reason; also a server without TLS.
    Other,
}

/// What is wrong with typed or pasted text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "TypedFault.ts"))]
#[serde(rename_all = "kebab-case")]
pub enum TypedFault {
    Email,
    Phone,
    /// A path or part of an address in the ID box.
    Path,
    /// A merge field such as `{{contact.id}}` that was not filled in.
    Placeholder,
    /// Several words, such as a name.
    Words,
    /// Characters that no ID has.
    Signs,
    TooShort,
    TooLong,
    Empty,
    /// Blanks or line breaks inside a token.
    InnerBlank,
    /// A contact ID or link in the token box.
    ContactId,
    /// A key of HighLevel's first API, which does not work with this one.
    OldKey,
    /// An OAuth access token that has expired.
    Expired,
    /// A list without any contact ID or link.
    EmptyList,
    /// Words in the token box, such as a label, without a token.
    NoTokenInText,
    SeveralTokens,
    TokenAsName,
    /// A link that only the program that made it can open.
    SealedLink,
}

/// Why a file cannot be read as a list, or is not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "FileFault.ts"))]
#[serde(rename_all = "kebab-case")]
pub enum FileFault {
    /// The file does not exist, or no longer.
    Gone,
    /// The file is locked by another program, or the user may not read it.
    Closed,
    /// The content is neither text nor a workbook.
    NotAList,
    /// A workbook in the format of Excel before 2007.
    OldWorkbook,
    /// A workbook with a password.
    Locked,
    Damaged,
    /// The file is larger than any list.
    TooLarge,
    /// Another program wrote to the file while it was read.
    Changing,
    Unreadable,
    /// The file that the list was read from, which is never overwritten.
    Original,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "Problem.ts"))]
pub struct Problem {
    pub kind: ProblemKind,
    /// Boxed to keep `Result<_, Problem>` small.
    pub facts: Box<ProblemFacts>,
}

impl Problem {
    pub fn with(kind: ProblemKind, facts: ProblemFacts) -> Self {
        Self { kind, facts: Box::new(facts) }
    }

    pub fn of(kind: ProblemKind) -> Self {
        Self { kind, facts: Box::default() }
    }

    #[must_use]
    pub fn in_account(mut self, name: &str) -> Self {
        self.facts.account = Some(name.to_owned());
        self
    }

    #[must_use]
    pub fn about(mut self, contact_id: &str) -> Self {
        self.facts.contact_id = Some(contact_id.to_owned());
        self
    }
}

impl From<ProblemKind> for Problem {
    fn from(kind: ProblemKind) -> Self {
        Self::of(kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_problem_lies_with_one_step() {
        let at = |name: &str| ProblemKind::named(name).map(|kind| kind.policy().step);
        for (step, kinds) in [
            (
                Some(ConnectionStep::Network),
                "offline server-not-found cannot-connect connection-cut timed-out certificate-not-trusted \
                 network-sign-in proxy-unreachable proxy-sign-in unexpected",
            ),
            (
                Some(ConnectionStep::HighLevel),
                "blocked-on-the-way request-refused program-outdated highlevel-down answer-not-understood \
                 answer-empty answer-too-large redirected account-inactive",
            ),
            (
                Some(ConnectionStep::Token),
                "token-rejected agency-token permission-missing token-malformed forbidden too-many-requests \
                 daily-limit-reached no-token",
            ),
            (None, "contact-not-found other-account"),
        ] {
            for kind in kinds.split_whitespace() {
                assert_eq!(at(kind), Some(step), "{kind}");
            }
        }
    }
}
