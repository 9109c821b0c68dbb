//! What calamine does not read of a sheet: hidden rows, errors that Excel does not know, and whether there are links.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{BufReader, Cursor};
use std::ops::ControlFlow;

use quick_xml::events::{BytesStart, Event};
use quick_xml::Reader;
use zip::ZipArchive;

use super::super::grid::LAST_ROW;
use crate::model::unicode::truncated;

/// The most errors that are kept of a sheet.
const MAX_WORDS: usize = 100_000;
/// The longest part of an error that is kept, in bytes.
const MAX_WORD: usize = 40;

#[derive(Debug, Default)]
pub(super) struct SheetXml {
    /// The numbers of hidden rows, from 1.
    pub hidden: HashSet<u32>,
    /// The errors in place of results, such as `#ERROR!`, by row and column, from 0.
    pub error_words: BTreeMap<u32, Vec<(usize, String)>>,
    pub has_links: bool,
}

/// Reads the XML of sheets. What cannot be read is left out: the cells are what counts.
pub(super) struct SheetXmlReader<'a> {
    archive: Option<ZipArchive<Cursor<&'a [u8]>>>,
    /// The path of each sheet in the archive, by the sheet's name.
    paths: HashMap<String, String>,
}

impl<'a> SheetXmlReader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let mut reader = Self { archive: ZipArchive::new(Cursor::new(bytes)).ok(), paths: HashMap::new() };
        reader.paths = reader.find_paths().unwrap_or_default();
        reader
    }

    fn find_paths(&mut self) -> Option<HashMap<String, String>> {
        let names = self.archive.as_ref()?.file_names().filter_map(Result::ok);
        let is_workbook =
            |path: &str| path.rsplit('/').next().is_some_and(|file| file.eq_ignore_ascii_case("workbook.xml"));
        let workbook = names.map(std::borrow::Cow::into_owned).find(|path| is_workbook(path))?;
        let (folder, file) = workbook.rsplit_once('/').unwrap_or(("", &workbook));
        let mut targets = HashMap::new();
        self.each_start(&format!("{folder}/_rels/{file}.rels"), "Relationship", |tag| {
            if let (Some(id), Some(target)) = (attribute(tag, "Id"), attribute(tag, "Target")) {
                let target = target.replace('\\', "/");
                let path = target.strip_prefix('/').map_or_else(|| format!("{folder}/{target}"), str::to_owned);
                targets.insert(id, path);
            }
        });
        let mut paths = HashMap::new();
        self.each_start(&workbook, "sheet", |tag| {
            if let (Some(name), Some(id)) = (attribute(tag, "name"), attribute(tag, "id")) {
                if let Some(path) = targets.get(&id) {
                    paths.entry(name).or_insert_with(|| path.clone());
                }
            }
        });
        Some(paths)
    }

    pub(super) fn read(&mut self, sheet: &str) -> SheetXml {
        let mut xml = SheetXml::default();
        let Some(path) = self.paths.get(sheet).cloned() else { return xml };
        let (mut row, mut column, mut words_left) = (0_u32, 0_usize, MAX_WORDS);
        // An error is the text of a value (`v`) in a cell (`c`) of the type `e`.
        let (mut in_error, mut in_value, mut word) = (false, false, String::new());
        self.each_event(&path, |event| {
            let (tag, is_empty) = match event {
                Event::Start(tag) => (tag, false),
                Event::Empty(tag) => (tag, true),
                Event::Text(text) => {
                    if in_value && word.len() < MAX_WORD {
                        word.push_str(truncated(&text.xml10_content(), MAX_WORD));
                    }
                    return ControlFlow::Continue(());
                }
                Event::End(tag) => {
                    match tag.local_name().as_ref() {
                        "v" => in_value = false,
                        "c" if in_error => {
                            in_error = false;
                            if words_left > 0 && !word.trim().is_empty() {
                                words_left -= 1;
                                let words = xml.error_words.entry(row.saturating_sub(1)).or_default();
                                words.push((column.saturating_sub(1), word.trim().to_owned()));
                            }
                        }
                        _ => {}
                    }
                    return ControlFlow::Continue(());
                }
                _ => return ControlFlow::Continue(()),
            };
            match tag.local_name().as_ref() {
                "row" => {
                    let number = attribute(&tag, "r").and_then(|number| number.parse().ok());
                    // Rows behind the last one of any sheet are all one.
                    row = number.unwrap_or(row.saturating_add(1)).min(LAST_ROW + 1);
                    column = 0;
                    let is_hidden = attribute(&tag, "hidden").is_some_and(|is| matches!(&*is, "1" | "true" | "on"));
                    if is_hidden && row <= LAST_ROW {
                        xml.hidden.insert(row);
                    }
                }
                "c" => {
                    column = attribute(&tag, "r").and_then(|cell| column_of(&cell)).unwrap_or(column.saturating_add(1));
                    in_error = !is_empty && attribute(&tag, "t").is_some_and(|kind| kind == "e");
                    word.clear();
                }
                "v" => in_value = in_error && !is_empty,
                "hyperlink" => {
                    xml.has_links = true;
                    return ControlFlow::Break(());
                }
                _ => {}
            }
            ControlFlow::Continue(())
        });
        xml
    }

    fn each_start(&mut self, path: &str, name: &str, mut take: impl FnMut(&BytesStart<'_>)) {
        self.each_event(path, |event| {
            if let Event::Start(tag) | Event::Empty(tag) = event {
                if tag.local_name().as_ref() == name {
                    take(&tag);
                }
            }
            ControlFlow::Continue(())
        });
    }

    /// Reads a file of the archive, whatever the case of its name, up to its end, a fault or `take`'s break.
    fn each_event(&mut self, path: &str, mut take: impl FnMut(Event<'_>) -> ControlFlow<()>) {
        let Some(archive) = &mut self.archive else { return };
        let is_it = |name: &str| name.replace('\\', "/").eq_ignore_ascii_case(path.trim_start_matches('/'));
        let at = (0..archive.len())
            .find(|at| archive.name_for_index(*at).is_some_and(|name| name.is_ok_and(|name| is_it(&name))));
        let Some(Ok(file)) = at.map(|at| archive.by_index(at)) else { return };
        let mut reader = Reader::from_reader(BufReader::new(file));
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            let event = reader.read_event_into(&mut buffer).unwrap_or(Event::Eof);
            if matches!(event, Event::Eof) || take(event).is_break() {
                return;
            }
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    attribute.normalized_value(quick_xml::XmlVersion::default()).ok().map(std::borrow::Cow::into_owned)
}

/// The column of `AB12`, from 1.
fn column_of(cell: &str) -> Option<usize> {
    let letters = cell.bytes().take_while(u8::is_ascii_alphabetic);
    let column =
        letters.take(4).fold(0, |column, letter| column * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    (column > 0).then_some(column)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use std::io::Write;

    use zip::write::SimpleFileOptions;
    use zip::ZipWriter;

    use super::*;

    fn read(rows: &str) -> SheetXml {
        let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in [
            ("xl/workbook.xml", r#"<workbook><sheets><sheet name="S" id="r1"/></sheets></workbook>"#),
            (
                "xl/_rels/workbook.xml.rels",
                r#"<Relationships><Relationship Id="r1" Target="sheet.xml"/></Relationships>"#,
            ),
            ("xl/sheet.xml", &*sheet),
        ] {
            archive.start_file(name, SimpleFileOptions::default()).unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        SheetXmlReader::new(&archive.finish().unwrap().into_inner()).read("S")
    }

    #[test]
    fn a_row_behind_one_with_a_number_that_no_sheet_has_is_read() {
        let fault = r#"<c t="e"><v>#X!</v></c>"#;
        let rows = format!(r#"<row hidden="1">{fault}</row><row r="4294967295"/><row hidden="1">{fault}</row>"#);
        let xml = read(&rows);
        let cell = || vec![(0, "#X!".to_owned())];
        assert_eq!(xml.error_words, BTreeMap::from([(0, cell()), (LAST_ROW, cell())]));
        assert_eq!(xml.hidden, HashSet::from([1]));
    }
}
