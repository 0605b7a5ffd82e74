//! Mass-message jobs: duplicate protection and quota ("群发消息").
//!
//! A clientmsgid is remembered 24 hours; the same one within a minute is 45066, later 45065 with the existing id.
//! A subscription account may send once a day; a service account to all once a day and four times a month, and
//! each follower gets at most four a month.

use crate::account::Kind;
use crate::clock::{beijing_day, beijing_month};

const REMEMBERED_MS: i64 = 24 * 3_600_000;
const TOO_FAST_MS: i64 = 60_000;
/// Mass messages that one follower of a service account gets in a calendar month.
pub(crate) const PER_FOLLOWER_MONTH: u32 = 4;
const TO_ALL_PER_MONTH: usize = 4;

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JobState {
    Sending,
    Done,
}

/// One accepted job.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    pub(crate) msg_id: u64,
    pub(crate) state: JobState,
    client_id: String,
    accepted_ms: i64,
    to_all: bool,
}

/// Why a job is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// 45066
    TooFast,
    /// 45065 with the id of the earlier job.
    Duplicate(u64),
    /// 45028
    NoQuota,
}

/// All jobs of the account.
#[derive(Debug, Default)]
pub(crate) struct MassJobs(Vec<Job>);

impl MassJobs {
    /// Takes a job on, unless it repeats an earlier one or the quota is used up. `by_openid` sends (mass/send)
    /// are limited by follower and month only.
    pub(crate) fn accept(
        &mut self,
        kind: Kind,
        client_id: &str,
        audience: Audience,
        msg_id: u64,
        now_ms: i64,
    ) -> Result<(), Refused> {
        let earlier = self.0.iter().rev().find(|job| job.client_id == client_id);
        if let Some(job) = earlier.filter(|job| now_ms - job.accepted_ms < REMEMBERED_MS) {
            let fast = now_ms - job.accepted_ms < TOO_FAST_MS;
            return Err(if fast { Refused::TooFast } else { Refused::Duplicate(job.msg_id) });
        }
        if !self.quota_left(kind, audience, now_ms) {
            return Err(Refused::NoQuota);
        }
        self.0.push(Job {
            msg_id,
            state: JobState::Sending,
            client_id: client_id.to_owned(),
            accepted_ms: now_ms,
            to_all: audience == Audience::All,
        });
        Ok(())
    }

    fn quota_left(&self, kind: Kind, audience: Audience, now_ms: i64) -> bool {
        let today = |job: &&Job| beijing_day(job.accepted_ms) == beijing_day(now_ms);
        let this_month = |job: &&Job| beijing_month(job.accepted_ms) == beijing_month(now_ms);
        let to_all = || self.0.iter().filter(|job| job.to_all);
        match (kind, audience) {
            (Kind::Subscription, _) => !self.0.iter().any(|job| today(&job)),
            (Kind::Service, Audience::All) => {
                !to_all().any(|job| today(&job)) && to_all().filter(this_month).count() < TO_ALL_PER_MONTH
            }
            (Kind::Service, Audience::Some) => true,
        }
    }

    pub(crate) fn get(&self, msg_id: u64) -> Option<&Job> {
        self.0.iter().find(|job| job.msg_id == msg_id)
    }

    pub(crate) fn finish(&mut self, msg_id: u64) {
        for job in self.0.iter_mut().filter(|job| job.msg_id == msg_id) {
            job.state = JobState::Done;
        }
    }
}

/// Whom a job addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    All,
    /// A tag or a list of openids.
    Some,
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY_MS: i64 = 86_400_000;

    #[test]
    fn the_same_clientmsgid_is_sent_once_in_24_hours() {
        let mut jobs = MassJobs::default();
        jobs.accept(Kind::Service, "bc-1", Audience::Some, 1, 0).unwrap();
        let again = |jobs: &mut MassJobs, at| jobs.accept(Kind::Service, "bc-1", Audience::Some, 2, at);
        assert_eq!(again(&mut jobs, 59_999), Err(Refused::TooFast));
        assert_eq!(again(&mut jobs, 60_000), Err(Refused::Duplicate(1)));
        assert_eq!(again(&mut jobs, DAY_MS), Ok(()));
    }

    #[test]
    fn a_subscription_account_sends_once_a_day() {
        let mut jobs = MassJobs::default();
        jobs.accept(Kind::Subscription, "a", Audience::Some, 1, 0).unwrap();
        assert_eq!(jobs.accept(Kind::Subscription, "b", Audience::All, 2, 1), Err(Refused::NoQuota));
        assert_eq!(jobs.accept(Kind::Subscription, "b", Audience::All, 2, DAY_MS), Ok(()));
    }

    #[test]
    fn a_service_account_sends_to_all_four_times_a_month() {
        let mut jobs = MassJobs::default();
        for n in 0..4 {
            let at = i64::from(n) * DAY_MS;
            jobs.accept(Kind::Service, &n.to_string(), Audience::All, 1, at).unwrap();
            assert_eq!(jobs.accept(Kind::Service, "same day", Audience::All, 9, at), Err(Refused::NoQuota));
        }
        assert_eq!(jobs.accept(Kind::Service, "5", Audience::All, 9, 5 * DAY_MS), Err(Refused::NoQuota));
        assert_eq!(jobs.accept(Kind::Service, "5", Audience::Some, 9, 5 * DAY_MS), Ok(()));
        assert_eq!(jobs.accept(Kind::Service, "6", Audience::All, 9, 32 * DAY_MS), Ok(()));
    }

    #[test]
    fn a_job_is_sending_until_it_is_finished() {
        let mut jobs = MassJobs::default();
        jobs.accept(Kind::Service, "a", Audience::All, 5, 0).unwrap();
        assert_eq!(jobs.get(5).unwrap().state, JobState::Sending);
        jobs.finish(5);
        assert_eq!(jobs.get(5).unwrap().state, JobState::Done);
        assert!(jobs.get(6).is_none());
    }
}
