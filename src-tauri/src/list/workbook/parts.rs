//! What the reader of workbooks does not tell of a sheet: its hidden rows, the cells it has no word for, and whether it
//! has links.

use std::collections::{BTreeMap, HashMap};
use std::io::{BufReader, Cursor, Read};

use quick_xml::events::{BytesStart, Event};
use quick_xml::Reader;
use zip::ZipArchive;

use super::super::grid::{cut, Numbers};

/// The most cells that are kept of those the reader has no word for.
const MOST_UNREAD: usize = 100_000;

/// The longest word for a fault in a cell that is kept, in bytes.
const LONGEST_WORD: usize = 40;

/// What a sheet has beside its cells.
#[derive(Debug, Default)]
pub(super) struct Traits {
    /// The numbers of hidden rows, from 1.
    pub hidden: Numbers,
    /// The words that stand in cells in place of a result, such as `#ERROR!`, by row and column, from 0.
    pub unread: BTreeMap<u32, Vec<(u32, String)>>,
    /// Whether it has links.
    pub has_links: bool,
}

/// The parts of a workbook, as they are packed. What cannot be read of them is left out: the cells are what counts.
pub(super) struct Parts<'a> {
    archive: Option<ZipArchive<Cursor<&'a [u8]>>>,
    /// The part of each sheet, by the sheet's name.
    sheets: HashMap<String, String>,
}

type Xml<'a> = Reader<BufReader<Box<dyn Read + 'a>>>;

impl<'a> Parts<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        let mut parts = Self { archive: ZipArchive::new(Cursor::new(bytes)).ok(), sheets: HashMap::new() };
        parts.sheets = parts.sheets().unwrap_or_default();
        parts
    }

    fn sheets(&mut self) -> Option<HashMap<String, String>> {
        let names: Vec<String> =
            self.archive.as_ref()?.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect();
        let is_workbook =
            |name: &&String| name.rsplit('/').next().is_some_and(|file| file.eq_ignore_ascii_case("workbook.xml"));
        let workbook = names.iter().find(is_workbook)?;
        let (folder, file) = workbook.rsplit_once('/').unwrap_or(("", workbook));
        let mut targets = HashMap::new();
        self.each_start(&format!("{folder}/_rels/{file}.rels"), |tag| {
            if let ("Relationship", Some(id), Some(target)) =
                (&*name(tag), attribute(tag, "Id"), attribute(tag, "Target"))
            {
                let target = target.replace('\\', "/");
                let path = target.strip_prefix('/').map_or_else(|| format!("{folder}/{target}"), str::to_owned);
                targets.insert(id, path);
            }
        });
        let mut sheets = HashMap::new();
        self.each_start(workbook, |tag| {
            if let ("sheet", Some(name), Some(id)) = (&*name(tag), attribute(tag, "name"), attribute(tag, "id")) {
                if let Some(path) = targets.get(&id) {
                    sheets.entry(name).or_insert_with(|| path.clone());
                }
            }
        });
        Some(sheets)
    }

    /// What the sheet of that name has beside its cells.
    pub(super) fn traits(&mut self, sheet: &str) -> Traits {
        let mut traits = Traits::default();
        let Some(path) = self.sheets.get(sheet).cloned() else { return traits };
        let Some(mut xml) = self.part(&path) else { return traits };
        let mut buffer = Vec::new();
        let (mut row, mut column, mut left) = (0_u32, 0_u32, MOST_UNREAD);
        // A word for a fault is the text of a value in a cell of faults.
        let (mut in_fault, mut in_value, mut word) = (false, false, String::new());
        loop {
            buffer.clear();
            let (tag, ends) = match xml.read_event_into(&mut buffer) {
                Ok(Event::Start(tag)) => (tag, false),
                Ok(Event::Empty(tag)) => (tag, true),
                Ok(Event::Text(text)) if in_value && word.len() < LONGEST_WORD => {
                    word.push_str(cut(&text.xml10_content(), LONGEST_WORD));
                    continue;
                }
                Ok(Event::End(tag)) if tag.local_name().as_ref() == "v" => {
                    in_value = false;
                    continue;
                }
                Ok(Event::End(tag)) if in_fault && tag.local_name().as_ref() == "c" => {
                    in_fault = false;
                    if left > 0 && !word.trim().is_empty() {
                        left -= 1;
                        traits
                            .unread
                            .entry(row.saturating_sub(1))
                            .or_default()
                            .push((column.saturating_sub(1), word.trim().to_owned()));
                    }
                    continue;
                }
                Ok(Event::Eof) | Err(_) => return traits,
                Ok(_) => continue,
            };
            match &*name(&tag) {
                "row" => {
                    let number = attribute(&tag, "r").and_then(|number| number.parse().ok());
                    // Behind the last row of any sheet there is nothing to tell apart.
                    row = number.unwrap_or(row.saturating_add(1)).min(Numbers::LAST + 1);
                    column = 0;
                    if attribute(&tag, "hidden").is_some_and(|hidden| matches!(&*hidden, "1" | "true" | "on")) {
                        traits.hidden.insert(row);
                    }
                }
                "c" => {
                    column =
                        attribute(&tag, "r").and_then(|place| column_of(&place)).unwrap_or(column.saturating_add(1));
                    in_fault = !ends && attribute(&tag, "t").is_some_and(|kind| kind == "e");
                    word.clear();
                }
                "v" => in_value = in_fault && !ends,
                "hyperlink" => {
                    traits.has_links = true;
                    return traits;
                }
                _ => {}
            }
        }
    }

    /// A part, whatever the case of its name.
    fn part(&mut self, path: &str) -> Option<Xml<'_>> {
        let archive = self.archive.as_mut()?;
        let is_it = |name: &str| name.replace('\\', "/").eq_ignore_ascii_case(path.trim_start_matches('/'));
        let at = (0..archive.len())
            .find(|at| archive.name_for_index(*at).is_some_and(|name| name.is_ok_and(|name| is_it(&name))))?;
        let part: Box<dyn Read + '_> = Box::new(archive.by_index(at).ok()?);
        Some(Reader::from_reader(BufReader::new(part)))
    }

    fn each_start(&mut self, path: &str, mut take: impl FnMut(&BytesStart<'_>)) {
        let Some(mut xml) = self.part(path) else { return };
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer) {
                Ok(Event::Start(tag) | Event::Empty(tag)) => take(&tag),
                Ok(Event::Eof) | Err(_) => return,
                Ok(_) => {}
            }
        }
    }
}

fn name(tag: &BytesStart<'_>) -> String {
    tag.local_name().as_ref().to_owned()
}

/// The value of an attribute, whatever stands before its name.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    attribute.normalized_value(quick_xml::XmlVersion::default()).ok().map(std::borrow::Cow::into_owned)
}

/// The column of `AB12`, from 1.
fn column_of(place: &str) -> Option<u32> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic);
    let column =
        letters.take(4).fold(0_u32, |column, letter| column * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    (column > 0).then_some(column)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use std::io::Write;

    use zip::write::SimpleFileOptions;
    use zip::ZipWriter;

    use super::*;

    /// What a sheet with those rows has beside its cells.
    fn traits(rows: &str) -> Traits {
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
        Parts::of(&archive.finish().unwrap().into_inner()).traits("S")
    }

    #[test]
    fn a_row_behind_one_with_a_number_that_no_sheet_has_is_read() {
        let fault = r#"<c t="e"><v>#X!</v></c>"#;
        let rows = format!(r#"<row hidden="1">{fault}</row><row r="4294967295"/><row hidden="1">{fault}</row>"#);
        let traits = traits(&rows);
        let cell = || vec![(0, "#X!".to_owned())];
        assert_eq!(traits.unread, BTreeMap::from([(0, cell()), (Numbers::LAST, cell())]));
        let mut hidden = Numbers::default();
        hidden.insert(1);
        assert_eq!(traits.hidden, hidden);
    }
}
