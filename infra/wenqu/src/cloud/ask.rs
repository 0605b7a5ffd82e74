//! Questions to the person at the terminal. Without a terminal, or with `--no-input`, nothing is asked: what is missing
//! is an error that names the flag.

use std::io::{self, BufRead, IsTerminal, Write};

use crate::command::Usage;

/// Asks on standard error and reads from standard input.
pub(crate) struct Ask<R, W> {
    input: R,
    output: W,
    interactive: bool,
}

impl Ask<io::BufReader<io::Stdin>, io::Stderr> {
    /// The terminal, if there is one.
    pub(crate) fn terminal(no_input: bool) -> Self {
        let interactive = !no_input && io::stdin().is_terminal() && io::stderr().is_terminal();
        Self { input: io::BufReader::new(io::stdin()), output: io::stderr(), interactive }
    }
}

impl<R: BufRead, W: Write> Ask<R, W> {
    /// Whether somebody can answer.
    pub(crate) const fn is_interactive(&self) -> bool {
        self.interactive
    }

    /// Explains something, if somebody reads it.
    pub(crate) fn explain(&mut self, text: &str) -> io::Result<()> {
        if self.interactive { writeln!(self.output, "{text}") } else { Ok(()) }
    }

    /// Asks until the answer is acceptable; an empty one is the default, if there is one.
    ///
    /// # Errors
    /// [`Usage`], naming `flag`, when nobody can answer and there is no default; I/O.
    pub(crate) fn text(
        &mut self,
        question: &str,
        default: Option<&str>,
        flag: &str,
        check: impl Fn(&str) -> Result<String, String>,
    ) -> anyhow::Result<String> {
        if !self.interactive {
            return default.map(str::to_owned).ok_or_else(|| missing(flag, question).into());
        }
        loop {
            match default {
                Some(default) => write!(self.output, "{question} [{default}] ")?,
                None => write!(self.output, "{question} ")?,
            }
            self.output.flush()?;
            let line = self.line()?;
            let answer = if line.is_empty() { default.unwrap_or_default() } else { &line };
            match check(answer) {
                Ok(answer) => return Ok(answer),
                Err(mend) => writeln!(self.output, "  ✗ {mend}")?,
            }
        }
    }

    /// Yes or no; no is the default. Nobody there: an error that names `flag`.
    ///
    /// # Errors
    /// [`Usage`], naming `flag`, when nobody can answer; I/O.
    pub(crate) fn confirm(&mut self, question: &str, flag: &str) -> anyhow::Result<bool> {
        if !self.interactive {
            return Err(missing(flag, question).into());
        }
        write!(self.output, "{question} [y/N] ")?;
        self.output.flush()?;
        let line = self.line()?;
        Ok(matches!(line.to_lowercase().as_str(), "y" | "yes" | "是"))
    }

    fn line(&mut self) -> anyhow::Result<String> {
        let mut line = String::new();
        anyhow::ensure!(self.input.read_line(&mut line)? > 0, "输入结束了 / the input has ended");
        Ok(line.trim().to_owned())
    }
}

/// What nobody is there to answer.
pub(crate) fn missing(flag: &str, question: &str) -> Usage {
    Usage(format!("没有终端可以提问，请写 {flag} / nobody can be asked: give {flag} ({question})"))
}

/// A secret: one line of standard input, or from the terminal without echo.
///
/// # Errors
/// When there is none.
pub(crate) fn secret(question: &str) -> anyhow::Result<String> {
    let text = if io::stdin().is_terminal() {
        rpassword::prompt_password(format!("{question}（不回显 not shown）: "))?
    } else {
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line)?;
        line
    };
    let text = text.trim().to_owned();
    anyhow::ensure!(!text.is_empty(), "没有读到值 / there was no value: {question}");
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(input: &str, interactive: bool) -> Ask<&[u8], Vec<u8>> {
        Ask { input: input.as_bytes(), output: Vec::new(), interactive }
    }

    fn number(text: &str) -> Result<String, String> {
        text.parse::<u8>().map(|n| n.to_string()).map_err(|_| "a number, please".to_owned())
    }

    #[test]
    fn a_wrong_answer_is_asked_for_again_and_an_empty_one_is_the_default() {
        let mut ask = asking("x\n7\n\n", true);
        assert_eq!(ask.text("How many?", Some("3"), "--many", number).unwrap(), "7");
        assert_eq!(ask.text("How many?", Some("3"), "--many", number).unwrap(), "3");
        let shown = String::from_utf8(ask.output.clone()).unwrap();
        assert!(shown.contains("How many? [3]") && shown.contains("a number, please"), "{shown}");
        assert!(ask.text("More?", None, "--more", number).unwrap_err().to_string().contains("has ended"));
    }

    #[test]
    fn nothing_is_asked_without_a_terminal() {
        let mut ask = asking("7\n", false);
        assert_eq!(ask.text("How many?", Some("3"), "--many", number).unwrap(), "3");
        let error = ask.text("How many?", None, "--many", number).unwrap_err();
        assert!(error.is::<Usage>() && error.to_string().contains("--many"), "{error}");
        assert!(ask.confirm("Sure?", "--yes").unwrap_err().to_string().contains("--yes"));
        assert!(ask.output.is_empty());
    }

    #[test]
    fn only_a_clear_yes_is_one() {
        for (line, yes) in [("y\n", true), ("YES\n", true), ("是\n", true), ("\n", false), ("sure\n", false)]
        {
            assert_eq!(asking(line, true).confirm("Sure?", "--yes").unwrap(), yes, "{line}");
        }
    }
}
