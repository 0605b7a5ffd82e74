//! The SAM template: part of the binary, so that a deployment needs no other file.

use std::collections::BTreeSet;

/// The template of this version.
pub(crate) const TEMPLATE: &str = include_str!("../../../template.yaml");
/// The parameters that say where the zips are; all others are settings.
pub(crate) const CODE: [&str; 2] = ["CodeBucket", "CodePrefix"];

/// Names of the parameters that a template takes.
pub(crate) fn parameters(template: &str) -> BTreeSet<&str> {
    section(template).filter_map(|line| named(line).map(|(name, _)| name)).collect()
}

/// The default of a parameter that stands on one line, if it has one.
pub(crate) fn default<'a>(template: &'a str, parameter: &str) -> Option<&'a str> {
    let (_, rest) = section(template).filter_map(named).find(|(name, _)| *name == parameter)?;
    let value = rest.split_once("Default:")?.1.trim_start();
    let end = value.find([',', '}']).unwrap_or(value.len());
    Some(value[..end].trim().trim_matches(['"', '\'']))
}

fn section(template: &str) -> impl Iterator<Item = &str> {
    let lines = template.lines().skip_while(|line| line.trim_end() != "Parameters:").skip(1);
    lines.take_while(|line| line.is_empty() || line.starts_with([' ', '#']))
}

/// A parameter's name and what follows it on its line.
fn named(line: &str) -> Option<(&str, &str)> {
    let (name, rest) = line.strip_prefix("  ")?.split_once(':')?;
    let fine = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric());
    fine.then_some((name, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cloud::{names::FUNCTIONS, settings};

    #[test]
    fn parameters_and_settings_are_the_same() {
        let settings: BTreeSet<String> = settings::parameters().map(settings::camel).collect();
        let taken: BTreeSet<String> = parameters(TEMPLATE).into_iter().map(str::to_owned).collect();
        let code: BTreeSet<String> = CODE.map(str::to_owned).into();
        assert_eq!(taken.difference(&code).collect::<Vec<_>>(), settings.iter().collect::<Vec<_>>());
        assert!(code.is_subset(&taken), "{taken:?}");
    }

    #[test]
    fn every_function_is_in_the_template() {
        for function in FUNCTIONS {
            assert!(TEMPLATE.contains(&format!("${{CodePrefix}}{function}.zip")), "{function}");
            assert!(TEMPLATE.contains(&format!("${{AWS::StackName}}-{function}")), "{function}");
        }
    }

    #[test]
    fn defaults_are_read_from_their_line() {
        let template = "Parameters:\n  # What.\n  Code: {Type: String, Default: \"\", Description: x}\n  Memory: {Type: Number, Default: 256}\n  Name: {Type: String}\n\nResources:\n  Other: {Default: 1}\n";
        assert_eq!(parameters(template), BTreeSet::from(["Code", "Memory", "Name"]));
        assert_eq!(default(template, "Memory"), Some("256"));
        assert_eq!(default(template, "Code"), Some(""));
        assert_eq!((default(template, "Name"), default(template, "Other")), (None, None));
        assert!(default(TEMPLATE, "MemoryMb").is_some_and(|mb| mb.parse::<u32>().is_ok()));
    }
}
