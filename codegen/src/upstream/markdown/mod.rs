//! Converts upstream's prose to Markdown for rustdoc.
//!
//! The prose is Markdown, HTML, or both in one sentence. It is parsed as Markdown, which results in an HTML
//! page, and the page is printed as Markdown again. rustdoc would take brackets for links to items, indented
//! lines for tests, and unknown tags for errors, so all of these are escaped.

mod address;
mod code;
mod emphasis;
mod entity;
mod escape;
mod limits;
mod lines;
mod normalize;
mod page;
mod printer;
mod table;
mod tags;
mod tree;

use std::borrow::Cow;

use pulldown_cmark::{Options, Parser, html};

use self::escape::escaped;
use self::limits::{is_too_large, is_too_long, without_tags};
use self::lines::separated;
use self::normalize::normalize;
use self::page::printed;
use crate::characters::is_unwanted;

/// Converts prose to Markdown.
pub(crate) fn markdown(prose: &str) -> String {
    let prose = without_unwanted(prose);
    let prose = prose.trim();
    if let Some(text) = plain(prose) {
        return escaped(text).into_owned();
    }
    if is_too_long(prose) {
        return without_tags(prose);
    }
    let mut page = String::with_capacity(prose.len() * 2);
    let lines = separated(prose);
    let prepared = normalize(&lines);
    // Upstream uses tables.
    let parser = Parser::new_ext(&prepared, Options::ENABLE_TABLES);
    html::push_html(&mut page, parser);
    match is_too_large(&page) {
        true => without_tags(prose),
        false => printed(&page),
    }
}

/// Removes invisible characters, which rustc rejects.
fn without_unwanted(prose: &str) -> Cow<'_, str> {
    if !prose.contains(is_unwanted) {
        return Cow::Borrowed(prose);
    }
    let lines = prose.replace("\r\n", "\n");
    let lines = lines.replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    Cow::Owned(lines.replace(is_unwanted, ""))
}

/// Returns the text of prose without markup, except for one paragraph around it. Most prose is like this.
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

#[cfg(test)]
mod tests {
    use super::markdown;

    #[test]
    fn prose_becomes_markdown() {
        for (prose, expected) in [
            ("用户信息", "用户信息"),
            ("<p>用户信息</p>", "用户信息"),
            ("a[1] <b>bold</b> 1 < 2", "a\\[1\\] **bold** 1 \\< 2"),
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
                "前\n\n- **0** : 企业\n\n后",
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
    fn text_in_angle_brackets_is_a_tag_or_stays() {
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
            ("<p><code>\\&quot;a\\&quot;</code></p>", "`\\\"a\\\"`"),
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
    fn markdown_inside_html_is_converted() {
        for (prose, expected) in [
            (
                "<p>见[文档](https://a.b/c)。</p>",
                "见[文档](https://a.b/c)。",
            ),
            ("<p>**注意：**不[1](2)</p>", "**注意**：不\\[1\\](2)"),
            ("**注意：**不", "**注意**：不"),
            ("<li>**a** :`b`</li>", "- **a** :`b`"),
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
    fn a_table_keeps_its_row_headers() {
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

    #[test]
    fn a_list_ends_before_other_text() {
        for (prose, expected) in [
            ("<li>一</li>默认", "- 一\n\n默认"),
            (
                "甲\n<li> 一</li>\n<li>二</li>\n乙\n<li>三</li>丙",
                "甲\n\n- 一\n- 二\n\n乙\n\n- 三\n\n丙",
            ),
            ("<ul><li>一</li>默认</ul>", "- 一\n\n默认"),
            ("<ol><li>一</li>甲<li>二</li></ol>", "1. 一\n\n甲\n\n2. 二"),
            ("<p>甲<ul><li>一</li></ul></p>\n注意", "甲\n\n- 一\n\n注意"),
            ("- 一\n注意", "- 一\n\n注意"),
            ("- 一\n  二\n- 三", "- 一\n\n  二\n- 三"),
            ("1. 一\n2. 二\n注意", "1. 一\n2. 二\n\n注意"),
            ("甲<br><ur></p><li>一</li></ur>", "甲\n\n- 一"),
            ("<p>甲<br>&lt;ul&gt;<li>一</li></p>", "甲\n\n- 一"),
            ("甲 &lt;ul&gt; 乙", "甲 \\<ul\\> 乙"),
        ] {
            assert_eq!(markdown(prose), expected, "{prose}");
        }
    }

    #[test]
    fn lists_keep_their_nesting_and_numbers() {
        for (prose, expected) in [
            (
                "<ul><li>一</li><ul><li>二</li></ul><li>三</li></ul>",
                "- 一\n  - 二\n- 三",
            ),
            (
                "- 一\n    -   -1 二\n    -     -2 三",
                "- 一\n  - -1 二\n  - -2 三",
            ),
            ("<li>1. 一</li>", "- 1\\. 一"),
            ("- 1. 一", "- 1. 一"),
            ("1. 一\n5. 五\n6. 六", "1. 一\n\n5\\. 五\n\n6\\. 六"),
            ("3. 一\n4. 二", "3. 一\n4. 二"),
        ] {
            assert_eq!(markdown(prose), expected, "{prose}");
        }
    }

    #[test]
    fn each_line_is_a_paragraph() {
        for (prose, expected) in [
            ("<p>甲。\n乙</p>", "甲。\n\n乙"),
            ("甲。<br>乙</br>丙", "甲。\n\n乙\n\n丙"),
            ("<li>甲<br/>乙</li>", "- 甲\n\n  乙"),
            (
                "甲\n| a |\n|---|\n| 1<br>2 |",
                "甲\n\n| a |\n| --- |\n| 1 2 |",
            ),
        ] {
            assert_eq!(markdown(prose), expected, "{prose}");
        }
    }

    #[test]
    fn headings_and_emphasis_are_kept() {
        for (prose, expected) in [
            ("# 甲\n乙", "**甲**\n\n乙"),
            ("<h3>甲<b>乙</b></h3>丙", "**甲乙**\n\n丙"),
            ("甲<strong>（乙）</strong>丙", "甲（**乙**）丙"),
            (
                "<b>`a` 乙 [c](https://a.b)</b>",
                "`a` **乙** [c](https://a.b)",
            ),
            ("<b>一<br>二</b>", "**一**\n\n**二**"),
            ("<b>一</b><b>二</b>", "**一二**"),
            ("<b>、</b>", "、"),
            (
                "一 *二* 3*4*5 a_b_ ~~六~~ 1~2~3",
                "一 *二* 3\\*4\\*5 a\\_b\\_ ~~六~~ 1\\~2\\~3",
            ),
            ("2<sup>10</sup>", "2^10"),
        ] {
            assert_eq!(markdown(prose), expected, "{prose}");
        }
    }

    #[test]
    fn pictures_are_links_and_links_have_a_host() {
        for (prose, expected) in [
            (
                "如下图\n![](https://a.b/c.png)",
                "如下图\n\n[image](https://a.b/c.png)",
            ),
            (
                "图![式样](https://a.b/c.png)！",
                "图[式样](https://a.b/c.png)！",
            ),
            (
                "<img src=\"https://a.b/c d.png\" alt=\"式样\">",
                "[式样](https://a.b/c%20d.png)",
            ),
            ("<img src=\"c.png\">", "image"),
            (
                "<p>[备案](/document/1)</p>",
                "[备案](https://cloud.tencent.com/document/1)",
            ),
            ("<a href=\"#b\">下文</a>", "下文"),
            ("[甲](https://a.b/c(d))", "[甲](https://a.b/c%28d%29)"),
            (
                "<a href=\"https://a.b\">见 https://c.d</a>",
                "[见 https://c.d](https://a.b)",
            ),
            (
                "<a href=\"https://a.b/c_d\">https://a.b/c_d</a>",
                "<https://a.b/c_d>",
            ),
            (
                "甲!<a href=\"https://a.b\">乙</a>",
                "甲\\![乙](https://a.b)",
            ),
        ] {
            assert_eq!(markdown(prose), expected, "{prose}");
        }
    }

    #[test]
    fn a_cell_that_spans_others_leaves_empty_ones() {
        let rows = "<tr><th>甲</th><th>乙</th></tr><tr><td rowspan=\"2\">丙</td><td>丁</td></tr>\n\n    <tr><td>-</td></tr><tr><td colspan=2>己|</td></tr>";
        assert_eq!(
            markdown(&format!("<table>\n{rows}</table>")),
            "| 甲 | 乙 |\n| --- | --- |\n| 丙 | 丁 |\n|  | - |\n| 己\\| |  |"
        );
    }

    #[test]
    fn elements_nested_too_deep_are_text() {
        for count in [90, 5_000, 100_000] {
            let deep = format!("{}甲{}", "<div>".repeat(count), "</div>".repeat(count));
            assert_eq!(markdown(&deep), "甲");
            let quoted = format!("{} 甲", ">".repeat(count));
            assert!(markdown(&quoted).ends_with("甲"));
        }
    }

    #[test]
    fn a_table_of_many_cells_is_text() {
        let cell = "<td rowspan=100 colspan=100>甲</td>";
        let table = format!(
            "<table>{}</table>",
            format!("<tr>{cell}</tr>").repeat(2_000)
        );
        let text = markdown(&table);
        assert_eq!(text.matches('甲').count(), 2_000);
        assert!(text.len() < 10 * table.len() && !text.contains('|'));
        let wide = format!("<tr>{}</tr>", "<td>甲</td>".repeat(1_000));
        let tall = "<tr><td>乙</td></tr>".repeat(1_000);
        let text = markdown(&format!("<table>{wide}{tall}</table>"));
        assert!(text.len() < 20_000 && !text.contains('|'));
    }

    /// Each of these took time in proportion to the square of its length.
    #[test]
    fn long_prose_is_converted() {
        for part in [
            "<",
            "&lt;",
            "[",
            "![",
            "[a](",
            "`",
            "**",
            "~~",
            "![a](",
            "<b>",
            "<td>",
            "- ",
            "|",
            "http://a ",
            "\\<",
            "* a *",
            "甲\n",
            "    甲\n",
        ] {
            // The longest prose that is converted, too.
            for count in [900, 100_000 / part.len(), 300_000] {
                let _ = markdown(&part.repeat(count));
            }
        }
    }
}
