use super::*;

fn text_of(xml: &str) -> String {
    parse(xml).unwrap().node.untrimmed().unwrap().to_owned()
}

#[test]
fn cdata_plain_text_and_references_are_joined() {
    assert_eq!(text_of("<a>\n <![CDATA[x]]>\n</a>"), "x");
    assert_eq!(text_of("<a><![CDATA[a]]]]><![CDATA[>b]]></a>"), "a]]>b");
    assert_eq!(text_of("<a> a &amp; &#x4f60;&#22909; </a>"), "a & 你好");
    assert_eq!(text_of("<a><![CDATA[ kept ]]></a>"), " kept ");
    assert_eq!(text_of("<a><![CDATA[one\r\ntwo\rthree]]></a>"), "one\ntwo\nthree");
    assert_eq!(text_of("<a/>"), "");
}

#[test]
fn forbidden_characters_are_removed_even_as_references() {
    assert_eq!(text_of("<a>c\u{1d}\u{0}d&#x1d;\u{ffff}</a>"), "cd");
    assert_eq!(text_of("<a>，。\u{fffd}ｆｕｌｌ</a>"), "，。\u{fffd}ｆｕｌｌ");
}

#[test]
fn nothing_is_expanded() {
    assert_eq!(parse("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"), Err(XmlError::Doctype));
    assert_eq!(parse("<a>&x;</a>"), Err(XmlError::Entity));
    assert_eq!(parse("<a>&#xD800;</a>"), Err(XmlError::Entity));
}

#[test]
fn there_is_one_root_with_nothing_beside_it() {
    for broken in ["", "  ", "{}", "<a/><b/>", "<a/>x", "x<a/>", "<![CDATA[x]]>", "<a/>&amp;"] {
        assert_eq!(parse(broken), Err(XmlError::Root), "{broken}");
    }
    assert!(parse("\u{feff}<?xml version=\"1.0\"?>\n<a b=\"c\"><!-- d --></a>\n").is_ok());
}

#[test]
fn broken_xml_is_refused() {
    assert_eq!(parse("<a><b>"), Err(XmlError::Truncated));
    assert_eq!(parse("<1a/>"), Err(XmlError::Name));
    assert_eq!(parse([b'<', b'a', b'>', 0xff]), Err(XmlError::NotUtf8));
    assert!(matches!(parse("<a></b>"), Err(XmlError::Syntax(_))));
    assert!(matches!(parse("<a><![CDATA[x"), Err(XmlError::Syntax(_))));
}

#[test]
fn size_depth_and_number_of_elements_are_bounded() {
    let deep = |n: usize| format!("{}{}", "<a>".repeat(n), "</a>".repeat(n));
    assert!(parse(deep(MAX_DEPTH)).is_ok());
    assert_eq!(parse(deep(MAX_DEPTH + 1)), Err(XmlError::TooDeep));
    let wide = |n: usize| format!("<a>{}</a>", "<b/>".repeat(n));
    assert!(parse(wide(MAX_ELEMENTS - 1)).is_ok());
    assert_eq!(parse(wide(MAX_ELEMENTS)), Err(XmlError::TooManyElements));
    assert_eq!(parse(" ".repeat(MAX_BYTES + 1)), Err(XmlError::TooLarge(MAX_BYTES + 1)));
    assert_eq!(parse(format!("<{}/>", "a".repeat(MAX_NAME_BYTES + 1))), Err(XmlError::Name));
}

#[test]
fn repeated_children_become_arrays_in_json() {
    let document = parse("<xml><a>1</a><b> x </b><a>2</a><c><d/></c></xml>").unwrap();
    let json = serde_json::to_string(&document.node).unwrap();
    assert_eq!(json, r#"{"a":["1","2"],"b":"x","c":{"d":""}}"#);
    let back: Fields = serde_json::from_str(&json).unwrap();
    assert_eq!(serde_json::to_string(&back).unwrap(), json);
    assert!(serde_json::from_str::<Fields>("[]").is_err());
}

#[test]
fn debug_output_has_no_values() {
    let document = parse("<xml><Content>secret words</Content></xml>").unwrap();
    assert_eq!(format!("{:?}", document.node), r#"{"Content": Text(12 bytes)}"#);
}

#[test]
fn only_direct_children_count() {
    let xml = "<xml><b><E>no</E></b><E>\n<![CDATA[AB]]>\n</E><E>CD</E></xml>";
    let found: Vec<String> = direct_children(xml, "E").unwrap().iter().map(|t| t.trim().to_owned()).collect();
    assert_eq!(found, ["AB", "CD"]);
    assert!(matches!(direct_children("<xml><E>A</E>", "E"), Err(XmlError::Truncated)));
}
