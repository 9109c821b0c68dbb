//! What the program is started with.

use std::ffi::OsString;

/// What was asked for on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommandLine {
    /// Open the window.
    Open {
        /// Begin in the sample account.
        sample: bool,
        /// Look this up at once.
        text: Option<String>,
        /// Put this ID into the box and wait for the person.
        fill: Option<String>,
    },
    /// Say which version this is.
    Version,
    /// Say how the program is started.
    Help,
}

/// The command line is none that the program knows.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0}")]
pub struct CommandLineError(String);

/// What `--help` says.
pub const HELP: &str = "\
Contact Lookup: look up a HighLevel contact by its ID.

Usage: contact-lookup [--sample] [ID or link]

  --sample    begin with invented contacts; nothing is sent
  --version   say which version this is
  --help      say this

A link contactlookup://contact/ID fills in the ID and waits for Enter.
";

/// No ID and no link is longer; what is longer is not looked at.
const LONGEST: usize = 4096;

/// What begins a link to this program. The system hands such links over as the only argument.
const SCHEME: &str = "contactlookup:";

/// How long the ID in such a link may be: as long as an ID that is typed.
const ID: std::ops::RangeInclusive<usize> = 10..=40;

/// The ID in a link to this program. Any web page can make a person follow one, so that it is read strictly:
/// `contactlookup://contact/` with letters and digits behind it. Everything else is no link.
pub fn id_in_link(link: &str) -> Option<&str> {
    let id = link.get(SCHEME.len()..).filter(|_| is_link(link))?.strip_prefix("//contact/")?;
    (ID.contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(id)
}

/// Whether an argument means to be such a link, well formed or not.
fn is_link(argument: &str) -> bool {
    argument.get(..SCHEME.len()).is_some_and(|start| start.eq_ignore_ascii_case(SCHEME))
}

/// Reads the arguments, without the program's name.
pub fn parse(arguments: impl IntoIterator<Item = impl Into<OsString>>) -> Result<CommandLine, CommandLineError> {
    let invalid = |error: lexopt::Error| CommandLineError(error.to_string());
    let mut parser = lexopt::Parser::from_args(arguments.into_iter().map(Into::into));
    let (mut sample, mut text) = (false, None);
    while let Some(argument) = parser.next().map_err(invalid)? {
        match argument {
            lexopt::Arg::Long("sample") => sample = true,
            lexopt::Arg::Long("version") | lexopt::Arg::Short('V') => return Ok(CommandLine::Version),
            lexopt::Arg::Long("help") | lexopt::Arg::Short('h') => return Ok(CommandLine::Help),
            lexopt::Arg::Value(value) if text.is_none() => {
                if value.len() > LONGEST {
                    return Err(CommandLineError("the argument is too long to be an ID or a link".to_owned()));
                }
                text = Some(value.to_string_lossy().into_owned());
            }
            other => return Err(invalid(other.unexpected())),
        }
    }
    let fill = text.as_deref().and_then(id_in_link).map(str::to_owned);
    // Whatever stands in it, a link to this program is never looked up by itself.
    let text = text.filter(|text| !is_link(text));
    Ok(CommandLine::Open { sample, text, fill })
}

#[cfg(test)]
mod tests {
    use super::{id_in_link, parse, CommandLine};
    use proptest::prelude::*;

    fn opened(sample: bool, text: Option<&str>, fill: Option<&str>) -> CommandLine {
        CommandLine::Open { sample, text: text.map(str::to_owned), fill: fill.map(str::to_owned) }
    }

    #[test]
    fn an_id_is_looked_up() {
        assert_eq!(parse(["seD4PfOuKoVMLkEZqohJ"]), Ok(opened(false, Some("seD4PfOuKoVMLkEZqohJ"), None)));
    }

    #[test]
    fn a_link_to_this_program_fills_the_box_and_looks_nothing_up() {
        for link in ["contactlookup://contact/seD4PfOuKoVMLkEZqohJ", "ContactLookup://contact/seD4PfOuKoVMLkEZqohJ"] {
            assert_eq!(parse([link]), Ok(opened(false, None, Some("seD4PfOuKoVMLkEZqohJ"))));
        }
    }

    #[test]
    fn a_link_of_any_other_form_opens_the_window_and_nothing_else() {
        let long = format!("contactlookup://contact/{}", "a".repeat(41));
        for link in [
            "contactlookup:",
            "contactlookup://",
            "contactlookup://contact",
            "contactlookup://contact/",
            "contactlookup:contact/seD4PfOuKoVMLkEZqohJ",
            "contactlookup:/contact/seD4PfOuKoVMLkEZqohJ",
            "contactlookup:seD4PfOuKoVMLkEZqohJ",
            "contactlookup://seD4PfOuKoVMLkEZqohJ",
            "contactlookup://evil/seD4PfOuKoVMLkEZqohJ",
            "contactlookup://contact@evil/seD4PfOuKoVMLkEZqohJ",
            "contactlookup://contact:80/seD4PfOuKoVMLkEZqohJ",
            "contactlookup://contact/seD4PfOuKoVMLkEZqohJ/",
            "contactlookup://contact/seD4PfOuKoVMLkEZqohJ/more",
            "contactlookup://contact/../seD4PfOuKoVMLkEZqohJ",
            "contactlookup://contact//seD4PfOuKoVMLkEZqohJ",
            "contactlookup://contact/seD4PfOuKoVMLkEZqohJ?look=up",
            "contactlookup://contact/seD4PfOuKoVMLkEZqohJ#x",
            "contactlookup://contact/seD4PfOuKoVMLkEZqoh%4A",
            "contactlookup://contact/seD4PfOuKoVMLkEZqohJ ",
            "contactlookup://contact/seD4PfOuKoVM\nLkEZqohJ",
            "contactlookup://contact/seD4PfOuKoVM\u{200B}LkEZqohJ",
            "contactlookup://contact/ｓeD4PfOuKoVMLkEZqohJ",
            "contactlookup://contact/pit-3f9c1b52-7d40-4a6e-9b1e-5c2d8e7f6a90",
            "contactlookup://contact/short",
            "contactlookup://contact/https://evil.example/contacts/detail/seD4PfOuKoVMLkEZqohJ",
            "contactlookup:https://app.gohighlevel.com/v2/location/abc/contacts/detail/seD4PfOuKoVMLkEZqohJ",
            &long,
        ] {
            assert_eq!(parse([link]), Ok(opened(false, None, None)), "{link}");
        }
    }

    proptest! {
        #[test]
        fn whatever_a_link_says_it_fills_in_an_id_or_nothing(rest in any::<String>(), plain in "[A-Za-z0-9/?#%:@.]{0,50}") {
            for rest in [rest, plain] {
                for link in [format!("contactlookup:{rest}"), format!("contactlookup://contact/{rest}")] {
                    if let Some(id) = id_in_link(&link) {
                        prop_assert_eq!(format!("contactlookup://contact/{id}"), link.as_str());
                        prop_assert!(id.len() <= 40 && id.bytes().all(|byte| byte.is_ascii_alphanumeric()));
                    }
                }
            }
        }
    }

    #[test]
    fn the_sample_account_can_be_asked_for_with_or_without_an_id() {
        assert_eq!(parse(["--sample"]), Ok(opened(true, None, None)));
        let with_id = opened(true, Some("abc"), None);
        assert_eq!(parse(["--sample", "abc"]), Ok(with_id.clone()));
        assert_eq!(parse(["abc", "--sample"]), Ok(with_id));
    }

    #[test]
    fn version_and_help_are_said() {
        assert_eq!(parse(["--version"]), Ok(CommandLine::Version));
        assert_eq!(parse(["--help", "abc"]), Ok(CommandLine::Help));
    }

    #[test]
    fn anything_else_is_refused() {
        for odd in [vec!["--inspect"], vec!["-x"], vec!["one", "two"], vec!["--sample=1"]] {
            assert!(parse(odd.clone()).is_err(), "{odd:?}");
        }
        assert!(parse(["x".repeat(1 << 20)]).is_err());
    }
}
