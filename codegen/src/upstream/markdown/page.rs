//! Converts an HTML page to Markdown.
//!
//! Upstream's HTML is often invalid: items without a list, text between items, rows whose first cell spans
//! three. So the tree is converted element by element, without assumptions about their nesting.

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, RcDom};

use super::address::complete;
use super::printer::Printer;
use super::table::Grid;
use super::tree::{attribute, is_blank, name, number, own_text, rows, text};

/// The maximum depth of elements. Deeper ones are converted to their text.
const DEPTH: usize = 100;

/// Prints a page of HTML.
pub(super) fn printed(page: &str) -> String {
    let tree = parse_document(RcDom::default(), ParseOpts::default()).one(page);
    let mut walk = Walk::default();
    walk.children(&tree.document, None);
    walk.printer.finish()
}

#[derive(Default)]
struct Walk {
    printer: Printer,
    depth: usize,
}

impl Walk {
    /// Converts the children of an element. Adjacent items form a list, with or without an element for the list
    /// around them.
    fn children(&mut self, parent: &Handle, mut number: Option<u64>) {
        let mut in_list = false;
        for child in parent.children.borrow().iter() {
            match name(child) {
                Some("li") if !self.printer.is_one_line() => {
                    if in_list {
                        self.printer.close_item();
                    } else {
                        self.printer.open_list(number);
                        in_list = true;
                    }
                    self.printer.open_item();
                    self.node(child);
                }
                Some("ul" | "ol") if in_list => self.node(child),
                Some("br") if in_list => {}
                _ if in_list && is_blank(child) => {}
                _ => {
                    if in_list {
                        self.printer.close_item();
                        number = self.printer.close_list();
                        in_list = false;
                    }
                    self.node(child);
                }
            }
        }
        if in_list {
            self.printer.close_item();
            self.printer.close_list();
        }
    }

    fn node(&mut self, node: &Handle) {
        if let Some(words) = own_text(node) {
            self.printer.text(&words);
        }
        let Some(name) = name(node) else {
            return;
        };
        if self.depth == DEPTH {
            self.printer.text(&text(node));
            return;
        }
        self.depth += 1;
        self.element(name, node);
        self.depth -= 1;
    }

    fn element(&mut self, name: &str, node: &Handle) {
        match name {
            "script" | "style" | "svg" | "video" | "iframe" => {}
            "br" | "hr" => self.printer.line_end(),
            "a" => self.link(attribute(node, "href"), |walk| walk.children(node, None)),
            "img" => self.image(node),
            "b" | "strong" => self.emphasis("**", node),
            "em" | "i" => self.emphasis("*", node),
            "del" | "s" => self.emphasis("~~", node),
            "sup" => {
                self.printer.text("^");
                self.children(node, None);
            }
            "code" | "tt" => self.printer.code(&text(node)),
            "pre" if self.printer.is_one_line() => self.printer.code(&text(node)),
            "pre" => self.printer.code_block(&text(node)),
            "table" if !self.printer.is_one_line() => self.table(node),
            "blockquote" if !self.printer.is_one_line() => {
                self.printer.open_quote();
                self.children(node, None);
                self.printer.close_quote();
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.printer.line_end();
                self.emphasis("**", node);
                self.printer.line_end();
            }
            "ol" => {
                self.printer.line_end();
                self.children(node, Some(number(node, "start").unwrap_or(1)));
            }
            "p" | "div" | "ul" | "dx-alert" | "table" | "tr" | "td" | "th" | "blockquote" => {
                self.printer.line_end();
                self.children(node, None);
                self.printer.line_end();
            }
            _ => self.children(node, None),
        }
    }

    fn link(&mut self, address: Option<String>, words: impl FnOnce(&mut Self)) {
        self.printer
            .open_link(address.and_then(|given| complete(&given)));
        words(self);
        self.printer.close_link();
    }

    /// Writes a link instead of a picture, because the text refers to the picture.
    fn image(&mut self, node: &Handle) {
        let words = attribute(node, "alt").filter(|words| !words.trim().is_empty());
        let words = words.unwrap_or_else(|| "image".to_owned());
        self.link(attribute(node, "src"), |walk| walk.printer.text(&words));
    }

    fn emphasis(&mut self, mark: &'static str, node: &Handle) {
        self.printer.open_emphasis(mark);
        self.children(node, None);
        self.printer.close_emphasis();
    }

    fn table(&mut self, node: &Handle) {
        self.printer.line_end();
        let mut table = Grid::default();
        for row in rows(node) {
            let cells = row.children.borrow();
            for cell in cells.iter().filter(|cell| name(cell).is_some()) {
                self.printer.open_cell();
                self.children(cell, None);
                let words = self.printer.close_cell();
                table.push(words, number(cell, "rowspan"), number(cell, "colspan"));
            }
            table.end_row();
        }
        self.printer.table(&table);
    }
}
