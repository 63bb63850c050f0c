//! Upstream's prose as Markdown that rustdoc takes.
//!
//! The prose is Markdown, HTML, or both in one sentence. It is read as Markdown, printed as HTML, and
//! turned into Markdown again by a library; what comes out is read once more and printed with care:
//! rustdoc takes brackets for links to items, indented lines for tests, and unknown tags for errors.

use std::borrow::Cow;
use std::sync::LazyLock;

use htmd::HtmlToMarkdown;
use pulldown_cmark::{Options, Parser, html};

use super::escape::escaped;
use super::printer::print;
use super::settled::settled;
use crate::load::is_unwanted;

static CONVERTER: LazyLock<HtmlToMarkdown> = LazyLock::new(|| {
    HtmlToMarkdown::builder()
        .skip_tags(vec!["script", "style", "svg", "img", "video", "iframe"])
        .build()
});

/// Upstream's Markdown has tables and struck-out words.
pub(super) const EXTENSIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// Prose as Markdown.
pub(crate) fn markdown(prose: &str) -> String {
    let prose = without_unwanted(prose);
    let prose = prose.trim();
    if let Some(text) = plain(prose) {
        return escaped(text).into_owned();
    }
    let mut page = String::with_capacity(prose.len() * 2);
    let lines = separated(prose);
    let prepared = settled(&lines);
    html::push_html(&mut page, Parser::new_ext(&prepared, EXTENSIONS));
    let text = CONVERTER.convert(&with_one_head(&page));
    // A converter that fails has no more to say than the text itself.
    let text = text.map_or(Cow::Borrowed(prose), Cow::Owned);
    print(&text).replace('\t', " ")
}

/// Upstream's editors leave characters behind that nobody sees, and that a compiler refuses.
fn without_unwanted(prose: &str) -> Cow<'_, str> {
    if !prose.contains(is_unwanted) {
        return Cow::Borrowed(prose);
    }
    let lines = prose.replace("\r\n", "\n").replace('\r', "\n");
    Cow::Owned(lines.replace(is_unwanted, ""))
}

/// The text of prose that has no markup but perhaps one paragraph around it: most of it is so.
fn plain(prose: &str) -> Option<&str> {
    let inner = prose.strip_prefix("<p>").unwrap_or(prose);
    let inner = inner.strip_suffix("</p>").unwrap_or(inner).trim();
    let marked = inner.contains([
        '<', '>', '&', '*', '_', '`', '[', ']', '|', '\\', '#', '~', '\n', '\t',
    ]);
    let starts =
        inner.starts_with(['-', '+', '=']) || inner.starts_with(|c: char| c.is_ascii_digit());
    (!marked && !starts && !inner.contains("://")).then_some(inner)
}

/// A line that a person ended is a line of its own: Markdown would join it with the next.
fn separated(prose: &str) -> Cow<'_, str> {
    if prose.contains("</") || !prose.contains('\n') {
        return Cow::Borrowed(prose);
    }
    let lines: Vec<&str> = prose.lines().map(str::trim_end).collect();
    let mut text = String::with_capacity(prose.len() + lines.len() * 2);
    for (line, next) in lines
        .iter()
        .zip(lines.iter().skip(1).chain(std::iter::once(&"")))
    {
        text.push_str(line);
        let inside = line.starts_with('|') || line.is_empty() || next.is_empty();
        text.push_str(if inside { "\n" } else { "  \n" });
    }
    Cow::Owned(text)
}

/// The converter leaves out what heads a row, as it takes such cells for those of the first row alone.
fn with_one_head(page: &str) -> Cow<'_, str> {
    if !page.contains("<th") {
        return Cow::Borrowed(page);
    }
    let mut text = String::with_capacity(page.len());
    for (number, table) in page.split("<table").enumerate() {
        if number > 0 {
            text.push_str("<table");
        }
        let (head, rows) = table.split_at(table.find("</tr>").unwrap_or(table.len()));
        text.push_str(head);
        let rows = rows.replace("<th>", "<td>").replace("<th ", "<td ");
        text.push_str(&rows.replace("</th>", "</td>"));
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::markdown;

    #[test]
    fn prose_becomes_markdown() {
        for (prose, expected) in [
            ("用户信息", "用户信息"),
            ("<p>用户信息</p>", "用户信息"),
            ("a[1] <b>bold</b> 1 < 2", "a\\[1\\] bold 1 \\< 2"),
            ("see https://a.b/c_d.", "see <https://a.b/c_d>."),
            (
                "见<a href=\"https://a.b/c\" target=\"_blank\">文档</a>。",
                "见[文档](https://a.b/c)。",
            ),
            ("取值：\n1：男\n2：女", "取值：\n\n1：男\n\n2：女"),
            (
                "<ul><li>一</li><li>二<ul><li>三</li></ul></li></ul>",
                "- 一\n- 二\n  - 三",
            ),
            ("- 一\n- 二", "- 一\n- 二"),
            (
                "<p>前</p><ul><li> <b>0</b> : 企业</li></ul><p>后</p>",
                "前\n\n- 0 : 企业\n\n后",
            ),
            ("`code` 与 <code>x|y</code>", "`code` 与 `x|y`"),
            ("```\nlet a;\n```", "```text\nlet a;\n```"),
            ("    indented\n", "indented"),
            ("<region>xxx", "\\<region\\>xxx"),
            (
                "| a | b |\n|---|---|\n| 1 | 2 |",
                "| a | b |\n| --- | --- |\n| 1 | 2 |",
            ),
            ("", ""),
        ] {
            assert_eq!(markdown(prose), expected, "{prose}");
        }
    }

    #[test]
    fn what_stands_in_pointed_brackets_is_a_tag_or_stays() {
        for (prose, expected) in [
            ("字符` 与 <InstanceId>", "字符\\` 与 \\<InstanceId\\>"),
            ("字符\\` 与 <InstanceId>`", "字符\\` 与 \\<InstanceId\\>\\`"),
            ("前<style>p { x: y }</style>后", "前后"),
            ("前<script>\n\nlet x;\n</script>后", "前后"),
            ("前<!-- <b>\n\n无 -->后", "前后"),
            ("前 <!-- 后", "前 \\<!-- 后"),
            ("见 <https://a.b/c> 后", "见 <https://a.b/c> 后"),
            (
                "<p>见 <https://a.b/c?d=1&e_f></p>",
                "见 <https://a.b/c?d=1&e_f>",
            ),
            ("<dx-alert title=\"\">注意</dx-alert>", "注意"),
        ] {
            assert_eq!(markdown(prose), expected, "{prose}");
        }
    }

    #[test]
    fn code_is_code_in_markdown_and_in_html() {
        for (prose, expected) in [
            ("`a<b>` 与 `<c>`", "`a<b>` 与 `<c>`"),
            ("<ul><li>`a<b>`</li></ul>", "- `a<b>`"),
            ("取值：`1`\n`2`：女", "取值：`1`\n\n`2`：女"),
            ("`a_b*c_d*`", "`a_b*c_d*`"),
            ("``a`b``", "``a`b``"),
            ("<code>a``b</code>", "```a``b```"),
            (
                "| `a\\|b` |\n|---|\n| `c |",
                "| `a\\|b` |\n| --- |\n| \\`c |",
            ),
            ("```\n<a>`\n```", "```text\n<a>`\n```"),
            (
                "前\n\n\tlet `a` <b>\n\tlet c",
                "前\n\n```text\nlet `a` <b>\nlet c\n```",
            ),
            ("- 一\n\n    `a<b>`", "- 一\n\n  `a<b>`"),
        ] {
            assert_eq!(markdown(prose), expected, "{prose}");
        }
    }

    #[test]
    fn marks_of_markdown_inside_of_html_are_marks() {
        for (prose, expected) in [
            (
                "<p>见[文档](https://a.b/c)。</p>",
                "见[文档](https://a.b/c)。",
            ),
            ("<p>图![image](https://a.b/c.png)！</p>", "图！"),
            ("<p>**注意：**不[1](2)</p>", "注意：不\\[1\\](2)"),
            ("**注意：**不", "注意：不"),
            (
                "132****2492 与 2 ** 3 ** 4",
                "132\\*\\*\\*\\*2492 与 2 \\*\\* 3 \\*\\* 4",
            ),
            ("[`a`](https://a.b)!", "[`a`](https://a.b)!"),
        ] {
            assert_eq!(markdown(prose), expected, "{prose}");
        }
    }

    #[test]
    fn a_table_keeps_what_heads_its_rows() {
        let head = "<thead><tr><th>甲</th><th>乙</th></tr></thead>";
        let rows = "<tbody><tr><th>丙</th><th align=\"a\">丁</th></tr><tr><th>戊</th><td>己</td></tr></tbody>";
        assert_eq!(
            markdown(&format!("<table>{head}{rows}</table>")),
            "| 甲 | 乙 |\n| --- | --- |\n| 丙 | 丁 |\n| 戊 | 己 |"
        );
    }

    #[test]
    fn a_link_is_one_line() {
        for (prose, expected) in [
            (
                "<a href=\"https://a.b\">一<br>二</a>",
                "[一 二](https://a.b)",
            ),
            (
                "<a href=\"https://a.b\">[一] 二</a>",
                "[\\[一\\] 二](https://a.b)",
            ),
            ("[x] <a href=\"https://a.b\"></a>", "\\[x\\] <https://a.b>"),
        ] {
            assert_eq!(markdown(prose), expected, "{prose}");
        }
    }
}
