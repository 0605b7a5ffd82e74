"""Least privilege, read from the template: a role a function, and the table of rights in infra/README.md.

Whether the functions can work with these rights, and are refused everything else, is tested on the emulator.
"""

import unittest

from template.reading import (FUNCTIONS, INFRA, branches, listed, properties, resources, statements,
                              template, texts, walk)

TABLES = {"MainTable": "main", "DeliveryTable": "delivery", "PublishedTable": "published",
          "AuditTable": "audit"}
QUEUES = {"JobsQueue": "jobs", "OutboundQueue": "outbound"}
WORDS = {"GetItem": "get", "Query": "query", "PutItem": "put", "UpdateItem": "update", "DeleteItem": "delete",
         "ConditionCheckItem": "check", "GetObject": "get", "PutObject": "put", "DeleteObject": "delete",
         "ListBucket": "list", "SendMessage": "send", "ReceiveMessage": "take"}
# Taking a message includes these.
WITH_TAKE = {"sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"}
# Every wildcard there is, each with its reason in infra/README.md.
WILDCARDS = {
    ("BlobBucketPolicy", "Deny", "s3:*"), ("BlobBucketPolicy", "Deny", "${BlobBucket.Arn}/*"),
    *((holder, "Allow", "${BlobBucket.Arn}/%s/*" % prefix) for prefix in ("media", "sent")
      for holder in ("WorkerRole", "SenderRole", "AdminRole", "CourierPolicy")),
    *((holder, "Allow", "${BlobBucket.Arn}/audit-heads/*") for holder in ("TickerRole", "AdminRole")),
}


def text_of(resource):
    """An ARN as text: `MainTable`, or what stands in its `Fn::Sub`."""
    return resource.get("Fn::Sub") or resource["Fn::GetAtt"][0] if isinstance(resource, dict) else resource


def rights(role):
    """Pairs of action and resource, each in every branch that an egress mode may take."""
    for name, statement in statements():
        if name == role and statement["Effect"] == "Allow" and "Resource" in statement:
            for action in listed(statement["Action"]):
                for value in listed(statement["Resource"]):
                    for resource in branches(value):
                        if resource != {"Ref": "AWS::NoValue"}:
                            yield action, text_of(resource)


def place(resource):
    """The row of the table in infra/README.md that a resource belongs to."""
    if "parameter/wenqu/" in resource:
        return "secrets " + resource.split("${AWS::StackName}/", 1)[1]
    if "audit-heads" in resource:
        return "audit heads"
    if "/matching/" in resource:
        return {"open-texts": "open texts", "categories": "learnt categories"}[resource.rsplit("/", 1)[1]]
    if "BlobBucket" in resource:
        return "pictures sent" if "/sent/" in resource else "attachments"
    return TABLES.get(resource) or QUEUES.get(resource) or resource


def table():
    """The rights of all functions as lines of a Markdown table, without the log groups."""
    cells = {}
    for function in FUNCTIONS:
        for action, resource in rights(f"{function.title()}Role"):
            if action.startswith("logs:") or action in WITH_TAKE:
                continue
            word = "read" if action.startswith("ssm:") else WORDS[action.split(":")[1]]
            cells.setdefault(place(resource), {}).setdefault(function, []).append(word)
    secrets = sorted(row for row in cells if "secrets" in row)
    order = [*TABLES.values(), *QUEUES.values(), "attachments", "pictures sent", "audit heads",
             "open texts", "learnt categories", *secrets]
    return [f"| {row} | " + " | ".join(" ".join(cells[row].get(name, ["–"])) for name in FUNCTIONS) + " |"
            for row in order]


class Rights(unittest.TestCase):
    def test_every_function_has_a_role_that_no_other_has(self):
        roles = {name: properties(f"{name.title()}Function")["Role"] for name in FUNCTIONS}
        self.assertEqual(roles, {name: {"Fn::GetAtt": [f"{name.title()}Role", "Arn"]} for name in FUNCTIONS})
        self.assertEqual(set(resources("AWS::IAM::Role")), {f"{name.title()}Role" for name in FUNCTIONS})
        for name in resources("AWS::IAM::Role"):
            (statement,) = properties(name)["AssumeRolePolicyDocument"]["Statement"]
            self.assertEqual(statement["Principal"], {"Service": "lambda.amazonaws.com"})
            self.assertNotIn("ManagedPolicyArns", properties(name), "they know no resource of ours")

    def test_the_readme_says_exactly_what_each_may(self):
        readme = (INFRA / "README.md").read_text().splitlines()
        missing = [line for line in table() if line not in readme]
        self.assertEqual(missing, [], "these lines belong into the table of rights:\n" + "\n".join(table()))

    def test_no_right_is_wider_than_its_resource(self):
        found = set()
        for name, statement in statements():
            for key in ("Action", "Resource", "NotAction", "NotResource"):
                for value in listed(statement.get(key, [])):
                    for branch in branches(value):
                        for _, text in texts(branch):
                            if "*" in text:
                                found.add((name, statement["Effect"], text))
            self.assertTrue({"NotAction", "NotResource"}.isdisjoint(statement), name)
        self.assertEqual(found, WILDCARDS)

    def test_who_reads_objects_is_told_when_one_is_gone(self):
        may = {}
        for name, statement in statements():
            if statement["Effect"] == "Allow":
                may.setdefault(name, set()).update(listed(statement["Action"]))
        readers = {name for name, actions in may.items() if "s3:GetObject" in actions}
        self.assertEqual(readers, {"WorkerRole", "SenderRole", "AdminRole", "CourierPolicy"})
        self.assertEqual({name for name in readers if "s3:ListBucket" not in may[name]}, set(),
                         "S3 answers 403 for an absent object to those who may not list its bucket")

    def test_other_wildcards_are_those_that_an_api_needs(self):
        api = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}"
        found = {text for _, resource in resources().items() for path, text in texts(resource)
                 if "*" in text and "PolicyDocument" not in path}
        self.assertEqual(found, {"*", f"{api}/*/*/wechat", f"{api}/*/*/admin*", f"{api}/*/GET/healthz"})
        anybody = {name for name in resources() if properties(name).get("Principal") == "*"}
        self.assertEqual(anybody, {"WebhookUrlPermission", "WebhookUrlInvokePermission"}, "it is public")

    def test_a_function_logs_to_its_own_group_only(self):
        for function in FUNCTIONS:
            logs = {(action, resource) for action, resource in rights(f"{function.title()}Role")
                    if action.startswith("logs:")}
            group = f"{function.title()}Logs"
            self.assertEqual(logs, {("logs:CreateLogStream", group), ("logs:PutLogEvents", group)})

    def test_what_must_never_be(self):
        for function in FUNCTIONS:
            held = set(rights(f"{function.title()}Role"))
            with self.subTest(function):
                self.assertFalse(held & {
                    ("dynamodb:DeleteItem", "AuditTable"), ("dynamodb:UpdateItem", "AuditTable"),
                    ("dynamodb:UpdateItem", "PublishedTable"), ("dynamodb:DeleteItem", "PublishedTable")})
                publishes = ("dynamodb:PutItem", "PublishedTable") in held
                self.assertEqual(publishes, function == "admin")
                heads = {action for action, resource in held if "audit-heads" in resource}
                self.assertEqual(heads, {"ticker": {"s3:PutObject"}, "admin": {"s3:GetObject"}}.get(function, set()),
                                 "who writes the audit can't change what was written down of it, and nobody deletes")
                if function != "worker":
                    self.assertFalse([pair for pair in held if "/matching/" in pair[1]],
                                     "numbers made of residents' words are for who compares them")
                secrets = {resource for action, resource in held if action.startswith("ssm:")}
                for owner in ("webhook", "sender"):
                    is_held = any(secret.endswith(f"/{owner}") for secret in secrets)
                    self.assertEqual(is_held, function == owner, owner)
                if function == "sender":
                    self.assertFalse([pair for pair in held if pair[1] in ("MainTable", "AuditTable")])
                if function == "webhook":
                    self.assertFalse([pair for pair in held if pair[1] in ("OutboundQueue", "BlobBucket")])

    def test_the_courier_reaches_what_it_has_to_send_and_nothing_of_the_residents(self):
        held = set(rights("CourierPolicy"))
        allowed = {"DeliveryTable", "OutboundQueue", "JobsQueue", "BlobBucket", "${BlobBucket.Arn}/media/*",
                   "${BlobBucket.Arn}/sent/*"}
        self.assertEqual({action for action, resource in held if resource == "BlobBucket"}, {"s3:ListBucket"})
        token = {resource for _, resource in held - {pair for pair in held if pair[1] in allowed}}
        self.assertEqual(len(token), 1)
        self.assertTrue(token.pop().endswith("parameter/wenqu/${AWS::StackName}/courier/access_token"))
        self.assertNotIn(("s3:GetObject", "${BlobBucket.Arn}/media/*"), held)

    def test_a_function_is_told_of_what_it_may_use_and_of_nothing_else(self):
        told = {"WENQU_TABLE_MAIN": "MainTable", "WENQU_TABLE_DELIVERY": "DeliveryTable",
                "WENQU_TABLE_PUBLISHED": "PublishedTable", "WENQU_TABLE_AUDIT": "AuditTable",
                "WENQU_QUEUE_JOBS": "JobsQueue", "WENQU_QUEUE_OUTBOUND": "OutboundQueue",
                "WENQU_BUCKET": "BlobBucket"}
        shared = set(template()["Globals"]["Function"]["Environment"]["Variables"])
        for function in FUNCTIONS:
            variables = shared | set(properties(f"{function.title()}Function")["Environment"]["Variables"])
            may = {resource.split(".")[0].removeprefix("${") for action, resource
                   in rights(f"{function.title()}Role") if action not in WITH_TAKE | {"sqs:ReceiveMessage"}}
            known = {told[name] for name in variables if name in told}
            self.assertEqual(known, may & set(told.values()), function)

    def test_every_policy_is_of_the_current_language(self):
        documents = [value for _, resource in resources().items() for path, value in walk(resource)
                     if path and path[-1] in ("PolicyDocument", "AssumeRolePolicyDocument")]
        self.assertGreater(len(documents), 10)
        self.assertEqual({document["Version"] for document in documents}, {"2012-10-17"})


if __name__ == "__main__":
    unittest.main()
