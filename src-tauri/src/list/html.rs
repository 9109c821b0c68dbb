//! Tables in pages of HTML, and in the XML that older programs call a spreadsheet.

use std::borrow::Cow;
use std::cell::RefCell;
use std::mem;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use super::grid::{Grid, KEPT_OF_CELL, MAX_COLUMNS};
use super::problems;
use crate::model::problem::{FileFault, Problem};
use crate::model::unicode::truncated;

const BEGINNINGS: [&str; 6] = ["<!doctype", "<html", "<?xml", "<table", "<head", "<body"];
/// The most texts and addresses that are kept of a page.
const MAX_TEXTS: usize = 500_000;
/// The most addresses that are kept of a row.
const MAX_LINKS_OF_ROW: usize = 10_000;
/// How much of a page is handed to the tokenizer at once, in bytes.
const CHUNK: usize = 4 << 10;
/// The most comparisons of attributes. The tokenizer compares each with all others of its tag, which can be millions.
const MAX_COMPARISONS: usize = 1_000_000_000;

#[derive(Debug, Default)]
pub(super) struct Page {
    pub table: Grid,
    /// Its texts and the addresses behind them, with the numbers of their lines.
    pub texts: Vec<(u32, String)>,
}

pub(super) fn is_markup(text: &str) -> bool {
    let start = text.trim_start();
    let begins = |word: &&str| start.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word));
    BEGINNINGS.iter().any(begins)
}

pub(super) fn parse(text: &str) -> Result<Page, Problem> {
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    // The attributes of a tag are counted, one too many rather than one too few, while no token ends.
    let may_divide = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'"' | b'\'');
    let (mut comparisons, mut attributes) = (0_usize, 0_usize);
    let mut rest = text;
    while !rest.is_empty() {
        let (chunk, after) = rest.split_at(truncated(rest, CHUNK).len());
        rest = after;
        input.push_back(StrTendril::from_slice(chunk));
        let _ = tokenizer.feed(&input);
        let of_tag = attributes.saturating_pow(2);
        if comparisons.saturating_add(of_tag) > MAX_COMPARISONS {
            return Err(problems::not_read(FileFault::TooLarge));
        }
        if mem::take(&mut tokenizer.sink.0.borrow_mut().token_ended) {
            comparisons += of_tag;
            attributes = 0;
        } else {
            attributes += chunk.bytes().filter(may_divide).count();
        }
    }
    tokenizer.end();
    let mut reader = tokenizer.sink.0.into_inner();
    reader.end_row();
    reader.error.map_or(Ok(reader.page), Err)
}

#[derive(Default)]
struct Sink(RefCell<PageReader>);

#[derive(Default)]
struct PageReader {
    page: Page,
    error: Option<Problem>,
    /// The cells of the row that is being read; `None` between rows.
    row: Option<Vec<String>>,
    /// The addresses in its cells, by column.
    links: Vec<(usize, String)>,
    in_cell: bool,
    /// Whether a tag, a comment or a text has ended since this was last asked.
    token_ended: bool,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let mut reader = self.0.borrow_mut();
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        reader.token_ended |= !matches!(token, Token::ParseError(_));
        match token {
            Token::CharacterTokens(text) => reader.text(&text, line),
            Token::TagToken(tag) => {
                reader.tag(&tag, line);
                // The content of these is no text of the page.
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

impl PageReader {
    fn tag(&mut self, tag: &Tag, line: u32) {
        let is_start = tag.kind == TagKind::StartTag;
        match &*tag.name {
            "tr" | "row" => {
                self.end_row();
                if let Some(number) = attribute(tag, "ss:index").filter(|_| is_start) {
                    self.page.table.skip_to(number.parse().unwrap_or_default());
                }
                self.row = is_start.then(Vec::new);
            }
            "td" | "th" | "cell" => {
                self.in_cell = is_start;
                if let Some(row) = self.row.as_mut().filter(|row| is_start && row.len() <= MAX_COLUMNS) {
                    let number = attribute(tag, "ss:index").and_then(|number| number.parse::<usize>().ok());
                    if let Some(number) = number.filter(|number| *number > row.len() && *number <= MAX_COLUMNS) {
                        row.resize(number - 1, String::new());
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
        let has_room = self.links.len() < MAX_LINKS_OF_ROW;
        if let Some(row) = self.row.as_ref().filter(|row| has_room && self.in_cell && !row.is_empty()) {
            self.links.push((row.len() - 1, address.to_owned()));
        }
        self.keep(address, line);
    }

    fn text(&mut self, text: &str, line: u32) {
        let cell = self.row.as_mut().and_then(|row| row.last_mut());
        if let Some(cell) = cell.filter(|cell| self.in_cell && cell.len() <= KEPT_OF_CELL) {
            cell.push_str(truncated(text, KEPT_OF_CELL));
        }
        self.keep(text, line);
    }

    fn keep(&mut self, text: &str, line: u32) {
        if self.page.texts.len() < MAX_TEXTS && !text.trim().is_empty() {
            self.page.texts.push((line, text.to_owned()));
        }
    }

    /// Adds the row to the table. Line breaks in its cells are blanks, as on the page.
    fn end_row(&mut self) {
        self.in_cell = false;
        let links = mem::take(&mut self.links);
        let Some(row) = self.row.take() else { return };
        let cells = row.iter().map(|cell| Cow::Owned(cell.split_whitespace().collect::<Vec<_>>().join(" ")));
        if let Err(error) = self.page.table.push(cells, &links) {
            self.error.get_or_insert(error);
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
        let grid = parse(text).unwrap().table;
        (0..grid.len()).map(|row| grid.cells(row).collect::<Vec<_>>().join("|")).collect()
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
        assert_eq!(parse(&format!("<html><a{attributes}>x</a>")).unwrap_err(), problems::not_read(FileFault::TooLarge));
        let at_most = std::time::Duration::from_secs(600);
        assert!(begun.elapsed() < at_most, "{:?}", begun.elapsed());
        let picture = "iVBORw0KGgo/".repeat(20_000);
        assert_eq!(rows(&format!("<table><tr><td><img src=\"data:image/png;base64,{picture}\">a</table>")), ["a"]);
    }

    #[test]
    fn the_spreadsheet_of_an_older_program_is_read() {
        let book = "<?xml version=\"1.0\"?><Workbook><Worksheet><Table><Row ss:Index=\"3\"><Cell><Data ss:Type=\"String\">a</Data></Cell>
            <Cell ss:Index=\"4\"><Data>b</Data></Cell></Row></Table></Worksheet></Workbook>";
        assert_eq!(rows(book), ["a|||b"]);
        assert_eq!(parse(book).unwrap().table.number(0), 3);
    }

    #[test]
    fn a_row_with_a_number_that_no_sheet_has_is_a_row_all_the_same() {
        let far = "<Row ss:Index=\"4294967295\"><Cell><Data>b</Data></Cell></Row>";
        let book = format!("<?xml version=\"1.0\"?><Table><Row><Cell><Data>a</Data></Cell></Row>{far}{far}</Table>");
        let table = parse(&book).unwrap().table;
        assert_eq!(rows(&book), ["a", "b", "b"]);
        assert_eq!([0, 1, 2].map(|row| table.number(row)), [1, 1 << 20, (1 << 20) + 1]);
    }
}
