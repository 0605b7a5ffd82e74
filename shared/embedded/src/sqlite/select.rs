//! Reads: one row, or a page of a partition. Each is one statement, so each sees one state of the file.

use app::ports::{Direction, Item, Key, Page, Query, SortKeys, TableError};
use rusqlite::{Connection, OptionalExtension as _, ToSql};

use super::rows::{RawRow, table_number};

/// A page ends once its bodies reach this many bytes, as DynamoDB's do at 1 MB.
const MAX_PAGE_BYTES: usize = 1_000_000;

/// Reads one row.
pub(super) fn get(connection: &Connection, key: &Key) -> Result<Option<Item>, TableError> {
    let row = connection
        .prepare_cached("SELECT version, expires_at, body FROM rows WHERE tbl = ?1 AND pk = ?2 AND sk = ?3")
        .and_then(|mut statement| {
            statement
                .query_row((table_number(key.table), &key.pk, &key.sk), |row| {
                    Ok(RawRow { version: row.get(0)?, expires_at: row.get(1)?, body: row.get(2)? })
                })
                .optional()
        })
        .map_err(unavailable)?;
    row.map(|row| row.into_item(key.clone())).transpose()
}

/// Reads a page.
pub(super) fn query(connection: &Connection, query: &Query) -> Result<Page, TableError> {
    let range = Range::of(query);
    let table = table_number(query.table);
    // One more than asked tells whether there is a next page.
    let limit = i64::try_from(query.limit).unwrap_or(i64::MAX).saturating_add(1);
    let mut values: Vec<&dyn ToSql> = vec![&table, &query.pk, &limit];
    let sql = range.sql(query.direction, &mut values);
    let mut statement = connection.prepare_cached(&sql).map_err(unavailable)?;
    let mut rows = statement.query(values.as_slice()).map_err(unavailable)?;
    let mut page = Page::default();
    let mut bytes = 0;
    while let Some(row) = rows.next().map_err(unavailable)? {
        if page.items.len() == query.limit || bytes >= MAX_PAGE_BYTES {
            page.next = page.items.last().map(|item: &Item| item.key.sk.clone());
            break;
        }
        let key = Key::new(query.table, query.pk.clone(), row.get::<_, String>(0).map_err(unavailable)?);
        let raw = RawRow {
            version: row.get(1).map_err(unavailable)?,
            expires_at: row.get(2).map_err(unavailable)?,
            body: row.get(3).map_err(unavailable)?,
        };
        bytes += raw.body.len();
        page.items.push(raw.into_item(key)?);
    }
    Ok(page)
}

/// The interval of sort keys that a query still has to read.
struct Range {
    low: Option<(&'static str, String)>,
    high: Option<(&'static str, String)>,
}

impl Range {
    fn of(query: &Query) -> Self {
        let (mut low, mut high) = match &query.sort_keys {
            SortKeys::All => (None, None),
            SortKeys::Prefix(prefix) => {
                (Some((">=", prefix.clone())), behind_prefix(prefix).map(|end| ("<", end)))
            }
            SortKeys::Between(first, last) => (Some((">=", first.clone())), Some(("<=", last.clone()))),
        };
        // The cursor lies within the bounds (checked before), so it replaces the one on its side.
        match (&query.after, query.direction) {
            (Some(after), Direction::Ascending) => low = Some((">", after.clone())),
            (Some(after), Direction::Descending) => high = Some(("<", after.clone())),
            (None, _) => {}
        }
        Self { low, high }
    }

    fn sql<'a>(&'a self, direction: Direction, values: &mut Vec<&'a dyn ToSql>) -> String {
        let mut sql = "SELECT sk, version, expires_at, body FROM rows WHERE tbl = ?1 AND pk = ?2".to_owned();
        for (operator, bound) in [&self.low, &self.high].into_iter().flatten() {
            values.push(bound);
            sql.push_str(&format!(" AND sk {operator} ?{}", values.len()));
        }
        sql.push_str(match direction {
            Direction::Ascending => " ORDER BY sk LIMIT ?3",
            Direction::Descending => " ORDER BY sk DESC LIMIT ?3",
        });
        sql
    }
}

/// The smallest text that is greater than every text with this prefix; `None` when there is none. Works on
/// characters, because the order of UTF-8 bytes is the order of code points.
fn behind_prefix(prefix: &str) -> Option<String> {
    let mut end = prefix.to_owned();
    while let Some(last) = end.pop() {
        let next = match last {
            '\u{d7ff}' => Some('\u{e000}'),
            _ => char::from_u32(u32::from(last) + 1),
        };
        if let Some(next) = next {
            end.push(next);
            return Some(end);
        }
    }
    None
}

/// A failed read wrote nothing and may succeed later.
fn unavailable(error: rusqlite::Error) -> TableError {
    TableError::Unavailable(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::behind_prefix;

    #[test]
    fn behind_a_prefix_comes_the_next_character() {
        assert_eq!(behind_prefix("M#").as_deref(), Some("M$"));
        assert_eq!(behind_prefix("a\u{10ffff}").as_deref(), Some("b"));
        assert_eq!(behind_prefix("\u{d7ff}").as_deref(), Some("\u{e000}"));
        assert_eq!(behind_prefix("\u{10ffff}\u{10ffff}"), None);
    }
}
