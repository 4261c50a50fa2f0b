//! The practitioner's side, driven by the page's own code in Node: one process, one JSON line
//! in, one JSON line out.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// The running page code.
#[derive(Debug)]
pub struct Page {
    child: Child,
    to: Option<ChildStdin>,
    from: BufReader<ChildStdout>,
}

/// The page's code could not do what was asked: its error code, or how the process ended.
#[derive(Debug, thiserror::Error)]
#[error("the page's code said: {0}")]
pub struct PageError(pub String);

impl Page {
    /// Starts `driver` (a bundle of the page's own modules) in Node.
    pub fn start(driver: &Path) -> Result<Self, PageError> {
        let mut child = Command::new("node")
            .arg("--no-warnings")
            .arg(driver)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|e| PageError(format!("node does not start ({e})")))?;
        let (Some(to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(PageError("node has no pipes".into()));
        };
        Ok(Self { child, to: Some(to), from: BufReader::new(from) })
    }

    /// One command at a moment of the demo's clock.
    pub fn call(&mut self, command: &str, now_ms: i64, arguments: Value) -> Result<Value, PageError> {
        let mut line = json!({ "cmd": command, "now": now_ms, "zone": super::clock::ZONE });
        if let (Value::Object(into), Value::Object(more)) = (&mut line, arguments) {
            into.extend(more);
        }
        let gone = |e: std::io::Error| PageError(format!("the process is gone ({e})"));
        let to = self.to.as_mut().ok_or_else(|| PageError("closed".into()))?;
        writeln!(to, "{line}").and_then(|()| to.flush()).map_err(gone)?;
        let mut answer = String::new();
        self.from.read_line(&mut answer).map_err(gone)?;
        let answer: Value =
            serde_json::from_str(&answer).map_err(|e| PageError(format!("no JSON after {command} ({e})")))?;
        if answer.get("ok").and_then(Value::as_bool) == Some(true) {
            Ok(answer)
        } else {
            Err(PageError(format!("{command}: {}", answer.get("error").unwrap_or(&answer))))
        }
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        // Closing its input ends it; waiting leaves no process behind.
        drop(self.to.take());
        let _ = self.child.wait();
    }
}
