//! Keys of wenqu.toml that only a deployment on AWS has. `serve` knows them, too, so that one file serves both.

/// A key; the template has a parameter of the same name in CamelCase, but for `stack` and `region`.
pub const DEPLOYMENT_KEYS: [&str; 17] = [
    "stack",
    "region",
    "domain_name",
    "certificate_arn",
    "function_urls",
    "log_days",
    "alarm_email",
    "architecture",
    "memory_mb",
    "worker_memory_mb",
    "callbacks_per_second",
    "reserved_concurrency",
    "worker_concurrency",
    "sender_concurrency",
    "write_ceiling",
    "read_ceiling",
    "deletion_protection",
];
