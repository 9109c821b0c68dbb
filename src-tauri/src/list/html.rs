//! Tables in pages of HTML, and in the XML that older programs call a spreadsheet.

use std::borrow::Cow;
use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use super::fault::Stop;
use super::grid::{Grid, KEPT};
use super::MOST_COLUMNS;

/// What a page begins with.
const BEGINS: [&str; 6] = ["<!doctype", "<html", "<?xml", "<table", "<head", "<body"];

/// The most pieces of text and addresses that are kept of a page.
const MOST_PIECES: usize = 500_000;

/// The most addresses that are kept of a row.
const MOST_LINKS: usize = 10_000;

/// How much of a page is read at once, in bytes.
const AT_ONCE: usize = 4 << 10;

/// How much effort may go into the attributes of all tags. Each is compared with all others of its tag, and one tag can
/// have millions.
const MOST_EFFORT: usize = 1_000_000_000;

/// What is in a page.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// The rows of all its tables, one after the other.
    pub table: Grid,
    /// Its text and the addresses behind it, with the numbers of their lines.
    pub pieces: Vec<(u32, String)>,
}

/// Whether a text is a page.
pub(super) fn is_markup(text: &str) -> bool {
    let start = text.trim_start();
    let begins = |word: &&str| start.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word));
    BEGINS.iter().any(begins)
}

/// Reads a page.
pub(super) fn read(text: &str) -> Result<Page, Stop> {
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    let mut effort = Effort::default();
    for piece in pieces(text) {
        input.push_back(StrTendril::from_slice(piece));
        let _ = tokenizer.feed(&input);
        effort.spend(piece, tokenizer.sink.0.borrow_mut().ended())?;
    }
    tokenizer.end();
    let mut reading = tokenizer.sink.0.into_inner();
    reading.end_row();
    match reading.stop {
        Some(stop) => Err(stop),
        None => Ok(reading.page),
    }
}

/// What went into the attributes so far.
#[derive(Default)]
struct Effort {
    spent: usize,
    /// How many attributes the tag has at most that has not ended yet.
    attributes: usize,
}

impl Effort {
    /// Counts a piece, in which something ended or not.
    fn spend(&mut self, piece: &str, ended: bool) -> Result<(), Stop> {
        let may_divide = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'"' | b'\'');
        let of_tag = self.attributes.saturating_pow(2);
        if self.spent.saturating_add(of_tag) > MOST_EFFORT {
            return Err(Stop::TooLarge);
        }
        if ended {
            self.spent += of_tag;
            self.attributes = 0;
        } else {
            self.attributes += piece.bytes().filter(may_divide).count();
        }
        Ok(())
    }
}

/// A text in pieces that are read one after the other.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let piece = super::grid::cut(rest, AT_ONCE);
        rest = &rest[piece.len()..];
        (!piece.is_empty()).then_some(piece)
    })
}

#[derive(Default)]
struct Sink(RefCell<Reading>);

#[derive(Default)]
struct Reading {
    page: Page,
    stop: Option<Stop>,
    /// The cells of the row that is being read; `None` between rows.
    row: Option<Vec<String>>,
    /// The addresses in its cells.
    links: Vec<(usize, String)>,
    in_cell: bool,
    /// Whether a tag, a comment or a text has ended.
    ended: bool,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let mut reading = self.0.borrow_mut();
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        reading.ended |= !matches!(token, Token::ParseError(_));
        match token {
            Token::CharacterTokens(text) => reading.text(&text, line),
            Token::TagToken(tag) => {
                reading.tag(&tag, line);
                // What stands in these is no text of the page.
                if tag.kind == TagKind::StartTag && !tag.self_closing {
                    match &*tag.name {
                        "script" => return TokenSinkResult::RawData(RawKind::ScriptData),
                        "style" => return TokenSinkResult::RawData(RawKind::Rawtext),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Reading {
    /// Whether anything has ended since the last question.
    fn ended(&mut self) -> bool {
        std::mem::take(&mut self.ended)
    }

    fn tag(&mut self, tag: &Tag, line: u32) {
        let is_start = tag.kind == TagKind::StartTag;
        match &*tag.name {
            "tr" | "row" => {
                self.end_row();
                if let Some(at) = attribute(tag, "ss:index").filter(|_| is_start) {
                    self.page.table.skip_to(at.parse().unwrap_or_default());
                }
                self.row = is_start.then(Vec::new);
            }
            "td" | "th" | "cell" => {
                self.in_cell = is_start;
                if let Some(row) = self.row.as_mut().filter(|row| is_start && row.len() <= MOST_COLUMNS) {
                    let at = attribute(tag, "ss:index").and_then(|at| at.parse::<usize>().ok()).unwrap_or_default();
                    if at > row.len() && at <= MOST_COLUMNS {
                        row.resize(at - 1, String::new());
                    }
                    row.push(String::new());
                }
                self.address(tag, "ss:href", line);
            }
            "table" => self.end_row(),
            "a" if is_start => self.address(tag, "href", line),
            "br" | "p" | "div" | "li" => self.text(" ", line),
            _ => {}
        }
    }

    fn address(&mut self, tag: &Tag, name: &str, line: u32) {
        let Some(address) = attribute(tag, name) else { return };
        let has_room = self.links.len() < MOST_LINKS;
        if let Some(row) = self.row.as_ref().filter(|row| has_room && self.in_cell && !row.is_empty()) {
            self.links.push((row.len() - 1, address.to_owned()));
        }
        self.piece(address, line);
    }

    fn text(&mut self, text: &str, line: u32) {
        if let Some(cell) =
            self.row.as_mut().and_then(|row| row.last_mut()).filter(|cell| self.in_cell && cell.len() <= KEPT)
        {
            cell.push_str(super::grid::cut(text, KEPT));
        }
        self.piece(text, line);
    }

    fn piece(&mut self, text: &str, line: u32) {
        if self.page.pieces.len() < MOST_PIECES && !text.trim().is_empty() {
            self.page.pieces.push((line, text.to_owned()));
        }
    }

    /// Puts the row into the table. Line breaks in its cells are blanks, as on the page.
    fn end_row(&mut self) {
        self.in_cell = false;
        let links = std::mem::take(&mut self.links);
        let Some(row) = self.row.take() else { return };
        let cells = row.iter().map(|cell| Cow::Owned(cell.split_whitespace().collect::<Vec<_>>().join(" ")));
        match self.page.table.push(cells) {
            Ok(()) => links.into_iter().for_each(|(column, address)| self.page.table.link_last(column, &address)),
            Err(stop) => self.stop = self.stop.take().or(Some(stop)),
        }
    }
}

fn attribute<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    tag.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    fn rows(text: &str) -> Vec<String> {
        let grid = read(text).unwrap().table;
        let row =
            |row| (0..grid.width_of(row)).map(|column| grid.cell(row, column).text()).collect::<Vec<_>>().join("|");
        (0..grid.rows()).map(row).collect()
    }

    #[test]
    fn the_rows_of_all_tables_are_read_as_the_page_shows_them() {
        let page = "<!DOCTYPE html><style>td { x }</style><table><thead><tr><th>Na&#109;e<th>Id</thead>
            <tr><td>Ann &amp; <b>Jo</b><br>Lee</td><td>\n a\n</td></tr><tr></tr></table><script>'<tr><td>x'</script>
            <TABLE><TR><TD>b</TABLE>c";
        assert_eq!(rows(page), ["Name|Id", "Ann & Jo Lee|a", "", "b"]);
    }

    #[test]
    fn a_tag_of_countless_attributes_is_left_in_time() {
        let attributes = (0..200_000).fold(String::new(), |all, at| all + &format!(" {at:06x}"));
        let begun = std::time::Instant::now();
        assert_eq!(read(&format!("<html><a{attributes}>x</a>")).unwrap_err(), Stop::TooLarge);
        let at_most = std::time::Duration::from_secs(if cfg!(windows) { 600 } else { 120 });
        assert!(begun.elapsed() < at_most, "{:?}", begun.elapsed());
        let picture = "iVBORw0KGgo/".repeat(20_000);
        assert_eq!(rows(&format!("<table><tr><td><img src=\"data:image/png;base64,{picture}\">a</table>")), ["a"]);
    }

    #[test]
    fn the_spreadsheet_of_an_older_program_is_read() {
        let book = "<?xml version=\"1.0\"?><Workbook><Worksheet><Table><Row ss:Index=\"3\"><Cell><Data ss:Type=\"String\">a</Data></Cell>
            <Cell ss:Index=\"4\"><Data>b</Data></Cell></Row></Table></Worksheet></Workbook>";
        assert_eq!(rows(book), ["a|||b"]);
        assert_eq!(read(book).unwrap().table.number(0), 3);
    }

    #[test]
    fn a_row_with_a_number_that_no_sheet_has_is_a_row_all_the_same() {
        let far = "<Row ss:Index=\"4294967295\"><Cell><Data>b</Data></Cell></Row>";
        let book = format!("<?xml version=\"1.0\"?><Table><Row><Cell><Data>a</Data></Cell></Row>{far}{far}</Table>");
        let table = read(&book).unwrap().table;
        assert_eq!(rows(&book), ["a", "b", "b"]);
        assert_eq!([0, 1, 2].map(|row| table.number(row)), [1, 1 << 20, (1 << 20) + 1]);
    }
}
