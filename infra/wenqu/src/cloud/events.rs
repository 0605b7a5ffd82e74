//! What happens to a stack, resource by resource, as lines for people; and why it failed.

use std::collections::BTreeSet;

/// An event of a stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    /// Unique.
    pub(crate) id: String,
    /// The name in the template; the stack's own for the stack itself.
    pub(crate) logical: String,
    /// `AWS::…::…`.
    pub(crate) kind: String,
    /// Such as `CREATE_COMPLETE`.
    pub(crate) status: String,
    /// Why, if AWS says.
    pub(crate) reason: String,
}

/// Turns events into lines: one when a resource is done, one when it failed.
#[derive(Debug)]
pub(crate) struct Progress {
    stack: String,
    planned: usize,
    done: BTreeSet<String>,
    first_failure: Option<Event>,
}

impl Progress {
    /// For a stack of which so many resources change.
    pub(crate) fn new(stack: &str, planned: usize) -> Self {
        Self { stack: stack.to_owned(), planned, done: BTreeSet::new(), first_failure: None }
    }

    /// The line of an event, if it is worth one.
    pub(crate) fn line(&mut self, event: &Event) -> Option<String> {
        if event.status.ends_with("_FAILED") {
            // What is cancelled failed because something else did.
            let cause = !event.reason.to_lowercase().contains("cancel") && event.logical != self.stack;
            if cause && self.first_failure.is_none() {
                self.first_failure = Some(event.clone());
            }
            return Some(format!("  ✗ {} {}: {}", event.logical, event.status, event.reason));
        }
        let verb = match event.status.as_str() {
            "CREATE_COMPLETE" => "已创建 created",
            "UPDATE_COMPLETE" => "已更新 updated",
            "DELETE_COMPLETE" => "已删除 deleted",
            _ => return None,
        };
        if event.logical == self.stack {
            return None;
        }
        self.done.insert(event.logical.clone());
        let (done, planned) = (self.done.len(), self.planned.max(self.done.len()));
        Some(format!("  [{done:>2}/{planned}] {verb}  {:<28} {}", event.logical, event.kind))
    }

    /// The resource that failed first.
    pub(crate) const fn first_failure(&self) -> Option<&Event> {
        self.first_failure.as_ref()
    }
}

/// What to do about a failed resource, by AWS's own words.
pub(crate) fn advice(reason: &str) -> &'static str {
    let lower = reason.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if says(&["already exists", "alreadyexists"]) {
        "这个名字已被占用：可能是以前的部署留下的。换一个 --stack，或先删掉它 / the name is taken, perhaps by an earlier deployment: choose another --stack, or delete it"
    } else if says(&["not authorized", "accessdenied", "access denied"]) {
        "当前身份权限不够：按上面的文字补上权限 / this identity may not do it: add the permission named above"
    } else if says(&["limit", "quota", "concurrent"]) {
        "账户额度不够：在 Service Quotas 里申请提高，或改小设置 / an account limit: ask for more under Service Quotas, or lower the setting"
    } else if says(&["certificate"]) {
        "证书不能用：须是同一区域 ACM 里已签发、域名一致的证书 / the certificate can't be used: it must be issued, in ACM of this region, for this name"
    } else if says(&["must detach", "cannot delete entity", "policies attached"]) {
        "有人给这个角色另加了策略：在 IAM 里解除后再运行一次（courier 用的策略也要先从用户上解除） / somebody attached a policy to it, or uses it: detach it in IAM (the courier's from its user, too), then run this again"
    } else if says(&["not empty"]) {
        "存储桶里又有了文件：再运行一次，会先清空 / the bucket holds files again: run this again, it is emptied first"
    } else if says(&["is not supported", "not available in"]) {
        "这个区域没有这项服务或架构：换 --arch 或区域 / this region has no such service or processor: try another --arch or region"
    } else {
        "按上面的原因处理 / mend the cause named above"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(logical: &str, status: &str, reason: &str) -> Event {
        Event {
            id: format!("{logical}-{status}"),
            logical: logical.to_owned(),
            kind: "AWS::SQS::Queue".to_owned(),
            status: status.to_owned(),
            reason: reason.to_owned(),
        }
    }

    #[test]
    fn each_resource_counts_once_and_the_stack_not_at_all() {
        let mut progress = Progress::new("wenqu", 2);
        assert_eq!(progress.line(&event("Jobs", "CREATE_IN_PROGRESS", "")), None);
        assert!(progress.line(&event("Jobs", "CREATE_COMPLETE", "")).unwrap().contains("[ 1/2] 已创建"));
        assert!(progress.line(&event("Jobs", "UPDATE_COMPLETE", "")).unwrap().contains("[ 1/2]"));
        assert!(progress.line(&event("More", "CREATE_COMPLETE", "")).unwrap().contains("[ 2/2]"));
        assert!(progress.line(&event("Late", "DELETE_COMPLETE", "")).unwrap().contains("[ 3/3]"));
        assert_eq!(progress.line(&event("wenqu", "CREATE_COMPLETE", "")), None);
        assert_eq!(progress.first_failure(), None);
    }

    #[test]
    fn the_first_failure_is_the_cause_and_not_what_was_cancelled() {
        let mut progress = Progress::new("wenqu", 9);
        progress.line(&event("A", "CREATE_FAILED", "Resource creation cancelled"));
        progress.line(&event("B", "CREATE_FAILED", "wenqu-jobs already exists"));
        progress.line(&event("C", "CREATE_FAILED", "other"));
        progress.line(&event("wenqu", "CREATE_FAILED", "The following resources failed"));
        let first = progress.first_failure().unwrap();
        assert_eq!(first.logical, "B");
        assert!(advice(&first.reason).contains("another --stack"));
        assert!(advice("User is not authorized to perform: iam:CreateRole").contains("permission"));
        assert!(advice("Cannot delete entity, must detach all policies first.").contains("detach"));
        assert!(advice("The bucket you tried to delete is not empty").contains("run this again"));
        assert!(advice("?").contains("mend the cause"));
    }
}
