//! `wenqu logs`: the functions' lines, oldest first.

use std::{collections::BTreeSet, io::Write, process::ExitCode, time::Duration};

use app::ports::Clock;
use aws::SystemClock;
use aws_sdk_cloudwatchlogs::Client;
use jiff::{Timestamp, tz::Offset};

use super::{Context, Usage, runtime};
use crate::{
    cli::cloud::Logs,
    cloud::{
        connection::Cloud,
        duration,
        failure::{Failure, failure},
        names::FUNCTIONS,
        settings::place,
    },
    nearest::nearest,
};

/// Pause between two looks of `--follow`.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// Lines may arrive later than their time says: how far back each look of `--follow` goes.
const LATE_MS: i64 = 30_000;

/// A line of a function.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    at_ms: i64,
    function: &'static str,
    id: String,
    text: String,
}

pub(super) fn run(context: &Context, options: &Logs) -> anyhow::Result<ExitCode> {
    let place = context.read(&|_| None, place)?;
    let functions = chosen(&options.functions)?;
    let since = duration::parse(&options.since).map_err(Usage)?;
    runtime()?.block_on(async {
        let cloud = Cloud::open(&place).await?;
        let client = Client::new(&cloud.config);
        let mut from = SystemClock.now().as_millisecond() - i64::try_from(since.as_millis())?;
        let mut shown = BTreeSet::new();
        loop {
            let mut lines = Vec::new();
            for function in &functions {
                lines.extend(read(&client, &cloud, function, from).await?);
            }
            lines.sort();
            for line in lines {
                if shown.insert(line.id.clone()) {
                    // Nobody reads on: behind `| head`, say.
                    if writeln!(std::io::stdout(), "{}", render(&line)).is_err() {
                        return Ok(ExitCode::SUCCESS);
                    }
                    from = from.max(line.at_ms - LATE_MS);
                }
            }
            if !options.follow {
                return Ok(ExitCode::SUCCESS);
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    })
}

fn chosen(words: &[String]) -> Result<Vec<&'static str>, Usage> {
    if words.is_empty() {
        return Ok(FUNCTIONS.to_vec());
    }
    words
        .iter()
        .map(|word| {
            FUNCTIONS.into_iter().find(|function| function == word).ok_or_else(|| {
                let hint = nearest(word, FUNCTIONS)
                    .map(|near| format!("，是不是 {near}？ / do you mean {near}?"))
                    .unwrap_or_default();
                Usage(format!(
                    "没有函数 {word} / there is no function {word}{hint} ({})",
                    FUNCTIONS.join(", ")
                ))
            })
        })
        .collect()
}

/// The lines of one function since `from`; none when it has not run yet.
async fn read(
    client: &Client,
    cloud: &Cloud,
    function: &'static str,
    from: i64,
) -> Result<Vec<Line>, Failure> {
    let mut lines = Vec::new();
    let mut next = None;
    loop {
        let request = client
            .filter_log_events()
            .log_group_name(cloud.stack.log_group(function))
            .start_time(from)
            .set_next_token(next);
        let page = match request.send().await.map_err(failure) {
            Ok(page) => page,
            Err(error) if error.is_missing() => return Ok(lines),
            Err(error) => return Err(error),
        };
        for event in page.events() {
            let (at_ms, text) = (event.timestamp().unwrap_or_default(), event.message().unwrap_or_default());
            let id = event.event_id().map_or_else(|| format!("{at_ms} {text}"), str::to_owned);
            lines.push(Line {
                at_ms,
                function,
                id: format!("{function} {id}"),
                text: text.trim_end().to_owned(),
            });
        }
        next = page.next_token;
        if next.is_none() {
            return Ok(lines);
        }
    }
}

fn render(line: &Line) -> String {
    let at = Timestamp::from_millisecond(line.at_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    let local = Offset::constant(8).to_datetime(at);
    format!("{} {:<7} {}", local.strftime("%m-%d %H:%M:%S%.3f"), line.function, line.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_chosen_by_name_and_mistakes_answered() {
        assert_eq!(chosen(&[]).unwrap(), FUNCTIONS);
        assert_eq!(chosen(&["sender".into()]).unwrap(), ["sender"]);
        let wrong = chosen(&["sendr".into()]).unwrap_err().to_string();
        assert!(wrong.contains("do you mean sender?"), "{wrong}");
    }

    #[test]
    fn a_line_has_beijing_time_function_and_text() {
        let line = Line { at_ms: 1_700_000_000_123, function: "admin", id: String::new(), text: "{}".into() };
        assert_eq!(render(&line), "11-15 06:13:20.123 admin   {}");
    }
}
