//! What AWS shows: identity, stack, functions, tables, logs, alarms, queues.

use app::ports::TableName;
use aws_sdk_cloudwatchlogs::Client as Logs;
use aws_sdk_dynamodb::{
    Client as DynamoDb,
    types::{PointInTimeRecoveryStatus, TableStatus, TimeToLiveStatus},
};

use super::{Finding, probe::Probe};
use crate::cloud::{
    failure::failure,
    names::FUNCTIONS,
    observe::{self, FunctionState},
    record::Record,
    stacks::State,
};

/// Days that the law wants logs to be kept.
const LEAST_LOG_DAYS: i32 = 180;

pub(super) async fn identity(probe: &Probe) -> anyhow::Result<Finding> {
    Ok(match (&probe.cloud, probe.blind().await) {
        (_, Some(blind)) => {
            Finding::fail(blind.to_string(), "按上面的提示设置后再试 / set what is named above and try again")
        }
        _ => Finding::ok(format!("身份有效 valid: {}", probe.identity().await?.arn)),
    })
}

pub(super) async fn stack(probe: &Probe) -> anyhow::Result<Finding> {
    let cloud = probe.cloud()?;
    Ok(judge_stack(probe.state().await?, cloud.stack.as_str(), &cloud.region))
}

fn judge_stack(state: Option<&State>, name: &str, region: &str) -> Finding {
    let Some(state) = state else {
        return Finding::fail(
            format!("{region} 里没有部署 {name} / there is no stack {name}"),
            "检查 --stack 和区域，或运行 `wenqu deploy` / check --stack and the region, or run `wenqu deploy`",
        );
    };
    let evidence = vec![format!("{} {}", state.status, state.reason).trim().to_owned()];
    match state.status.as_str() {
        "UPDATE_ROLLBACK_COMPLETE" => Finding::warn(
            "上一次更新失败，已退回原样 / the last update failed and was rolled back",
            "改好原因后再运行 `wenqu deploy` / mend the cause and run `wenqu deploy`",
        ),
        _ if state.is_ready() => Finding::ok(format!("部署完整 complete ({})", state.status)),
        status if status.ends_with("IN_PROGRESS") => Finding::warn(
            format!("正在变更 being changed ({status})"),
            "等它结束再看 / look again when it has ended",
        ),
        status => Finding::fail(
            format!("部署不完整 incomplete ({status})"),
            state.mend(name).unwrap_or_else(|| {
                "运行 `wenqu deploy`，按它说的处理 / run `wenqu deploy` and do what it says".to_owned()
            }),
        ),
    }
    .with(evidence)
}

pub(super) async fn functions(probe: &Probe) -> anyhow::Result<Finding> {
    let cloud = probe.cloud()?;
    let bucket = cloud.stack.deploy_bucket(&probe.identity().await?.account, &cloud.region);
    let record = Record::load(cloud, &bucket).await?;
    Ok(judge_functions(&observe::functions(cloud).await?, record.as_ref()))
}

fn judge_functions(functions: &[FunctionState], record: Option<&Record>) -> Finding {
    let evidence = functions
        .iter()
        .map(|f| {
            let code = f.code_sha256.get(..12).unwrap_or_default();
            format!("{} {} {} {code} {}", f.name, f.state, f.last_update, f.last_modified)
        })
        .collect();
    let named = |wrong: &dyn Fn(&&FunctionState) -> bool| {
        functions.iter().filter(wrong).map(|function| function.name).collect::<Vec<_>>().join(", ")
    };
    let down = named(&|f| f.state != "Active" || f.last_update == "Failed");
    let other = record.map(|record| record.differing(functions).join(", ")).unwrap_or_default();
    let finding = if !down.is_empty() {
        Finding::fail(
            format!("没有就绪 not ready: {down}"),
            "运行 `wenqu deploy`；仍不行就看 `wenqu logs` / run `wenqu deploy`; then `wenqu logs`",
        )
    } else if !other.is_empty() {
        Finding::fail(
            format!("代码与上次部署不一致 not what was deployed last: {other}"),
            "有人在别处改过：再运行 `wenqu deploy` / somebody changed it elsewhere: run `wenqu deploy` again",
        )
    } else if let Some(record) = record {
        Finding::ok(format!(
            "{} 个函数就绪，版本一致 ready, all of version {}",
            functions.len(),
            record.version
        ))
    } else {
        Finding::ok(format!(
            "{} 个函数就绪（不是用 wenqu deploy 部署的） ready, deployed by other means",
            functions.len()
        ))
    };
    finding.with(evidence)
}

/// What protects a table.
#[derive(Clone, Debug)]
struct TableState {
    name: String,
    active: bool,
    recoverable: bool,
    expires: bool,
    protected: bool,
}

pub(super) async fn tables(probe: &Probe) -> anyhow::Result<Finding> {
    let cloud = probe.cloud()?;
    let client = DynamoDb::new(&cloud.config);
    let mut states = Vec::new();
    for table in TableName::ALL {
        let name = cloud.stack.table(table);
        let described = client.describe_table().table_name(&name).send().await.map_err(failure)?.table;
        let backups = client.describe_continuous_backups().table_name(&name).send().await.map_err(failure)?;
        let recovery = backups
            .continuous_backups_description
            .and_then(|backups| backups.point_in_time_recovery_description)
            .and_then(|recovery| recovery.point_in_time_recovery_status);
        let ttl = client.describe_time_to_live().table_name(&name).send().await.map_err(failure)?;
        let ttl = ttl.time_to_live_description.and_then(|ttl| ttl.time_to_live_status);
        states.push(TableState {
            name,
            active: described.as_ref().is_some_and(|t| t.table_status == Some(TableStatus::Active)),
            protected: described.is_some_and(|table| table.deletion_protection_enabled == Some(true)),
            recoverable: recovery == Some(PointInTimeRecoveryStatus::Enabled),
            expires: matches!(ttl, Some(TimeToLiveStatus::Enabled | TimeToLiveStatus::Enabling)),
        });
    }
    Ok(judge_tables(&states))
}

fn judge_tables(tables: &[TableState]) -> Finding {
    let named = |wrong: &dyn Fn(&&TableState) -> bool| {
        tables.iter().filter(wrong).map(|table| table.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    // CloudFormation does not see what was changed beside it: `wenqu deploy` would change nothing.
    let wrong = [
        (named(&|table| !table.active), "没有就绪 not active", "等几分钟再查 / look again in some minutes"),
        (
            named(&|table| !table.recoverable),
            "没有开时间点恢复 no point-in-time recovery",
            "每张表运行 for each: `aws dynamodb update-continuous-backups --table-name 表名 --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true`",
        ),
        (
            named(&|table| !table.expires),
            "没有开到期清理 TTL is off",
            "每张表运行 for each: `aws dynamodb update-time-to-live --table-name 表名 --time-to-live-specification Enabled=true,AttributeName=expires_at`",
        ),
    ];
    for (names, words, fix) in wrong {
        if !names.is_empty() {
            return Finding::fail(format!("{words}: {names}"), fix);
        }
    }
    let open = named(&|table| !table.protected);
    if open.is_empty() {
        return Finding::ok(format!(
            "{} 张表：时间点恢复、TTL、防误删都开着 tables, all protected",
            tables.len()
        ));
    }
    Finding::warn(
        format!("没有防误删 no deletion protection: {open}"),
        "设 deletion_protection = \"yes\" 后运行 `wenqu deploy` / set it and run `wenqu deploy`",
    )
}

pub(super) async fn logs(probe: &Probe) -> anyhow::Result<Finding> {
    let cloud = probe.cloud()?;
    let client = Logs::new(&cloud.config);
    let mut kept = Vec::new();
    for function in FUNCTIONS {
        let group = cloud.stack.log_group(function);
        let request = client.describe_log_groups().log_group_name_prefix(&group);
        let answer = request.send().await.map_err(failure)?;
        let found = answer.log_groups().iter().find(|found| found.log_group_name() == Some(&group));
        kept.push((group, found.map(|found| found.retention_in_days())));
    }
    Ok(judge_logs(&kept))
}

fn judge_logs(kept: &[(String, Option<Option<i32>>)]) -> Finding {
    // CloudFormation does not see what was changed beside it: where the setting is right already, only the call helps.
    for (group, days) in kept {
        let fix = format!(
            "log_days 小于 {LEAST_LOG_DAYS} 就改大后运行 `wenqu deploy`；否则运行 / set log_days and deploy, or if it is set: `aws logs put-retention-policy --log-group-name {group} --retention-in-days 365`"
        );
        match days {
            None => {
                return Finding::fail(
                    format!("没有日志组 {group} / no log group"),
                    format!(
                        "运行 / run `aws logs create-log-group --log-group-name {group}`，再 then `aws logs put-retention-policy --log-group-name {group} --retention-in-days 365`"
                    ),
                );
            }
            Some(None) => {
                return Finding::warn(format!("{group} 永久保存，费用会一直涨 / is kept for ever"), fix);
            }
            Some(Some(days)) if *days < LEAST_LOG_DAYS => {
                return Finding::fail(
                    format!("{group} 只保存 {days} 天 / is kept for {days} days only"),
                    fix,
                );
            }
            Some(Some(_)) => {}
        }
    }
    let least = kept.iter().filter_map(|(_, days)| days.flatten()).min().unwrap_or_default();
    Finding::ok(format!("日志保存 {least} 天 / kept for {least} days"))
}

pub(super) async fn alarms(probe: &Probe) -> anyhow::Result<Finding> {
    let cloud = probe.cloud()?;
    if probe.parameter("AlarmEmail").await?.is_empty() {
        return Ok(judge_alarms(None, ""));
    }
    let identity = probe.identity().await?;
    // `arn:PARTITION:…`
    let partition = identity.arn.split(':').nth(1).unwrap_or("aws");
    let topic = format!("arn:{partition}:sns:{}:{}:{}-alarms", cloud.region, identity.account, cloud.stack);
    let client = aws_sdk_sns::Client::new(&cloud.config);
    let answer = client.list_subscriptions_by_topic().topic_arn(&topic).send().await.map_err(failure)?;
    let confirmed: Vec<bool> = answer
        .subscriptions()
        .iter()
        .map(|subscription| subscription.subscription_arn().is_some_and(|arn| arn.starts_with("arn:")))
        .collect();
    Ok(judge_alarms(Some(&confirmed), &topic))
}

/// Whether each address has confirmed; `None` when none is set.
fn judge_alarms(confirmed: Option<&[bool]>, topic: &str) -> Finding {
    match confirmed {
        None => Finding::warn(
            "没有告警邮箱 / no address for alarms",
            "`wenqu init --alarm-email 邮箱` 后运行 `wenqu deploy` / then run `wenqu deploy`",
        ),
        Some([]) => Finding::fail(
            "告警没有收件人（退订了，或没有及时确认） / alarms have no recipient: it unsubscribed, or did not confirm in time",
            format!(
                "运行 / run `aws sns subscribe --topic-arn {topic} --protocol email --notification-endpoint 邮箱`"
            ),
        ),
        Some(all) if all.iter().any(|confirmed| *confirmed) => {
            Finding::ok("告警邮箱已确认 / the address is confirmed")
        }
        Some(_) => Finding::warn(
            "告警邮箱还没有确认 / the address has not been confirmed",
            "打开 AWS 发来的邮件，点 Confirm subscription（也看看垃圾箱） / confirm it in the mail from AWS",
        ),
    }
}

pub(super) async fn queues(probe: &Probe) -> anyhow::Result<Finding> {
    let depths = observe::depths(probe.cloud()?).await?;
    let missing: Vec<_> =
        depths.iter().filter(|(_, depth)| depth.is_none()).map(|(name, _)| name.as_str()).collect();
    Ok(if missing.is_empty() {
        Finding::ok(format!("{} 个队列都在 / all queues are there", depths.len()))
    } else {
        Finding::fail(
            format!("缺队列 missing: {}", missing.join(", ")),
            "有人删了它：用 CloudFormation 恢复，或 `wenqu destroy` 后重新部署 / somebody deleted it: restore it with CloudFormation",
        )
    })
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::{super::Status, *};

    fn function(name: &'static str, state: &str, code: &str) -> FunctionState {
        FunctionState {
            name,
            state: state.into(),
            last_update: "Successful".into(),
            last_modified: String::new(),
            code_sha256: code.into(),
            architecture: "arm64".into(),
            memory_mb: 256,
        }
    }

    #[test]
    fn a_stack_that_is_missing_or_half_done_fails() {
        let of = |status: &str| State { status: status.to_owned(), ..State::default() };
        let judged = |status: &str| judge_stack(Some(&of(status)), "w", "cn-north-1").status;
        assert_eq!(judge_stack(None, "w", "cn-north-1").status, Status::Fail);
        assert_eq!(judged("CREATE_COMPLETE"), Status::Ok);
        assert_eq!(judged("UPDATE_ROLLBACK_COMPLETE"), Status::Warn);
        assert_eq!(judged("UPDATE_IN_PROGRESS"), Status::Warn);
        assert_eq!(judged("UPDATE_ROLLBACK_FAILED"), Status::Fail);
    }

    #[test]
    fn functions_must_be_ready_and_what_was_deployed() {
        let at = Timestamp::UNIX_EPOCH;
        let shas = [("webhook".to_owned(), "a".to_owned()), ("worker".to_owned(), "b".to_owned())].into();
        let record = Record { version: "0.1.0".into(), at, functions: shas };
        let good = [function("webhook", "Active", "a"), function("worker", "Active", "b")];
        assert_eq!(judge_functions(&good, Some(&record)).status, Status::Ok);
        assert_eq!(judge_functions(&good, None).status, Status::Ok);
        let other = [function("webhook", "Active", "x"), function("worker", "Active", "b")];
        let finding = judge_functions(&other, Some(&record));
        assert!(finding.status == Status::Fail && finding.summary.ends_with("last: webhook"), "{finding:?}");
        let down = [function("webhook", "missing", ""), function("worker", "Active", "b")];
        assert!(judge_functions(&down, Some(&record)).summary.contains("not ready: webhook"));
    }

    #[test]
    fn each_protection_of_a_table_counts() {
        let good = TableState {
            name: "w-main".into(),
            active: true,
            recoverable: true,
            expires: true,
            protected: true,
        };
        assert_eq!(judge_tables(std::slice::from_ref(&good)).status, Status::Ok);
        assert_eq!(judge_tables(&[TableState { recoverable: false, ..good.clone() }]).status, Status::Fail);
        assert_eq!(judge_tables(&[TableState { expires: false, ..good.clone() }]).status, Status::Fail);
        assert_eq!(judge_tables(&[TableState { protected: false, ..good }]).status, Status::Warn);
    }

    #[test]
    fn logs_are_kept_for_six_months_and_not_for_ever() {
        let of = |days: Option<Option<i32>>| judge_logs(&[("g".to_owned(), days)]).status;
        assert_eq!(of(Some(Some(365))), Status::Ok);
        assert_eq!(of(Some(Some(90))), Status::Fail);
        assert_eq!(of(Some(None)), Status::Warn);
        assert_eq!(of(None), Status::Fail);
    }

    #[test]
    fn an_address_must_be_set_and_confirmed() {
        assert_eq!(judge_alarms(None, "arn:aws:sns:x").status, Status::Warn);
        assert_eq!(judge_alarms(Some(&[]), "arn:aws:sns:x").status, Status::Fail);
        assert_eq!(judge_alarms(Some(&[false]), "arn:aws:sns:x").status, Status::Warn);
        assert_eq!(judge_alarms(Some(&[false, true]), "arn:aws:sns:x").status, Status::Ok);
    }
}
