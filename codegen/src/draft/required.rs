//! Reads that a member is required, whatever the others are.

use super::pattern::Pattern;
use super::prose::Prose;

static REQUIRED: Pattern = Pattern::new(
    r"^(?:此|该|本)?(?:参数|字段|项|值)?(?:为|是)?(?:必填|必传|必选|必须传入|必须填写)(?:项|参数|字段)?$",
);

/// Words of a condition, a choice, or the opposite.
static CONDITION: Pattern = Pattern::new(
    r"如果|若|当|时|情况|场景|选择|仅|则|除非|或|二选一|之一|至少|任选|非必|不必|是否|否|其中|下[，,]|时候|取值|创建|修改|更新|新建|=|类型",
);

/// `必填：A, B` names other members. A member can also hold the names of required fields.
static ABOUT_OTHERS: Pattern = Pattern::new(r"必[填传选]\s*[:：]|^必填字段$");

/// Returns the sentence that says that the member is required.
pub(super) fn read(prose: &Prose<'_>) -> Option<String> {
    let marks = [
        '，', ',', '。', '；', ';', '（', '）', '(', ')', '【', '】', '：', ':',
    ];
    if prose
        .lines
        .iter()
        .any(|line| line.contains("非必") || line.contains("选填"))
    {
        return None;
    }
    let found = prose.sentences().find(|sentence| {
        sentence
            .split(marks)
            .any(|part| REQUIRED.is_in(part.trim()))
            && !CONDITION.is_in(sentence)
            && !ABOUT_OTHERS.is_in(sentence)
    });
    found.map(str::to_owned)
}
