//! CloudFormation: the stack's state, change sets, and following what happens.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use anyhow::{bail, ensure};
use app::settings::{self, Reader, Work};
use aws_sdk_cloudformation::{
    Client,
    types::{Capability, ChangeSetStatus, ChangeSetType, Parameter, Stack},
};

use super::{
    connection::Cloud,
    events::{Event, Progress, advice},
    failure::{Failure, failure},
    settings::camel,
};

/// Longest template that goes with the request itself; a longer one goes by way of the bucket.
pub(crate) const MAX_BODY_BYTES: usize = 51_200;
/// First and longest pause between two looks.
const PAUSES: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(4));
/// Looks after which what was asked for is taken to have ended without an event.
const BEGIN_LOOKS: u32 = 30;
/// Longest wait for a change set.
const CHANGE_SET_LOOKS: u32 = 200;

/// A stack as it is.
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    /// Its id.
    pub(crate) id: String,
    /// Such as `UPDATE_COMPLETE`.
    pub(crate) status: String,
    /// Why, if AWS says.
    pub(crate) reason: String,
    /// Last change, or creation.
    pub(crate) changed_at: String,
    /// What the template puts out.
    pub(crate) outputs: BTreeMap<String, String>,
    /// The parameters that it was deployed with.
    pub(crate) parameters: BTreeMap<String, String>,
}

impl State {
    /// Whether it stands, whole.
    pub(crate) fn is_ready(&self) -> bool {
        ["CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"].contains(&self.status.as_str())
    }

    /// Whether its creation has never succeeded: nothing in it has served.
    pub(crate) fn was_never_created(&self) -> bool {
        ["ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "REVIEW_IN_PROGRESS"]
            .contains(&self.status.as_str())
    }

    /// Refuses a stack that AWS can't change as it is, and says how to mend it.
    ///
    /// # Errors
    /// When a change failed and so did going back, or a deletion failed.
    pub(crate) fn require_changeable(&self, name: &str) -> anyhow::Result<()> {
        match self.mend(name) {
            Some(mend) => bail!("{} ({}): {mend}", self.status, self.reason),
            None => Ok(()),
        }
    }

    /// How to get a stack out of a state in which it can't be changed.
    pub(crate) fn mend(&self, name: &str) -> Option<String> {
        match self.status.as_str() {
            "UPDATE_ROLLBACK_FAILED" => Some(format!(
                "上次更新失败，也没能退回。排除原因后运行 `aws cloudformation continue-update-rollback --stack-name {name}`，再 `wenqu deploy` / an update failed, and so did going back: mend the cause, run that command, then deploy again"
            )),
            "DELETE_FAILED" => Some(format!(
                "上次没有删完：再运行 `wenqu destroy --stack {name}` / a deletion did not get through: run that command again"
            )),
            _ => None,
        }
    }

    /// How it does its work, by the parameters that it was deployed with.
    pub(crate) fn work(&self) -> Work {
        let lookup =
            |name: &str| self.parameters.get(&camel(&name.strip_prefix("WENQU_")?.to_lowercase())).cloned();
        let mut reader = Reader::new(&lookup);
        let egress = settings::egress(&mut reader);
        settings::work(&mut reader, egress)
    }

    fn is_busy(&self) -> bool {
        self.status.ends_with("_IN_PROGRESS") && self.status != "REVIEW_IN_PROGRESS"
    }
}

/// A template, in the request or at an address.
#[derive(Clone, Debug)]
pub(crate) enum Template {
    /// Its text.
    Body(String),
    /// Where it lies.
    Url(String),
}

/// One change of a change set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// `Add`, `Modify`, `Remove`.
    pub(crate) action: String,
    /// The name in the template.
    pub(crate) logical: String,
    /// `AWS::…::…`.
    pub(crate) kind: String,
    /// Whether the resource is made anew, its content lost.
    pub(crate) replaced: bool,
}

/// A change set that can be executed.
#[derive(Clone, Debug)]
pub(crate) struct ChangeSet {
    id: String,
    /// What it would do.
    pub(crate) changes: Vec<Change>,
}

/// CloudFormation, for one stack.
pub(crate) struct Stacks {
    client: Client,
    name: String,
}

impl Stacks {
    pub(crate) fn new(cloud: &Cloud) -> Self {
        Self { client: Client::new(&cloud.config), name: cloud.stack.to_string() }
    }

    /// The stack, if there is one.
    pub(crate) async fn state(&self) -> Result<Option<State>, Failure> {
        self.state_of(&self.name).await
    }

    async fn state_of(&self, name: &str) -> Result<Option<State>, Failure> {
        match self.client.describe_stacks().stack_name(name).send().await.map_err(failure) {
            Ok(answer) => Ok(answer.stacks().first().map(state)),
            Err(error) if error.is_missing() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Makes a change set; `None` when nothing would change.
    ///
    /// # Errors
    /// When the template or the parameters are refused.
    pub(crate) async fn plan(
        &self,
        change_set: &str,
        template: Template,
        parameters: &BTreeMap<String, String>,
        exists: bool,
    ) -> anyhow::Result<Option<ChangeSet>> {
        let kind = if exists { ChangeSetType::Update } else { ChangeSetType::Create };
        let parameters = parameters
            .iter()
            .map(|(key, value)| Parameter::builder().parameter_key(key).parameter_value(value).build());
        let mut request = self
            .client
            .create_change_set()
            .stack_name(&self.name)
            .change_set_name(change_set)
            .change_set_type(kind)
            .capabilities(Capability::CapabilityNamedIam)
            .capabilities(Capability::CapabilityAutoExpand)
            .set_parameters(Some(parameters.collect()));
        request = match template {
            Template::Body(body) => request.template_body(body),
            Template::Url(url) => request.template_url(url),
        };
        let id = request.send().await.map_err(failure)?.id.unwrap_or_default();
        self.planned(id).await
    }

    async fn planned(&self, id: String) -> anyhow::Result<Option<ChangeSet>> {
        let mut pause = PAUSES.0;
        for _ in 0..CHANGE_SET_LOOKS {
            let answer =
                self.client.describe_change_set().change_set_name(&id).send().await.map_err(failure)?;
            match answer.status() {
                Some(ChangeSetStatus::CreateComplete) => {
                    return Ok(Some(ChangeSet { changes: self.changes(&id).await?, id }));
                }
                Some(ChangeSetStatus::Failed) => {
                    let reason = answer.status_reason().unwrap_or_default().to_owned();
                    self.client.delete_change_set().change_set_name(&id).send().await.map_err(failure)?;
                    if reason.contains("didn't contain changes") || reason.contains("No updates") {
                        return Ok(None);
                    }
                    bail!("AWS 不接受这次变更 / AWS refuses the change: {reason}");
                }
                _ => tokio::time::sleep(pause).await,
            }
            pause = (pause * 2).min(PAUSES.1);
        }
        bail!("变更集一直没有准备好，请再试 / the change set did not get ready: try again")
    }

    async fn changes(&self, id: &str) -> Result<Vec<Change>, Failure> {
        let mut changes = Vec::new();
        let mut next = None;
        loop {
            let request = self.client.describe_change_set().change_set_name(id).set_next_token(next);
            let page = request.send().await.map_err(failure)?;
            for change in page.changes().iter().filter_map(|change| change.resource_change()) {
                changes.push(Change {
                    action: change.action().map_or_else(String::new, |action| action.as_str().to_owned()),
                    logical: change.logical_resource_id().unwrap_or_default().to_owned(),
                    kind: change.resource_type().unwrap_or_default().to_owned(),
                    replaced: change.replacement().is_some_and(|replaced| replaced.as_str() == "True"),
                });
            }
            next = page.next_token;
            if next.is_none() {
                return Ok(changes);
            }
        }
    }

    /// Throws a change set away, and with it the empty stack that it was to fill.
    pub(crate) async fn discard(&self, plan: &ChangeSet, exists: bool) -> Result<(), Failure> {
        self.client.delete_change_set().change_set_name(&plan.id).send().await.map_err(failure)?;
        if !exists {
            self.client.delete_stack().stack_name(&self.name).send().await.map_err(failure)?;
        }
        Ok(())
    }

    /// Executes a change set and says on standard error what happens.
    ///
    /// # Errors
    /// When it fails: which resource failed first, why, and what to do.
    pub(crate) async fn execute(&self, plan: &ChangeSet) -> anyhow::Result<State> {
        let Some(before) = self.state().await? else { bail!("stack {} is gone", self.name) };
        let seen = self.events(&before.id).await?.into_iter().map(|event| event.id).collect();
        self.client.execute_change_set().change_set_name(&plan.id).send().await.map_err(failure)?;
        let (after, progress) = self.follow(&before.id, Some(seen), plan.changes.len()).await?;
        let ready = ["CREATE_COMPLETE", "UPDATE_COMPLETE"].contains(&after.status.as_str());
        ensure!(ready, "{}", failed(&after, &progress));
        Ok(after)
    }

    /// Deletes the stack and says on standard error what happens.
    ///
    /// # Errors
    /// When it fails.
    pub(crate) async fn delete(&self, state: &State) -> anyhow::Result<()> {
        let seen = self.events(&state.id).await?.into_iter().map(|event| event.id).collect();
        let planned = self.count().await?;
        self.client.delete_stack().stack_name(&self.name).send().await.map_err(failure)?;
        let (after, progress) = self.follow(&state.id, Some(seen), planned).await?;
        ensure!(after.status == "DELETE_COMPLETE", "{}", failed(&after, &progress));
        Ok(())
    }

    /// How many resources the stack holds.
    async fn count(&self) -> Result<usize, Failure> {
        let (mut count, mut next) = (0, None);
        loop {
            let request = self.client.list_stack_resources().stack_name(&self.name).set_next_token(next);
            let page = request.send().await.map_err(failure)?;
            count += page.stack_resource_summaries().len();
            next = page.next_token;
            if next.is_none() {
                return Ok(count);
            }
        }
    }

    /// Waits until nothing is under way.
    pub(crate) async fn settled(&self) -> anyhow::Result<Option<State>> {
        match self.state().await? {
            Some(state) if state.is_busy() => {
                eprintln!("上一次操作还没结束（{}），先等它 / waiting for what is under way", state.status);
                let (after, _) = self.follow(&state.id, None, 0).await?;
                Ok(Some(after).filter(|after| after.status != "DELETE_COMPLETE"))
            }
            state => Ok(state),
        }
    }

    /// Follows the stack until it stands still. `before` are the events of earlier times: until there are others, what
    /// was asked for has not begun. Without it, it is under way already.
    async fn follow(
        &self,
        id: &str,
        before: Option<BTreeSet<String>>,
        planned: usize,
    ) -> Result<(State, Progress), Failure> {
        let mut progress = Progress::new(&self.name, planned);
        let (mut begun, mut seen) = (before.is_none(), before.unwrap_or_default());
        let mut pause = PAUSES.0;
        for look in 0.. {
            // The state first: events that came before its end are then all there. It is from before what has begun since.
            let had_begun = begun;
            let state = self.state_of(id).await?;
            for event in self.events(id).await? {
                if seen.insert(event.id.clone()) {
                    begun = true;
                    if let Some(line) = progress.line(&event) {
                        eprintln!("{line}");
                    }
                    pause = PAUSES.0;
                }
            }
            let gone = || State { status: "DELETE_COMPLETE".to_owned(), ..State::default() };
            let state = state.unwrap_or_else(gone);
            let still = !state.is_busy() && state.status != "REVIEW_IN_PROGRESS";
            if still && (had_begun || look > BEGIN_LOOKS) {
                return Ok((state, progress));
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(PAUSES.1);
        }
        Ok((State::default(), progress))
    }

    /// The events of a stack, oldest first.
    async fn events(&self, id: &str) -> Result<Vec<Event>, Failure> {
        let mut events = Vec::new();
        let mut next = None;
        loop {
            let request = self.client.describe_stack_events().stack_name(id).set_next_token(next);
            let page = match request.send().await.map_err(failure) {
                Ok(page) => page,
                Err(error) if error.is_missing() => return Ok(events),
                Err(error) => return Err(error),
            };
            events.extend(page.stack_events().iter().map(|event| Event {
                id: event.event_id().unwrap_or_default().to_owned(),
                logical: event.logical_resource_id().unwrap_or_default().to_owned(),
                kind: event.resource_type().unwrap_or_default().to_owned(),
                status: event.resource_status().map_or_else(String::new, |status| status.as_str().to_owned()),
                reason: event.resource_status_reason().unwrap_or_default().to_owned(),
            }));
            next = page.next_token;
            if next.is_none() {
                events.reverse();
                return Ok(events);
            }
        }
    }
}

fn state(stack: &Stack) -> State {
    let changed = stack.last_updated_time().or_else(|| stack.creation_time());
    State {
        id: stack.stack_id().unwrap_or_default().to_owned(),
        status: stack.stack_status().map_or_else(String::new, |status| status.as_str().to_owned()),
        reason: stack.stack_status_reason().unwrap_or_default().to_owned(),
        changed_at: changed.map_or_else(String::new, ToString::to_string),
        outputs: pairs(stack.outputs().iter().map(|output| (output.output_key(), output.output_value()))),
        parameters: pairs(stack.parameters().iter().map(|p| (p.parameter_key(), p.parameter_value()))),
    }
}

fn pairs<'a>(from: impl Iterator<Item = (Option<&'a str>, Option<&'a str>)>) -> BTreeMap<String, String> {
    from.filter_map(|(key, value)| Some((key?.to_owned(), value?.to_owned()))).collect()
}

/// What went wrong, and what to do.
fn failed(state: &State, progress: &Progress) -> String {
    let again = "改好后重新运行同一条命令 / then run the same command again";
    match progress.first_failure() {
        Some(event) => format!(
            "失败 failed: {} ({})\n  原因 why: {}\n  怎么办 what to do: {}；{again}",
            event.logical,
            event.kind,
            event.reason,
            advice(&event.reason)
        ),
        None => format!("失败 failed: {} {}\n  {again}", state.status, state.reason),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stack_is_ready_busy_or_was_never_created() {
        let of = |status: &str| State { status: status.to_owned(), ..State::default() };
        for ready in ["CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"] {
            assert!(of(ready).is_ready() && !of(ready).is_busy() && !of(ready).was_never_created());
        }
        assert!(of("UPDATE_ROLLBACK_IN_PROGRESS").is_busy());
        assert!(of("REVIEW_IN_PROGRESS").was_never_created() && !of("REVIEW_IN_PROGRESS").is_busy());
        assert!(of("ROLLBACK_COMPLETE").was_never_created() && !of("ROLLBACK_COMPLETE").is_ready());
        assert!(of("UPDATE_COMPLETE").require_changeable("w").is_ok());
        let stuck = of("UPDATE_ROLLBACK_FAILED").require_changeable("w").unwrap_err().to_string();
        assert!(stuck.contains("continue-update-rollback --stack-name w"), "{stuck}");
        let deployed = State {
            parameters: [("Egress", "courier"), ("WindowMessageHours", "24")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
            ..State::default()
        };
        let work = deployed.work();
        assert_eq!((work.egress.as_str(), work.window.message_seconds), ("courier", 24 * 3_600));
        assert!(of("DELETE_FAILED").mend("w").unwrap().contains("wenqu destroy --stack w"));
    }
}
