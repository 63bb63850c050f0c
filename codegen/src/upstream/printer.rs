//! Prints Markdown so that rustdoc and clippy have nothing to object to.

use pulldown_cmark::{Alignment, CowStr, Event, Parser, Tag, TagEnd, TextMergeStream};

use super::escape::{escaped, is_of_address};
use super::markdown::EXTENSIONS;

/// Prints a text of Markdown.
pub(super) fn print(markdown: &str) -> String {
    let mut printer = Printer::default();
    for event in TextMergeStream::new(Parser::new_ext(markdown, EXTENSIONS)) {
        printer.event(event);
    }
    printer.finish()
}

/// A link that is open.
struct Link {
    address: String,
    /// Where in the line it begins.
    start: usize,
}

/// Where the printer is.
#[derive(Default)]
struct Printer {
    lines: Vec<String>,
    /// The line in the making.
    line: String,
    /// What each line inside the open lists and quotations begins with.
    indents: Vec<String>,
    /// What the next line begins with in the place of the innermost indent: the mark of an item.
    mark: Option<String>,
    /// The number of the next item, for each open list that counts.
    numbers: Vec<Option<u64>>,
    links: Vec<Option<Link>>,
    in_code: bool,
    row: Option<Vec<String>>,
    alignments: Vec<Alignment>,
}

impl Printer {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.in_code => self.code_lines(&text),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.text(&text),
            Event::Code(code) => self.code(&code),
            Event::SoftBreak => self.line.push(' '),
            // A row is one line, and so is a link.
            Event::HardBreak if self.row.is_some() || !self.links.is_empty() => {
                self.line.push(' ');
            }
            Event::HardBreak => self.paragraph_end(),
            Event::Rule => {}
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Strong | Tag::Emphasis | Tag::Strikethrough | Tag::Image { .. } => {}
            Tag::Link { dest_url, .. } => self.open_link(dest_url),
            Tag::List(first) => {
                self.paragraph_end();
                self.numbers.push(first);
            }
            Tag::Item => self.open_item(),
            Tag::BlockQuote(_) => {
                self.paragraph_end();
                self.indents.push("> ".to_owned());
            }
            Tag::CodeBlock(_) => {
                self.paragraph_end();
                self.push_line("```text");
                self.in_code = true;
            }
            Tag::Table(alignments) => {
                self.paragraph_end();
                self.alignments = alignments;
            }
            Tag::TableHead | Tag::TableRow => self.row = Some(Vec::new()),
            _ => self.paragraph_end(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong | TagEnd::Emphasis | TagEnd::Strikethrough | TagEnd::Image => {}
            TagEnd::Link => self.close_link(),
            TagEnd::List(_) => {
                self.paragraph_end();
                self.numbers.pop();
                self.blank();
            }
            TagEnd::Item => {
                self.flush();
                self.mark = None;
                self.indents.pop();
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.drop_blank();
                self.indents.pop();
                self.blank();
            }
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.flush();
                self.push_line("```");
                self.blank();
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.line).trim().to_owned();
                self.row.get_or_insert_default().push(cell);
            }
            TagEnd::TableHead => self.close_row(true),
            TagEnd::TableRow => self.close_row(false),
            TagEnd::Table => self.blank(),
            _ => self.paragraph_end(),
        }
    }

    fn text(&mut self, text: &str) {
        let escaped = escaped(text);
        let first = self.line.is_empty();
        // What would begin a list or a heading begins none.
        let word = escaped.split(' ').next().unwrap_or_default();
        let digits = word.trim_end_matches(['.', ')']);
        let counts = digits.len() < word.len() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if first && matches!(word, "-" | "+") {
            self.line.push('\\');
        }
        if first && counts && !digits.is_empty() {
            self.line.push_str(digits);
            self.line.push('\\');
            self.line.push_str(&escaped[digits.len()..]);
            return;
        }
        let dashes = first
            && word.len() > 1
            && (word.bytes().all(|b| b == b'-') || word.bytes().all(|b| b == b'='));
        if dashes {
            self.line.push('\\');
        }
        self.line.push_str(&escaped);
    }

    fn code(&mut self, code: &str) {
        let code = code.replace(['\n', '\r'], " ");
        let code = if self.row.is_some() {
            // The converter writes the bars of a cell as entities, which mean nothing in code.
            code.replace("&#124;", "|").replace('|', "\\|")
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

    fn code_lines(&mut self, text: &str) {
        for line in text.trim_end_matches('\n').split('\n') {
            let line = line.replace('\t', "    ").replace("```", "'''");
            self.push_line(line.trim_end());
        }
    }

    fn open_link(&mut self, address: CowStr<'_>) {
        let known = address.starts_with("https://") || address.starts_with("http://");
        let fits = known && address.chars().all(is_of_address);
        self.links.push(fits.then(|| Link {
            address: address.into_string(),
            start: self.line.len(),
        }));
        if fits {
            self.line.push('[');
        }
    }

    fn close_link(&mut self) {
        let Some(Some(Link { address, start })) = self.links.pop() else {
            return;
        };
        let text = self.line.split_off(start.min(self.line.len()));
        let text = text.strip_prefix('[').unwrap_or(&text).trim();
        // An address inside a link's text would be a link in a link.
        if text.is_empty() || text.contains("://") {
            self.line.push_str(&format!("<{address}>"));
        } else {
            self.line.push_str(&format!("[{text}]({address})"));
        }
    }

    fn open_item(&mut self) {
        self.flush();
        self.drop_blank_in_list();
        let mark = match self.numbers.last_mut() {
            Some(Some(number)) => {
                let mark = format!("{number}. ");
                *number += 1;
                mark
            }
            _ => "- ".to_owned(),
        };
        self.indents.push(" ".repeat(mark.len()));
        self.mark = Some(mark);
    }

    fn close_row(&mut self, head: bool) {
        let cells = self.row.take().unwrap_or_default();
        self.push_line(&format!("| {} |", cells.join(" | ")));
        if head {
            let rules: Vec<&str> = self.alignments.iter().map(|_| "---").collect();
            self.push_line(&format!("| {} |", rules.join(" | ")));
        }
    }

    /// Ends the line, if there is one.
    fn flush(&mut self) {
        let line = std::mem::take(&mut self.line);
        let text = line.trim();
        if !text.is_empty() {
            self.push_line(text);
        }
    }

    fn paragraph_end(&mut self) {
        if self.line.trim().is_empty() {
            self.line.clear();
            return;
        }
        self.flush();
        self.blank();
    }

    fn push_line(&mut self, text: &str) {
        let (last, outer) = match self.indents.split_last() {
            Some((last, outer)) => (last.as_str(), outer),
            None => ("", &[][..]),
        };
        let mut line: String = outer.concat();
        match self.mark.take() {
            Some(mark) => line.push_str(&mark),
            None => line.push_str(last),
        }
        line.push_str(text);
        self.lines.push(line.trim_end().to_owned());
    }

    fn blank(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) && self.mark.is_none() {
            self.lines.push(String::new());
        }
    }

    fn drop_blank(&mut self) {
        while self.lines.last().is_some_and(String::is_empty) {
            self.lines.pop();
        }
    }

    /// Items stand one under the other; before the first there is a blank line.
    fn drop_blank_in_list(&mut self) {
        let nested = self.numbers.len() > 1 || self.started();
        if nested {
            self.drop_blank();
        }
    }

    /// Whether the last line belongs to an item of the list that is open.
    fn started(&self) -> bool {
        let last = self.lines.iter().rev().find(|line| !line.is_empty());
        last.is_some_and(|line| {
            let text = line.trim_start();
            let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
            text.starts_with("- ")
                || line.starts_with("  ")
                || (digits.len() < text.len() && digits.starts_with(". "))
        })
    }

    fn finish(mut self) -> String {
        self.flush();
        self.drop_blank();
        self.lines.join("\n")
    }
}

/// How many backticks stand side by side at most.
fn longest_run(code: &str) -> usize {
    let runs = code.split(|c| c != '`').map(str::len);
    runs.max().unwrap_or_default()
}
