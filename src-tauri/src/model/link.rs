//! What may be opened from a contact: a web page, a new mail, a call, and nothing that only looks like one.
//!
//! Values come from strangers (forms, advertisements, other programs). Whatever is not plainly harmless stays text.

use url::{Host, Url};

use super::unicode;

/// Longer than any real address of a page, signed file links included.
const LONGEST_URL: usize = 8_192;

/// As long as an e-mail address can be.
const LONGEST_ADDRESS: usize = 254;

/// How many digits a number can have that is worth calling: short codes have three, E.164 ends at fifteen, and some
/// extensions are written along.
const DIGITS: std::ops::RangeInclusive<usize> = 3..=20;

/// Something that can be opened safely.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SafeLink {
    /// A page on the web, as a whole address.
    Web(String),
    /// An e-mail address.
    Mail(String),
    /// A phone number: digits, perhaps with a plus sign before them.
    Call(String),
}

impl SafeLink {
    /// What the system is asked to open.
    pub fn as_uri(&self) -> String {
        match self {
            Self::Web(url) => url.clone(),
            Self::Mail(address) => format!("mailto:{address}"),
            Self::Call(number) => format!("tel:{number}"),
        }
    }

    /// A text that is a whole web address by itself: `http` or `https`, no user name, nothing hidden.
    pub fn web(text: &str) -> Option<Self> {
        let text = text.trim_matches(' ');
        let start = text.get(..8)?.to_ascii_lowercase();
        let after_scheme = if start == "https://" { 8 } else { 7 };
        if after_scheme == 7 && !start.starts_with("http://") {
            return None;
        }
        let authority = text.get(after_scheme..)?.split(['/', '?', '#']).next()?;
        if text.len() > LONGEST_URL || hides_something(text) || authority.is_empty() || authority.contains('@') {
            return None;
        }
        let url = Url::parse(text).ok()?;
        let plain = url.username().is_empty() && url.password().is_none() && url.host().is_some();
        plain.then(|| Self::Web(url.into()))
    }

    /// What stands in a contact's `website`: a web address, or a host name without `https://` (`example.com/shop`).
    pub fn website(text: &str) -> Option<Self> {
        let text = text.trim_matches(' ');
        if let Some(link) = Self::web(text) {
            return Some(link);
        }
        let host = text.split(['/', '?', '#']).next()?;
        is_host_name(host).then(|| Self::web(&format!("https://{text}")))?
    }

    /// A text that is one plain e-mail address.
    pub fn mail(text: &str) -> Option<Self> {
        let text = text.trim_matches(' ');
        let (user, host) = text.split_once('@')?;
        // Left out on purpose, though some are allowed in addresses: `?`, `&`, `=`, `#` and `%` mean something in
        // `mailto:`, and `,` and `;` begin a second address.
        let plain = |ch: char| ch.is_ascii_alphanumeric() || matches!(ch, '.' | '_' | '+' | '-' | '\'' | '~' | '!');
        let fits = text.len() <= LONGEST_ADDRESS && !user.is_empty() && user.chars().all(plain);
        (fits && is_host_name(host)).then(|| Self::Mail(text.to_owned()))
    }

    /// A text that is one phone number, however it is written.
    pub fn call(text: &str) -> Option<Self> {
        let text = text.trim();
        // "+44 (0)20…" is dialled without the nought.
        let text = if text.starts_with('+') { text.replacen("(0)", "", 1) } else { text.to_owned() };
        let mut number = String::new();
        for ch in text.chars() {
            match ch {
                '0'..='9' => number.push(ch),
                '+' if number.is_empty() => number.push(ch),
                ' ' | '-' | '.' | '(' | ')' | '/' | '\u{00A0}' | '\u{202F}' | '\u{2010}'..='\u{2015}' => {}
                _ => return None,
            }
        }
        DIGITS.contains(&number.trim_start_matches('+').len()).then_some(Self::Call(number))
    }
}

/// Whether a text has characters that make an address read as another one, or that a browser reads in its own way.
fn hides_something(text: &str) -> bool {
    text.chars().any(|ch| ch.is_control() || ch.is_whitespace() || ch == '\\' || unicode::is_invisible(ch))
}

/// Whether a text is plainly the name of a server: at least two parts, the last of them letters.
fn is_host_name(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && part.len() <= 63
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let Some((rest, last)) = text.rsplit_once('.') else { return false };
    let is_last = last.len() >= 2 && last.bytes().all(|byte| byte.is_ascii_alphabetic())
        || last.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("xn--"));
    // The parser has the last word: names such as `1.2.3.0xf` are numbers to it.
    is_last && is_part(last) && rest.split('.').all(is_part) && matches!(Host::parse(text), Ok(Host::Domain(_)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn uri(link: Option<SafeLink>) -> Option<String> {
        link.map(|link| link.as_uri())
    }

    #[test]
    fn whole_web_addresses_open() {
        for (text, opens) in [
            ("https://example.com", "https://example.com/"),
            (" HTTP://Example.com/a?b=c#d ", "http://example.com/a?b=c#d"),
            ("https://example.com:8443/a%20b", "https://example.com:8443/a%20b"),
            ("https://例え.jp/ü", "https://xn--r8jz45g.jp/%C3%BC"),
            ("https://example.com/@maria", "https://example.com/@maria"),
        ] {
            assert_eq!(uri(SafeLink::web(text)).as_deref(), Some(opens), "{text}");
            assert_eq!(SafeLink::website(text), SafeLink::web(text), "{text}");
        }
    }

    #[test]
    fn a_website_may_lack_its_scheme() {
        for (text, opens) in [
            ("tesla.com", "https://tesla.com/"),
            ("www.example.co.uk/shop?x=1", "https://www.example.co.uk/shop?x=1"),
            ("xn--r8jz45g.jp", "https://xn--r8jz45g.jp/"),
        ] {
            assert_eq!(uri(SafeLink::website(text)).as_deref(), Some(opens), "{text}");
            assert_eq!(SafeLink::web(text), None, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_web_address_stays_text() {
        for text in [
            "",
            "https://",
            "https:///",
            "http:example.com",
            "https:/example.com",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)//https://example.com",
            "java\tscript:alert(1)",
            "\u{0001}javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "ftp://example.com",
            "vbscript:x",
            "ms-msdt:/id",
            "\\\\server\\share",
            "//server/share",
            "https:\\\\example.com",
            "https://example.com\\@evil.example",
            "https://user@evil.example",
            "https://user:secret@evil.example/",
            "https://example.com@evil.example/",
            "https://@evil.example/",
            "https://example.com%40evil.example",
            "https://exa\u{200B}mple.com",
            "https://example.com/\u{202E}gpj.exe",
            "https://example.com/\u{0000}",
            "https://example.com/a\nb",
            "https://example.com/a b",
            "https://example.com https://evil.example",
            "user@example.com",
            "example.com:8080",
            "example",
            "localhost/x",
            "../etc/passwd",
            "1.2.3.4",
            "-x.example",
            "see example.com",
        ] {
            assert_eq!(SafeLink::website(text), None, "{text:?}");
        }
        assert_eq!(SafeLink::web(&format!("https://example.com/{}", "x".repeat(9_000))), None);
    }

    #[test]
    fn one_plain_address_opens_a_mail() {
        for text in ["maria@example.com", "maria.o'brien+vip@mail.example.co.uk", "m_1@xn--r8jz45g.jp"] {
            assert_eq!(uri(SafeLink::mail(text)), Some(format!("mailto:{text}")));
        }
        assert_eq!(uri(SafeLink::mail(" a@example.com ")).as_deref(), Some("mailto:a@example.com"));
    }

    #[test]
    fn what_is_not_one_plain_address_opens_no_mail() {
        for text in [
            "",
            "@",
            "maria",
            "maria@",
            "@example.com",
            "maria@example",
            "maria@example.com?bcc=evil@evil.example",
            "maria?cc=x@example.com",
            "a&b@example.com",
            "a@example.com,b@example.com",
            "a@example.com;b@example.com",
            "a b@example.com",
            "a%2cb@example.com",
            "a@b@example.com",
            "\"a\"@example.com",
            "Maria <a@example.com>",
            "a@example.com\nbcc:b@example.com",
            "a\u{202E}b@example.com",
            "mailto:a@example.com",
            "a@1.2.3.4",
        ] {
            assert_eq!(SafeLink::mail(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_number_can_be_called_however_it_is_written() {
        for (text, number) in [
            ("+14155550134", "tel:+14155550134"),
            ("(415) 555-0134", "tel:4155550134"),
            ("+44 (0)20 7946 0123", "tel:+442079460123"),
            ("020/7946\u{00A0}0123", "tel:02079460123"),
            ("112", "tel:112"),
            ("12345678901234567890", "tel:12345678901234567890"),
        ] {
            assert_eq!(uri(SafeLink::call(text)).as_deref(), Some(number), "{text}");
        }
    }

    #[test]
    fn what_is_not_one_number_cannot_be_called() {
        for text in [
            "",
            "+",
            "12",
            "123456789012345678901",
            "++1415",
            "415+555",
            "*#06#",
            "415,1",
            "4155550134;ext=1",
            "4155550134 or 4155550135",
            "tel:4155550134",
            "٤١٥٥٥٥٠١٣٤",
            "415\n555",
            "\u{202E}4155550134",
        ] {
            assert_eq!(SafeLink::call(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_opens_is_plain(text in any::<String>(), host in "[a-z]{1,8}\\.(com|example)", user in ".{0,8}") {
            let texts = [text.clone(), format!("https://{host}/{text}"), format!("{host}/{text}"), format!("{user}@{host}")];
            for text in &texts {
                for link in [SafeLink::website(text), SafeLink::mail(text), SafeLink::call(text)].into_iter().flatten() {
                    let uri = link.as_uri();
                    prop_assert!(uri.bytes().all(|byte| byte.is_ascii_graphic()), "{:?}", uri);
                    prop_assert!(["https://", "http://", "mailto:", "tel:"].iter().any(|start| uri.starts_with(start)));
                }
            }
        }
    }
}
