//! What a problem with one row means for the rest of the list.

use crate::model::problem::ProblemKind;

/// What to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is about this contact: the row has its outcome.
    OfTheRow,
    /// It may be about this contact or about all of them: the row has its outcome, and the person is asked when it comes
    /// several times in a row.
    PerhapsOfAll,
    /// HighLevel is not to be reached or not well: the row waits, and goes on with all others by itself.
    Wait,
    /// HighLevel asks for slower requests. The allowance sees to that.
    Slower,
    /// Every other row would meet the same: nothing more is asked before a person has seen to it.
    Ask,
}

/// How often in a row something that may be about all of them comes before the person is asked.
pub(super) const ENOUGH: u32 = 5;

/// How many of the first contacts live in another account before the person is asked whether it is the wrong one.
pub(super) const ENOUGH_ELSEWHERE: u32 = 25;

pub(super) fn of(kind: ProblemKind) -> Verdict {
    use ProblemKind as Kind;
    match kind {
        Kind::ContactNotFound | Kind::OtherAccount => Verdict::OfTheRow,
        Kind::Forbidden
        | Kind::BlockedOnTheWay
        | Kind::RequestRefused
        | Kind::ProgramOutdated
        | Kind::AnswerNotUnderstood
        | Kind::AnswerEmpty
        | Kind::AnswerTooLarge
        | Kind::Redirected
        | Kind::Unexpected => Verdict::PerhapsOfAll,
        Kind::Offline
        | Kind::ServerNotFound
        | Kind::CannotConnect
        | Kind::ConnectionCut
        | Kind::TimedOut
        | Kind::NetworkSignIn
        | Kind::HighlevelDown
        | Kind::ProxyUnreachable => Verdict::Wait,
        Kind::TooManyRequests => Verdict::Slower,
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
        | Kind::ListTooLong => Verdict::Ask,
    }
}

/// Whether it is about the account that was asked, and not about this computer or its network: another account may be
/// asked all the same.
pub(super) fn is_of_the_account(kind: ProblemKind) -> bool {
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

/// Whether something got as far as HighLevel, or seemed to: then it may be about this one contact after all.
pub(super) fn reached_something(kind: ProblemKind) -> bool {
    matches!(kind, ProblemKind::ConnectionCut | ProblemKind::TimedOut | ProblemKind::HighlevelDown)
}
