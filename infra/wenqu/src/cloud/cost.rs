//! What a deployment costs a month, estimated from list prices of us-east-1 in US dollars (AWS price lists, November
//! 2026). Free allowances are not counted but for the ten alarms. In other regions, China's too, prices differ by
//! some tenths; AWS's calculator says how much.

use std::fmt::Write;

/// What the estimate depends on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Load {
    /// Followers of the account.
    pub(crate) followers: u64,
    /// Memory of a function in MB.
    pub(crate) memory_mb: u64,
    /// Functions on ARM.
    pub(crate) arm: bool,
    /// Function URLs in place of the HTTP API.
    pub(crate) function_urls: bool,
}

/// A line of the estimate.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    /// What costs.
    pub(crate) what: &'static str,
    /// US dollars a month.
    pub(crate) usd: f64,
}

/// Callbacks of a follower in a month.
const CALLBACKS: f64 = 4.0;
/// Share of callbacks that are questions for an officer.
const QUESTIONS: f64 = 0.1;
/// Requests of three consoles that look for news every 10 s in 22 working days of 8 hours.
const CONSOLE: f64 = 3.0 * 8.0 * 360.0 * 22.0;
/// Rows that such a request reads: a list of a few lines, the tabs' counts, the session, now and then the residents.
const CONSOLE_READS: f64 = 30.0;
/// Minutes of a month: the ticker's invocations.
const MINUTES: f64 = 43_800.0;
/// Requests of two event sources that poll all month: the middle of what was seen.
const POLLS: f64 = 2.0 * 450_000.0;
/// Seconds that a function runs for one request.
const SECONDS: f64 = 0.01;
/// Gigabytes of rows that a question, with thread and outbox, leaves in the tables, and a number reply.
const QUESTION_GB: f64 = 10e-6;
const REPLY_GB: f64 = 1e-6;
/// Gigabytes of pictures that a question leaves in the bucket: one in five has one, original and preview.
const PICTURE_GB: f64 = 300e-6;
const MILLION: f64 = 1e6;

/// The estimate, largest part first.
#[allow(clippy::cast_precision_loss, reason = "an estimate")]
pub(crate) fn estimate(load: Load) -> Vec<Line> {
    let callbacks = load.followers as f64 * CALLBACKS;
    let questions = callbacks * QUESTIONS;
    let requests = callbacks + CONSOLE;
    // A question is followed by a job, a send and an officer's clicks.
    let invocations = requests + MINUTES + questions * 8.0;
    let gigabyte_second = if load.arm { 0.000_013_333_4 } else { 0.000_016_666_7 };
    let seconds = invocations * SECONDS * load.memory_mb as f64 / 1024.0;
    // A number reply is one write and one read; a question is about 19 rows in transactions, at twice the price.
    let writes = callbacks + questions * 38.0;
    let reads = callbacks * 2.0 + questions * 30.0 + CONSOLE * CONSOLE_READS + MINUTES * 10.0;
    // A year's worth: in the tables at $0.25 and $0.20 for the backup, in the bucket at $0.025.
    let stored = 12.0 * (callbacks * REPLY_GB + questions * QUESTION_GB) * 0.45
        + 12.0 * questions * PICTURE_GB * 0.025;
    let mut lines = vec![
        Line {
            // Only callbacks can come by a function URL, which costs nothing; the console has its API in any case.
            what: "HTTP API",
            usd: if load.function_urls { CONSOLE } else { requests } / MILLION,
        },
        Line { what: "Lambda", usd: invocations / MILLION * 0.2 + seconds * gigabyte_second },
        Line { what: "DynamoDB", usd: writes / MILLION * 0.625 + reads / MILLION * 0.125 },
        Line {
            what: "SQS（空闲时也在轮询 idle polling included）",
            usd: (POLLS + questions * 8.0) / MILLION * 0.4,
        },
        Line { what: "存储一年的数据及备份 a year's data with backup", usd: stored },
        Line { what: "日志 logs", usd: (requests + MINUTES) * 0.25e-6 * 0.5 },
    ];
    lines.sort_by(|a, b| b.usd.total_cmp(&a.usd));
    lines
}

/// The estimate in words.
pub(crate) fn render(load: Load, region: &str) -> String {
    let lines = estimate(load);
    let total: f64 = lines.iter().map(|line| line.usd).sum();
    let mut text = format!(
        "每月费用估算（{} 位粉丝，us-east-1 目录价，不计免费额度）\nMonthly cost, estimated for {} followers at list prices of us-east-1, free allowances not counted\n",
        load.followers, load.followers
    );
    for line in &lines {
        let _ = writeln!(text, "  ${:>8.2}  {}", line.usd, line.what);
    }
    let _ = writeln!(text, "  ${total:>8.2}  合计 total");
    if region != "us-east-1" {
        let calculator = if region.starts_with("cn-") { "calculator.amazonaws.cn" } else { "calculator.aws" };
        let _ = writeln!(
            text,
            "  {region} 的价格有出入，见 {calculator} / prices in {region} differ: see {calculator}"
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Load = Load { followers: 2_000, memory_mb: 256, arm: true, function_urls: false };

    fn total(load: Load) -> f64 {
        estimate(load).iter().map(|line| line.usd).sum()
    }

    #[test]
    fn a_small_account_costs_about_a_dollar_and_most_of_it_is_idle() {
        let idle = total(Load { followers: 0, ..SMALL });
        let small = total(SMALL);
        assert!((0.3..1.5).contains(&idle), "{idle}");
        assert!((0.0..0.5).contains(&(small - idle)), "{small} {idle}");
    }

    #[test]
    fn every_cause_of_cost_counts() {
        let small = total(SMALL);
        assert!(total(Load { followers: 100_000, ..SMALL }) > small * 2.0);
        assert!(total(Load { memory_mb: 1_024, ..SMALL }) > small);
        assert!(total(Load { arm: false, ..SMALL }) > small);
        assert!(total(Load { function_urls: true, ..SMALL }) < small);
    }

    #[test]
    fn the_words_hold_the_sum_and_say_that_other_regions_differ() {
        let words = render(SMALL, "cn-northwest-1");
        assert!(words.contains(&format!("${:>8.2}  合计 total", total(SMALL))), "{words}");
        assert!(words.contains("calculator.amazonaws.cn"), "{words}");
        assert!(!render(SMALL, "us-east-1").contains("calculator"));
    }
}
