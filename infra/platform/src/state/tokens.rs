//! Access tokens: two independent spaces, `token` and `stable_token` ("获取稳定版接口调用凭据").
//!
//! `token` issues a new one each call and lets the previous live 5 minutes more. `stable_token` returns the same
//! token until its last 5 minutes, then the next one while both work. A forced refresh kills the old one at once,
//! at most 20 a day and not within 30 seconds of the last.

use crate::clock::beijing_day;

const LIFE_MS: i64 = 7_200_000;
const OVERLAP_MS: i64 = 300_000;
const FORCED_PER_DAY: u32 = 20;
const FORCED_GAP_MS: i64 = 30_000;
/// Dead tokens are remembered so that they answer 42001 or 40001, not 40014.
const REMEMBERED: usize = 4_000;

/// Where a token came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Space {
    Classic,
    Stable,
}

#[derive(Clone, Debug)]
struct Token {
    value: String,
    space: Space,
    expires_ms: i64,
    /// Once superseded: until when it still works.
    retired_ms: Option<i64>,
}

/// Why a token is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenFault {
    /// Not the shape of a token: 40014.
    Malformed,
    /// Unknown or superseded: 40001.
    NotLatest,
    /// Its time is over: 42001.
    Expired,
}

/// The forced refreshes of today are used up: 45009.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ForcedTooOften;

/// All tokens ever issued (the latest few thousand).
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    issued: Vec<Token>,
    forced_day: i64,
    forced_today: u32,
    forced_last_ms: Option<i64>,
}

impl Tokens {
    /// GET /cgi-bin/token: `fresh` becomes the token; the previous one works 5 minutes more.
    pub(crate) fn classic(&mut self, fresh: String, now_ms: i64) -> (String, i64) {
        self.retire(Space::Classic, now_ms + OVERLAP_MS);
        self.issue(Space::Classic, fresh, now_ms)
    }

    /// POST /cgi-bin/stable_token in normal mode.
    pub(crate) fn stable(&mut self, fresh: String, now_ms: i64) -> (String, i64) {
        match self.current(Space::Stable) {
            Some(token) if token.expires_ms - now_ms > OVERLAP_MS => {
                (token.value.clone(), (token.expires_ms - now_ms) / 1_000)
            }
            _ => self.issue(Space::Stable, fresh, now_ms),
        }
    }

    /// POST /cgi-bin/stable_token with `force_refresh`.
    pub(crate) fn forced(&mut self, fresh: String, now_ms: i64) -> Result<(String, i64), ForcedTooOften> {
        if self.forced_last_ms.is_some_and(|last| now_ms - last < FORCED_GAP_MS) {
            return Ok(self.stable(fresh, now_ms));
        }
        let today = beijing_day(now_ms);
        if self.forced_day != today {
            (self.forced_day, self.forced_today) = (today, 0);
        }
        if self.forced_today == FORCED_PER_DAY {
            return Err(ForcedTooOften);
        }
        self.forced_today += 1;
        self.forced_last_ms = Some(now_ms);
        self.retire(Space::Stable, now_ms);
        Ok(self.issue(Space::Stable, fresh, now_ms))
    }

    /// Whether `value` may be used now.
    pub(crate) fn check(&self, value: &str, now_ms: i64) -> Result<(), TokenFault> {
        if value.len() < 32 || !value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-') {
            return Err(TokenFault::Malformed);
        }
        let token = self.issued.iter().rev().find(|token| token.value == value);
        let token = token.ok_or(TokenFault::NotLatest)?;
        if token.retired_ms.is_some_and(|retired| retired <= now_ms) {
            Err(TokenFault::NotLatest)
        } else if token.expires_ms <= now_ms {
            Err(TokenFault::Expired)
        } else {
            Ok(())
        }
    }

    /// A fault: every token's time is over now.
    pub(crate) fn expire_all(&mut self, now_ms: i64) {
        for token in &mut self.issued {
            token.expires_ms = token.expires_ms.min(now_ms);
        }
    }

    fn current(&self, space: Space) -> Option<&Token> {
        self.issued.iter().rev().find(|token| token.space == space && token.retired_ms.is_none())
    }

    fn retire(&mut self, space: Space, until_ms: i64) {
        for token in self.issued.iter_mut().filter(|token| token.space == space) {
            token.retired_ms = Some(token.retired_ms.map_or(until_ms, |earlier| earlier.min(until_ms)));
        }
    }

    fn issue(&mut self, space: Space, value: String, now_ms: i64) -> (String, i64) {
        if self.issued.len() == REMEMBERED {
            self.issued.remove(0);
        }
        let expires_ms = now_ms + LIFE_MS;
        self.issued.push(Token { value: value.clone(), space, expires_ms, retired_ms: None });
        (value, LIFE_MS / 1_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(n: u32) -> String {
        format!("token_{n:032}")
    }

    #[test]
    fn a_new_classic_token_lets_the_previous_live_five_minutes() {
        let mut tokens = Tokens::default();
        let (first, seconds) = tokens.classic(value(1), 0);
        assert_eq!(seconds, 7_200);
        tokens.classic(value(2), 1_000);
        assert_eq!(tokens.check(&first, 300_999), Ok(()));
        assert_eq!(tokens.check(&first, 301_000), Err(TokenFault::NotLatest));
        assert_eq!(tokens.check(&value(2), 301_000), Ok(()));
    }

    #[test]
    fn the_stable_token_stays_until_its_last_five_minutes() {
        let mut tokens = Tokens::default();
        assert_eq!(tokens.stable(value(1), 0), (value(1), 7_200));
        assert_eq!(tokens.stable(value(2), 3_600_000), (value(1), 3_600));
        assert_eq!(tokens.stable(value(3), 6_899_000), (value(1), 301));
        // In the last five minutes the next one comes, and both work.
        assert_eq!(tokens.stable(value(4), 6_900_000), (value(4), 7_200));
        assert_eq!(tokens.check(&value(1), 7_199_999), Ok(()));
        assert_eq!(tokens.check(&value(1), 7_200_000), Err(TokenFault::Expired));
    }

    #[test]
    fn the_two_spaces_do_not_kill_each_other() {
        let mut tokens = Tokens::default();
        tokens.stable(value(1), 0);
        tokens.classic(value(2), 1);
        tokens.classic(value(3), 2);
        assert_eq!(tokens.check(&value(1), 400_000), Ok(()));
    }

    #[test]
    fn a_forced_refresh_kills_the_old_token_but_not_twice_in_30_seconds() {
        let mut tokens = Tokens::default();
        tokens.stable(value(1), 0);
        assert_eq!(tokens.forced(value(2), 10), Ok((value(2), 7_200)));
        assert_eq!(tokens.check(&value(1), 10), Err(TokenFault::NotLatest));
        let (again, _) = tokens.forced(value(3), 29_000).unwrap();
        assert_eq!(again, value(2));
    }

    #[test]
    fn twenty_forced_refreshes_a_beijing_day() {
        let mut tokens = Tokens::default();
        for n in 0..20 {
            tokens.forced(value(n), i64::from(n) * FORCED_GAP_MS).unwrap();
        }
        let later = 20 * FORCED_GAP_MS;
        assert_eq!(tokens.forced(value(20), later), Err(ForcedTooOften));
        assert!(tokens.forced(value(20), 16 * 3_600_000).is_ok(), "midnight in Beijing is 16:00 UTC");
    }

    #[test]
    fn unknown_and_malformed_tokens_differ() {
        let tokens = Tokens::default();
        assert_eq!(tokens.check("abc", 0), Err(TokenFault::Malformed));
        assert_eq!(tokens.check(&value(9), 0), Err(TokenFault::NotLatest));
    }

    #[test]
    fn after_the_fault_the_next_stable_token_is_a_new_one() {
        let mut tokens = Tokens::default();
        tokens.stable(value(1), 0);
        tokens.expire_all(1_000);
        assert_eq!(tokens.check(&value(1), 1_000), Err(TokenFault::Expired));
        assert_eq!(tokens.stable(value(2), 1_000), (value(2), 7_200));
        assert_eq!(tokens.check(&value(2), 1_000), Ok(()));
    }
}
