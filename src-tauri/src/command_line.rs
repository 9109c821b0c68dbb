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
    },
    /// Say which version this is.
    Version,
    /// Say how the program is started.
    Help,
}

/// The command line is none that the program knows.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0}")]
pub struct CommandLineFault(String);

/// What `--help` says.
pub const HELP: &str = "\
Contact Lookup: look up a HighLevel contact by its ID.

Usage: contact-lookup [--sample] [ID or link]

  --sample    begin with invented contacts; nothing is sent
  --version   say which version this is
  --help      say this
";

/// No ID and no link is longer; what is longer is not looked at.
const LONGEST: usize = 4096;

/// Reads the arguments, without the program's name.
pub fn read(arguments: impl IntoIterator<Item = impl Into<OsString>>) -> Result<CommandLine, CommandLineFault> {
    let fault = |error: lexopt::Error| CommandLineFault(error.to_string());
    let mut parser = lexopt::Parser::from_args(arguments.into_iter().map(Into::into));
    let (mut sample, mut text) = (false, None);
    while let Some(argument) = parser.next().map_err(fault)? {
        match argument {
            lexopt::Arg::Long("sample") => sample = true,
            lexopt::Arg::Long("version") | lexopt::Arg::Short('V') => return Ok(CommandLine::Version),
            lexopt::Arg::Long("help") | lexopt::Arg::Short('h') => return Ok(CommandLine::Help),
            lexopt::Arg::Value(value) if text.is_none() => {
                if value.len() > LONGEST {
                    return Err(CommandLineFault("the argument is too long to be an ID or a link".to_owned()));
                }
                text = Some(value.to_string_lossy().into_owned());
            }
            other => return Err(fault(other.unexpected())),
        }
    }
    Ok(CommandLine::Open { sample, text })
}

#[cfg(test)]
mod tests {
    use super::{read, CommandLine};

    #[test]
    fn an_id_is_looked_up() {
        let expected = CommandLine::Open { sample: false, text: Some("seD4PfOuKoVMLkEZqohJ".to_owned()) };
        assert_eq!(read(["seD4PfOuKoVMLkEZqohJ"]), Ok(expected));
    }

    #[test]
    fn the_sample_account_can_be_asked_for_with_or_without_an_id() {
        assert_eq!(read(["--sample"]), Ok(CommandLine::Open { sample: true, text: None }));
        let with_id = CommandLine::Open { sample: true, text: Some("abc".to_owned()) };
        assert_eq!(read(["--sample", "abc"]), Ok(with_id.clone()));
        assert_eq!(read(["abc", "--sample"]), Ok(with_id));
    }

    #[test]
    fn version_and_help_are_said() {
        assert_eq!(read(["--version"]), Ok(CommandLine::Version));
        assert_eq!(read(["--help", "abc"]), Ok(CommandLine::Help));
    }

    #[test]
    fn anything_else_is_refused() {
        for odd in [vec!["--inspect"], vec!["-x"], vec!["one", "two"], vec!["--sample=1"]] {
            assert!(read(odd.clone()).is_err(), "{odd:?}");
        }
        assert!(read(["x".repeat(1 << 20)]).is_err());
    }
}
