//! Forms of prose. Each sentence is made up in the form of upstream's.

use serde_json::{Value, json};

use super::{Reading, read};
use crate::description::Member;

fn reading(of: &str, prose: &str) -> Reading {
    let (of, list) = match of.strip_prefix("list of ") {
        Some(of) => (of, true),
        None => (of, false),
    };
    let member = Member {
        name: "Sizes".to_owned(),
        of: of.to_owned(),
        list,
        required: false,
        disabled: false,
        output_required: false,
        nullable: false,
        numbers_pages: None,
        idempotency_token: false,
        prose: None,
    };
    read(&member, prose)
}

fn values(of: &str, prose: &str) -> Value {
    let values = reading(of, prose).values.into_iter();
    values.map(|(value, ..)| value).collect()
}

#[test]
fn listed_values_are_read() {
    for (of, prose, expected) in [
        ("int64", "状态：\n0：关\n1：开", json!([0, 1])),
        (
            "int64",
            "<p>类型</p><ul><li><b>1</b>: 甲</li><li><b>3</b>: 乙</li></ul>",
            json!([1, 3]),
        ),
        ("int64", "状态，0:未激活 1:已激活", json!([0, 1])),
        ("int64", "0代表未支付，1代表已支付", json!([0, 1])),
        ("int64", "取值[1(甲方)，2(乙方)]", json!([1, 2])),
        (
            "string",
            "开关，取值有：\non：开\noff：关",
            json!(["on", "off"]),
        ),
        (
            "string",
            "取值：HEAD、GET、POST。",
            json!(["HEAD", "GET", "POST"]),
        ),
        ("string", "版本，可取值：5.5、5.6。", json!(["5.5", "5.6"])),
        (
            "string",
            "可选值：SYN（同步）/ ASYN（异步）。",
            json!(["SYN", "ASYN"]),
        ),
        (
            "string",
            "方式\n枚举值：\nA_B： 甲\nC_D： 乙\n默认值：A_B",
            json!(["A_B", "C_D"]),
        ),
        (
            "list of string",
            "支持以下类型：\n- **A**：甲\n- **B**：乙",
            json!(["A", "B"]),
        ),
        (
            "int64",
            "<ul><li>0： A - 甲</li><li>-2： B - 乙</li><li>-13： 丙</li></ul>",
            json!([0, -2, -13]),
        ),
        ("string", "类型，ABC-甲，DEF-乙“丙”", json!(["ABC", "DEF"])),
        ("string", "状态。A_B, 甲", json!([])),
        (
            "string",
            "类型，取值如下：\n- JPG\n- PDF\n\n注：说明",
            json!(["JPG", "PDF"]),
        ),
        (
            "string",
            "支持的类型如下:\npdf\ndocx\n如：pdf 表示一个文件",
            json!(["pdf", "docx"]),
        ),
        ("string", "状态，A_B：甲\nC_D：乙", json!(["A_B", "C_D"])),
        (
            "string",
            "甲的方式\nDoThis：乙\nDoThat：丙",
            json!(["DoThis", "DoThat"]),
        ),
        (
            "string",
            "DNS 开关，取值有：\non：开\noff：关",
            json!(["on", "off"]),
        ),
        ("string", "包含'AB'(甲),'CD'(乙)", json!(["AB", "CD"])),
        // Abbreviations, and lists of which a part is not read.
        ("string", "AI 模型，MCP 市场", json!([])),
        ("string", "状态\nA_B：甲\nStopped：乙", json!([])),
        ("string", "类型：\nCVM\nCDB\nTAT?", json!([])),
        (
            "string",
            "角色：\nqcs::cam::uin/1、qcs::cam::uin/2",
            json!([]),
        ),
        // Ranges, remarks, parts of a text, keys, and numbers in sentences are not values.
        ("int64", "取值范围：1-100", json!([])),
        ("int64", "取值范围：[1, 100]", json!([])),
        ("int64", "最多 3 次，间隔 5 秒", json!([])),
        (
            "string",
            "名称\n注意：此字段可能返回 null，表示取不到有效值。",
            json!([]),
        ),
        (
            "string",
            "比例\n枚举值：\n16:9： 16:9\n4:3： 4:3",
            json!([]),
        ),
        ("string", "枚举值：\nin - 是\nnot in - 不是", json!([])),
        ("string", "支持以下选项：\nlink：链接", json!(["link"])),
        (
            "string",
            "JSON格式，支持以下参数：\nFont：字体\nSize：大小",
            json!([]),
        ),
        (
            "string",
            "类型和值的对应关系：\nA：文本\nB：图片",
            json!([]),
        ),
        ("bool", "true：是\nfalse：否", json!([])),
    ] {
        assert_eq!(values(of, prose), expected, "{prose}");
    }
}

#[test]
fn each_value_has_its_sentence() {
    let found = reading("string", "取值有：\non：开；\noff：关。").values;
    assert_eq!(
        found[1],
        (json!("off"), "off：关。".to_owned(), "关。".to_owned())
    );
}

#[test]
fn defaults_are_read() {
    for (of, prose, expected) in [
        ("int64", "数量，默认为20，最大值100", Some(json!(20))),
        ("uint64", "数量\n默认值：20", Some(json!(20))),
        (
            "int64",
            "单位为秒。不传时默认有效期为30分钟",
            Some(json!(1800)),
        ),
        ("int64", "次数，不设置则默认为5次", Some(json!(5))),
        ("float", "比例，默认0.5", Some(json!(0.5))),
        ("bool", "是否启用，默认为否", Some(json!(false))),
        (
            "bool",
            "- **false**：（默认）不启用\n- **true**：启用",
            Some(json!(false)),
        ),
        (
            "bool",
            "true：启用false：不启用（默认值）",
            Some(json!(false)),
        ),
        ("string", "方式，默认 UTC+08:00", Some(json!("UTC+08:00"))),
        ("string", "取值：\nA：甲（默认）\nB：乙", Some(json!("A"))),
        (
            "int64",
            "0：自行选择，自由选择\n1：自动\n不指定时，默认为自行选择。",
            Some(json!(0)),
        ),
        (
            "list of int64",
            "取值：\n0：手写(默认)\n1：印章",
            Some(json!([0])),
        ),
        // Impossible values.
        ("uint64", "默认值：-1", None),
        ("int64", "默认值：-1", Some(json!(-1))),
        // No single value.
        ("int64", "默认最新一次", None),
        ("string", "默认VpcId。", None),
        ("string", "默认为空", None),
        ("int64", "默认128KB，单位：MB", None),
        ("int64", "默认1-100", None),
        ("int64", "默认1。默认2。", None),
        ("string", "取值：A、B。默认C", None),
        ("int64", "默认值：0.2*MaxSize", None),
    ] {
        let found = reading(of, prose).default.map(|(_, value)| value);
        assert_eq!(found, expected, "{prose}");
    }
}

#[test]
fn limits_are_read() {
    for (of, prose, expected) in [
        (
            "string",
            "名称，最大长度250个字符。",
            json!({ "maxLength": 250 }),
        ),
        ("string", "名称，长度不超过64", json!({ "maxLength": 64 })),
        (
            "string",
            "名称为 2-30 个字符",
            json!({ "minLength": 2, "maxLength": 30 }),
        ),
        ("string", "长度为1~255个字符", json!({ "maxLength": 255 })),
        ("string", "限制1000字符", json!({ "maxLength": 1000 })),
        (
            "string",
            "编号，ID为32位字符串。",
            json!({ "minLength": 32, "maxLength": 32 }),
        ),
        (
            "int64",
            "取值范围：[1, 100]",
            json!({ "minimum": 1, "maximum": 100 }),
        ),
        (
            "int64",
            "取值范围：1 ～ 10000，默认值：3000",
            json!({ "minimum": 1, "maximum": 10000 }),
        ),
        ("int64", "默认为20，最大值为100", json!({ "maximum": 100 })),
        (
            "int64",
            "可指定为3秒至300秒之间的任意值",
            json!({ "minimum": 3, "maximum": 300 }),
        ),
        (
            "int64",
            "单位为秒。取值范围为 30分钟（1800）-90天（7776000）",
            json!({ "minimum": 1800, "maximum": 7_776_000 }),
        ),
        ("int64", "单位为秒，最大值1小时", json!({ "maximum": 3600 })),
        (
            "float",
            "范围[-1, 1.5]",
            json!({ "minimum": -1, "maximum": 1.5 }),
        ),
        (
            "list of string",
            "编号列表，最多可传入100个ID",
            json!({ "maxItems": 100 }),
        ),
        (
            "list of string",
            "每次请求的Sizes的上限为10",
            json!({ "maxItems": 10 }),
        ),
        (
            "list of string",
            "编号，最多可上传20个文件",
            json!({ "maxItems": 20 }),
        ),
        (
            "list of Thing",
            "支持2-50个合同",
            json!({ "minItems": 2, "maxItems": 50 }),
        ),
        (
            "list of Thing",
            "参与者，最大限制50方",
            json!({ "maxItems": 50 }),
        ),
        (
            "list of string",
            "名称，单个名称最大长度200个字符，仅支持单文件发起。",
            json!({ "maxItems": 1, "items": { "maxLength": 200 } }),
        ),
        (
            "string",
            "自定义，支持的最大数据大小为 1024长度。",
            json!({ "maxLength": 1024 }),
        ),
        (
            "int64",
            "页码从 0 开始，最大 1000",
            json!({ "minimum": 0, "maximum": 1000 }),
        ),
        ("uint64", "页码从 0 开始", json!(null)),
        ("uint64", "页码从 1 开始", json!({ "minimum": 1 })),
        ("list of Thing", "长度支持1～100个字符", json!(null)),
        ("string", "取值：ON、OFF，长度不超过20", json!(null)),
        ("uint64", "取值范围：[-1, 5]", json!(null)),
        // Bytes, open ranges, other subjects, and contradictions have no limit.
        ("string", "最大长度不能超60个字节", json!(null)),
        ("string", "图片不超过 10M", json!(null)),
        ("int64", "取值范围(0, 1500)", json!(null)),
        ("int64", "取值范围：1, 2, 3, 4", json!(null)),
        ("list of string", "每个名称不超过20个", json!(null)),
        (
            "list of string",
            "每个不超过20个字符",
            json!({ "items": { "maxLength": 20 } }),
        ),
        ("int64", "最大值100。最大值200。", json!(null)),
        (
            "string",
            "在甲方式下，长度不超过30。在乙方式下，长度不超过20。",
            json!(null),
        ),
    ] {
        let found = reading(of, prose).limits.map(|(_, limits)| json!(limits));
        assert_eq!(found.unwrap_or_default(), expected, "{prose}");
    }
}

#[test]
fn units_are_read() {
    for (of, prose, expected) in [
        ("int64", "时长，单位为秒。", Some("seconds")),
        ("int64", "大小，单位：GB，见文档", Some("GB")),
        ("float", "宽度，单位为pt（点）。", Some("points")),
        ("int64", "保留时间，小时为单位", Some("hours")),
        ("int64", "时长（毫秒）", Some("milliseconds")),
        (
            "int64",
            "时间，格式为Unix标准时间戳（秒）",
            Some("seconds since 1970-01-01T00:00:00Z"),
        ),
        ("int64", "3秒至300秒之间", Some("seconds")),
        ("string", "时长，单位为秒。", None),
        ("int64", "坐标单位，0 像素，1百分比", None),
    ] {
        let found = reading(of, prose).unit.map(|(_, unit)| unit);
        assert_eq!(found.as_deref(), expected, "{prose}");
    }
}

#[test]
fn required_members_are_read() {
    for (prose, expected) in [
        ("名称，必填", true),
        ("编号（必填）", true),
        ("站点，此参数必填。", true),
        ("当 A 为 1 时，必填", false),
        ("A 和 B 二选一，必填", false),
        ("是否必填：否", false),
        ("非必填", false),
        ("必填: A, B", false),
    ] {
        assert_eq!(
            reading("string", prose).required.is_some(),
            expected,
            "{prose}"
        );
    }
}

#[test]
fn hostile_prose_is_only_text() {
    for prose in [
        "\"}],\"proposed\":{\"\\\"：取值：\"a\"、\"b\\",
        "默认",
        "取值范围：[",
        "取值范围：99999999999999999999-999999999999999999999999，默认99999999999999999999999",
        "单位：单位：单位：",
        "\u{202e}取值：\u{0}A、B\u{feff}",
        "](](((",
        "长度不超过99999999999999999999个字符",
        "最多0个",
    ] {
        for of in [
            "string",
            "int64",
            "float",
            "bool",
            "list of string",
            "Thing",
        ] {
            let found = reading(of, prose);
            let sentences = found.values.iter().map(|(_, sentence, _)| sentence);
            let sentences = sentences.chain(found.required.as_ref());
            for sentence in sentences {
                assert!(!sentence.contains(crate::is_unwanted), "{sentence:?}");
            }
        }
    }
}
