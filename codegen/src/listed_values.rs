//! Reads the values that upstream's prose lists, for checks of enums.

/// Returns the codes that begin an item of a list and that a colon follows, such as `1` and `SMS` in
/// `<li><b>1</b>：个人</li>` and `SMS: 短信`. It misses other kinds of lists rather than report a word that is
/// not a value.
pub(crate) fn listed_values(prose: &str) -> Vec<String> {
    let lines = plain_lines(prose);
    let mut found: Vec<String> = Vec::new();
    for line in lines.lines() {
        let line = line.trim_start_matches(|c: char| c.is_whitespace() || "-*•".contains(c));
        let end = line.find(|c| !is_part(c)).unwrap_or(line.len());
        let (code, rest) = line.split_at(end);
        let rest = rest.trim_start();
        let is_value = is_code(code) && is_separated(code, rest);
        if is_value && !found.iter().any(|known| known == code) {
            found.push(code.to_owned());
        }
    }
    found
}

/// Whether a text after a code explains it.
fn is_separated(code: &str, rest: &str) -> bool {
    let is_number = code.bytes().all(|byte| byte.is_ascii_digit());
    let explains = |text: &str| text.starts_with(|c: char| !c.is_ascii());
    match rest.chars().next() {
        Some(':' | '：') => true,
        // `1-100` is a range.
        Some('-') => is_number && explains(&rest[1..]),
        Some('，') => !is_number,
        _ => false,
    }
}

/// Whether a text contains a value as a word of its own.
pub(crate) fn mentions(prose: &str, value: &str, ignore_case: bool) -> bool {
    let fold = |text: &str| match ignore_case {
        true => text.to_ascii_lowercase(),
        false => text.to_owned(),
    };
    let (prose, value) = (fold(prose), fold(value));
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    prose.match_indices(&value).any(|(start, _)| {
        let before = prose[..start].chars().next_back();
        let after = prose[start + value.len()..].chars().next();
        !before.is_some_and(is_word) && !after.is_some_and(is_word)
    })
}

/// Returns the text with a line for each block of HTML, without tags and without emphasis.
fn plain_lines(prose: &str) -> String {
    let mut text = String::with_capacity(prose.len());
    let mut rest = prose;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        let Some(length) = rest[start..].find('>') else {
            text.push_str(&rest[start..]);
            rest = "";
            break;
        };
        let tag = rest[start + 1..start + length].trim_start_matches('/');
        let name = tag.find(|c: char| !c.is_ascii_alphanumeric());
        let name = &tag[..name.unwrap_or(tag.len())];
        if ["li", "p", "br", "ul", "ol", "div"].contains(&name) {
            text.push('\n');
        }
        rest = &rest[start + length + 1..];
    }
    text.push_str(rest);
    text.replace("**", "")
}

fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Whether a word can be a value: a number, or a name that is not an ordinary word.
fn is_code(word: &str) -> bool {
    let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
    let has_mark = word
        .bytes()
        .skip(1)
        .any(|byte| byte.is_ascii_uppercase() || byte == b'_');
    !word.is_empty() && (is_number || has_mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_at_the_start_of_items_are_listed() {
        let lists = [
            (
                "<p>类型：</p><ul><li>**0**：企业</li><li> <b>10</b> : 个人</li></ul>",
                vec!["0", "10"],
            ),
            ("类型\n1 : 问答\n- **2**: 点头", vec!["1", "2"]),
            (
                "USCC :(默认)\nCLINIC_A：诊所<br>SMS： 短信",
                vec!["USCC", "CLINIC_A", "SMS"],
            ),
            (
                "语速：\n0-智能\n1-固定\nLimitTime，时长",
                vec!["0", "1", "LimitTime"],
            ),
            ("注：1-100 之间\nhttps://a.b\nNote: text\n示例：a", vec![]),
        ];
        for (prose, expected) in lists {
            assert_eq!(listed_values(prose), expected, "{prose}");
        }
    }

    #[test]
    fn a_value_is_a_word_of_its_own() {
        assert!(mentions("值为1。", "1", false) && !mentions("值为10", "1", false));
        assert!(mentions("SMS：短信", "sms", true) && !mentions("SMS", "sms", false));
    }
}
