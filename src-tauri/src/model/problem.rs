//! Every way a thing can fail, as a kind and facts. No sentence for people is here: the words are the page's.

use serde::de::value::{Error as NameError, StrDeserializer};
use serde::{Deserialize, Serialize};

/// What kind of thing went wrong. The page has words for each, through an exhaustive table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "ProblemKind.ts"))]
#[serde(rename_all = "kebab-case")]
pub enum ProblemKind {
    /// Nothing was typed.
    IdMissing,
    /// What was typed cannot be a contact ID or a link to a contact.
    IdNotAnId,
    /// What was typed is an access token.
    IdIsAToken,
    /// A link that leads to something other than a contact.
    LinkWithoutContact,
    /// The account has no token, or its token has gone from the password store.
    NoToken,
    /// What was given as a token cannot be one.
    TokenMalformed,
    /// HighLevel does not know the token (any more).
    TokenRejected,
    /// The token is good but may not read contacts.
    PermissionMissing,
    /// The token was made in the agency view, where tokens never work on contacts.
    AgencyToken,
    /// This computer runs no password store.
    PasswordStoreMissing,
    /// The password store is locked and was not unlocked.
    PasswordStoreLocked,
    /// The password store did not answer in time.
    PasswordStoreNotAnswering,
    /// The password store refused.
    PasswordStoreDenied,
    /// The password store answers, and has no collection in which a token could be kept.
    PasswordStoreWithoutPlace,
    /// What the password store holds cannot be a token, or it holds several.
    SavedTokenDamaged,
    /// The password store cannot hold a token that long.
    TokenTooLong,
    /// No contact has this ID here.
    ContactNotFound,
    /// The contact lives in another account than the token's.
    OtherAccount,
    /// The account's sub-account is paused or closed.
    AccountInactive,
    /// HighLevel refuses, for a reason that is none of the others.
    Forbidden,
    /// Something between here and HighLevel blocked the request.
    BlockedOnTheWay,
    /// HighLevel found the request malformed.
    RequestRefused,
    /// HighLevel no longer answers this version of the program.
    ProgramOutdated,
    /// Too many requests in a short time.
    TooManyRequests,
    /// The day's allowance is used up.
    DailyLimitReached,
    /// A passing fault on HighLevel's side.
    HighlevelDown,
    /// The answer cannot be read.
    AnswerNotUnderstood,
    /// The answer holds no contact.
    AnswerEmpty,
    /// The answer is larger than any contact.
    AnswerTooLarge,
    /// The answer sends the request elsewhere, which is never followed.
    Redirected,
    /// The names of custom fields cannot be had just now, by which it is known what is sensitive.
    NamesNotKnown,
    /// The computer has no network.
    Offline,
    /// The server's name cannot be resolved.
    ServerNotFound,
    /// The server cannot be reached.
    CannotConnect,
    /// The connection broke before the whole answer was here.
    ConnectionCut,
    /// No answer in time.
    TimedOut,
    /// The server's certificate is not trusted.
    CertificateNotTrusted,
    /// A network's sign-in page answered in HighLevel's place.
    NetworkSignIn,
    /// The proxy cannot be reached.
    ProxyUnreachable,
    /// The proxy wants a sign-in.
    ProxySignIn,
    /// The settings could not be written.
    SettingsNotSaved,
    /// A file could not be written.
    FileNotSaved,
    /// A file cannot be read as a list.
    FileNotRead,
    /// A list has more rows than are taken.
    ListTooLong,
    /// A fault of this program.
    Unexpected,
}

impl ProblemKind {
    /// The kind of that name, as it crosses to the page: `contact-not-found`.
    pub fn named(name: &str) -> Option<Self> {
        Self::deserialize(StrDeserializer::<NameError>::new(name)).ok()
    }

    /// The name of the kind, as it crosses to the page.
    pub fn name(self) -> String {
        // It is written as a text.
        let written = serde_json::to_value(self).ok();
        written.and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
    }
}

/// What follows from a kind of problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// How many more times the same request is sent. Where a failure is known more closely, it says so itself.
    pub retries: u32,
    /// The step of "Check connection" that it belongs to; `None` where HighLevel accepted the token.
    pub step: Option<ConnectionStep>,
    /// What a failed request for the name of a record says about the next ten minutes.
    pub reference: ReferencePolicy,
    /// What a failed row means for the rest of its list.
    pub row: RowPolicy,
    /// Whether it is about the account that was asked, and not about this computer, the network or HighLevel as a whole:
    /// another account may be asked all the same.
    pub about_account: bool,
}

/// The steps that a request goes through, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConnectionStep {
    Network,
    HighLevel,
    Token,
}

/// What a failed request for the name of a record says about later ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferencePolicy {
    /// Nothing: the next contact asks again.
    AskAgain,
    /// The record has no name that can be had.
    NoName,
    /// The token may not read this record. Users of an agency are kept from the tokens of its sub-accounts.
    RecordDenied,
    /// The token may not read any record of this type.
    TypeDenied,
}

/// What a failed row means for the rest of its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowPolicy {
    /// It is about this contact alone: it is the outcome of the row.
    Record,
    /// It may be about this contact or about all of them: it is the outcome of the row, and the list asks when it comes
    /// several times in a row.
    RecordAndCount,
    /// HighLevel cannot be reached, or has a fault: the row waits, and the list goes on by itself.
    WaitAndRetry,
    /// The same, where the request may have reached HighLevel, so that the fault may lie in this one contact after all.
    WaitOrRecord,
    /// HighLevel asks for slower requests, which the rate limiter sees to: the row waits.
    Throttle,
    /// Every other row would meet the same: the list asks before it goes on.
    Ask,
}

impl ProblemKind {
    /// What follows from the kind, for everything that has to decide about a failure.
    #[expect(clippy::match_same_arms, reason = "the last group is of another sort")]
    pub fn policy(self) -> Policy {
        use ConnectionStep::{HighLevel, Network, Token};
        use ReferencePolicy::{AskAgain, NoName, RecordDenied, TypeDenied};
        use RowPolicy::{Ask, Record, RecordAndCount, Throttle, WaitAndRetry, WaitOrRecord};
        let (retries, step, reference, row, about_account) = match self {
            Self::ContactNotFound | Self::OtherAccount => (0, None, NoName, Record, false),
            // HighLevel answers; only requests with this token have to wait.
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
            // Whether the token is good shows only once the sub-account is open again.
            Self::AccountInactive => (0, Some(HighLevel), AskAgain, Ask, true),
            Self::BlockedOnTheWay => (0, Some(HighLevel), AskAgain, RecordAndCount, false),
            Self::Redirected => (0, Some(HighLevel), AskAgain, RecordAndCount, true),
            Self::CannotConnect => (2, Some(Network), AskAgain, WaitAndRetry, false),
            Self::ConnectionCut | Self::TimedOut => (1, Some(Network), AskAgain, WaitOrRecord, false),
            Self::ServerNotFound | Self::ProxyUnreachable => (1, Some(Network), AskAgain, WaitAndRetry, false),
            Self::Offline | Self::NetworkSignIn => (0, Some(Network), AskAgain, WaitAndRetry, false),
            Self::CertificateNotTrusted | Self::ProxySignIn => (0, Some(Network), AskAgain, Ask, false),
            Self::Unexpected => (0, Some(Network), AskAgain, RecordAndCount, true),
            // None of the others comes of a request.
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

/// What is known about a problem, beside its kind. Never a token, never a value of a contact.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "ProblemFacts.ts", optional_fields))]
#[serde(rename_all = "camelCase", default)]
pub struct ProblemFacts {
    /// The HTTP status of the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// What HighLevel said, each message as it was sent (at most 500 characters each, ten of them).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(as = "Option<Vec<String>>"))]
    pub messages: Vec<String>,
    /// The number HighLevel's support asks for (`traceId`, or the `cf-ray` of the firewall before it).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trace_id: Option<String>,
    /// When another try makes sense, in seconds from now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_in_seconds: Option<u32>,
    /// How many requests were sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempts: Option<u32>,
    /// The name of the account that was used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The contact ID that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_id: Option<String>,
    /// The server or proxy that could not be reached, as `host` or `host:port`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// Why the certificate is not trusted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<CertificateFault>,
    /// Who signed the certificate that is not trusted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// What exactly is wrong with what was typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub typed: Option<TypedFault>,
    /// The different tokens that were given where one is wanted, in the order in which they can be chosen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(as = "Option<Vec<TokenChoice>>"))]
    pub tokens: Vec<TokenChoice>,
    /// Why a file cannot be read, or is not written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<FileFault>,
    /// The name of that file, without its folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
    /// The most rows that a list can have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most_rows: Option<u32>,
    /// The text of the underlying fault, for the folded details: names no person and holds no secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// A token to choose, by what a person can know it by. Never the token itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "TokenChoice.ts"))]
#[serde(rename_all = "camelCase")]
pub struct TokenChoice {
    /// What stood before it.
    pub label: Option<String>,
    /// Its last four characters.
    pub last_four: String,
}

/// Why a certificate is not trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "CertificateFault.ts"))]
#[serde(rename_all = "kebab-case")]
pub enum CertificateFault {
    /// It is another server's.
    WrongName,
    /// It has run out, or this computer's clock is ahead.
    Expired,
    /// It is not valid yet, or this computer's clock is behind.
    NotYetValid,
    /// Nobody this computer trusts signed it.
    UnknownIssuer,
    /// Anything else, and servers that cannot make a secure connection at all.
    Other,
}

/// What was typed in place of a contact ID, or what is wrong with a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "TypedFault.ts"))]
#[serde(rename_all = "kebab-case")]
pub enum TypedFault {
    /// An e-mail address in the ID box.
    Email,
    /// A phone number in the ID box.
    Phone,
    /// A path or part of an address in the ID box.
    Path,
    /// A merge field such as `{{contact.id}}` that was never filled in.
    Placeholder,
    /// Several words, such as a name.
    Words,
    /// Signs that no ID has.
    Signs,
    /// Too short to be one.
    TooShort,
    /// Too long to be one.
    TooLong,
    /// Nothing there.
    Empty,
    /// Blanks or line breaks inside a token.
    InnerBlank,
    /// A contact ID or link in the token box.
    ContactId,
    /// An old key of HighLevel's first API, which does not work here.
    OldKey,
    /// An OAuth access token whose time is over, as it says itself.
    Expired,
    /// A list without a single contact ID or link in it.
    EmptyList,
    /// Words in the token box, such as a label, without a token.
    NoTokenInText,
    /// Different tokens in the token box.
    SeveralTokens,
    /// A token in the box for the account's name.
    TokenAsName,
    /// A link that only the program that made it can open.
    SealedLink,
}

/// Why a file cannot be read as a list, or is not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "FileFault.ts"))]
#[serde(rename_all = "kebab-case")]
pub enum FileFault {
    /// It is not there (any more).
    Gone,
    /// Another program holds it, or this person may not read it.
    Closed,
    /// It is neither text nor a workbook, whatever its name says.
    NotAList,
    /// It is a workbook of the kind that Excel wrote before 2007.
    OldWorkbook,
    /// It is a workbook with a password.
    Locked,
    /// It is a workbook that is damaged.
    Damaged,
    /// It is larger than any list.
    TooLarge,
    /// Another program wrote to it while it was read.
    Changing,
    /// The system could not read it.
    Unreadable,
    /// It is the file that a list was read from, which is not written over.
    Original,
}

/// One thing that went wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "Problem.ts"))]
pub struct Problem {
    /// What kind of thing.
    pub kind: ProblemKind,
    /// What is known about it. On the heap, so that a result with a problem in it is not the larger for it.
    pub facts: Box<ProblemFacts>,
}

impl Problem {
    /// A problem of which this is known.
    pub fn with(kind: ProblemKind, facts: ProblemFacts) -> Self {
        Self { kind, facts: Box::new(facts) }
    }

    /// A problem of which nothing but the kind is known.
    pub fn of(kind: ProblemKind) -> Self {
        Self { kind, facts: Box::default() }
    }

    /// The same problem, met in the account of that name.
    #[must_use]
    pub fn in_account(mut self, name: &str) -> Self {
        self.facts.account = Some(name.to_owned());
        self
    }

    /// The same problem, met while that contact was looked up.
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
