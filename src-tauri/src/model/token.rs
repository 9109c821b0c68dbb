//! Access tokens, and what a person pasted in place of one.

use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use base64::Engine as _;
use secrecy::{ExposeSecret, SecretString};
use std::fmt;

use super::json::Json;
use super::problem::{Problem, ProblemFacts, ProblemKind, TypedFault};
use super::unicode;

mod found;
mod redact;

pub use found::LabelledToken;
pub use redact::without_tokens;

/// A private integration token has 40 characters, an OAuth access token about a thousand; anything shorter is neither.
const SHORTEST: usize = 20;

/// A piece of a token that is shorter than this could be a word, even beside a label.
const SHORTEST_PIECE: usize = 12;

/// Longer than any token known, and as much as most servers take in one header.
const LONGEST: usize = 8_192;

/// What stands before a token where it was copied together with the header it belongs in.
const LABELS: [&str; 2] = ["authorization", "bearer"];

/// A token that opens a HighLevel account. It cannot be copied, written out or printed by accident: whoever needs its
/// text says [`ApiToken::expose`], and only the transport and the password store do. Its memory is wiped when dropped.
pub struct ApiToken(SecretString);

/// The problem with a text that is no access token.
pub fn malformed(typed: TypedFault) -> Problem {
    Problem::with(ProblemKind::TokenMalformed, ProblemFacts { typed: Some(typed), ..ProblemFacts::default() })
}

/// The tokens in a text that was pasted.
#[derive(Debug)]
pub enum PastedTokens {
    /// There is one.
    One(ApiToken),
    /// There are different ones, at most [`MOST_CHOICES`]: the person has to choose.
    Several(Vec<LabelledToken>),
}

/// How many different tokens a person can be asked about. Among more, nobody finds the right one by four characters.
pub const MOST_CHOICES: usize = 10;

impl PastedTokens {
    /// Finds the tokens in a text: one that stands alone or in quotes, behind any label, in a line of a settings file
    /// or of a program. The same token twice is one.
    ///
    /// # Errors
    /// Where there is none that works on contacts, or where there are too many to choose from.
    pub fn read(text: &str) -> Result<Self, TypedFault> {
        let mut tokens = found::tokens(text);
        if tokens.iter().any(|found| !found.token.is_old_key()) {
            tokens.retain(|found| !found.token.is_old_key());
        }
        match tokens.len() {
            0 => ApiToken::alone(text).map(Self::One),
            1 => tokens.pop().ok_or(TypedFault::Empty)?.token.usable().map(Self::One),
            2..=MOST_CHOICES => Ok(Self::Several(tokens)),
            _ => Err(TypedFault::SeveralTokens),
        }
    }
}

/// What an OAuth access token says of itself. It is read, not verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenClaims {
    /// `Location` for a sub-account's token, `Company` for an agency's.
    pub auth_class: Option<String>,
    /// The ID of that sub-account or agency.
    pub auth_class_id: Option<String>,
    /// When it runs out, in seconds since 1970.
    pub expires_at: Option<i64>,
}

impl ApiToken {
    /// Reads the one token out of what was pasted: see [`PastedTokens::read`].
    ///
    /// # Errors
    /// Where there is no token that works on contacts, or more than one.
    pub fn parse(pasted: &str) -> Result<Self, TypedFault> {
        match PastedTokens::read(pasted)? {
            PastedTokens::One(token) => Ok(token),
            PastedTokens::Several(_) => Err(TypedFault::SeveralTokens),
        }
    }

    /// Reads a text that holds no token of a known form. Taken off: blanks, line breaks, invisible characters and
    /// quotes at the ends, and a leading `Authorization:` or `Bearer`. A token that was not copied whole is told from
    /// words that have none.
    fn alone(pasted: &str) -> Result<Self, TypedFault> {
        let text = bare(pasted);
        if text.is_empty() {
            return Err(TypedFault::Empty);
        }
        let has_blanks = text.contains(char::is_whitespace);
        if !has_blanks && (text.contains("://") || text.starts_with("www.")) {
            return Err(TypedFault::ContactId);
        }
        if let Some(start) = found::beginning(text) {
            return Self::as_it_stands(trim_value(&text[start..]));
        }
        match assigned(text) {
            Some((_, value)) if matches!(Self::as_it_stands(value), Err(TypedFault::ContactId)) => {
                Err(TypedFault::ContactId)
            }
            Some((label, value)) if !value.is_empty() || found::names_a_token(label) => Err(TypedFault::NoTokenInText),
            _ if has_blanks => Err(TypedFault::NoTokenInText),
            _ => Self::as_it_stands(text),
        }
    }

    fn as_it_stands(text: &str) -> Result<Self, TypedFault> {
        if text.contains(char::is_whitespace) {
            return Err(TypedFault::InnerBlank);
        }
        if !text.chars().all(is_token_char) {
            return Err(TypedFault::Signs);
        }
        if text.len() < SHORTEST {
            return Err(TypedFault::TooShort);
        }
        if text.len() > LONGEST {
            return Err(TypedFault::TooLong);
        }
        // Nearly all contact IDs have 20 letters and digits, and some of HighLevel's examples 21 or 22.
        if text.len() <= 22 && text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(TypedFault::ContactId);
        }
        Self(SecretString::from(text.to_owned())).usable()
    }

    fn usable(self) -> Result<Self, TypedFault> {
        if self.len() > LONGEST {
            return Err(TypedFault::TooLong);
        }
        if self.is_old_key() {
            return Err(TypedFault::OldKey);
        }
        Ok(self)
    }

    /// Keys of the first API are JWTs that name a location but no kind of token.
    fn is_old_key(&self) -> bool {
        payload(self.0.expose_secret())
            .is_some_and(|payload| payload.get("location_id").is_some() && payload.get("authClass").is_none())
    }

    /// Whether it is the same token as another.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.0.expose_secret() == other.0.expose_secret()
    }

    /// The token itself. Only for the transport that sends it and the password store that keeps it.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Its last four characters: enough to tell two tokens apart, not to use one.
    pub fn last_four(&self) -> &str {
        let text = self.0.expose_secret();
        text.get(text.len().saturating_sub(4)..).unwrap_or_default()
    }

    /// How many characters it has.
    #[expect(clippy::len_without_is_empty, reason = "a token is never empty")]
    pub fn len(&self) -> usize {
        self.0.expose_secret().len()
    }

    /// What it says of itself, where it is an OAuth access token.
    pub fn claims(&self) -> Option<TokenClaims> {
        let payload = payload(self.0.expose_secret())?;
        let text = |key| payload.get(key).and_then(Json::text).map(str::to_owned);
        Some(TokenClaims {
            auth_class: text("authClass"),
            auth_class_id: text("authClassId"),
            expires_at: payload.get("exp").and_then(Json::sent).and_then(|exp| exp.parse().ok()),
        })
    }
}

impl fmt::Debug for ApiToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ApiToken(…)")
    }
}

/// Whether a text, pasted where a contact ID belongs, is an access token or a piece of one, so that it must be neither
/// sent nor kept. Never true of a contact ID or a link.
pub fn looks_like_a_token(text: &str) -> bool {
    if found::cannot_hold_one(text) || text.contains("://") {
        return false;
    }
    let plain = folded(text);
    let trimmed = trim(&plain);
    let bare = bare(&plain);
    let compact: String = bare.chars().filter(|ch| !ch.is_whitespace()).collect();
    let labelled = bare.len() < trimmed.len() && compact.len() >= SHORTEST && !bare.contains(' ');
    labelled
        || begins_as_private_token(&compact)
        || begins_as_jwt(&compact)
        || found::recognised(&plain).next().is_some()
        || (found::names_a_token(&plain) && has_a_piece(&plain))
}

/// Behind a label that names a token, a piece is enough.
fn has_a_piece(plain: &str) -> bool {
    plain
        .split(|ch: char| !found::is_inside(ch))
        .any(|word| word.len() >= SHORTEST_PIECE && (begins_as_private_token(word) || begins_as_jwt(word)))
}

/// Whether there is a token in a text, whatever else stands there: a link, a command line. Unlike
/// [`looks_like_a_token`], it is true of links that carry one.
pub fn holds_a_token(text: &str) -> bool {
    !found::cannot_hold_one(text) && found::recognised(&folded(text)).next().is_some()
}

/// Whether a name would give away a token, or the UUID that a token is without its `pit-`.
pub fn gives_a_token_away(name: &str) -> bool {
    looks_like_a_token(name) || holds_a_token(name) || found::holds_uuid(&folded(name))
}

fn folded(text: &str) -> String {
    unicode::folded(text).map(|(ch, _)| ch).collect()
}

/// `pit-` and either enough to be a token's beginning, or nothing but what a token's beginning can have.
fn begins_as_private_token(text: &str) -> bool {
    match (text.get(..4), text.get(4..)) {
        (Some(start), Some(rest)) if start.eq_ignore_ascii_case("pit-") => {
            rest.len() >= 8 || rest.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
        }
        _ => false,
    }
}

/// `eyJ` is `{"` in base64, the beginning of every JWT. An ID can begin with it by chance, but not with the usual first
/// words of a JWT's header, nor be as long or have the dots.
fn begins_as_jwt(text: &str) -> bool {
    text.starts_with("eyJ")
        && (text.contains('.')
            || text.len() > 22
            || ["eyJhbGci", "eyJ0eXAi", "eyJraWQi"].iter().any(|start| text.starts_with(start)))
}

/// The text without what copying adds at its ends.
fn trim(text: &str) -> &str {
    text.trim_matches(|ch: char| {
        ch.is_whitespace()
            || ch.is_control()
            || unicode::is_invisible(ch)
            || unicode::is_quote(ch)
            || matches!(ch, '<' | '>' | ',' | ';')
    })
}

/// What stands behind the first `=` or `:`, without what may surround a value.
fn assigned(text: &str) -> Option<(&str, &str)> {
    let at = text.find(['=', ':'])?;
    Some((&text[..at], trim_value(&text[at + 1..])))
}

fn trim_value(text: &str) -> &str {
    trim(text).trim_matches(|ch: char| {
        unicode::is_quote(ch) || ch.is_whitespace() || matches!(ch, '=' | ':' | '{' | '}' | '[' | ']' | '(' | ')')
    })
}

/// The text without what copying adds, and without a leading `Authorization:` and `Bearer`, however often.
fn bare(text: &str) -> &str {
    let mut text = trim(text);
    while let Some(rest) = LABELS.iter().find_map(|label| after_label(text, label)) {
        text = rest;
    }
    text
}

/// What follows a label that the text begins with.
fn after_label<'a>(text: &'a str, label: &str) -> Option<&'a str> {
    let (start, rest) = (text.get(..label.len())?, text.get(label.len()..)?);
    let is_word = !rest.starts_with(is_token_char);
    (start.eq_ignore_ascii_case(label) && is_word).then(|| trim(trim(rest).trim_start_matches(':')))
}

/// Whether a bearer token can have this character at all.
fn is_token_char(ch: char) -> bool {
    ch.is_ascii_alphanumeric() || matches!(ch, '-' | '.' | '_' | '~' | '+' | '/' | '=')
}

/// What a JWT says, unverified. `None` where the text is no JWT.
fn payload(token: &str) -> Option<Json> {
    let mut pieces = token.split('.');
    let (_header, payload) = (pieces.next()?, pieces.next()?);
    pieces.next()?;
    let json = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
    Json::parse(&json).ok().filter(|value| matches!(value, Json::Object(_)))
}

#[cfg(test)]
mod tests;
