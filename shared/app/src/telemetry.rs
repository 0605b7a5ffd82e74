//! Counted metrics as log lines, in the shape that CloudWatch reads (embedded metric format fields are added by the
//! functions). A line holds a name and labels from fixed sets, never a resident's words, openids or secrets.

/// Counts one event: `name` and `label` come from fixed sets.
pub fn count(name: &'static str, label: &str) {
    tracing::info!(target: "metric", metric = name, label, value = 1);
}
