//! Which of a resident's deliveries is to be sent now.

use app::{
    keys,
    ports::{Query, TableError, TableName},
    rows::{Stored, parse},
};
use domain::{
    delivery::{Delivery, Parked, SENDING_LIMIT, State},
    ids::{DeliveryId, FollowerId},
};
use jiff::Timestamp;

use crate::sender::Sender;

/// How many earlier deliveries are looked at.
const LOOK_BACK: usize = 25;

/// What a job for a delivery has to do first.
#[derive(Debug)]
pub(crate) enum Next {
    /// Nothing: the delivery is not to be tried now.
    Nothing,
    /// The delivery's request, or that of an earlier one, was begun by a sender that is gone.
    Abandoned(Box<Stored<Delivery>>),
    /// The delivery, or an earlier one, was parked while nobody called the platform.
    Release(Box<Stored<Delivery>>),
    /// An earlier one has to go first and can't before this time.
    Wait(Box<Stored<Delivery>>, Timestamp),
    /// Try this one: the delivery, or an earlier one.
    Try(Box<Stored<Delivery>>),
}

impl Sender {
    pub(crate) async fn next(
        &self,
        follower: &FollowerId,
        delivery: &DeliveryId,
        now: Timestamp,
    ) -> Result<Next, TableError> {
        let query = Query::partition(TableName::Delivery, keys::delivery_partition(follower), LOOK_BACK + 1)
            .between("0", delivery.as_str())
            .descending();
        let page = self.table().query(&query).await?;
        let mut found: Vec<Stored<Delivery>> = page.items.iter().map(parse).collect::<Result<_, _>>()?;
        if found.first().is_none_or(|newest| newest.value.id != *delivery) {
            return Ok(Next::Nothing);
        }
        Ok(choose(found.remove(0), found.into_iter().rev(), now, self.calls()))
    }
}

/// `calls`: the platform is called, so that what waited for that is free.
fn choose(
    asked: Stored<Delivery>,
    earlier: impl Iterator<Item = Stored<Delivery>>,
    now: Timestamp,
    calls: bool,
) -> Next {
    let is_free = |row: &Delivery| calls && row.is_ready(now) && row.parked == Some(Parked::EgressOff);
    if is_free(&asked.value) {
        return Next::Release(Box::new(asked));
    }
    if asked.value.is_abandoned(now, SENDING_LIMIT) {
        return Next::Abandoned(Box::new(asked));
    }
    if !is_waiting(&asked.value, now) || asked.value.retry_at.is_some_and(|at| at > now) {
        return Next::Nothing;
    }
    if !calls {
        return Next::Try(Box::new(asked));
    }
    for before in earlier {
        if before.value.is_abandoned(now, SENDING_LIMIT) {
            return Next::Abandoned(Box::new(before));
        }
        if is_free(&before.value) {
            return Next::Release(Box::new(before));
        }
        let until = match before.value.state {
            State::Sending => before.value.sending_since.map(|since| since + SENDING_LIMIT),
            _ if !is_waiting(&before.value, now) => continue,
            _ => before.value.retry_at,
        };
        return match until.filter(|until| *until > now) {
            Some(until) => Next::Wait(Box::new(asked), until),
            None => Next::Try(Box::new(before)),
        };
    }
    Next::Try(Box::new(asked))
}

/// Due, and neither parked nor held.
fn is_waiting(delivery: &Delivery, now: Timestamp) -> bool {
    delivery.is_ready(now) && delivery.parked.is_none()
}
