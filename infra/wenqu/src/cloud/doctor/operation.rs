//! Content and service: is it fresh, does anybody wait.

use app::{
    alerts,
    health::{self, Due, Topics},
    rows::CourierLease,
    way_out,
};
use domain::content::{Category, Snapshot, freshness::RED_LINE_DAYS};
use domain::egress::Egress;
use jiff::Timestamp;

use super::{Finding, probe::Probe};
use crate::cloud::{
    duration::words,
    observe::{self, Depth},
};

/// Messages in a queue that are more than a burst.
const BACKLOG: u64 = 500;

pub(super) async fn content(probe: &Probe) -> anyhow::Result<Finding> {
    Ok(judge_content(probe.app().await?.content.snapshot().await.as_ref(), probe.now))
}

/// The console's own judgement, with the topics named.
fn judge_content(snapshot: &Snapshot, now: Timestamp) -> Finding {
    if snapshot.version == 0 {
        return Finding::fail(
            "还没有发布内容 / nothing has been published",
            "`wenqu content import 目录 --stack 部署名` / `wenqu content import DIR --stack NAME`",
        );
    }
    let shown = snapshot.shown_at(now);
    let found = health::content(&shown, now);
    let Topics { topics: count, stale, known_due, newest_s, .. } = found;
    if count == 0 {
        return Finding::fail(
            "一个栏目也没有 / there is no topic",
            "发布至少一个栏目 / publish at least one",
        );
    }
    let age = |at: Timestamp| now.duration_since(at).as_secs();
    let mut topics = Vec::new();
    topics_of(&shown.categories, &mut topics);
    topics.sort_by_key(|topic| topic.updated_at);
    let line =
        |topic: &&Category| format!("{} {} {}", topic.number, topic.title.zh, words(age(topic.updated_at)));
    let left = (RED_LINE_DAYS - newest_s / 86_400).max(0);
    let named = format!(
        "最近一次更新在 {} 前，14 天红线剩 {left} 天 / newest update so long ago, days to the red line",
        words(newest_s)
    );
    let fix = "更新栏目，或确认内容仍然有效（改 updated_at 后重新发布） / update the topic, or confirm it by a new updated_at and publish again";
    match found.status() {
        health::Status::Ok | health::Status::Skip => Finding::ok(format!("{count} 个栏目 topics；{named}")),
        // A topic without a promise that comes near the red line by itself.
        health::Status::Warn if stale + known_due == 0 => Finding::warn(named, fix),
        health::Status::Warn => Finding::warn(
            format!("{stale} 个栏目超过约定的更新时间，{known_due} 条常见问答待核对 / topics past their promise, known answers to look at again；{named}"),
            fix,
        ),
        health::Status::Fail => Finding::fail(named, fix),
    }
    .with(topics.iter().map(line).collect())
}

/// Topics that show something of their own.
fn topics_of<'a>(categories: &'a [Category], topics: &mut Vec<&'a Category>) {
    for category in categories {
        if !category.body.is_empty() || category.card.is_some() {
            topics.push(category);
        }
        topics_of(&category.children, topics);
    }
}

pub(super) async fn windows(probe: &Probe) -> anyhow::Result<Finding> {
    let egress: Egress = probe.parameter("Egress").await?.parse().unwrap_or_default();
    if !egress.calls() {
        return Ok(Finding::skip(format!(
            "egress = \"{egress}\"：答复总是等居民下次联系 / answers wait for the next contact anyway"
        )));
    }
    Ok(judge_windows(alerts::closing(probe.app().await?).await?))
}

fn judge_windows(closing: usize) -> Finding {
    if closing == 0 {
        return Finding::ok("没有快要关闭的回复窗口 / no reply window is about to close");
    }
    Finding::fail(
        format!(
            "{closing} 个未答复问题的回复窗口三小时内关闭 / reply windows of unanswered questions close within three hours"
        ),
        "到收件箱先答复等待最久的问题 / answer whoever has waited longest, in the inbox",
    )
}

pub(super) async fn channels(probe: &Probe) -> anyhow::Result<Finding> {
    Ok(judge_channels(health::channels(probe.app().await?).await?))
}

fn judge_channels((set, failed): (usize, usize)) -> Finding {
    let place = "在控制台的“告警渠道”设置并发送测试消息 / set one under “Alert channels” of the console and send a test message";
    match (set, failed) {
        (0, _) => Finding::warn("没有设置告警渠道 / no alert channel is set", place),
        (_, 0) => Finding::ok("告警渠道上次测试没有失败 / no alert channel failed its last test"),
        _ => Finding::warn(
            format!("{set} 个告警渠道，{failed} 个上次测试失败 / alert channels, their last test failed"),
            place,
        ),
    }
}

pub(super) async fn due(probe: &Probe) -> anyhow::Result<Finding> {
    Ok(judge_due(health::due(probe.table()?.as_ref(), probe.now).await?))
}

fn judge_due(due: Due) -> Finding {
    if due.count == 0 {
        return Finding::ok("没有到期未送的答复 / no delivery is due");
    }
    let summary =
        format!("{} 条到期，最久的等了 {} / due, the oldest for that long", due.count, words(due.waits_s));
    let fix = "看 `wenqu logs sender ticker`，并做 `wenqu doctor --only WX-01 --live` / see the logs, and ask the platform";
    match due.status() {
        health::Status::Ok | health::Status::Skip => Finding::ok(summary),
        health::Status::Warn => Finding::warn(summary, fix),
        health::Status::Fail => Finding::fail(summary, fix),
    }
}

pub(super) async fn dead(probe: &Probe) -> anyhow::Result<Finding> {
    let cloud = probe.cloud()?;
    let rows = health::dead(probe.table()?.as_ref()).await?;
    let messages = observe::dead_letters(cloud).await?.values().sum();
    Ok(judge_dead(rows, messages))
}

fn judge_dead(rows: usize, messages: u64) -> Finding {
    if rows == 0 && messages == 0 {
        return Finding::ok("没有放弃的任务 / nothing was given up");
    }
    Finding::fail(
        format!(
            "{rows} 个任务被放弃，死信队列有 {messages} 条 / jobs were given up, messages are in the dead-letter queues"
        ),
        "`wenqu dead list` 看原因，排除后 `wenqu dead retry --all` / see why, mend it, then retry",
    )
}

pub(super) async fn backlog(probe: &Probe) -> anyhow::Result<Finding> {
    let cloud = probe.cloud()?;
    let mut sources = Vec::new();
    for pair in cloud.stack.queues() {
        let depth = observe::depth(cloud, &pair.source).await?.unwrap_or_default();
        sources.push((pair.source, depth));
    }
    Ok(judge_backlog(&sources))
}

fn judge_backlog(queues: &[(String, Depth)]) -> Finding {
    let words: Vec<String> =
        queues.iter().map(|(name, depth)| format!("{name} {}", depth.visible + depth.delayed)).collect();
    let words = words.join(", ");
    if queues.iter().all(|(_, depth)| depth.visible < BACKLOG) {
        return Finding::ok(format!("没有积压 no backlog: {words}"));
    }
    Finding::warn(
        format!("有积压 backlog: {words}"),
        "看 `wenqu logs worker sender`；必要时提高 worker_concurrency / see the logs; raise worker_concurrency if need be",
    )
}

pub(super) async fn courier(probe: &Probe) -> anyhow::Result<Finding> {
    let egress: Egress = probe.parameter("Egress").await?.parse().unwrap_or_default();
    if !egress.needs_courier() {
        return Ok(Finding::skip(format!("egress = \"{egress}\"：不需要 / not needed")));
    }
    let lease = way_out::lease(probe.table()?.as_ref()).await?;
    Ok(judge_courier(lease.as_ref(), egress, probe.now))
}

fn judge_courier(lease: Option<&CourierLease>, egress: Egress, now: Timestamp) -> Finding {
    let start = "在有固定 IP 的电脑上启动 `wenqu courier`（systemctl status wenqu-courier） / start `wenqu courier` on the computer with the fixed address";
    let Some(lease) = lease else {
        return Finding::fail("courier 从没来过 / no courier has ever been at work", start);
    };
    let ago = words(now.duration_since(lease.heartbeat).as_secs());
    let seen = format!("{} 上的 courier，{ago} 前 / on that computer, so long ago", lease.host);
    if !lease.is_live(now) {
        Finding::fail(format!("不在线 not at work：{seen}"), start)
    } else if lease.egress != egress {
        Finding::fail(
            format!(
                "它按 {} 运行，部署是 {egress} / it works as the former, the deployment is the latter",
                lease.egress
            ),
            "在那台电脑上改设置并重启 / change its setting and restart it",
        )
    } else if let Some(trouble) = &lease.trouble {
        Finding::warn(
            format!("在线，但有问题 at work, in trouble: {trouble}"),
            "看那台电脑的日志 / see that computer's log",
        )
    } else {
        Finding::ok(format!("在线 at work：{seen}"))
    }
}

#[cfg(test)]
mod tests {
    use domain::content::Bilingual;
    use jiff::SignedDuration;

    use super::{super::Status, *};

    const HOUR: i64 = 3_600;

    fn now() -> Timestamp {
        Timestamp::from_second(1_700_000_000).unwrap()
    }

    fn snapshot(ages_hours: &[i64]) -> Snapshot {
        let text = |zh: &str| Bilingual { zh: zh.to_owned(), en: String::new() };
        let categories = ages_hours.iter().zip(1..).map(|(hours, number)| Category {
            number,
            title: text("公交"),
            body: text("…"),
            updated_at: now() - SignedDuration::from_hours(*hours),
            fresh_hours: Some(24),
            ..Category::default()
        });
        Snapshot { version: 1, categories: categories.collect(), ..Snapshot::default() }
    }

    #[test]
    fn content_is_fresh_late_or_near_the_red_line() {
        let judged = |hours: &[i64]| judge_content(&snapshot(hours), now());
        assert_eq!(judged(&[1, 19]).status, Status::Ok);
        assert_eq!(judged(&[1, 30]).status, Status::Warn);
        let red = judged(&[12 * 24, 11 * 24]);
        assert!(red.status == Status::Fail && red.summary.contains("剩 3 天"), "{red:?}");
        let mut lasting = snapshot(&[1, 12 * 24]);
        lasting.categories[1].fresh_hours = Some(720);
        assert_eq!(judge_content(&lasting, now()).status, Status::Ok, "a topic that promises to last");
        let mut unpromised = snapshot(&[1, 8 * 24]);
        unpromised.categories[1].fresh_hours = None;
        let near = judge_content(&unpromised, now());
        assert!(near.status == Status::Warn && !near.summary.contains("0 个"), "{near:?}");
        assert_eq!(judge_content(&Snapshot::default(), now()).status, Status::Fail);
    }

    #[test]
    fn closing_windows_and_silent_channels_are_told() {
        assert_eq!((judge_windows(0).status, judge_windows(2).status), (Status::Ok, Status::Fail));
        let channels = |set, failed| judge_channels((set, failed)).status;
        assert_eq!(
            (channels(0, 0), channels(2, 1), channels(2, 0)),
            (Status::Warn, Status::Warn, Status::Ok)
        );
    }

    #[test]
    fn a_due_delivery_may_wait_a_little() {
        let of = |waits_s: i64| judge_due(Due { count: 1, waits_s }).status;
        assert_eq!((of(60), of(600), of(2 * HOUR)), (Status::Ok, Status::Warn, Status::Fail));
        assert_eq!(judge_due(Due::default()).status, Status::Ok);
    }

    #[test]
    fn given_up_work_and_backlog_are_seen() {
        assert_eq!(judge_dead(0, 0).status, Status::Ok);
        assert_eq!((judge_dead(1, 0).status, judge_dead(0, 1).status), (Status::Fail, Status::Fail));
        let queue = |visible| [("w-jobs".to_owned(), Depth { visible, ..Depth::default() })];
        assert_eq!(judge_backlog(&queue(3)).status, Status::Ok);
        assert_eq!(judge_backlog(&queue(BACKLOG)).status, Status::Warn);
    }

    #[test]
    fn the_courier_must_be_there_and_do_what_the_deployment_says() {
        let lease = CourierLease {
            holder: "x".into(),
            host: "office".into(),
            program: "0.1.0".into(),
            egress: Egress::Courier,
            since: now(),
            heartbeat: now(),
            until: now() + SignedDuration::from_secs(90),
            done: 0,
            trouble: None,
        };
        let later = now() + SignedDuration::from_mins(20);
        assert_eq!(judge_courier(None, Egress::Courier, now()).status, Status::Fail);
        assert_eq!(judge_courier(Some(&lease), Egress::Courier, now()).status, Status::Ok);
        assert_eq!(judge_courier(Some(&lease), Egress::CourierToken, now()).status, Status::Fail);
        assert_eq!(judge_courier(Some(&lease), Egress::Courier, later).status, Status::Fail);
        let troubled = CourierLease { trouble: Some("no network".into()), ..lease };
        assert_eq!(judge_courier(Some(&troubled), Egress::Courier, now()).status, Status::Warn);
    }
}
