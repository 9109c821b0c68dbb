//! Lists that were read, as they cross to the page.

use crate::list::{ColumnChoice, ParsedTable};
use crate::shell::views::ListView;

impl ListView {
    /// What that choice of a table is as a list, for the page; beside the location of the account in use, where that is
    /// known.
    pub fn of(table: &ParsedTable, choice: ColumnChoice, location: Option<&str>) -> Self {
        let choice = table.clamped(choice);
        let list = table.list(choice);
        let counts = list.counts();
        let details = table.details(choice);
        Self {
            file: list.file.clone(),
            sheets: table.sheet_names(),
            sheet: in_u32(choice.sheet),
            columns: table.columns(choice),
            column: in_u32(choice.column),
            headings: choice.headings,
            titles: details.titles,
            hidden: details.hidden,
            with_hidden: choice.hidden,
            alike: details.alike.map(in_u32),
            taken_out: details.extracted,
            unsolved: details.unsolved,
            rows: counts.rows,
            to_look_up: counts.to_look_up,
            duplicates: counts.duplicates,
            blank: counts.blank,
            not_ids: counts.not_ids,
            tokens: counts.tokens,
            links: counts.links,
            elsewhere: location.map_or(0, |location| list.elsewhere(location)),
            examples: counts.examples,
            without_tokens: table.without_tokens(),
        }
    }
}

/// A number of a sheet or column, of which there are a few hundred at most.
fn in_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;
    use crate::model::problem::ProblemKind;

    const LOCATION: &str = "Lo7cAtIoN0pQrS5tUvWx";

    #[test]
    fn a_list_crosses_with_what_there_is_to_say_before_it_is_looked_up() {
        let text = format!(
            "name,contact\nMaria,https://a.example/location/{LOCATION}/contacts/detail/kT4wQ9zLmN2xVbR7sYpD\n\nAmara,x y"
        );
        let table = ParsedTable::from_text(&text).unwrap();
        let view = ListView::of(&table, table.guess(), Some("another"));
        assert_eq!((view.sheet, view.column, view.headings, view.sheets.len()), (0, 1, true, 0));
        assert_eq!((view.rows, view.to_look_up, view.blank, view.not_ids), (3, 1, 1, 1));
        assert_eq!((view.links, view.elsewhere), (1, 1));
        assert_eq!(view.columns[0].heading.as_deref(), Some("name"));
        let example = &view.examples[0];
        assert_eq!((example.row, example.text.as_str(), example.kind), (4, "x y", ProblemKind::IdNotAnId));
        assert_eq!(ListView::of(&table, table.guess(), Some(LOCATION)).elsewhere, 0);
        assert_eq!(ListView::of(&table, table.guess(), None).elsewhere, 0);
    }
}
