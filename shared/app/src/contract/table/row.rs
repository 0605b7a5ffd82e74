//! Single rows: reading back, versions, expectations, expiry, contents.

use std::sync::Arc;

use jiff::Timestamp;

use super::{conflict, delete, done, key, put, put_until, read, there};
use crate::ports::{Expect, Item, Key, MAX_BODY_BYTES, Table, TableName};

/// What was put is what is got.
pub async fn a_row_is_read_back(table: Arc<dyn Table>) {
    let key = key("row-read-back", "S");
    done(&*table, put(&key, r#"{"a":1}"#, Expect::Absent)).await;
    let expected = Item { key: key.clone(), version: 1, expires_at: None, body: r#"{"a":1}"#.to_owned() };
    assert_eq!(read(&*table, &key).await, Some(expected));
}

/// No row, no error; neither beside a row of the same partition.
pub async fn an_absent_row_is_none(table: Arc<dyn Table>) {
    done(&*table, put(&key("row-absent", "A"), "1", Expect::Any)).await;
    assert_eq!(read(&*table, &key("row-absent", "B")).await, None);
    assert_eq!(read(&*table, &key("row-absent-too", "A")).await, None);
}

/// Whatever the expectation, each put makes the next version.
pub async fn versions_count_the_writes(table: Arc<dyn Table>) {
    let key = key("row-versions", "S");
    let expectations = [Expect::Absent, Expect::Any, Expect::Version(2), Expect::Any, Expect::Version(4)];
    for (number, expect) in (1_u64..).zip(expectations) {
        done(&*table, put(&key, &number.to_string(), expect)).await;
        assert_eq!(there(&*table, &key).await, (number, number.to_string()));
    }
}

/// A deleted row leaves no count behind.
pub async fn a_row_deleted_and_put_again_begins_at_version_1(table: Arc<dyn Table>) {
    let key = key("row-again", "S");
    for expect in [Expect::Absent, Expect::Any] {
        done(&*table, put(&key, "1", expect)).await;
        done(&*table, put(&key, "2", Expect::Version(1))).await;
        done(&*table, delete(&key, Expect::Version(2))).await;
        assert_eq!(read(&*table, &key).await, None);
    }
    done(&*table, put(&key, "3", Expect::Any)).await;
    assert_eq!(there(&*table, &key).await, (1, "3".to_owned()));
}

/// `Absent` guards a row that is there.
pub async fn absent_refuses_a_row_that_is_there(table: Arc<dyn Table>) {
    let key = key("row-absent-refuses", "S");
    done(&*table, put(&key, "1", Expect::Absent)).await;
    assert_eq!(conflict(&*table, vec![put(&key, "2", Expect::Absent)]).await, [0]);
    assert_eq!(there(&*table, &key).await, (1, "1".to_owned()));
}

/// `Version` guards a row that has moved on, and one that has not come so far.
pub async fn a_version_refuses_another_version(table: Arc<dyn Table>) {
    let key = key("row-version-refuses", "S");
    done(&*table, put(&key, "1", Expect::Any)).await;
    done(&*table, put(&key, "2", Expect::Any)).await;
    for version in [0, 1, 3, u64::from(u32::MAX), i64::MAX.unsigned_abs()] {
        assert_eq!(conflict(&*table, vec![put(&key, "3", Expect::Version(version))]).await, [0]);
    }
    assert_eq!(there(&*table, &key).await, (2, "2".to_owned()));
}

/// `Version` wants a row.
pub async fn a_version_refuses_an_absent_row(table: Arc<dyn Table>) {
    let key = key("row-version-absent", "S");
    assert_eq!(conflict(&*table, vec![put(&key, "1", Expect::Version(1))]).await, [0]);
    assert_eq!(conflict(&*table, vec![put(&key, "1", Expect::Version(0))]).await, [0]);
    assert_eq!(conflict(&*table, vec![delete(&key, Expect::Version(1))]).await, [0]);
    assert_eq!(read(&*table, &key).await, None);
}

/// A delete with `Any` may be repeated.
pub async fn deleting_twice_is_no_error(table: Arc<dyn Table>) {
    let key = key("row-delete-twice", "S");
    done(&*table, put(&key, "1", Expect::Any)).await;
    done(&*table, delete(&key, Expect::Any)).await;
    assert_eq!(read(&*table, &key).await, None);
    done(&*table, delete(&key, Expect::Any)).await;
    assert_eq!(read(&*table, &key).await, None);
}

/// A delete with `Version` guards as a put does.
pub async fn a_delete_at_another_version_is_refused(table: Arc<dyn Table>) {
    let key = key("row-delete-version", "S");
    done(&*table, put(&key, "1", Expect::Any)).await;
    assert_eq!(conflict(&*table, vec![delete(&key, Expect::Version(2))]).await, [0]);
    assert_eq!(there(&*table, &key).await, (1, "1".to_owned()));
    done(&*table, delete(&key, Expect::Version(1))).await;
    assert_eq!(read(&*table, &key).await, None);
}

/// Whole seconds stay as they are, fractions are rounded up, and the next put may take the time away.
pub async fn expires_at_is_kept_in_whole_seconds(table: Arc<dyn Table>) {
    let key = key("row-expires", "S");
    // 2096: no store may delete it during the test.
    let whole = Timestamp::from_second(4_000_000_000).unwrap();
    let later = Timestamp::from_second(4_000_000_001).unwrap();
    let between = Timestamp::from_millisecond(4_000_000_000_001).unwrap();
    for (given, kept) in [(Some(whole), Some(whole)), (Some(between), Some(later)), (None, None)] {
        done(&*table, put_until(&key, "1", given)).await;
        assert_eq!(read(&*table, &key).await.unwrap().expires_at, kept);
    }
}

/// Expiry is the reader's business until the store deletes the row.
pub async fn an_expired_row_counts_as_present(table: Arc<dyn Table>) {
    let key = key("row-expired", "S");
    // DynamoDB's TTL leaves rows alone that expired more than five years ago, so it is still there.
    let past = Timestamp::from_second(1_000_000_000).unwrap();
    done(&*table, put_until(&key, "1", Some(past))).await;
    assert_eq!(conflict(&*table, vec![put(&key, "2", Expect::Absent)]).await, [0]);
    let item = read(&*table, &key).await.unwrap();
    assert!(!item.is_live(Timestamp::from_second(1_000_000_000).unwrap()));
    assert!(item.is_live(Timestamp::from_second(999_999_999).unwrap()));
}

/// Keys and bodies are any text: Chinese, emoji, quotes, wildcards of SQL, control characters, look-alikes.
pub async fn texts_of_every_kind_survive(table: Arc<dyn Table>) {
    let texts = [
        "问渠那得清如许",
        "👨‍👩‍👧‍👦 3️⃣",
        "'; DROP TABLE rows; --",
        "100%_[a-z]*?",
        "\"\\\n\t\r",
        "é",
        "e\u{301}",
        " a ",
        "a",
        "A",
        "\u{feff}",
        "\u{10ffff}",
        "\u{1}\u{7f}",
        "#",
        "##",
    ];
    for text in texts {
        let key = key(&format!("row-texts-{text}"), text);
        let body = serde_json::to_string(text).unwrap();
        done(&*table, put(&key, &body, Expect::Absent)).await;
        assert_eq!(there(&*table, &key).await, (1, body));
    }
}

/// The limit is for bytes, and it is reached.
pub async fn the_largest_body_is_kept(table: Arc<dyn Table>) {
    let key = key("row-largest", "S");
    let body = format!("\"{}xx\"", "水".repeat((MAX_BODY_BYTES - 4) / 3));
    let body = format!("{body}{}", " ".repeat(MAX_BODY_BYTES - body.len()));
    assert_eq!(body.len(), MAX_BODY_BYTES);
    done(&*table, put(&key, &body, Expect::Absent)).await;
    assert_eq!(there(&*table, &key).await, (1, body));
}

/// The same keys in another table are another row.
pub async fn the_four_tables_are_apart(table: Arc<dyn Table>) {
    for name in TableName::ALL {
        let key = Key::new(name, "row-apart", "S");
        assert_eq!(read(&*table, &key).await, None);
        done(&*table, put(&key, &format!("\"{}\"", name.as_str()), Expect::Absent)).await;
    }
    done(&*table, delete(&Key::new(TableName::Audit, "row-apart", "S"), Expect::Any)).await;
    for name in [TableName::Main, TableName::Delivery, TableName::Published] {
        let found = there(&*table, &Key::new(name, "row-apart", "S")).await;
        assert_eq!(found, (1, format!("\"{}\"", name.as_str())));
    }
}
