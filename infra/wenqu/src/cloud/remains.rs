//! What stands in the way of a stack's deletion, and what stays behind it.

use std::time::Duration;

use anyhow::bail;
use app::ports::TableName;
use aws_sdk_cloudwatchlogs::Client as Logs;
use aws_sdk_dynamodb::{Client as DynamoDb, types::TableStatus};

use super::{
    connection::Cloud,
    failure::{Failure, failure},
    names::FUNCTIONS,
};

/// Looks at a table until it can be changed.
const LOOKS: u32 = 60;

/// Turns the tables' deletion protection off, as far as there are tables and it is on.
pub(crate) async fn unprotect(cloud: &Cloud) -> anyhow::Result<()> {
    let client = DynamoDb::new(&cloud.config);
    for table in TableName::ALL {
        let name = cloud.stack.table(table);
        let Some(protected) = is_protected(&client, &name).await? else { continue };
        if protected {
            let request = client.update_table().table_name(&name).deletion_protection_enabled(false);
            request.send().await.map_err(failure)?;
        }
        // A table that is being changed can't be deleted.
        let mut looks = 0;
        while !is_active(&client, &name).await? {
            looks += 1;
            if looks > LOOKS {
                bail!("表 {name} 一直在变更中，请再试 / table {name} is still being changed: try again");
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
    Ok(())
}

async fn is_protected(client: &DynamoDb, name: &str) -> Result<Option<bool>, Failure> {
    match client.describe_table().table_name(name).send().await.map_err(failure) {
        Ok(answer) => Ok(answer.table.map(|table| table.deletion_protection_enabled == Some(true))),
        Err(error) if error.is_missing() => Ok(None),
        Err(error) => Err(error),
    }
}

async fn is_active(client: &DynamoDb, name: &str) -> Result<bool, Failure> {
    let answer = client.describe_table().table_name(name).send().await.map_err(failure)?;
    Ok(answer.table.is_some_and(|table| table.table_status == Some(TableStatus::Active)))
}

/// Deletes the log groups that functions made anew while their stack was deleted.
pub(crate) async fn delete_logs(cloud: &Cloud) -> Result<(), Failure> {
    let client = Logs::new(&cloud.config);
    for function in FUNCTIONS {
        let group = cloud.stack.log_group(function);
        match client.delete_log_group().log_group_name(group).send().await.map_err(failure) {
            Ok(_) => {}
            Err(error) if error.is_missing() => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
