//! P5's other half: a person's page opened and drawn in Chromium, by the page's own measuring script.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::Trouble;
use super::watch::Times;

/// What the script prints.
#[derive(serde::Deserialize)]
struct Printed {
    opened_ms: Vec<f64>,
}

/// From the key that opens a person's review to the frame that shows it, once for each person and session.
/// `CHROMIUM` and `HANDRAIL_CLINIC_BIN` say which browser and which relay; `cargo xtask bench` sets both.
///
/// # Errors
/// Why it could not be measured: no Node, no browser, the page not built.
pub fn opened(root: &Path) -> Result<Times, Trouble> {
    let ended = Command::new("node")
        .current_dir(root.join("clinic/web"))
        .arg("e2e/bench.mjs")
        .stderr(Stdio::inherit())
        .output()
        .map_err(|_| "there is no Node here")?;
    if !ended.status.success() {
        return Err("the page's script did not run through".into());
    }
    let text = String::from_utf8_lossy(&ended.stdout);
    let printed: Printed = serde_json::from_str(text.lines().last().unwrap_or_default())?;
    if printed.opened_ms.is_empty() {
        return Err("nobody's page was opened".into());
    }
    let mut times = Times::default();
    for ms in printed.opened_ms {
        times.add(Duration::from_secs_f64(ms / 1000.0));
    }
    Ok(times)
}
