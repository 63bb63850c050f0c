//! The rows and columns of a table.

/// How many rows or columns a cell may span.
const MOST: u64 = 100;

/// A table in the making. Markdown knows no cell that spans others, so empty ones stand for those.
#[derive(Default)]
pub(super) struct Table {
    rows: Vec<Vec<String>>,
    row: Vec<String>,
    /// For each column, how many of the next rows a cell above reaches into.
    reach: Vec<u64>,
}

impl Table {
    pub(super) fn push(&mut self, words: String, rows: Option<u64>, columns: Option<u64>) {
        self.skip();
        let spanned = |count: Option<u64>| count.unwrap_or(1).clamp(1, MOST) - 1;
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

    /// The rows, each as one line; the first is the head.
    pub(super) fn lines(&self) -> impl Iterator<Item = String> {
        let width = self.rows.iter().map(Vec::len).max().unwrap_or_default();
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

    /// Leaves out the columns that a cell above reaches into.
    fn skip(&mut self) {
        while let Some(rows) = self.reach.get_mut(self.row.len()).filter(|rows| **rows > 0) {
            *rows -= 1;
            self.row.push(String::new());
        }
    }

    fn cell(&mut self, words: String, reach: u64) {
        let column = self.row.len();
        if self.reach.len() <= column {
            self.reach.resize(column + 1, 0);
        }
        self.reach[column] = reach;
        self.row.push(words);
    }
}
