//! Finds out from upstream's prose whether a request may be repeated: actions with the name of a read that
//! change something, and members that make a request idempotent.

use super::plain_prose::plain;
use crate::names::wire;

/// The ends of a sentence.
const ENDS: [char; 5] = ['。', '；', ';', '！', '!'];

/// Words of sentences about reading, and for things that are read.
const READING: [&str; 26] = [
    "查", "获取", "列出", "列举", "枚举", "罗列", "列表", "拉取", "读取", "返回", "搜索", "检索",
    "检", "校验", "判断", "是否", "展示", "下载", "统计", "详情", "信息", "状态", "结果", "概览",
    "预览", "记录",
];

/// Words for changes. A sentence with one of them, and without a word of [`READING`], is about a change.
const CHANGING: [&str; 19] = [
    "创建",
    "新建",
    "新增",
    "修改",
    "删除",
    "提交",
    "发起",
    "导入",
    "导出",
    "终止",
    "切换",
    "交易",
    "绑定",
    "启动",
    "申请",
    "关闭",
    "开通",
    "换取",
    "生成新",
];

/// Statements that a call changes something, costs money, or succeeds only once.
const EFFECTS: [&str; 8] = [
    "则会绑定",
    "方发起",
    "授权成功",
    "资金在",
    "接口会产生",
    "将会签发",
    "仅可调用一次",
    "只能使用一次",
];

/// Promises that a request with the same token is executed once.
const PROMISES: [&str; 8] = [
    "幂等",
    "可重入id",
    "重入标签",
    "重复创建",
    "重新创建",
    "避免接口重试",
    "只会触发一次",
    "idempoten",
];

/// Statements that revoke such a promise.
const REVOCATIONS: [&str; 6] = [
    "不提供幂等",
    "请勿使用",
    "保留参数",
    "保留字段",
    "不再使用",
    "已废弃",
];

/// Returns whether the prose about an action with the name of a read says that it does more than reading.
pub(super) fn has_effects(action: &str, prose: &str) -> bool {
    if !wire::is_named_like_a_read(action) {
        return false;
    }
    let text = plain(prose);
    let first = text.split(ENDS).next().unwrap_or_default();
    contains(first, &CHANGING) && !contains(first, &READING) || contains(&text, &EFFECTS)
}

/// Returns whether a text in a request is a token: the server executes requests with the same token once.
pub(super) fn is_idempotency_token(member: &str, prose: &str) -> bool {
    if !member.ends_with("Token") {
        return false;
    }
    let text = plain(prose);
    contains(&text, &PROMISES) && !contains(&text, &REVOCATIONS)
}

fn contains(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_that_change_something_are_found() {
        for (action, prose, found) in [
            ("DescribeThings", "本接口用于查询事物列表。", false),
            ("DescribeThings", "DescribeThings", false),
            ("DescribeThings", "导出任务列表", false),
            ("GetThing", "完成创建后，用本接口获取结果", false),
            (
                "QueryThings",
                "会员间交易-不验证。此接口可以实现资金在会员之间流动。",
                true,
            ),
            ("QueryThings", "<p>会员间交易</p>。可以查询结果。", true),
            ("CheckAmount", "验证金额。若验证通过，则会绑定账户。", true),
            ("GetNumber", "直拨获取中间号（App 使用方发起）", true),
            (
                "DescribeFace",
                "获取信息。注意，调用本接口会产生识别费用",
                true,
            ),
            ("DescribeKey", "获取私钥，刚生成后仅可调用一次", true),
            ("DescribeJob", "提交任务接口", true),
            // Its name says already that it is no read.
            ("CreateThing", "创建事物", false),
        ] {
            assert_eq!(has_effects(action, prose), found, "{action}: {prose}");
        }
    }

    #[test]
    fn tokens_are_found_by_their_promise() {
        for (member, prose, found) in [
            ("ClientToken", "用于保证请求幂等性的字符串。", true),
            (
                "ClientToken",
                "<p>客户端 Token，用于保证请求的<b>幂等</b>性。</p>",
                true,
            ),
            ("ClientToken", "唯一随机标识，防止客户端重复创建资源", true),
            ("ClientToken", "可重入ID", true),
            (
                "IdempotencyToken",
                "相同令牌的重复请求只会触发一次运行",
                true,
            ),
            (
                "ClientToken",
                "保留字段，不提供幂等保证；重复请求仍可能重复创建规则",
                false,
            ),
            (
                "ClientToken",
                "用于保证请求幂等性的字符串。目前为保留参数，请勿使用。",
                false,
            ),
            ("ClientToken", "该字段已不再使用", false),
            ("ClientToken", "发布 Token 校验", false),
            ("ClientToken", "Token", false),
            ("ReqKey", "幂等键", false),
        ] {
            assert_eq!(
                is_idempotency_token(member, prose),
                found,
                "{member}: {prose}"
            );
        }
    }
}
