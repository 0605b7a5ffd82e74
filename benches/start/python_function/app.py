"""What the webhook does, as one would write it in Python: wechatpy for the protocol, boto3 for the rest.

At the start it reads its secrets and the published content, as the webhook does, so that both have their connections
open when they first ask for work. A text is verified, decrypted, looked up, written under a condition, answered and
encrypted. It knows numbers only; the webhook does far more.
"""

import hashlib
import json
import os

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from wechatpy import create_reply, parse_message
from wechatpy.crypto import WeChatCrypto

CONFIG = Config(connect_timeout=0.5, read_timeout=0.7, retries={"total_max_attempts": 2})
dynamodb = boto3.client("dynamodb", config=CONFIG)
MAIN, PUBLISHED = os.environ["WENQU_TABLE_MAIN"], os.environ["WENQU_TABLE_PUBLISHED"]


def load_secrets():
    path = os.environ["WENQU_SECRETS"] + "/webhook"
    found = boto3.client("ssm", config=CONFIG).get_parameters_by_path(Path=path, Recursive=True, WithDecryption=True)
    return {parameter["Name"].rsplit("/", 1)[1]: parameter["Value"] for parameter in found["Parameters"]}


def load_content():
    key = {"pk": {"S": "CONTENT"}, "sk": {"S": "CURRENT"}}
    current = json.loads(dynamodb.get_item(TableName=PUBLISHED, Key=key)["Item"]["body"]["S"])
    key["sk"]["S"] = f"V#{current['version']:010}"
    return json.loads(dynamodb.get_item(TableName=PUBLISHED, Key=key)["Item"]["body"]["S"])


secrets = load_secrets()
crypto = WeChatCrypto(secrets["token"], secrets["encoding_aes_key"], os.environ["WENQU_APP_ID"])
topics = {str(category["number"]): category for category in load_content()["categories"]}


def handler(event, _context):
    query = event["queryStringParameters"]
    xml = crypto.decrypt_message(event["body"], query["msg_signature"], query["timestamp"], query["nonce"])
    message = parse_message(xml)
    partition = "P#" + hashlib.sha256(message.source.encode()).hexdigest()[:16]
    known = dynamodb.query(TableName=MAIN, KeyConditionExpression="pk = :pk", ScanIndexForward=False, Limit=6,
                           ConsistentRead=True, ExpressionAttributeValues={":pk": {"S": partition}})["Items"]
    row = f"M#{int(message.create_time.timestamp()):012}#msg:{message.id}"
    reply = next((item["body"]["S"] for item in known if item["sk"]["S"] == row), None) or answer(message)
    try:
        dynamodb.put_item(TableName=MAIN, ConditionExpression="attribute_not_exists(pk)",
                          Item={"pk": {"S": partition}, "sk": {"S": row}, "body": {"S": reply}})
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
    body = crypto.encrypt_message(reply, query["nonce"], query["timestamp"])
    return {"statusCode": 200, "headers": {"content-type": "application/xml; charset=utf-8"}, "body": body}


def answer(message):
    topic = topics.get(message.content.strip())
    text = f"【{topic['title']['zh']}】\n{topic['body']['zh']}" if topic else "没有这一项。"
    return create_reply(text, message).render()
