//! Links that a mail filter or a chat program has put into a link of its own. They are taken out of it without asking
//! anyone, and only where the program is known: to trust any link within a link would let anything pass for a
//! contact's.

use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::Engine as _;
use percent_encoding::percent_decode_str;

/// How many wrappings are taken off: a link can pass several programs.
const DEEPEST: usize = 4;

/// Base64 as Proofpoint writes it, with or without padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The text with `%2F` and the like as the characters they stand for. What is no such code stays as it is.
pub(super) fn percent_decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// The link inside, out of all its wrappings; `None` where the link is not wrapped by a program that is known.
pub(super) fn unwrap(link: &str) -> Option<String> {
    let mut inner = unwrap_once(link)?;
    for _ in 1..DEEPEST {
        match unwrap_once(&inner) {
            Some(further) => inner = further,
            None => break,
        }
    }
    Some(inner)
}

/// Whether a link says nothing of where it leads: that is known to the server it goes to alone.
pub(super) fn is_sealed(link: &str) -> bool {
    let within = unwrap(link);
    let link = decoded_as_a_whole(within.as_deref().unwrap_or(link));
    let Some(Link { host, path, .. }) = Link::parse(&link) else { return false };
    let is_mimecast = ["mimecast.com", "mimecastprotect.com"].iter().any(|domain| is_within(&host, domain));
    let is_shortener = ["bit.ly", "t.co", "tinyurl.com", "lnkd.in", "ow.ly", "is.gd"].contains(&host.as_str());
    (is_mimecast && path.starts_with("s/")) || (is_shortener && !path.is_empty())
}

/// A link in its parts, none of them decoded.
struct Link<'a> {
    host: String,
    path: &'a str,
    query: &'a str,
    /// What follows the host.
    rest: &'a str,
}

impl<'a> Link<'a> {
    fn parse(link: &'a str) -> Option<Self> {
        let link = match link.split_once("://") {
            Some((scheme, rest)) if scheme.bytes().all(|byte| byte.is_ascii_alphabetic()) => rest,
            _ => link.trim_start_matches('/'),
        };
        let end = link.find(['/', '?', '#']).unwrap_or(link.len());
        let (authority, rest) = link.split_at(end);
        let host = authority.rsplit('@').next()?.split(':').next()?.to_ascii_lowercase();
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let query = query.split('#').next()?;
        Some(Self { host, path, query, rest })
    }

    /// The value of a parameter, decoded.
    fn parameter(&self, name: &str) -> Option<String> {
        self.raw_parameter(name).map(percent_decoded)
    }

    fn raw_parameter(&self, name: &str) -> Option<&'a str> {
        // A link that was copied out of a page's source has `&amp;` for `&`.
        let pairs = self.query.split('&').map(|pair| pair.strip_prefix("amp;").unwrap_or(pair));
        let mut named = pairs.filter_map(|pair| pair.split_once('='));
        named.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value).filter(|value| !value.is_empty())
    }
}

/// A link that was percent-encoded from its first character on, as it was meant.
fn decoded_as_a_whole(link: &str) -> String {
    if link.contains("://") {
        link.to_owned()
    } else {
        percent_decoded(link)
    }
}

/// The link inside: empty where the program is known and there is none.
fn unwrap_once(link: &str) -> Option<String> {
    let link = decoded_as_a_whole(link);
    let link = Link::parse(&link)?;
    let path = link.path.trim_end_matches('/').to_ascii_lowercase();
    let inner = match link.host.as_str() {
        // Outlook: `nam02`, `eur01` and so on stand before it.
        host if is_within(host, "safelinks.protection.outlook.com")
            || is_within(host, "safelinks.protection.office365.us")
            || is_within(host, "safelinks.protection.partner.outlook.cn") =>
        {
            link.parameter("url")
        }
        "statics.teams.cdn.office.net"
        | "statics.teams.cdn.live.net"
        | "statics.teams.microsoft.com"
        | "teams.microsoft.com"
        | "teams.cloud.microsoft"
        | "teams.live.com"
            if path.contains("safelinks/") =>
        {
            link.parameter("url")
        }
        "urldefense.com" | "urldefense.us" | "urldefense.proofpoint.com" | "urldefense.proofpoint.us" => {
            proofpoint(&link)
        }
        host if is_google(host) && path == "url" => link.parameter("q").or_else(|| link.parameter("url")),
        "slack-redir.net" if path == "link" => link.parameter("url"),
        "l.facebook.com" | "lm.facebook.com" | "l.instagram.com" | "l.messenger.com" | "l.workplace.com"
            if path.is_empty() || path == "l.php" =>
        {
            link.parameter("u")
        }
        host if is_within(host, "linkprotect.cudasvc.com") && path == "url" => link.parameter("a"),
        _ => return None,
    };
    Some(inner.unwrap_or_default())
}

/// Whether a host is that domain, or stands below it.
fn is_within(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

/// `google.com`, `www.google.de`, `www.google.co.uk`.
fn is_google(host: &str) -> bool {
    let Some(end) = host.strip_prefix("www.").unwrap_or(host).strip_prefix("google.") else { return false };
    let is_country = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_lowercase());
    end == "com" || end == "cat" || is_country(end) || {
        end.split_once('.').is_some_and(|(second, country)| matches!(second, "co" | "com") && is_country(country))
    }
}

fn proofpoint(link: &Link<'_>) -> Option<String> {
    let (version, _) = link.rest.split_once(['/', '?'])?;
    match version {
        "v1" => link.parameter("u"),
        // `-` stands for `%`, and `_` for `/`.
        "v2" => link.raw_parameter("u").map(|link| percent_decoded(&link.replace('-', "%").replace('_', "/"))),
        "v3" => proofpoint_v3(link.rest.strip_prefix("v3/__")?),
        _ => None,
    }
}

/// `LINK__;SIGNS!!…$`: the characters that a filter might trip over are `*` in the link, one after the other, or `**N`
/// for several at once, and stand behind it in base64.
fn proofpoint_v3(rest: &str) -> Option<String> {
    // A mail program may have encoded the semicolon; and what follows it may not have been copied.
    let end = ["__;", "__%3B", "__%3b"].iter().find_map(|mark| Some((rest.find(mark)?, mark.len())));
    let (link, chars) = match end {
        Some((at, length)) => (&rest[..at], rest[at + length..].split(['!', '%']).next()?),
        None => (rest.strip_suffix("__").unwrap_or(rest), ""),
    };
    let chars = String::from_utf8(BASE64.decode(chars).ok()?).ok()?;
    let mut chars = chars.chars();
    let decoded = percent_decoded(link);
    let mut whole = String::with_capacity(decoded.len());
    let mut rest = decoded.chars();
    while let Some(ch) = rest.next() {
        if ch != '*' {
            whole.push(ch);
            continue;
        }
        let mut ahead = rest.clone();
        let count = match (ahead.next(), ahead.next()) {
            (Some('*'), Some(length)) => {
                rest = ahead;
                run_length(length)?
            }
            _ => 1,
        };
        for _ in 0..count {
            whole.push(chars.next()?);
        }
    }
    // Some servers on the way make one slash of two.
    if let Some((scheme, rest)) = whole.split_once(":/") {
        if !rest.starts_with('/') && scheme.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return Some(format!("{scheme}://{rest}"));
        }
    }
    Some(whole)
}

/// How many characters stand for one letter: two for `A`, three for `B`, and so on through the letters of base64.
fn run_length(letter: char) -> Option<usize> {
    URL_SAFE.as_str().find(letter).map(|at| at + 2)
}

#[cfg(test)]
mod tests;
