//! Lays out the rows and columns of a table.

/// The maximum number of rows or columns that a cell can span.
const MOST: u64 = 100;

/// The maximum number of cells of a table, including those that fill spanned areas.
const CELLS: usize = 10_000;

/// A table for Markdown, which has no spanning cells: empty cells fill the spanned area.
#[derive(Default)]
pub(super) struct Grid {
    rows: Vec<Vec<String>>,
    row: Vec<String>,
    /// For each column, the number of following rows that a cell above spans.
    spanned_rows: Vec<u64>,
    /// The number of cells so far.
    cells: usize,
}

impl Grid {
    pub(super) fn push(&mut self, words: String, rows: Option<u64>, columns: Option<u64>) {
        self.skip();
        let most = if self.cells < CELLS { MOST } else { 1 };
        let spanned = |count: Option<u64>| count.unwrap_or(1).clamp(1, most) - 1;
        self.cell(words, spanned(rows));
        for _ in 0..spanned(columns) {
            self.cell(String::new(), spanned(rows));
        }
    }

    pub(super) fn end_row(&mut self) {
        self.skip();
        let row = std::mem::take(&mut self.row);
        if row.iter().any(|cell| !cell.is_empty()) {
            self.rows.push(row);
        }
    }

    /// Returns the rows as text, if the table is too large for Markdown, in which all rows have the same width.
    pub(super) fn texts(&self) -> Option<impl Iterator<Item = String>> {
        let is_large = self.rows.len().saturating_mul(self.width()) > CELLS;
        let text = |row: &Vec<String>| {
            let cells = row.iter().filter(|cell| !cell.is_empty());
            cells.map(String::as_str).collect::<Vec<_>>().join(" ")
        };
        is_large.then(|| self.rows.iter().map(text))
    }

    fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or_default()
    }

    /// Returns each row as one line. The first row is the header.
    pub(super) fn lines(&self) -> impl Iterator<Item = String> {
        let width = self.width();
        let line = move |cell: &dyn Fn(usize) -> String| {
            let cells: Vec<String> = (0..width).map(cell).collect();
            format!("| {} |", cells.join(" | "))
        };
        let mut lines: Vec<String> = self
            .rows
            .iter()
            .map(|row| line(&|column| row.get(column).cloned().unwrap_or_default()))
            .collect();
        if !lines.is_empty() {
            lines.insert(1, line(&|_| "---".to_owned()));
        }
        lines.into_iter()
    }

    /// Fills the columns that a cell above spans.
    fn skip(&mut self) {
        while let Some(rows) = self
            .spanned_rows
            .get_mut(self.row.len())
            .filter(|rows| **rows > 0)
        {
            *rows -= 1;
            if self.cells >= CELLS {
                break;
            }
            self.cells += 1;
            self.row.push(String::new());
        }
    }

    fn cell(&mut self, words: String, rows: u64) {
        let column = self.row.len();
        if self.spanned_rows.len() <= column {
            self.spanned_rows.resize(column + 1, 0);
        }
        self.spanned_rows[column] = rows;
        self.cells += 1;
        self.row.push(words);
    }
}
