//! Times and memory.

use std::fs;
use std::time::Instant;

/// What was measured of one side.
pub struct Measured {
    /// Loading what must be there before the first text, in ms.
    pub start: f64,
    /// Loading the open texts from what was stored of them, in ms.
    pub load: f64,
    /// A message: made comparable and looked for, in µs: median and 99th percentile.
    pub message: (f64, f64),
    /// What the process grew by, in MB.
    pub resident: f64,
}

impl Measured {
    /// Names and numbers.
    pub fn rows(&self) -> [(&'static str, f64); 5] {
        [
            ("start, ms", self.start),
            ("load of the open texts, ms", self.load),
            ("a message, median, µs", self.message.0),
            ("a message, p99, µs", self.message.1),
            ("resident, MB", self.resident),
        ]
    }
}

/// Milliseconds that `work` takes.
pub fn milliseconds<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let done = work();
    (done, start.elapsed().as_secs_f64() * 1e3)
}

/// Median and 99th percentile of `work` for each of `items`, in µs, each the best of three.
pub fn each<T>(items: &[T], mut work: impl FnMut(&T)) -> (f64, f64) {
    let mut times: Vec<f64> = items
        .iter()
        .map(|item| (0..3).map(|_| milliseconds(|| work(item)).1 * 1e3).fold(f64::MAX, f64::min))
        .collect();
    times.sort_by(f64::total_cmp);
    (times[times.len() / 2], times[times.len() * 99 / 100])
}

/// Resident memory of this process in MB; zero where the system doesn't say.
pub fn resident() -> f64 {
    let pages = fs::read_to_string("/proc/self/statm")
        .ok()
        .and_then(|line| line.split(' ').nth(1).and_then(|pages| pages.parse::<f64>().ok()));
    pages.unwrap_or(0.0) * 4096.0 / 1e6
}
