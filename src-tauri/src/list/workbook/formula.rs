//! What can be read out of a formula without working it out.

/// What a formula says as it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Formula {
    /// The address that it makes a link to.
    pub link: Option<String>,
    /// What it shows, where that is plain: a text, or the address of a link.
    pub result: Option<String>,
}

impl Formula {
    /// Reads `"text"` and `HYPERLINK("address", …)`.
    pub(super) fn of(written: &str) -> Self {
        let written = written.trim().trim_start_matches('=').trim();
        if let Some((text, "")) = literal(written) {
            return Self { link: None, result: Some(text) };
        }
        let link = written
            .get(..FUNCTION.len())
            .filter(|name| name.eq_ignore_ascii_case(FUNCTION))
            .and_then(|_| literal(written[FUNCTION.len()..].trim_start()))
            // An address that goes on behind the quotes is only half of one.
            .filter(|(_, rest)| rest.starts_with([',', ';', ')']))
            .map(|(address, _)| address);
        Self { result: link.clone(), link }
    }
}

const FUNCTION: &str = "HYPERLINK(";

/// The text in quotes that a formula begins with, and what stands behind it.
fn literal(written: &str) -> Option<(String, &str)> {
    let inside = written.strip_prefix('"')?;
    let mut at = 0;
    loop {
        at += inside.get(at..)?.find('"')?;
        if !inside[at + 1..].starts_with('"') {
            return Some((inside[..at].replace("\"\"", "\""), inside[at + 1..].trim_start()));
        }
        at += 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_and_an_address_are_read_and_nothing_is_worked_out() {
        let read = |written| {
            let Formula { link, result } = Formula::of(written);
            (link, result)
        };
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(read("\"a \"\"b\"\"\""), (None, text("a \"b\"")));
        assert_eq!(
            read("=HYPERLINK(\"https://a.example/x\",\"Open\")"),
            (text("https://a.example/x"), text("https://a.example/x"))
        );
        assert_eq!(read("hyperlink( \"#A1\" )"), (text("#A1"), text("#A1")));
        for written in [
            "HYPERLINK(\"https://a.example/\"&B2,\"Open\")",
            "A1&\"x\"",
            "\"x\"&A1",
            "HYPERLINK(B2)",
            "\"",
            "",
            "HYPERLINK(",
        ] {
            assert_eq!(read(written), (None, None), "{written}");
        }
    }
}
