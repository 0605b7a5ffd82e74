//! What is handed over.

use domain::{
    delivery::Delivery,
    question::State,
    staff::{Actor, Permission},
    time::beijing,
};
use jiff::Timestamp;

use crate::{
    App, AppError, WayOut, keys,
    ports::{Query, TableName},
    rows::{InboxLine, parse},
    stuck,
};

/// Most questions of one state, and deliveries, that are shown.
pub const SHOWN: usize = 300;

/// Whose questions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    /// Everybody's.
    #[default]
    Everyone,
    /// Those that the actor has.
    Mine,
}

/// What one shift leaves to the next. A question stands in one list only; each list by its promise, then by who waits
/// longest.
#[derive(Clone, Debug)]
pub struct HandOver {
    /// Promised and not answered in time.
    pub overdue: Vec<InboxLine>,
    /// Promised for today.
    pub today: Vec<InboxLine>,
    /// Promised for later.
    pub later: Vec<InboxLine>,
    /// Open without a promise.
    pub unpromised: Vec<InboxLine>,
    /// Answered and not ended.
    pub answered: Vec<InboxLine>,
    /// Answers that wait for their resident's next contact.
    pub awaiting: Vec<Delivery>,
    /// There is more than is shown.
    pub more: bool,
    /// How much is stuck.
    pub stuck: usize,
    /// Whether there is anybody to send what is due.
    pub way_out: WayOut,
}

impl HandOver {
    /// How many residents still wait for a first answer.
    #[must_use]
    pub const fn open(&self) -> usize {
        self.overdue.len() + self.today.len() + self.later.len() + self.unpromised.len()
    }
}

/// Reads what is handed over.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn hand_over(app: &App, actor: &Actor, whose: Whose) -> Result<HandOver, AppError> {
    actor.require(Permission::Read)?;
    let now = app.clock.now();
    let mine = |line: &InboxLine| whose == Whose::Everyone || line.assignee.as_ref() == Some(&actor.login);
    let (waiting, more_waiting) = lines(app, State::Waiting).await?;
    let (taken, more_taken) = lines(app, State::Taken).await?;
    let (answered, more_answered) = lines(app, State::Answered).await?;
    let (awaiting, more_awaiting) = stuck::parked_deliveries(app, actor, SHOWN).await?;
    let mut handed = HandOver {
        overdue: Vec::new(),
        today: Vec::new(),
        later: Vec::new(),
        unpromised: Vec::new(),
        answered: answered.into_iter().filter(mine).collect(),
        awaiting: awaiting
            .into_iter()
            .filter(|row| whose == Whose::Everyone || row.author == actor.login)
            .collect(),
        more: more_waiting || more_taken || more_answered || more_awaiting,
        stuck: stuck::count(app, actor).await?,
        way_out: app.way_out().await?,
    };
    for line in waiting.into_iter().chain(taken).filter(mine) {
        handed.list(line.promised_at, now).push(line);
    }
    for list in [&mut handed.overdue, &mut handed.today, &mut handed.later, &mut handed.unpromised] {
        list.sort_by_key(|line| (line.promised_at, line.since));
    }
    Ok(handed)
}

impl HandOver {
    fn list(&mut self, promised_at: Option<Timestamp>, now: Timestamp) -> &mut Vec<InboxLine> {
        match promised_at {
            None => &mut self.unpromised,
            Some(at) if at <= now => &mut self.overdue,
            Some(at) if beijing(at).date() == beijing(now).date() => &mut self.today,
            Some(_) => &mut self.later,
        }
    }
}

/// The lines of a state, who waits longest first, and whether there are more.
async fn lines(app: &App, state: State) -> Result<(Vec<InboxLine>, bool), AppError> {
    let mut items = Vec::new();
    for shard in 0..keys::SHARDS {
        let query = Query::partition(TableName::Main, keys::inbox_partition(state, shard), SHOWN + 1);
        items.extend(app.table.query(&query).await?.items);
    }
    items.sort_by(|a, b| a.key.sk.cmp(&b.key.sk));
    let more = items.len() > SHOWN;
    let lines = items.iter().take(SHOWN).map(|item| parse(item).map(|line| line.value));
    Ok((lines.collect::<Result<_, _>>()?, more))
}
