//! Prints Markdown without lints of rustdoc and clippy.

use super::emphasis::emphasised;
use super::escape::{block_escape_position, escape, escaped, single_blanks};
use super::table::Grid;

/// An open link.
struct Link {
    address: String,
    /// The position in the line at which it begins.
    start: usize,
}

/// An open emphasis.
struct Emphasis {
    mark: &'static str,
    /// The position in the line at which it begins.
    start: usize,
}

/// The start of the lines of an item or a quotation.
struct Indent {
    /// The start of the first line, until that line is written.
    mark: Option<String>,
    later: String,
}

struct List {
    /// The number of the next item, if the list is numbered.
    number: Option<u64>,
    is_begun: bool,
}

/// The written lines, and the elements that are open.
#[derive(Default)]
pub(super) struct Printer {
    lines: Vec<String>,
    /// The current line.
    line: String,
    indents: Vec<Indent>,
    lists: Vec<List>,
    /// The open links. `None` is a link without a usable address, which is printed as text.
    links: Vec<Option<Link>>,
    /// The open emphases. `None` is an emphasis inside one of the same kind.
    emphases: Vec<Option<Emphasis>>,
    in_cell: bool,
}

impl Printer {
    /// Whether a cell or a link is open, which cannot contain a line break.
    pub(super) fn is_one_line(&self) -> bool {
        self.in_cell || self.links.iter().any(Option::is_some)
    }

    /// Writes text. Each line becomes a paragraph.
    pub(super) fn text(&mut self, text: &str) {
        for (number, part) in text.split('\n').enumerate() {
            if number > 0 {
                self.line_end();
            }
            self.words(part);
        }
    }

    fn words(&mut self, text: &str) {
        let text = single_blanks(text, self.line.is_empty() || self.line.ends_with(' '));
        if text.is_empty() {
            return;
        }
        if self.links.iter().any(Option::is_some) {
            escape(&text, &mut self.line);
            return;
        }
        let escaped = escaped(&text);
        if self.line.is_empty() && !self.in_cell {
            let position = block_escape_position(&escaped);
            self.line.push_str(&escaped[..position]);
            if position < escaped.len() {
                self.line.push('\\');
            }
            self.line.push_str(&escaped[position..]);
        } else {
            self.line.push_str(&escaped);
        }
    }

    pub(super) fn code(&mut self, code: &str) {
        let code = code.replace(['\n', '\r', '\t'], " ");
        let code = if self.in_cell {
            code.replace('|', "\\|")
        } else {
            code
        };
        if code.trim().is_empty() {
            return;
        }
        let ticks = "`".repeat(longest_run(&code) + 1);
        let gap = if code.starts_with('`') || code.ends_with('`') {
            " "
        } else {
            ""
        };
        self.line
            .push_str(&format!("{ticks}{gap}{code}{gap}{ticks}"));
    }

    pub(super) fn code_block(&mut self, text: &str) {
        self.line_end();
        self.push_line("```text");
        for line in text.trim_end().split('\n') {
            let line = line.replace('\t', "    ").replace("```", "'''");
            self.push_line(line.trim_end());
        }
        self.push_line("```");
        self.blank();
    }

    pub(super) fn open_emphasis(&mut self, mark: &'static str) {
        let is_open = self.emphases.iter().flatten().any(|open| open.mark == mark);
        self.emphases.push((!is_open).then_some(Emphasis {
            mark,
            start: self.line.len(),
        }));
    }

    pub(super) fn close_emphasis(&mut self) {
        if let Some(Some(emphasis)) = self.emphases.pop() {
            emphasise(&mut self.line, &emphasis);
        }
    }

    /// Opens a link. Without an address, its words are printed as text.
    pub(super) fn open_link(&mut self, address: Option<String>) {
        let start = self.line.len();
        let link = address.map(|address| Link { address, start });
        self.links.push(link);
    }

    pub(super) fn close_link(&mut self) {
        let Some(Some(Link { address, start })) = self.links.pop() else {
            return;
        };
        let text = self.line.split_off(start.min(self.line.len()));
        let mut plain = String::new();
        escape(&address, &mut plain);
        let words = text.trim();
        if self.line.ends_with('!') {
            // Otherwise it would be a picture.
            self.line.insert(self.line.len() - 1, '\\');
        }
        if words.is_empty() || words == plain {
            self.line.push_str(&format!("<{address}>"));
        } else {
            self.line.push_str(&format!("[{words}]({address})"));
        }
        if text.ends_with(' ') {
            self.line.push(' ');
        }
    }

    pub(super) fn open_list(&mut self, number: Option<u64>) {
        self.line_end();
        self.lists.push(List {
            number,
            is_begun: false,
        });
    }

    /// Ends a list. Returns the number that its next item would have.
    pub(super) fn close_list(&mut self) -> Option<u64> {
        self.blank();
        self.lists.pop().and_then(|list| list.number)
    }

    pub(super) fn open_item(&mut self) {
        self.flush();
        let is_inner = self.lists.len() > 1;
        let Some(list) = self.lists.last_mut() else {
            return;
        };
        // Only a list that begins with 1 can follow a paragraph without a blank line.
        let is_apart = !list.is_begun && (!is_inner || list.number.is_some_and(|first| first != 1));
        let mark = match &mut list.number {
            Some(number) => {
                let mark = format!("{number}. ");
                *number = number.saturating_add(1);
                mark
            }
            None => "- ".to_owned(),
        };
        list.is_begun = true;
        if !is_apart {
            self.drop_blank();
        }
        self.indents.push(Indent {
            later: " ".repeat(mark.len()),
            mark: Some(mark),
        });
    }

    pub(super) fn close_item(&mut self) {
        self.flush();
        self.indents.pop();
    }

    pub(super) fn open_quote(&mut self) {
        self.line_end();
        self.indents.push(Indent {
            mark: None,
            later: "> ".to_owned(),
        });
    }

    pub(super) fn close_quote(&mut self) {
        self.flush();
        self.drop_blank();
        self.indents.pop();
        self.blank();
    }

    pub(super) fn open_cell(&mut self) {
        self.in_cell = true;
    }

    /// Ends a cell. Returns its content.
    pub(super) fn close_cell(&mut self) -> String {
        self.in_cell = false;
        std::mem::take(&mut self.line).trim().to_owned()
    }

    pub(super) fn table(&mut self, table: &Grid) {
        match table.texts() {
            Some(texts) => texts.for_each(|text| {
                self.push_line(&text);
                self.blank();
            }),
            None => table.lines().for_each(|line| self.push_line(&line)),
        }
        self.blank();
    }

    /// Ends the line, and the paragraph, unless a cell or a link is open.
    pub(super) fn line_end(&mut self) {
        if !self.is_one_line() {
            let is_empty = self.line.trim().is_empty();
            self.flush();
            if !is_empty {
                self.blank();
            }
        } else if !self.line.is_empty() && !self.line.ends_with(' ') {
            self.line.push(' ');
        }
    }

    /// Writes the current line, if it is not empty.
    fn flush(&mut self) {
        for emphasis in self.emphases.iter_mut().rev().flatten() {
            emphasise(&mut self.line, emphasis);
            emphasis.start = 0;
        }
        let line = std::mem::take(&mut self.line);
        let text = line.trim();
        if !text.is_empty() {
            self.push_line(text);
        }
    }

    fn push_line(&mut self, text: &str) {
        let mut line = String::new();
        for indent in &mut self.indents {
            match indent.mark.take() {
                Some(mark) => line.push_str(&mark),
                None => line.push_str(&indent.later),
            }
        }
        line.push_str(text);
        self.lines.push(line.trim_end().to_owned());
    }

    fn blank(&mut self) {
        let is_begun = self.indents.iter().all(|indent| indent.mark.is_none());
        if is_begun && self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    fn drop_blank(&mut self) {
        while self.lines.last().is_some_and(String::is_empty) {
            self.lines.pop();
        }
    }

    pub(super) fn finish(mut self) -> String {
        self.flush();
        self.drop_blank();
        self.lines.join("\n")
    }
}

/// Emphasizes the end of a line, and joins it with an emphasis of the same kind right before it.
fn emphasise(line: &mut String, emphasis: &Emphasis) {
    let Emphasis { mark, start } = *emphasis;
    let words = line.split_off(start.min(line.len()));
    let words = emphasised(&words, mark);
    match words.strip_prefix(mark) {
        Some(rest) if line.ends_with(mark) => {
            line.truncate(line.len() - mark.len());
            line.push_str(rest);
        }
        _ => line.push_str(&words),
    }
}

/// Returns the length of the longest run of backticks.
fn longest_run(code: &str) -> usize {
    let runs = code.split(|c| c != '`').map(str::len);
    runs.max().unwrap_or_default()
}
