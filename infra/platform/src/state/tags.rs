//! Tags of the account ("用户标签管理"): at most 100, names of 1–30 bytes, unique; 20 a follower.

/// Tags 0, 1 and 2 are the platform's own.
const FIRST_OWN: i64 = 100;
const TAGS: usize = 100;
const NAME_BYTES: usize = 30;
/// How many tags a follower may carry.
pub(crate) const TAGS_A_FOLLOWER: usize = 20;

/// The account's own tags, in the order they were made.
#[derive(Debug, Default)]
pub(crate) struct Tags(Vec<(i64, String)>);

impl Tags {
    /// # Errors
    /// 45157 empty or taken, 45158 too long, 45056 too many.
    pub(crate) fn create(&mut self, name: &str) -> Result<i64, i64> {
        if name.is_empty() || self.0.iter().any(|(_, taken)| taken == name) {
            return Err(45157);
        }
        if name.len() > NAME_BYTES {
            return Err(45158);
        }
        if self.0.len() == TAGS {
            return Err(45056);
        }
        let id = self.0.last().map_or(FIRST_OWN, |(id, _)| id + 1);
        self.0.push((id, name.to_owned()));
        Ok(id)
    }

    pub(crate) fn exists(&self, id: i64) -> bool {
        id == 2 || self.0.iter().any(|(own, _)| *own == id)
    }

    /// Own tags and the platform's 星标组.
    pub(crate) fn all(&self) -> impl Iterator<Item = (i64, &str)> {
        std::iter::once((2, "星标组")).chain(self.0.iter().map(|(id, name)| (*id, name.as_str())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_bounded() {
        let mut tags = Tags::default();
        assert_eq!(tags.create("老年人"), Ok(100));
        assert_eq!(tags.create("老年人"), Err(45157));
        assert_eq!(tags.create(""), Err(45157));
        assert_eq!(tags.create(&"长".repeat(11)), Err(45158));
        assert!(tags.exists(100) && tags.exists(2) && !tags.exists(101));
    }

    #[test]
    fn a_hundred_tags_at_most() {
        let mut tags = Tags::default();
        for n in 0..100 {
            tags.create(&n.to_string()).unwrap();
        }
        assert_eq!(tags.create("more"), Err(45056));
    }
}
