//! What waits, as the health page and `wenqu doctor` count it.

use app::{
    health::{self, Status},
    rows::{Batch, DeadJob, DuePointer},
    testing::MemoryTable,
};
use domain::ids::{DeliveryId, FollowerId};
use jiff::{SignedDuration, Timestamp};

#[tokio::test]
async fn what_is_due_and_what_was_given_up_is_counted() {
    let (table, now) = (MemoryTable::default(), Timestamp::from_second(1_700_000_000).unwrap());
    assert_eq!(health::due(&table, now).await.unwrap().status(), Status::Ok);
    let mut batch = Batch::new();
    for (n, minutes) in [("1", -30), ("2", -5), ("3", 5)] {
        let at = now + SignedDuration::from_mins(minutes);
        let (follower, delivery) = (FollowerId::from(format!("F{n}")), DeliveryId::from(n));
        batch.replace(&DuePointer { at, follower, delivery }).unwrap();
    }
    let dead = DeadJob { id: "J".into(), at: now, body: "{}".into(), why: "tried 8 times".into() };
    batch.replace(&dead).unwrap();
    batch.commit(&table).await.unwrap();
    let due = health::due(&table, now).await.unwrap();
    assert_eq!((due.count, due.waits_s, due.status()), (2, 1_800, Status::Warn));
    assert_eq!(health::dead(&table).await.unwrap(), 1);
}
