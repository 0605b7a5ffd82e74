"""What is in the tables, read with boto3 past the product."""

import dataclasses
import json
import re

MESSAGE = re.compile(r"^M#\d+#msg:(\d+)$")


@dataclasses.dataclass
class Row:
    """An item as the adapter wrote it."""

    pk: str
    sk: str
    raw: str

    @property
    def body(self):
        return json.loads(self.raw)

    @property
    def message_id(self):
        found = MESSAGE.match(self.sk)
        return int(found[1]) if found else None


def rows(world, table, prefix=""):
    """All rows of a table whose partition key begins with `prefix`."""
    pages = world.dynamodb.get_paginator("scan").paginate(TableName=f"{world.stack}-{table}")
    items = (item for page in pages for item in page["Items"])
    found = (Row(item["pk"]["S"], item["sk"]["S"], item["body"]["S"]) for item in items)
    return [row for row in found if row.pk.startswith(prefix)]


def message_rows(world):
    """All inbound messages (not events)."""
    return [row for row in rows(world, "main", "F#") if row.message_id]
