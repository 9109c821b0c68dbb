//! The rows of the table that `make bench` prints.

/// The middle one of what was measured.
pub fn median(mut measured: Vec<f64>) -> f64 {
    measured.sort_by(f64::total_cmp);
    let middle = measured.len() / 2;
    if measured.len() % 2 == 1 {
        measured[middle]
    } else {
        f64::midpoint(measured[middle - 1], measured[middle])
    }
}

/// Prints what stands above the rows.
pub fn print_head() {
    println!("| {:<56} | {:<11} | {:<11} | {:<5} | {:<16} |", "ours / compared with", "ours", "other", "ratio", "aim");
    println!("|{:-<58}|{:-<13}|{:-<13}|{:-<7}|{:-<18}|", "", "", "", "", "");
}

/// One row.
pub struct Row<'a> {
    /// What was measured.
    pub what: &'a str,
    /// The program's own figure, in `unit`.
    pub ours: f64,
    /// What it is compared with, in `unit`.
    pub other: f64,
    /// Of both figures.
    pub unit: &'a str,
    /// The ratio should not be above this, where it should be anything.
    pub aim: Option<f64>,
}

impl Row<'_> {
    /// Prints the row.
    pub fn print(&self) {
        let Self { what, ours, other, unit, aim } = self;
        let ratio = ours / other;
        let verdict = match aim {
            Some(aim) if ratio <= *aim => format!("{aim:.2} reached"),
            Some(aim) => format!("{aim:.2} NOT reached"),
            None => String::new(),
        };
        println!("| {what:<56} | {ours:>8.2} {unit:<2} | {other:>8.2} {unit:<2} | {ratio:>5.2} | {verdict:<16} |");
    }
}
