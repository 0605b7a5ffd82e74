//! What the template tells a function: names of its tables, queues, bucket and secrets.
//!
//! A function gets only what it needs, so each name may be missing; whoever needs one that is not there says which.

use app::{ports::TableName, settings::Reader};

/// A setting that this program needs and that is not set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not set: the template sets it for the functions that need it; deploy the template again")]
pub struct NotSet(
    /// The setting's name.
    pub &'static str,
);

/// Full names of the four tables, as far as this program has business with them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableNames {
    /// `WENQU_TABLE_MAIN`.
    pub main: Option<String>,
    /// `WENQU_TABLE_DELIVERY`.
    pub delivery: Option<String>,
    /// `WENQU_TABLE_PUBLISHED`.
    pub published: Option<String>,
    /// `WENQU_TABLE_AUDIT`.
    pub audit: Option<String>,
}

impl TableNames {
    /// All four of a stack: `<stack>-main` and so on, as the template names them.
    #[must_use]
    pub fn of_stack(stack: &str) -> Self {
        let name = |table: TableName| Some(format!("{stack}-{}", table.as_str()));
        Self {
            main: name(TableName::Main),
            delivery: name(TableName::Delivery),
            published: name(TableName::Published),
            audit: name(TableName::Audit),
        }
    }

    /// The full name of a table.
    ///
    /// # Errors
    /// [`NotSet`].
    pub fn get(&self, table: TableName) -> Result<&str, NotSet> {
        let (name, setting) = match table {
            TableName::Main => (&self.main, "WENQU_TABLE_MAIN"),
            TableName::Delivery => (&self.delivery, "WENQU_TABLE_DELIVERY"),
            TableName::Published => (&self.published, "WENQU_TABLE_PUBLISHED"),
            TableName::Audit => (&self.audit, "WENQU_TABLE_AUDIT"),
        };
        name.as_deref().ok_or(NotSet(setting))
    }
}

/// Addresses of the two queues, as far as this program sends to them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueUrls {
    /// `WENQU_QUEUE_JOBS`.
    pub jobs: Option<String>,
    /// `WENQU_QUEUE_OUTBOUND`.
    pub outbound: Option<String>,
}

impl QueueUrls {
    /// The address of `jobs`.
    ///
    /// # Errors
    /// [`NotSet`].
    pub fn jobs(&self) -> Result<&str, NotSet> {
        self.jobs.as_deref().ok_or(NotSet("WENQU_QUEUE_JOBS"))
    }

    /// The address of `outbound`.
    ///
    /// # Errors
    /// [`NotSet`].
    pub fn outbound(&self) -> Result<&str, NotSet> {
        self.outbound.as_deref().ok_or(NotSet("WENQU_QUEUE_OUTBOUND"))
    }
}

/// The names of one deployment's resources.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment {
    /// The tables.
    pub tables: TableNames,
    /// The queues.
    pub queues: QueueUrls,
    stack: Option<String>,
    bucket: Option<String>,
    secrets: Option<String>,
}

impl Environment {
    /// Reads what is set; a value that can't be right is a problem of the reader.
    pub fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            tables: TableNames {
                main: reader.text("WENQU_TABLE_MAIN"),
                delivery: reader.text("WENQU_TABLE_DELIVERY"),
                published: reader.text("WENQU_TABLE_PUBLISHED"),
                audit: reader.text("WENQU_TABLE_AUDIT"),
            },
            queues: QueueUrls {
                jobs: reader.optional("WENQU_QUEUE_JOBS", queue_url),
                outbound: reader.optional("WENQU_QUEUE_OUTBOUND", queue_url),
            },
            stack: reader.text("WENQU_STACK"),
            bucket: reader.text("WENQU_BUCKET"),
            secrets: reader.optional("WENQU_SECRETS", path),
        }
    }

    /// The stack's name, for example `wenqu`.
    ///
    /// # Errors
    /// [`NotSet`].
    pub fn stack(&self) -> Result<&str, NotSet> {
        self.stack.as_deref().ok_or(NotSet("WENQU_STACK"))
    }

    /// The bucket's name.
    ///
    /// # Errors
    /// [`NotSet`].
    pub fn bucket(&self) -> Result<&str, NotSet> {
        self.bucket.as_deref().ok_or(NotSet("WENQU_BUCKET"))
    }

    /// Path of the secrets in the parameter store, without a slash at its end: `/wenqu/<stack>`.
    ///
    /// # Errors
    /// [`NotSet`].
    pub fn secrets(&self) -> Result<&str, NotSet> {
        self.secrets.as_deref().ok_or(NotSet("WENQU_SECRETS"))
    }
}

fn queue_url(text: &str) -> Result<String, &'static str> {
    if text.starts_with("https://") || text.starts_with("http://") {
        Ok(text.to_owned())
    } else {
        Err("is not the queue's URL (https://sqs.<region>.…)")
    }
}

fn path(text: &str) -> Result<String, &'static str> {
    let path = text.trim_end_matches('/');
    if path.starts_with('/') && path.len() > 1 {
        Ok(path.to_owned())
    } else {
        Err("is not a path in the parameter store (/wenqu/<stack>)")
    }
}

#[cfg(test)]
mod tests {
    use app::{ports::TableName, settings::Reader};

    use super::{Environment, NotSet, TableNames};

    #[test]
    fn what_a_function_was_not_given_is_named() {
        let lookup = |name: &str| {
            let value = match name {
                "WENQU_TABLE_DELIVERY" => "wenqu-delivery",
                "WENQU_QUEUE_OUTBOUND" => {
                    "https://sqs.cn-northwest-1.amazonaws.com.cn/123456789012/wenqu-outbound.fifo"
                }
                "WENQU_SECRETS" => "/wenqu/wenqu/",
                _ => return None,
            };
            Some(value.to_owned())
        };
        let mut reader = Reader::new(&lookup);
        let environment = Environment::read(&mut reader);
        assert_eq!(reader.finish(), []);
        assert_eq!(environment.tables.get(TableName::Delivery), Ok("wenqu-delivery"));
        assert_eq!(environment.tables.get(TableName::Main), Err(NotSet("WENQU_TABLE_MAIN")));
        assert_eq!(environment.queues.jobs(), Err(NotSet("WENQU_QUEUE_JOBS")));
        assert!(environment.queues.outbound().is_ok());
        assert_eq!(environment.secrets(), Ok("/wenqu/wenqu"));
        assert_eq!(environment.bucket().unwrap_err().0, "WENQU_BUCKET");
    }

    #[test]
    fn a_queue_by_name_and_a_path_without_a_slash_are_problems() {
        let lookup = |name: &str| Some(if name == "WENQU_STACK" { "wenqu" } else { "jobs" }.to_owned());
        let mut reader = Reader::new(&lookup);
        Environment::read(&mut reader);
        let settings: Vec<String> = reader.finish().into_iter().map(|problem| problem.setting).collect();
        assert_eq!(settings, ["WENQU_QUEUE_JOBS", "WENQU_QUEUE_OUTBOUND", "WENQU_SECRETS"]);
    }

    #[test]
    fn tables_are_named_after_their_stack() {
        let names = TableNames::of_stack("wenqu");
        let all = TableName::ALL.map(|table| names.get(table).unwrap().to_owned());
        assert_eq!(all, ["wenqu-main", "wenqu-delivery", "wenqu-published", "wenqu-audit"]);
    }
}
