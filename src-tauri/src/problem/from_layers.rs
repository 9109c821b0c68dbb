//! What each layer below says of its own faults, as problems.

use super::{CertificateFault, FileFault, Problem, ProblemFacts, ProblemKind, TypedFault};
use crate::highlevel::client::{ApiFault, ApiFaultCause};
use crate::highlevel::decode::DecodeFault;
use crate::highlevel::refusal::{Refusal, RefusalKind};
use crate::highlevel::transport::{self, TransportFault};
use crate::list::{self, ListFault};
use crate::model::contact_id::{IdFault, NotAnId};
use crate::model::token::TokenFault;
use crate::prefs::SaveFault;
use crate::vault::VaultFault;

impl From<IdFault> for Problem {
    fn from(fault: IdFault) -> Self {
        let (kind, typed) = match fault {
            IdFault::Missing => (ProblemKind::IdMissing, None),
            IdFault::Token => (ProblemKind::IdIsAToken, None),
            IdFault::LinkWithoutContact => (ProblemKind::LinkWithoutContact, None),
            IdFault::SealedLink => (ProblemKind::LinkWithoutContact, Some(TypedFault::SealedLink)),
            IdFault::NotAnId(what) => (ProblemKind::IdNotAnId, Some(typed_in_place_of_an_id(what))),
        };
        Self::with(kind, ProblemFacts { typed, ..ProblemFacts::default() })
    }
}

fn typed_in_place_of_an_id(what: NotAnId) -> TypedFault {
    match what {
        NotAnId::Email => TypedFault::Email,
        NotAnId::Phone => TypedFault::Phone,
        NotAnId::Path => TypedFault::Path,
        NotAnId::Placeholder => TypedFault::Placeholder,
        NotAnId::Words => TypedFault::Words,
        NotAnId::Signs => TypedFault::Signs,
        NotAnId::TooShort => TypedFault::TooShort,
        NotAnId::TooLong => TypedFault::TooLong,
    }
}

impl From<ListFault> for Problem {
    fn from(fault: ListFault) -> Self {
        let mut facts = ProblemFacts::default();
        let kind = match fault {
            ListFault::Empty => {
                facts.typed = Some(TypedFault::EmptyList);
                ProblemKind::IdMissing
            }
            ListFault::TooLong => {
                facts.most_rows = u32::try_from(list::MOST_ROWS).ok();
                ProblemKind::ListTooLong
            }
            ListFault::File { fault, name, detail } => {
                facts.file = Some(fault.into());
                facts.file_name = Some(name);
                facts.detail = detail;
                ProblemKind::FileNotRead
            }
        };
        Self::with(kind, facts)
    }
}

impl From<list::FileFault> for FileFault {
    fn from(fault: list::FileFault) -> Self {
        match fault {
            list::FileFault::Gone => Self::Gone,
            list::FileFault::Closed => Self::Closed,
            list::FileFault::NotAList => Self::NotAList,
            list::FileFault::OldWorkbook => Self::OldWorkbook,
            list::FileFault::Locked => Self::Locked,
            list::FileFault::Damaged => Self::Damaged,
            list::FileFault::TooLarge => Self::TooLarge,
            list::FileFault::Changing => Self::Changing,
            list::FileFault::Unreadable => Self::Unreadable,
        }
    }
}

impl From<TokenFault> for Problem {
    fn from(fault: TokenFault) -> Self {
        let typed = match fault {
            TokenFault::Empty => TypedFault::Empty,
            TokenFault::InnerBlank => TypedFault::InnerBlank,
            TokenFault::Signs => TypedFault::Signs,
            TokenFault::TooShort => TypedFault::TooShort,
            TokenFault::TooLong => TypedFault::TooLong,
            TokenFault::ContactId => TypedFault::ContactId,
            TokenFault::OldKey => TypedFault::OldKey,
            TokenFault::Absent => TypedFault::NoTokenInText,
            TokenFault::Several => TypedFault::SeveralTokens,
        };
        Self::with(ProblemKind::TokenMalformed, ProblemFacts { typed: Some(typed), ..ProblemFacts::default() })
    }
}

impl From<VaultFault> for Problem {
    fn from(fault: VaultFault) -> Self {
        let (kind, detail) = match fault {
            VaultFault::Missing => (ProblemKind::PasswordStoreMissing, None),
            VaultFault::Locked => (ProblemKind::PasswordStoreLocked, None),
            VaultFault::NotAnswering => (ProblemKind::PasswordStoreNotAnswering, None),
            VaultFault::Denied => (ProblemKind::PasswordStoreDenied, None),
            VaultFault::WithoutPlace => (ProblemKind::PasswordStoreWithoutPlace, None),
            VaultFault::Damaged => (ProblemKind::SavedTokenDamaged, None),
            VaultFault::Ambiguous => {
                (ProblemKind::SavedTokenDamaged, Some("several entries for one account".to_owned()))
            }
            VaultFault::TooLong { limit } => {
                (ProblemKind::TokenTooLong, Some(format!("the password store takes {limit} bytes at most")))
            }
            VaultFault::Other { detail } => (ProblemKind::PasswordStoreDenied, Some(detail)),
        };
        Self::with(kind, ProblemFacts { detail, ..ProblemFacts::default() })
    }
}

impl From<SaveFault> for Problem {
    fn from(fault: SaveFault) -> Self {
        Self::with(
            ProblemKind::SettingsNotSaved,
            ProblemFacts { detail: Some(fault.detail), ..ProblemFacts::default() },
        )
    }
}

impl From<ApiFault> for Problem {
    fn from(fault: ApiFault) -> Self {
        let mut problem: Self = match fault.cause {
            ApiFaultCause::Transport(fault) => fault.into(),
            ApiFaultCause::Refused(refusal) => refusal.into(),
            ApiFaultCause::Undecodable(fault) => fault.into(),
            ApiFaultCause::OutOfTime => ProblemKind::TimedOut.into(),
        };
        problem.facts.attempts = Some(fault.attempts);
        problem.facts.status = fault.status;
        problem.facts.trace_id = problem.facts.trace_id.or(fault.trace_id);
        problem.facts.retry_in_seconds =
            fault.retry_in.map(|wait| u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX));
        problem
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let kind = match refusal.kind {
            RefusalKind::TokenRejected => ProblemKind::TokenRejected,
            RefusalKind::PermissionMissing => ProblemKind::PermissionMissing,
            RefusalKind::AgencyToken => ProblemKind::AgencyToken,
            RefusalKind::ContactNotFound => ProblemKind::ContactNotFound,
            RefusalKind::OtherAccount => ProblemKind::OtherAccount,
            RefusalKind::AccountInactive => ProblemKind::AccountInactive,
            RefusalKind::Forbidden => ProblemKind::Forbidden,
            RefusalKind::BlockedOnTheWay => ProblemKind::BlockedOnTheWay,
            RefusalKind::RequestRefused => ProblemKind::RequestRefused,
            RefusalKind::ProgramOutdated => ProblemKind::ProgramOutdated,
            RefusalKind::TooManyRequests => ProblemKind::TooManyRequests,
            RefusalKind::DailyLimitReached => ProblemKind::DailyLimitReached,
            RefusalKind::HighlevelDown { .. } => ProblemKind::HighlevelDown,
            RefusalKind::NetworkSignIn => ProblemKind::NetworkSignIn,
            RefusalKind::Redirected => ProblemKind::Redirected,
            RefusalKind::AnswerEmpty => ProblemKind::AnswerEmpty,
            RefusalKind::AnswerNotUnderstood => ProblemKind::AnswerNotUnderstood,
        };
        Self::with(
            kind,
            ProblemFacts { messages: refusal.messages, trace_id: refusal.trace_id, ..ProblemFacts::default() },
        )
    }
}

impl From<DecodeFault> for Problem {
    fn from(fault: DecodeFault) -> Self {
        let (kind, detail) = match fault {
            DecodeFault::Empty => (ProblemKind::AnswerEmpty, None),
            DecodeFault::WebPage => (ProblemKind::NetworkSignIn, None),
            DecodeFault::TooLarge => (ProblemKind::AnswerTooLarge, None),
            DecodeFault::NotUnderstood { detail } => (ProblemKind::AnswerNotUnderstood, Some(detail)),
        };
        Self::with(kind, ProblemFacts { detail, ..ProblemFacts::default() })
    }
}

impl From<TransportFault> for Problem {
    fn from(fault: TransportFault) -> Self {
        let mut facts = ProblemFacts::default();
        let kind = match fault {
            TransportFault::Offline => ProblemKind::Offline,
            TransportFault::ServerNotFound { host } => {
                facts.host = Some(host);
                ProblemKind::ServerNotFound
            }
            TransportFault::CannotConnect { host, detail } => {
                facts.host = Some(host);
                facts.detail = Some(detail);
                ProblemKind::CannotConnect
            }
            TransportFault::ConnectionCut { detail, .. } => {
                facts.detail = Some(detail);
                ProblemKind::ConnectionCut
            }
            TransportFault::TimedOut { after_answer_began } => {
                facts.detail = after_answer_began.then(|| "the answer had begun".to_owned());
                ProblemKind::TimedOut
            }
            TransportFault::Certificate { fault, issuer, detail } => {
                facts.certificate = Some(fault.into());
                facts.issuer = issuer;
                facts.detail = Some(detail);
                ProblemKind::CertificateNotTrusted
            }
            TransportFault::ProxyUnreachable { proxy } => {
                facts.host = Some(proxy);
                ProblemKind::ProxyUnreachable
            }
            TransportFault::ProxySignIn { proxy } => {
                facts.host = Some(proxy);
                ProblemKind::ProxySignIn
            }
            TransportFault::TooLarge => ProblemKind::AnswerTooLarge,
            TransportFault::NotHttp { detail } | TransportFault::Damaged { detail } => {
                facts.detail = Some(detail);
                ProblemKind::AnswerNotUnderstood
            }
            TransportFault::Unexpected { detail } => {
                facts.detail = Some(detail);
                ProblemKind::Unexpected
            }
        };
        Self::with(kind, facts)
    }
}

impl From<transport::CertificateFault> for CertificateFault {
    fn from(fault: transport::CertificateFault) -> Self {
        match fault {
            transport::CertificateFault::WrongName => Self::WrongName,
            transport::CertificateFault::Expired => Self::Expired,
            transport::CertificateFault::NotYetValid => Self::NotYetValid,
            transport::CertificateFault::UnknownIssuer => Self::UnknownIssuer,
            transport::CertificateFault::Other => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;
    use crate::list::Source;
    use crate::problem::{self, TypedFault};

    #[test]
    fn each_fault_of_a_list_is_a_problem_with_what_is_known_of_it() {
        let empty = Problem::from(ListFault::Empty);
        assert_eq!((empty.kind, empty.facts.typed), (ProblemKind::IdMissing, Some(TypedFault::EmptyList)));
        let long = Problem::from(ListFault::TooLong);
        assert_eq!((long.kind, long.facts.most_rows), (ProblemKind::ListTooLong, Some(100_000)));
        let gone = Problem::from(Source::from_file(std::path::Path::new("/no-such-folder/a.csv")).unwrap_err());
        assert_eq!((gone.kind, gone.facts.file), (ProblemKind::FileNotRead, Some(problem::FileFault::Gone)));
        assert_eq!(gone.facts.file_name.as_deref(), Some("a.csv"));
        assert!(gone.facts.detail.is_some());
    }
}
