//! `wenqu learn`

use std::process::ExitCode;

use app::{
    categories::{self, FOLDS, LEAST_EXAMPLES, LEAST_OF_TOPIC, Learnt, Refused},
    staff,
};

use super::{Context, runtime, say, store, user::in_words};

pub(super) fn run(context: &Context) -> anyhow::Result<ExitCode> {
    let store = context.store()?;
    let done = runtime()?.block_on(async {
        let app = store::open(&store).await?;
        anyhow::Ok(categories::learn(&app, &staff::command_line()).await)
    })?;
    match done {
        Ok(learnt) => {
            tell(&learnt);
            Ok(ExitCode::SUCCESS)
        }
        Err(Refused::TooFew { examples, topics }) => {
            eprintln!("{}", too_few(examples, topics));
            Ok(ExitCode::FAILURE)
        }
        Err(Refused::App(error)) => Err(in_words(error)),
    }
}

fn too_few(examples: usize, topics: usize) -> String {
    format!(
        "已归类的问题太少：{topics} 个栏目共 {examples} 个（每个栏目至少 {LEAST_OF_TOPIC} 个，合计至少 {LEAST_EXAMPLES} 个，至少两个栏目）；现在的建议不变 / too few filed questions: {examples} of {topics} topics (each needs {LEAST_OF_TOPIC}, all together {LEAST_EXAMPLES}, two topics at least); suggestions stay as they are"
    )
}

fn tell(learnt: &Learnt) {
    for (topic, count) in &learnt.topics {
        say(&format!("{topic:<8} {count}"));
    }
    for (topic, count) in &learnt.left_out {
        say(&format!("{topic:<8} {count}  太少，没有学 / too few, left out"));
    }
    let [accuracy, safe, safely] = [learnt.accuracy, learnt.safe.0, learnt.safe.1].map(|share| share * 100.0);
    say(&format!(
        "✓ 学了 {0} 个问题；{FOLDS} 折交叉验证：{accuracy:.1}% 正确；{safe:.1}% 会预选，其中 {safely:.1}% 正确 / learnt from {0} questions; in {FOLDS} folds {accuracy:.1}% right; {safe:.1}% prefilled, {safely:.1}% of them rightly",
        learnt.examples
    ));
}
