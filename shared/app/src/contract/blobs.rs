//! The contract of [`Blobs`](crate::ports::Blobs).

/// Makes a test of each rule of the contract of object stores for the adapter that `$make` gives.
#[macro_export]
macro_rules! blob_contract {
    ($make:expr) => {
        $crate::contract_rules! { $make, blobs,
            object: [
                an_object_is_read_back,
                an_absent_object_is_none,
                a_put_replaces_bytes_and_type,
                deleting_twice_is_no_error,
                a_key_may_continue_another,
                the_longest_keys_pass,
                an_empty_object_is_an_object,
                large_objects_are_kept,
                media_types_are_kept_as_given,
                wrong_keys_are_refused,
                puts_at_once_leave_one_of_them_whole,
            ]
        }
    };
}

/// Single objects.
pub mod object {
    use std::sync::Arc;

    use tokio::task::JoinSet;

    use crate::ports::{Blob, BlobError, Blobs};

    fn jpeg(bytes: impl Into<Vec<u8>>) -> Blob {
        Blob { content_type: "image/jpeg".to_owned(), bytes: bytes.into() }
    }

    /// Every byte value comes back.
    pub async fn an_object_is_read_back(blobs: Arc<dyn Blobs>) {
        let blob = jpeg((0..=255).collect::<Vec<u8>>().repeat(3));
        blobs.put("back/2026-11/photo_1.jpg", blob.clone()).await.unwrap();
        assert_eq!(blobs.get("back/2026-11/photo_1.jpg").await.unwrap(), Some(blob));
    }

    /// No object, no error.
    pub async fn an_absent_object_is_none(blobs: Arc<dyn Blobs>) {
        blobs.put("absent/a", jpeg("a")).await.unwrap();
        for key in ["absent", "absent/b", "absent/a/b", "absent/A"] {
            assert_eq!(blobs.get(key).await.unwrap(), None, "{key}");
        }
    }

    /// The new object has nothing of the old one, shorter or longer.
    pub async fn a_put_replaces_bytes_and_type(blobs: Arc<dyn Blobs>) {
        for (content_type, text) in
            [("text/plain", "a long text"), ("image/png", "short"), ("audio/amr", "long again")]
        {
            let blob = Blob { content_type: content_type.to_owned(), bytes: text.into() };
            blobs.put("replace", blob.clone()).await.unwrap();
            assert_eq!(blobs.get("replace").await.unwrap(), Some(blob));
        }
    }

    /// A delete may be repeated, and leaves the others.
    pub async fn deleting_twice_is_no_error(blobs: Arc<dyn Blobs>) {
        blobs.put("delete/a", jpeg("a")).await.unwrap();
        blobs.put("delete/b", jpeg("b")).await.unwrap();
        for _ in 0..2 {
            blobs.delete("delete/a").await.unwrap();
            assert_eq!(blobs.get("delete/a").await.unwrap(), None);
        }
        blobs.delete("delete/b/c").await.unwrap();
        assert_eq!(blobs.get("delete/b").await.unwrap(), Some(jpeg("b")));
    }

    /// Keys are no directories: one may begin with another, in either order of writing.
    pub async fn a_key_may_continue_another(blobs: Arc<dyn Blobs>) {
        let keys =
            ["k/a", "k/a/b", "k/a/b/c", "k/A", "k/x/y/z", "k/x/y", "k/x", "k/.a", "k/a.", "k/..a", "k/a..b"];
        for key in keys {
            blobs.put(key, jpeg(key)).await.unwrap();
        }
        for key in keys {
            assert_eq!(blobs.get(key).await.unwrap(), Some(jpeg(key)), "{key}");
        }
    }

    /// 512 characters, in one segment or in many.
    pub async fn the_longest_keys_pass(blobs: Arc<dyn Blobs>) {
        let (one, many) = ("k".repeat(512), "k/".repeat(255) + "kk");
        for key in [&one, &many] {
            assert_eq!(key.len(), 512);
            blobs.put(key, jpeg(key.as_str())).await.unwrap();
            assert_eq!(blobs.get(key).await.unwrap(), Some(jpeg(key.as_str())));
        }
        assert_eq!(blobs.get(&one[..511]).await.unwrap(), None);
    }

    /// No bytes are not no object.
    pub async fn an_empty_object_is_an_object(blobs: Arc<dyn Blobs>) {
        blobs.put("empty", jpeg("")).await.unwrap();
        assert_eq!(blobs.get("empty").await.unwrap(), Some(jpeg("")));
    }

    /// The largest size that attachments have: 20 MB.
    pub async fn large_objects_are_kept(blobs: Arc<dyn Blobs>) {
        let bytes: Vec<u8> = (0_u32..5_000_000).flat_map(u32::to_le_bytes).collect();
        blobs.put("large", jpeg(bytes.clone())).await.unwrap();
        let read = blobs.get("large").await.unwrap().unwrap();
        assert!(read.bytes == bytes, "the bytes changed");
    }

    /// With parameters, and unknown ones.
    pub async fn media_types_are_kept_as_given(blobs: Arc<dyn Blobs>) {
        let types = [
            "text/plain; charset=utf-8",
            "application/vnd.ms-excel",
            "multipart/mixed; boundary=\"a b\"",
            "x/y",
        ];
        for content_type in types {
            let blob = Blob { content_type: content_type.to_owned(), bytes: b"\n{}\n".to_vec() };
            blobs.put("type", blob.clone()).await.unwrap();
            assert_eq!(blobs.get("type").await.unwrap(), Some(blob));
        }
    }

    /// By every method, and nothing is written anywhere.
    pub async fn wrong_keys_are_refused(blobs: Arc<dyn Blobs>) {
        let too_long = "k".repeat(513);
        let wrong = [
            "", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/./b", "a/...", "a b", "a\\b", "a:b",
            "a\0", "a\n", "照片", "é", "a%2fb", "a+b", "a~", "C:a", &too_long,
        ];
        for key in wrong {
            let answers = [
                blobs.put(key, jpeg("a")).await.unwrap_err(),
                blobs.get(key).await.unwrap_err(),
                blobs.delete(key).await.unwrap_err(),
            ];
            for answer in answers {
                assert!(matches!(answer, BlobError::InvalidKey(_)), "{key:?}: {answer:?}");
            }
        }
    }

    /// No mixture of two objects.
    pub async fn puts_at_once_leave_one_of_them_whole(blobs: Arc<dyn Blobs>) {
        let blob =
            |n: u8| Blob { content_type: format!("x/{n}"), bytes: vec![n; 10_000 + usize::from(n) * 1_000] };
        let mut writers = JoinSet::new();
        for n in 0..20 {
            let blobs = blobs.clone();
            writers.spawn(async move { blobs.put("once", blob(n)).await.unwrap() });
        }
        writers.join_all().await;
        let kept = blobs.get("once").await.unwrap().unwrap();
        assert_eq!(kept, blob(kept.bytes[0]));
    }
}
