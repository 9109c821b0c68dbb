//! Whether a message says that a sub-account is paused or closed. HighLevel words that in several ways, and uses the
//! same adjectives of users, features and tokens, so the adjective has to be said of the account.

use crate::model::is_among;

/// What the API calls a sub-account. `locationId` is written as one word.
const ACCOUNT: [&str; 6] = ["location", "locations", "locationid", "account", "subaccount", "company"];

/// Before `account`, these make it somebody else's.
const OTHER_ACCOUNTS: [&str; 4] = ["user", "users", "service", "agent"];

/// States in which a sub-account answers nothing, whatever the token.
const STATES: &str = "\
    inactive deactivated suspended paused closed disabled terminated cancelled canceled archived deleted";

/// Words that may stand between the account and what is said of it.
const BETWEEN: &str = "\
    is isn t s was are be been being has have had not no longer currently temporarily permanently now already \
    marked set as to in status state with id an a this or and by";

/// Begin what says more of the account: "a location that is closed".
const RELATIVE: [&str; 2] = ["that", "which"];

/// Between these and the account stands something else that is spoken of: "the calendar of the location is closed".
const PREPOSITIONS: [&str; 6] = ["of", "for", "in", "from", "at", "on"];

/// `said` is in small letters.
pub(super) fn says_the_account_is_inactive(said: &str) -> bool {
    // What one sentence says is not said of what the next one names.
    said.split(". ").flat_map(|sentence| sentence.split([';', '\n'])).any(|sentence| {
        let words: Vec<&str> =
            sentence.split(|ch: char| !ch.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        (0..words.len()).any(|at| is_state(&words, at) && is_said_of_the_account(&words, at))
    })
}

/// `inactive`, or `active` after a negation such as in "is not currently active".
fn is_state(words: &[&str], at: usize) -> bool {
    if words[at] == "active" || words[at] == "enabled" {
        let before = words[..at].iter().rev().take_while(|word| is_between(word));
        return before.take(4).any(|word| matches!(*word, "not" | "no" | "isn" | "non"));
    }
    is_among(STATES, words[at]) && !matches!(words[..at].last(), Some(&"not" | &"non"))
}

/// "The location abc has been suspended", "inactive location".
fn is_said_of_the_account(words: &[&str], at: usize) -> bool {
    let follows = match words.get(at + 1) {
        Some(&"sub") => is_account_word(words.get(at + 2)),
        after => is_account_word(after),
    };
    follows
        || words[..at].iter().rposition(|word| !is_between(word)).is_some_and(|subject| {
            if RELATIVE.contains(&words[subject]) {
                return is_account_word(words[..subject].last());
            }
            is_account_word(words.get(subject)) && is_what_is_spoken_of(&words[..subject])
        })
}

/// Whether what comes before the account's name leaves the account itself as what is spoken of.
fn is_what_is_spoken_of(before: &[&str]) -> bool {
    let before = before.iter().rev().find(|word| !matches!(**word, "the" | "this" | "your" | "a" | "sub"));
    !before.is_some_and(|word| PREPOSITIONS.contains(word) || OTHER_ACCOUNTS.contains(word))
}

fn is_account_word(word: Option<&&str>) -> bool {
    word.is_some_and(|word| ACCOUNT.contains(word))
}

/// A word that only joins, another state, or the account's own ID.
fn is_between(word: &str) -> bool {
    is_among(BETWEEN, word)
        || is_among(STATES, word)
        || word == "non"
        || word.len() >= 16
        || word.contains(|ch: char| ch.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paused_or_closed_sub_account_is_recognised_in_each_wording() {
        for said in [
            "location is not active",
            "this location is no longer active.",
            "the location isn't active",
            "location is not currently active",
            "location not active",
            "location is inactive",
            "location 've9epm428h8vshlrw1kt' is inactive",
            "location with id ve9epm428h8vshlrw1kt is not active",
            "locationid ve9epm428h8vshlrw1kt is not active",
            "location_not_active",
            "location_inactive: the request was rejected",
            "location status: suspended",
            "location is not enabled",
            "sub-account is paused",
            "sub account has been suspended by the agency",
            "the subaccount was closed",
            "this account has been deactivated",
            "your account is temporarily disabled. contact your agency",
            "account is suspended",
            "account closed",
            "the account's status is cancelled",
            "inactive location",
            "suspended sub-account",
            "the request is for a deactivated account",
            "non-active location",
            "this is not an active location",
            "location has been deleted",
            "the token was made for a location that is not active",
            "forbidden\nlocation is paused",
        ] {
            assert!(says_the_account_is_inactive(said), "{said}");
        }
    }

    #[test]
    fn the_same_words_about_something_else_are_left_alone() {
        for said in [
            "",
            "contact not found",
            "contact is inactive",
            "the user is inactive",
            "user account is disabled",
            "this user account has been suspended",
            "the token is not active",
            "invalid private integration token: it was disabled in this location",
            "the token does not have access to this location.",
            "the token is not authorized for this scope.",
            "private integration is disabled for this location",
            "this feature is not enabled for this location",
            "api access is disabled for the location",
            "location is active",
            "the location was not found",
            "contact was deleted from this location",
            "the contact was deleted. location of the request: abc",
            "the calendar of the location is closed",
            "the private integration for this sub-account is disabled",
            "forbidden for this location",
            "opportunity status is closed",
            "connection closed",
            "a location is required; the list of active campaigns is empty",
        ] {
            assert!(!says_the_account_is_inactive(said), "{said}");
        }
    }
}
