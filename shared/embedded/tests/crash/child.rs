//! A second process that works until it is killed: this test binary, run again for the same test, which sees by an
//! environment variable that it is the child.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    os::unix::process::ExitStatusExt as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

const ROLE: &str = "WENQU_CRASH_CHILD";
const SIGKILL: i32 = 9;

/// In the child: where to work, and the first number to use.
#[allow(clippy::disallowed_methods, reason = "how the child learns what it is")]
pub(crate) fn role() -> Option<(PathBuf, u64)> {
    let role = std::env::var(ROLE).ok()?;
    let (first, directory) = role.split_once(' ').unwrap();
    Some((directory.into(), first.parse().unwrap()))
}

/// In the child: tells the parent, in one write, that `what` is durable.
pub(crate) fn acknowledge(what: &str) {
    std::io::stderr().write_all(format!("ack {what}\n").as_bytes()).unwrap();
}

/// In the parent: the other process.
pub(crate) struct Child {
    process: std::process::Child,
    lines: Receiver<String>,
    acknowledged: Vec<String>,
}

impl Child {
    /// Starts the child of the test with this full name.
    pub(crate) fn start(test: &str, directory: &Path, first: u64) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args([test, "--exact", "--nocapture"])
            .env(ROLE, format!("{first} {}", directory.display()))
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        let stderr = BufReader::new(process.stderr.take().unwrap());
        thread::spawn(move || {
            for line in stderr.lines() {
                if sender.send(line.unwrap()).is_err() {
                    return;
                }
            }
        });
        Self { process, lines, acknowledged: Vec::new() }
    }

    /// Waits until the child has acknowledged `count` times.
    pub(crate) fn wait_for(&mut self, count: u64) {
        let end = Instant::now() + Duration::from_secs(60);
        while (self.acknowledged.len() as u64) < count {
            match self.lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(line) => self.note(&line),
                Err(RecvTimeoutError::Timeout) => panic!("no {count} acknowledgements within 60 s"),
                Err(RecvTimeoutError::Disconnected) => panic!("the child ended by itself"),
            }
        }
    }

    /// Kills the child with SIGKILL, and gives all that it had acknowledged.
    pub(crate) fn kill(mut self) -> Vec<String> {
        self.process.kill().unwrap();
        let status = self.process.wait().unwrap();
        assert_eq!(status.signal(), Some(SIGKILL), "the child ended by itself");
        while let Ok(line) = self.lines.recv() {
            self.note(&line);
        }
        std::mem::take(&mut self.acknowledged)
    }

    fn note(&mut self, line: &str) {
        match line.strip_prefix("ack ") {
            Some(what) => self.acknowledged.push(what.to_owned()),
            None => assert!(!line.contains("panicked"), "{line}"),
        }
    }
}

/// Kills a child at a random moment: now and then while it starts, else after some acknowledgements and a little more.
pub(crate) fn kill_at_random(mut child: Child, random: &mut crate::random::Random) -> Vec<String> {
    if random.below(6) == 0 {
        thread::sleep(Duration::from_micros(random.below(40_000)));
    } else {
        child.wait_for(1 + random.below(150));
        thread::sleep(Duration::from_micros(random.below(3_000)));
    }
    child.kill()
}
