//! What holds of every page: complete, without anything inline, and in the language that it says.

use domain::language::Language;

use super::Answer;

/// Every page, by its name, is well made and in this language.
#[track_caller]
pub(crate) fn well_made(pages: &[(&str, Answer)], language: Language) {
    for (name, page) in pages {
        page.shows(&[&format!("<html lang=\"{}\"", language.pick("zh-CN", "en"))]);
        assert_eq!(faults(page), Vec::<String>::new(), "{name}");
        let words = own_words(page);
        let chinese: String = words.chars().filter(|c| ('\u{4e00}'..'\u{9fff}').contains(c)).collect();
        assert_eq!(chinese.is_empty(), language == Language::English, "{name}: {words}");
    }
}

/// What the rules of a page forbid.
pub(crate) fn faults(page: &Answer) -> Vec<String> {
    let text = page.text();
    let mut found = Vec::new();
    for tag in text.split('<').skip(1).map(|rest| rest.split('>').next().unwrap()) {
        // Values may hold anything; names of attributes stand before `=`.
        let names =
            tag.split('"').step_by(2).flat_map(str::split_whitespace).filter(|name| name.ends_with('='));
        for name in names {
            if name == "style=" || name.starts_with("on") {
                found.push(format!("inline {name} in <{tag}>"));
            }
        }
        if tag.starts_with("style") || (tag.starts_with("script") && !tag.contains("src=\"/admin/static/")) {
            found.push(format!("<{tag}>"));
        }
        if tag.starts_with("img") && !tag.contains("alt=") {
            found.push(format!("no alt in <{tag}>"));
        }
        let is_post = tag.contains("method=\"post\"") && tag.contains("action=\"/admin/");
        if tag.starts_with("form") && !is_post && !tag.contains("method=\"get\"") {
            found.push(format!("a form that neither posts to us nor asks: <{tag}>"));
        }
    }
    for (once, why) in [("<h1", "one h1"), ("<main", "one main"), ("<title>", "one title")] {
        if text.matches(once).count() != 1 {
            found.push(why.to_owned());
        }
    }
    let ids: Vec<_> = text.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    found.extend(
        ids.iter()
            .filter(|id| ids.iter().filter(|other| other == id).count() > 1)
            .map(|id| format!("id {id} twice")),
    );
    let labels = text.split("<label for=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    found.extend(
        labels.filter(|label| !ids.contains(label)).map(|label| format!("label of nothing: {label}")),
    );
    found
}

/// The page's own words: without what people wrote (marked with its language) and names.
pub(crate) fn own_words(page: &Answer) -> String {
    let body = page.text().split_once("<main").unwrap().1;
    let mut out = String::new();
    for piece in body.split('<') {
        let (tag, words) = piece.split_once('>').unwrap_or(("", piece));
        if !tag.contains("lang=") && !tag.starts_with("textarea") {
            out.push_str(words);
            out.push(' ');
        }
    }
    out.replace("ZHANG", "")
}
