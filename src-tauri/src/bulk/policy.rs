//! What a problem with one row means for the rest of its list.

use crate::model::problem::ProblemKind;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowPolicy {
    /// It is about this contact alone: it is the outcome of the row.
    Record,
    /// It may be about this contact or about all of them: it is the outcome of the row, and the list asks when it comes
    /// several times in a row.
    RecordAndCount,
    /// HighLevel cannot be reached, or has a fault: the row waits, and the list goes on by itself.
    WaitAndRetry,
    /// HighLevel asks for slower requests, which the rate limiter sees to: the row waits.
    Throttle,
    /// Every other row would meet the same: the list asks before it goes on.
    Ask,
}

pub(super) fn row_policy(kind: ProblemKind) -> RowPolicy {
    use ProblemKind as Kind;
    match kind {
        Kind::ContactNotFound | Kind::OtherAccount => RowPolicy::Record,
        Kind::Forbidden
        | Kind::BlockedOnTheWay
        | Kind::RequestRefused
        | Kind::ProgramOutdated
        | Kind::AnswerNotUnderstood
        | Kind::AnswerEmpty
        | Kind::AnswerTooLarge
        | Kind::Redirected
        | Kind::Unexpected => RowPolicy::RecordAndCount,
        Kind::Offline
        | Kind::ServerNotFound
        | Kind::CannotConnect
        | Kind::ConnectionCut
        | Kind::TimedOut
        | Kind::NetworkSignIn
        | Kind::HighlevelDown
        | Kind::ProxyUnreachable => RowPolicy::WaitAndRetry,
        Kind::TooManyRequests => RowPolicy::Throttle,
        Kind::NoToken
        | Kind::TokenMalformed
        | Kind::TokenRejected
        | Kind::PermissionMissing
        | Kind::AgencyToken
        | Kind::AccountInactive
        | Kind::PasswordStoreMissing
        | Kind::PasswordStoreLocked
        | Kind::PasswordStoreNotAnswering
        | Kind::PasswordStoreDenied
        | Kind::PasswordStoreWithoutPlace
        | Kind::SavedTokenDamaged
        | Kind::TokenTooLong
        | Kind::DailyLimitReached
        | Kind::NamesNotKnown
        | Kind::CertificateNotTrusted
        | Kind::ProxySignIn
        // None of these comes of a lookup.
        | Kind::IdMissing
        | Kind::IdNotAnId
        | Kind::IdIsAToken
        | Kind::LinkWithoutContact
        | Kind::SettingsNotSaved
        | Kind::FileNotSaved
        | Kind::FileNotRead
        | Kind::ListTooLong => RowPolicy::Ask,
    }
}

/// Whether it is about the account that was asked, and not about this computer or its network: another account may be
/// asked all the same.
pub(super) fn is_about_account(kind: ProblemKind) -> bool {
    use ProblemKind as Kind;
    matches!(
        kind,
        Kind::NoToken
            | Kind::TokenMalformed
            | Kind::TokenRejected
            | Kind::TokenTooLong
            | Kind::SavedTokenDamaged
            | Kind::PermissionMissing
            | Kind::AgencyToken
            | Kind::AccountInactive
            | Kind::DailyLimitReached
            | Kind::Forbidden
            | Kind::RequestRefused
            | Kind::AnswerNotUnderstood
            | Kind::AnswerEmpty
            | Kind::AnswerTooLarge
            | Kind::Redirected
            | Kind::Unexpected
    )
}

/// Whether the request reached HighLevel, or may have: then the fault may lie in this one contact after all.
pub(super) fn may_be_about_contact(kind: ProblemKind) -> bool {
    matches!(kind, ProblemKind::ConnectionCut | ProblemKind::TimedOut | ProblemKind::HighlevelDown)
}
