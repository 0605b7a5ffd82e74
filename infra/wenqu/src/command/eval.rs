//! `wenqu eval`

use std::fs;
use std::process::ExitCode;

use ::eval::task::{Outcome, Task, run as predict};
use anyhow::Context as _;

use super::{Context, Usage, say};
use crate::cli::{Eval, EvalTask};

pub(super) fn run(context: &Context, options: &Eval) -> anyhow::Result<ExitCode> {
    let Some(data) = &context.data else {
        return Err(
            Usage("请用 --data 指出数据所在目录 / say with --data where the rows are".to_owned()).into()
        );
    };
    let outcome = predict(task(options.task), data)?;
    if let Some(file) = &options.out {
        let cannot = || format!("写不了 / can't write {}", file.display());
        fs::write(file, lines(&outcome)?).with_context(cannot)?;
    }
    if options.score {
        outcome.measures.iter().for_each(|measure| say(measure));
    }
    Ok(ExitCode::SUCCESS)
}

const fn task(task: EvalTask) -> Task {
    match task {
        EvalTask::Attach => Task::Attach,
        EvalTask::Groups => Task::Groups,
        EvalTask::Faq => Task::Faq,
        EvalTask::Pairs => Task::Pairs,
        EvalTask::Category => Task::Category,
        EvalTask::Hot => Task::Hot,
    }
}

fn lines(outcome: &Outcome) -> anyhow::Result<String> {
    let mut text = String::new();
    for line in &outcome.lines {
        text.push_str(&serde_json::to_string(line)?);
        text.push('\n');
    }
    Ok(text)
}
