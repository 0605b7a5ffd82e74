//! Four tables and a bucket, made once.

use app::ports::TableName;
use aws::TableNames;
use aws_config::SdkConfig;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType, TableStatus,
};
use aws_sdk_s3::types::{BucketLocationConstraint, CreateBucketConfiguration};
use tokio::sync::OnceCell;

use super::emulator::unique;

static TABLES: OnceCell<TableNames> = OnceCell::const_new();
static BUCKET: OnceCell<String> = OnceCell::const_new();

/// The four tables, as the template makes them.
pub(crate) async fn tables(config: &SdkConfig) -> TableNames {
    let make = async || {
        let names = TableNames::of_stack(&format!("contract-{}", unique()));
        let client = aws_sdk_dynamodb::Client::new(config);
        for table in TableName::ALL {
            create(&client, names.get(table).unwrap()).await;
        }
        names
    };
    TABLES.get_or_init(make).await.clone()
}

async fn create(client: &aws_sdk_dynamodb::Client, name: &str) {
    let mut request = client.create_table().table_name(name).billing_mode(BillingMode::PayPerRequest);
    for (key, kind) in [("pk", KeyType::Hash), ("sk", KeyType::Range)] {
        let kind = KeySchemaElement::builder().attribute_name(key).key_type(kind).build().unwrap();
        let attribute =
            AttributeDefinition::builder().attribute_name(key).attribute_type(ScalarAttributeType::S);
        request = request.key_schema(kind).attribute_definitions(attribute.build().unwrap());
    }
    request.send().await.unwrap();
    loop {
        let table = client.describe_table().table_name(name).send().await.unwrap().table.unwrap();
        if table.table_status == Some(TableStatus::Active) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

/// The bucket.
pub(crate) async fn bucket(config: &SdkConfig) -> String {
    let make = async || {
        let name = format!("contract-{}", unique());
        let place = BucketLocationConstraint::from(config.region().unwrap().as_ref());
        let place = CreateBucketConfiguration::builder().location_constraint(place).build();
        let client = aws_sdk_s3::Client::new(config);
        client.create_bucket().bucket(&name).create_bucket_configuration(place).send().await.unwrap();
        name
    };
    BUCKET.get_or_init(make).await.clone()
}
