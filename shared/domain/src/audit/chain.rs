//! The name of a chain.

use std::fmt;

use jiff::civil::Date;

use super::Source;

/// A chain: a day in Beijing, a writer, and which of the writer's chains of that day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chain {
    /// The day.
    pub date: Date,
    /// Who writes it.
    pub source: Source,
    /// Which one, from 0, less than [`Source::chains`].
    pub part: u8,
}

impl Chain {
    /// The chain of somebody's acts on a day.
    #[must_use]
    pub fn of(date: Date, source: Source, actor: &str) -> Self {
        Self { date, source, part: source.part_of(actor) }
    }

    /// All chains that a day may have.
    pub fn all(date: Date) -> impl Iterator<Item = Self> {
        Source::ALL
            .into_iter()
            .flat_map(move |source| (0..source.chains()).map(move |part| Self { date, source, part }))
    }

    /// Reads what [`fmt::Display`] wrote.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let mut words = name.split('#');
        let (date, source) = (words.next()?.parse().ok()?, Source::parse(words.next()?)?);
        let part = words.next().map_or(Some(0), |word| word.parse().ok())?;
        (words.next().is_none() && part < source.chains()).then_some(Self { date, source, part })
    }
}

/// `2026-11-24#admin`, `2026-11-24#admin#3`
impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.date, self.source.as_str())?;
        if self.part > 0 { write!(f, "#{}", self.part) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_back() {
        let date = "2026-11-24".parse().unwrap();
        let all: Vec<Chain> = Chain::all(date).collect();
        assert_eq!(all.len(), 11);
        for chain in all {
            assert_eq!(Chain::parse(&chain.to_string()), Some(chain));
        }
        for wrong in
            ["", "2026-11-24", "2026-11-24#nobody", "2026-11-24#admin#8", "2026-11-24#cli#1", "x#admin"]
        {
            assert_eq!(Chain::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn ten_officers_are_spread_over_several_chains() {
        let names = ["zhang", "li", "wang", "zhao", "liu", "chen", "yang", "huang", "wu", "zhou"];
        let parts: std::collections::BTreeSet<u8> =
            names.iter().map(|name| Source::Admin.part_of(name)).collect();
        assert!(parts.len() >= 4, "{parts:?}");
        assert_eq!(Source::Cli.part_of("zhang"), 0);
    }
}
