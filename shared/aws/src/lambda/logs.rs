//! Logs as JSON lines to standard output, and metrics as lines in the embedded metric format (Amazon CloudWatch:
//! "Specification: Embedded metric format").
//!
//! Metrics have one dimension, the stack, so that they stay few; function and label are properties for searches. Never a
//! resident's words, an openid or a secret: who logs leaves them out.

use std::{
    fmt,
    io::{self, Write},
    panic,
};

use app::ports::Clock;
use serde_json::{Map, Value, json};
use tracing::{
    Event, Level, Subscriber,
    field::{Field, Visit},
    level_filters::LevelFilter,
};
use tracing_subscriber::{
    Layer,
    filter::filter_fn,
    fmt as lines,
    layer::{Context, SubscriberExt},
    util::SubscriberInitExt,
};

use super::settings::setting;
use crate::SystemClock;

/// Target of metric events: `app::telemetry`.
const METRIC: &str = "metric";
/// Where they are in CloudWatch.
const NAMESPACE: &str = "Wenqu";

/// Begins to log, from `level` up; metrics always. A second call has no effect.
pub(super) fn start(level: LevelFilter, stack: &str) {
    let is_line = move |level_of: &Level, target: &str| target != METRIC && *level_of <= level;
    let json = lines::layer()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(false)
        .with_writer(io::stdout)
        .with_filter(filter_fn(move |line| is_line(line.level(), line.target())).with_max_level_hint(level));
    let function = setting("AWS_LAMBDA_FUNCTION_NAME").unwrap_or_default();
    let metrics = Metrics { stack: stack.to_owned(), function }
        .with_filter(filter_fn(|line| line.target() == METRIC).with_max_level_hint(LevelFilter::INFO));
    // An error only says that somebody has begun to log already.
    let _ = tracing_subscriber::registry().with(json).with(metrics).try_init();
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panicked");
    }));
}

/// Writes metric events.
struct Metrics {
    stack: String,
    function: String,
}

impl Metrics {
    fn line(&self, metric: &Metric, at_ms: i64) -> String {
        let directive = json!({
            "Namespace": NAMESPACE,
            "Dimensions": [["stack"]],
            "Metrics": [{ "Name": metric.name, "Unit": "Count" }],
        });
        let mut line = Map::new();
        line.insert("_aws".into(), json!({ "Timestamp": at_ms, "CloudWatchMetrics": [directive] }));
        line.insert("stack".into(), self.stack.as_str().into());
        line.insert("function".into(), self.function.as_str().into());
        line.insert("label".into(), metric.label.as_str().into());
        line.insert(metric.name.clone(), metric.value.into());
        Value::Object(line).to_string()
    }
}

impl<S: Subscriber> Layer<S> for Metrics {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut metric = Metric::default();
        event.record(&mut metric);
        let line = self.line(&metric, SystemClock.now().as_millisecond());
        // Who can't write can't say so either.
        let _ = writeln!(io::stdout().lock(), "{line}");
    }
}

/// The fields of a metric event.
#[derive(Default)]
struct Metric {
    name: String,
    label: String,
    value: i64,
}

impl Visit for Metric {
    fn record_str(&mut self, field: &Field, text: &str) {
        match field.name() {
            "metric" => self.name = text.to_owned(),
            "label" => self.label = text.to_owned(),
            _ => {}
        }
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        if field.name() == "value" {
            self.value = value;
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn fmt::Debug) {}
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    /// Keeps the lines of metric events.
    struct Kept(Metrics, Arc<Mutex<Vec<String>>>);

    impl<S: Subscriber> Layer<S> for Kept {
        fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
            let mut metric = Metric::default();
            event.record(&mut metric);
            self.1.lock().unwrap().push(self.0.line(&metric, 1_793_000_000_000));
        }
    }

    #[test]
    fn a_counted_event_is_a_line_in_the_embedded_metric_format() {
        let metrics = Metrics { stack: "wenqu".to_owned(), function: "wenqu-webhook".to_owned() };
        let lines = Arc::new(Mutex::new(Vec::new()));
        let subscriber = tracing_subscriber::registry().with(Kept(metrics, lines.clone()));
        tracing::subscriber::with_default(subscriber, || app::telemetry::count("callback_failed", "queue"));
        let line: Value = serde_json::from_str(&lines.lock().unwrap()[0]).unwrap();
        assert_eq!(line["_aws"]["Timestamp"], 1_793_000_000_000_i64);
        let directive = &line["_aws"]["CloudWatchMetrics"][0];
        assert_eq!(directive["Namespace"], "Wenqu");
        assert_eq!(directive["Metrics"], json!([{ "Name": "callback_failed", "Unit": "Count" }]));
        for dimension in directive["Dimensions"][0].as_array().unwrap() {
            assert!(line[dimension.as_str().unwrap()].is_string(), "{dimension} has a value");
        }
        assert_eq!((&line["stack"], &line["label"]), (&json!("wenqu"), &json!("queue")));
        assert_eq!(line["callback_failed"], 1);
    }
}
