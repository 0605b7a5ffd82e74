use std::path::Path;

use domain::{content::Command, language::Language};

use super::*;

fn now() -> Timestamp {
    "2026-11-24T08:00:00+08:00".parse().unwrap()
}

/// The sample with one file changed: the first `from` becomes `to`.
fn changed(file: &str, from: &str, to: &str) -> Source {
    let mut source = sample();
    let text = source.get(file).unwrap();
    assert!(text.contains(from), "{file} has no {from}");
    let text = text.replacen(from, to, 1);
    source.insert(file, text);
    source
}

/// The errors of a source, as `file:line key: English`.
fn errors(source: &Source) -> Vec<String> {
    let issues = check(source).into_iter().filter(|issue| issue.level == Level::Error);
    issues.map(|i| format!("{}:{} {}: {}", i.file, i.line.unwrap_or(0), i.key, i.en)).collect()
}

fn only_error(source: &Source) -> String {
    let found = errors(source);
    assert_eq!(found.len(), 1, "{found:#?}");
    found[0].clone()
}

#[test]
fn the_sample_has_neither_errors_nor_warnings_and_is_all_in_the_binary() {
    assert_eq!(check(&sample()), []);
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample");
    assert_eq!(Source::read(&directory).unwrap(), sample());
}

#[test]
fn the_sample_is_the_district_of_the_flows() {
    let snapshot = read(&sample(), now()).0.unwrap();
    let numbers: Vec<u8> = snapshot.categories.iter().map(|category| category.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
    assert_eq!(snapshot.category(&[4, 1, 2]).unwrap().title.zh, "异地就医备案");
    assert_eq!(snapshot.menu_category("traffic"), Some(vec![3]));
    assert_eq!(snapshot.menu_commands["emergency"], Command::Emergency);
    assert!(snapshot.emergency.reply.get(Language::Chinese).contains("110"));
    let noon = "2026-11-24T11:30:00+08:00".parse().unwrap();
    let promised = snapshot.schedule.add(noon, snapshot.promise_minutes).unwrap();
    assert_eq!(promised, "2026-11-24T14:30:00+08:00".parse().unwrap());
    assert!(snapshot.schedule.is_open("2026-10-10T09:00:00+08:00".parse().unwrap()), "a make-up Saturday");
}

#[test]
fn what_is_exported_reads_back_as_the_same() {
    let snapshot = read(&sample(), now()).0.unwrap();
    let files = export(&snapshot).unwrap();
    let (again, issues) = read(&files, Timestamp::UNIX_EPOCH);
    assert_eq!(issues, []);
    assert_eq!(again.as_ref(), Some(&snapshot));
    assert_eq!(export(&again.unwrap()).unwrap(), files);
}

#[test]
fn files_written_to_a_directory_are_read_from_it_and_never_mixed() {
    let folder = tempfile::tempdir().unwrap();
    let snapshot = read(&sample(), now()).0.unwrap();
    let files = export(&snapshot).unwrap();
    files.write(folder.path()).unwrap();
    assert_eq!(Source::read(folder.path()).unwrap(), files);
    assert!(files.write(folder.path()).unwrap_err().to_string().contains("empty directory"));
}

#[test]
fn wrong_numbers_and_duplicates_are_found_where_they_stand() {
    let zero = errors(&changed("categories/1-today.toml", "number = 1", "number = 0"));
    assert_eq!(
        zero[0],
        "categories/1-today.toml:2 number: 0 is no topic's number: use 1 to 99 (0 goes back)"
    );
    let rules_point_nowhere = errors(&changed("categories/6-travel.toml", "number = 6", "number = 5"));
    assert!(
        rules_point_nowhere[0].contains("5 is taken by categories/5-school-jobs.toml"),
        "{rules_point_nowhere:?}"
    );
    let child =
        errors(&changed("categories/2-guides.toml", "[[children]]\nnumber = 2", "[[children]]\nnumber = 1"));
    assert!(child.iter().any(|e| e.contains("children[2].number: 1 is taken by children[1]")), "{child:?}");
    let key = only_error(&changed("categories/3-traffic.toml", "\"traffic\"", "\"person\""));
    assert!(key.contains("\"person\" is used in menu.toml already"), "{key}");
    let large = only_error(&changed("categories/1-today.toml", "number = 1", "number = 300"));
    assert!(large.contains("categories/1-today.toml:2"), "{large}");
}

#[test]
fn texts_must_be_there_and_fit() {
    let long = format!("天气：{}", "长".repeat(600));
    let too_long = only_error(&changed("categories/1-today.toml", "天气：", &long));
    assert!(too_long.contains("body.zh: too long") && too_long.contains("at most 1800"), "{too_long}");
    let missing = only_error(&changed("categories/1-today.toml", "zh = \"今日提醒\"", "zh = \"\""));
    assert!(missing.contains("title.zh: the Chinese text is missing"), "{missing}");
    let english = check(&changed("categories/1-today.toml", ", en = \"Today\"", ""));
    assert_eq!((english.len(), english[0].level), (1, Level::Warning));
    assert!(english[0].to_string().contains("categories/1-today.toml:2: 提醒 warning: title.en: 缺英文"));
}

#[test]
fn rules_need_one_target_that_exists() {
    let nowhere = only_error(&changed("rules.toml", "category = [2, 1]", "category = [2, 9]"));
    assert!(nowhere.contains("rules[2].category: there is no topic 2-9"), "{nowhere}");
    let nothing = only_error(&changed("rules.toml", "category = [3]\n", ""));
    assert!(nothing.contains("rules[4].reply: this rule says nothing"), "{nothing}");
    let both = only_error(&changed(
        "rules.toml",
        "category = [3]\n",
        "category = [3]\nreply.zh = \"好\"\nreply.en = \"ok\"\n",
    ));
    assert!(both.contains("either a reply or a category"), "{both}");
    let twice = only_error(&changed("rules.toml", "\"公交车\"", "\"天 气！\""));
    assert!(twice.contains("stands in rule 1 already"), "{twice}");
    let dots = only_error(&changed("rules.toml", "\"公交车\"", "\"……\""));
    assert!(dots.contains("never matches"), "{dots}");
}

#[test]
fn known_answers_are_checked_where_they_stand() {
    let twice = only_error(&changed("known.toml", "\"狗证在哪里办\"", "\"结婚登记要带什么材料\""));
    assert!(twice.contains("known[4].variants") && twice.contains("belongs to"), "{twice}");
    let id = only_error(&changed("known.toml", "id = \"marriage\"", "id = \"Marriage!\""));
    assert!(id.starts_with("known.toml:9 known[1].id"), "{id}");
    let word = only_error(&changed("known.toml", "[\"驾驶证\", \"驾照\"]", "[\"驾驶证\"]"));
    assert!(word.contains("synonyms: line 1 needs two words"), "{word}");
    let unknown =
        only_error(&changed("known.toml", "review_on = \"2027-05-31\"", "reviewed = \"2027-05-31\""));
    assert!(unknown.starts_with("known.toml:"), "{unknown}");
}

#[test]
fn hours_must_add_up() {
    let overlap = only_error(&changed("hours.toml", "\"14:00-17:30\"", "\"11:00-17:30\""));
    assert!(overlap.contains("weekly.monday: the shifts 08:30-12:00 and 11:00-17:30 overlap"), "{overlap}");
    let backwards = only_error(&changed("hours.toml", "\"14:00-17:30\"", "\"17:30-14:00\""));
    assert!(backwards.contains("hours.toml:5") && backwards.contains("08:30-12:00"), "{backwards}");
    let both = only_error(&changed(
        "hours.toml",
        "make_up_days = [\"2026-01-04\"",
        "make_up_days = [\"2026-01-01\"",
    ));
    assert!(both.contains("2026-01-01 stands twice"), "{both}");
    let year = only_error(&changed("hours.toml", "\"2027-01-01\"", "\"2028-01-01\""));
    assert!(year.contains("2028-01-01 is not in this year"), "{year}");
}

#[test]
fn the_emergency_reply_names_the_numbers() {
    let found = errors(&changed("emergency.toml", "119 火灾、救援", "火灾、救援"));
    assert!(found[0].contains("119 is missing"), "{found:?}");
}

#[test]
fn one_broken_file_does_not_hide_the_others() {
    let mut source = changed("categories/1-today.toml", "number = 1", "numbre = 1");
    source.insert("emergency.toml", "words = [");
    source.insert("rule.toml", "");
    let found = errors(&source);
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(found[0].contains("categories/1-today.toml:2") && found[0].contains("numbre"), "{found:#?}");
    assert!(found[1].contains("emergency.toml:1"), "{found:#?}");
    assert!(found[2].contains("do you mean rules.toml?"), "{found:#?}");
    assert_eq!(errors(&Source::default()).len(), 4);
}
