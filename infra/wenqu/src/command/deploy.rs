//! `wenqu deploy`: plan, show, ask, execute, and say what to do next. Safe to run again at any time.

use std::{collections::BTreeMap, fs, process::ExitCode};

use anyhow::{Context as _, bail, ensure};
use app::ports::Clock;
use aws::SystemClock;

use super::{Context, runtime, say};
use crate::{
    cli::cloud::{Arch, Deploy},
    cloud::{
        ask::{Ask, missing},
        buckets::Buckets,
        build::{self, Packages},
        connection::Cloud,
        cost,
        handover::{self, Handover},
        observe, package,
        record::Record,
        remains,
        settings::{Deployment, deployment},
        stacks::{Change, ChangeSet, MAX_BODY_BYTES, Stacks, State, Template},
        store, template,
        vault::Vault,
    },
};

pub(super) fn run(context: &Context, options: &Deploy) -> anyhow::Result<ExitCode> {
    let settings = context.read(&|_| None, deployment)?;
    let mut ask = Ask::terminal(options.no_input);
    if !options.yes && !options.dry_run && !ask.is_interactive() {
        return Err(missing("--yes", "执行变更 execute the changes").into());
    }
    let text = match &options.template {
        Some(path) => {
            fs::read_to_string(path).with_context(|| format!("读不了 {} / can't be read", path.display()))?
        }
        None => template::TEMPLATE.to_owned(),
    };
    runtime()?.block_on(async {
        let cloud = Cloud::open(&settings.place).await?;
        let identity = cloud.identity().await?;
        eprintln!("部署 deployment {} · {} · {}", cloud.stack, cloud.region, identity.arn);
        let (arch, packages) = packages(&settings, options)?;
        let bucket = cloud.stack.deploy_bucket(&identity.account, &cloud.region);
        let plan = Plan { cloud, bucket, text, arch, packages, settings };
        Box::pin(plan.carry_out(options, &mut || {
            options.yes || ask.confirm("执行？ / Execute?", "--yes").unwrap_or(false)
        }))
        .await
    })
}

fn packages(settings: &Deployment, options: &Deploy) -> anyhow::Result<(Arch, Packages)> {
    let set = settings.get("architecture").map(|word| if word == "arm64" { Arch::Arm } else { Arch::X86 });
    let wanted = options.arch.or(set);
    match &options.zips {
        Some(directory) => build::take(directory, wanted),
        None => {
            let arch = wanted.or(build::host()).unwrap_or(Arch::Arm);
            Ok((arch, build::build(arch, &options.build_feature)?))
        }
    }
}

struct Plan {
    cloud: Cloud,
    bucket: String,
    text: String,
    arch: Arch,
    packages: Packages,
    settings: Deployment,
}

impl Plan {
    async fn carry_out(
        &self,
        options: &Deploy,
        agreed: &mut dyn FnMut() -> bool,
    ) -> anyhow::Result<ExitCode> {
        let stacks = Stacks::new(&self.cloud);
        let before = self.ready(&stacks, options.dry_run).await?;
        let exists = before.is_some();
        let prefix = self.prefix(before.as_ref()).await?;
        let parameters = self.parameters(&prefix);
        let planned = stacks.plan(&self.name(), self.template().await?, &parameters, exists).await?;
        let cost = cost::render(self.load(options.followers), &self.cloud.region);
        let after = match planned {
            None => {
                eprintln!("云资源没有变化 / nothing changes in the cloud\n{cost}");
                if !options.dry_run {
                    self.record().save(&self.cloud, &self.bucket).await?;
                }
                before.unwrap_or_default()
            }
            Some(plan) => {
                show(&plan);
                eprintln!("\n{cost}");
                if options.dry_run || !agreed() {
                    stacks.discard(&plan, exists).await?;
                    eprintln!("没有执行 / nothing was done");
                    return Ok(if options.dry_run { ExitCode::SUCCESS } else { ExitCode::FAILURE });
                }
                self.execute(&stacks, &plan, &prefix).await?
            }
        };
        if !options.dry_run {
            self.hand_over(options, &after).await?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// The stack, if it stands: nothing under way, and no remains of a creation that failed.
    async fn ready(&self, stacks: &Stacks, dry_run: bool) -> anyhow::Result<Option<State>> {
        match stacks.settled().await? {
            Some(state) if state.status == "REVIEW_IN_PROGRESS" => Ok(None),
            Some(state) if state.was_never_created() => {
                ensure!(
                    !dry_run,
                    "上次没有建成（{status}），要先清理：去掉 --dry-run / the creation failed ({status}) and has to be cleared away first: leave --dry-run out",
                    status = state.status
                );
                eprintln!(
                    "清理上次没有建成的部署 / clearing away the creation that failed ({})",
                    state.status
                );
                remains::unprotect(&self.cloud).await?;
                stacks.delete(&state).await?;
                Ok(None)
            }
            Some(state) => {
                state.require_changeable(self.cloud.stack.as_str())?;
                Ok(Some(state))
            }
            None => Ok(None),
        }
    }

    fn name(&self) -> String {
        format!("wenqu-{}", SystemClock.now().as_millisecond())
    }

    async fn template(&self) -> anyhow::Result<Template> {
        if self.text.len() <= MAX_BODY_BYTES {
            return Ok(Template::Body(self.text.clone()));
        }
        let buckets = Buckets::new(&self.cloud);
        buckets.ensure(&self.bucket).await?;
        let key = format!("template/{}.yaml", self.name());
        buckets.put(&self.bucket, &key, self.text.clone().into_bytes()).await?;
        Ok(Template::Url(format!(
            "https://s3.{}.{}/{}/{key}",
            self.cloud.region,
            self.cloud.suffix(),
            self.bucket
        )))
    }

    fn record(&self) -> Record {
        Record::of(&self.packages, SystemClock.now())
    }

    /// Where the zips lie. The same code has the same place; but CloudFormation compares names and not what runs, so what
    /// somebody put into a function by other means only goes if the zips lie elsewhere.
    async fn prefix(&self, before: Option<&State>) -> anyhow::Result<String> {
        let prefix = package::prefix(self.packages.values());
        let Some(deployed) = before
            .and_then(|state| state.parameters.get(template::CODE[1]))
            .filter(|deployed| deployed.starts_with(&prefix))
        else {
            return Ok(prefix);
        };
        let functions = observe::functions(&self.cloud).await?;
        if let Some(gone) = functions.iter().find(|function| function.state == "missing") {
            bail!(
                "函数 {} 被人删掉了，CloudFormation 补不回来：`wenqu destroy`（先导出）后重新部署，或请 AWS 支持 / the function {} was deleted, which CloudFormation can't mend: `wenqu destroy`, which exports first, and deploy anew",
                gone.name,
                gone.name
            );
        }
        let differing = self.record().differing(&functions);
        if differing.is_empty() {
            return Ok(deployed.clone());
        }
        eprintln!(
            "! {} 运行的不是上次部署的代码，要重新放上 / run other code than was deployed last: it will be put there again",
            differing.join(", ")
        );
        Ok(format!("{prefix}{}/", SystemClock.now().as_millisecond()))
    }

    fn parameters(&self, code: &str) -> BTreeMap<String, String> {
        let mut parameters = self.settings.parameters();
        parameters.insert("Architecture".to_owned(), self.arch.as_str().to_owned());
        let [bucket, prefix] = template::CODE.map(str::to_owned);
        parameters.insert(bucket, self.bucket.clone());
        parameters.insert(prefix, code.to_owned());
        let known = template::parameters(&self.text);
        parameters.retain(|name, _| {
            let taken = known.contains(name.as_str());
            if !taken {
                eprintln!("! 模板没有参数 {name}，略过 / the template has no parameter {name}: left out");
            }
            taken
        });
        parameters
    }

    fn load(&self, followers: u64) -> cost::Load {
        let memory = self.settings.get("memory_mb").or_else(|| template::default(&self.text, "MemoryMb"));
        cost::Load {
            followers,
            memory_mb: memory.and_then(|mb| mb.parse().ok()).unwrap_or(256),
            arm: self.arch == Arch::Arm,
            // In China the template has none.
            function_urls: self.settings.get("function_urls") == Some("yes")
                && !self.cloud.region.starts_with("cn-"),
        }
    }

    async fn execute(&self, stacks: &Stacks, plan: &ChangeSet, prefix: &str) -> anyhow::Result<State> {
        if Vault::new(&self.cloud).ensure_account_key().await? {
            eprintln!("  ✓ 账户密钥已生成 / the account key was made");
        }
        let buckets = Buckets::new(&self.cloud);
        buckets.ensure(&self.bucket).await?;
        for (count, (function, package)) in self.packages.iter().enumerate() {
            let key = format!("{prefix}{function}.zip");
            let new = buckets.put_once(&self.bucket, &key, package.zip.clone()).await?;
            let word = if new { "已上传 uploaded" } else { "已在 there already" };
            eprintln!(
                "  [{}/{}] {word}  {function}.zip  {} KB",
                count + 1,
                self.packages.len(),
                package.zip.len() / 1_024
            );
        }
        let after = stacks.execute(plan).await?;
        self.record().save(&self.cloud, &self.bucket).await?;
        Ok(after)
    }

    async fn hand_over(&self, options: &Deploy, after: &State) -> anyhow::Result<()> {
        let app = store::open(&self.cloud).await?;
        if !options.no_sample {
            let (version, published) = handover::first_content(&app).await?;
            if published {
                eprintln!("  ✓ 已发布示例内容第 {version} 版 / the sample content was published");
            }
        }
        // The link last: it is made once, and nothing may fail before it is shown.
        let secrets = Vault::new(&self.cloud).list().await?;
        let link = handover::first_administrator(&app, &options.admin).await?;
        let handover = Handover {
            deployment: &self.settings,
            outputs: &after.outputs,
            secrets: &secrets,
            administrator: (&options.admin, link.as_deref()),
        };
        say(handover.render().trim_end());
        Ok(())
    }
}

fn show(plan: &ChangeSet) {
    eprintln!("\n变更 changes ({}):", plan.changes.len());
    for Change { action, logical, kind, replaced } in &plan.changes {
        let sign = match action.as_str() {
            "Add" => "+",
            "Remove" => "-",
            _ => "~",
        };
        let warning = if *replaced {
            "   ! 会重建，原有内容丢失 / is made anew, its content lost"
        } else {
            ""
        };
        eprintln!("  {sign} {logical:<28} {kind}{warning}");
    }
}
