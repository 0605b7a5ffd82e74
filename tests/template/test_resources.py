"""What the template makes: protected tables, queues that give up, log groups that end, limits."""

import re
import unittest

from template.reading import FUNCTIONS, ROOT, TEMPLATE, branches, properties, resources, template, texts, walk

# What AWS China has (cn-north-1 and cn-northwest-1), and the one thing that the template leaves out there.
IN_CHINA = {
    "AWS::ApiGatewayV2::Api", "AWS::ApiGatewayV2::ApiMapping", "AWS::ApiGatewayV2::DomainName",
    "AWS::ApiGatewayV2::Integration", "AWS::ApiGatewayV2::Route", "AWS::ApiGatewayV2::Stage",
    "AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard", "AWS::DynamoDB::Table", "AWS::Events::Rule",
    "AWS::IAM::ManagedPolicy", "AWS::IAM::Role", "AWS::Lambda::EventSourceMapping", "AWS::Lambda::Permission",
    "AWS::Logs::LogGroup", "AWS::S3::Bucket", "AWS::S3::BucketPolicy", "AWS::SNS::Subscription",
    "AWS::SNS::Topic", "AWS::SQS::Queue", "AWS::Serverless::Function",
}
NOT_IN_CHINA = {"AWS::Lambda::Url"}


def functions():
    """Properties by the function's short name."""
    return {name: properties(f"{name.title()}Function") for name in FUNCTIONS}


class Everywhere(unittest.TestCase):
    def test_every_resource_type_is_there_in_china_or_left_out_there(self):
        kinds = {resource["Type"] for resource in resources().values()}
        self.assertEqual(kinds - IN_CHINA, NOT_IN_CHINA)
        for kind in NOT_IN_CHINA:
            for name, resource in resources(kind).items():
                self.assertEqual(resource.get("Condition"), "HasFunctionUrls", name)
        in_china = {"Fn::Equals": [{"Ref": "AWS::Partition"}, "aws-cn"]}
        self.assertIn({"Fn::Not": [in_china]}, template()["Conditions"]["HasFunctionUrls"]["Fn::And"])

    def test_no_name_belongs_to_one_partition(self):
        for path, text in texts(template()):
            self.assertNotRegex(text, r"arn:aws|amazonaws\.com\.cn|\.aws/", path)
            if text.startswith("arn:"):
                self.assertTrue(text.startswith("arn:${AWS::Partition}:"), (path, text))
            if "amazonaws.com" in text:
                self.assertRegex(text, r"^(lambda|events|apigateway)\.amazonaws\.com$", path)

    def test_every_name_begins_with_the_stacks(self):
        for name, resource in resources().items():
            for key, value in resource.get("Properties", {}).items():
                own = key in ("Name", "TableName", "BucketName", "RoleName", "ManagedPolicyName", "AlarmName",
                              "LogGroupName", "TopicName", "QueueName", "DashboardName")
                if own or key == "FunctionName" and resource["Type"] == "AWS::Serverless::Function":
                    self.assertIn("AWS::StackName", str(value), (name, key))

    def test_every_parameter_is_used_and_explained(self):
        text = TEMPLATE.read_text()
        used = {value["Ref"] for _, value in walk(template()) if isinstance(value, dict) and "Ref" in value}
        used |= set(re.findall(r"\$\{(\w+)\}", text))
        self.assertEqual(set(template()["Parameters"]) - used, set())
        for name, parameter in template()["Parameters"].items():
            self.assertTrue(parameter.get("Description"), name)
            given = name in ("AppId", "CodeBucket")
            self.assertNotEqual("Default" in parameter, given, f"only two have to be given: {name}")

    def test_no_secret_is_a_parameter_or_in_the_environment(self):
        secrets = re.compile(r"(?i)secret$|token$|aeskey|password|accountkey")
        self.assertFalse([name for name in template()["Parameters"] if secrets.search(name)])
        for name, function in functions().items():
            variables = function["Environment"]["Variables"]
            self.assertFalse([key for key in variables if secrets.search(key.replace("_", ""))], name)


class Tables(unittest.TestCase):
    def test_every_table_is_protected_encrypted_and_can_be_set_back(self):
        tables = resources("AWS::DynamoDB::Table")
        self.assertEqual(len(tables), 4)
        for name, table in tables.items():
            with self.subTest(name):
                it = table["Properties"]
                self.assertEqual(it["BillingMode"], "PAY_PER_REQUEST")
                self.assertTrue(it["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"])
                self.assertTrue(it["SSESpecification"]["SSEEnabled"])
                self.assertEqual(it["TimeToLiveSpecification"],
                                 {"AttributeName": "expires_at", "Enabled": True})
                self.assertEqual(it["DeletionProtectionEnabled"], {"Fn::If": ["IsProtected", True, False]})
                self.assertEqual(table["UpdateReplacePolicy"], "Retain")
                self.assertEqual([(key["AttributeName"], key["KeyType"]) for key in it["KeySchema"]],
                                 [("pk", "HASH"), ("sk", "RANGE")])
                self.assertEqual(it["OnDemandThroughput"], {"MaxReadRequestUnits": {"Ref": "ReadCeiling"},
                                                            "MaxWriteRequestUnits": {"Ref": "WriteCeiling"}})
        self.assertEqual(template()["Parameters"]["DeletionProtection"]["Default"], "yes")


class Queues(unittest.TestCase):
    def setUp(self):
        self.queues = {name: properties(name) for name in resources("AWS::SQS::Queue")}
        self.dead = {queue["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]
                     for queue in self.queues.values() if "RedrivePolicy" in queue}

    def test_every_queue_has_a_dead_letter_queue_of_its_kind(self):
        self.assertEqual(len(self.queues), 4)
        for name, queue in self.queues.items():
            self.assertTrue(queue["SqsManagedSseEnabled"], name)
            if name in self.dead:
                self.assertEqual(queue["MessageRetentionPeriod"], 14 * 24 * 3600, name)
                continue
            self.assertEqual(queue["ReceiveMessageWaitTimeSeconds"], 20, name)
            dead = self.queues[queue["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]]
            self.assertEqual(dead.get("FifoQueue"), queue.get("FifoQueue"), name)

    def test_a_job_stays_invisible_six_times_as_long_as_its_function_may_run(self):
        for name, source in resources("AWS::Lambda::EventSourceMapping").items():
            it = source["Properties"]
            queue = self.queues[it["EventSourceArn"]["Fn::GetAtt"][0]]
            function = properties(it["FunctionName"]["Ref"])
            self.assertGreaterEqual(queue["VisibilityTimeout"], 6 * function["Timeout"], name)
            self.assertEqual(it["FunctionResponseTypes"], ["ReportBatchItemFailures"], name)
            self.assertIn("MaximumConcurrency", it["ScalingConfig"], name)

    def test_the_queue_gives_up_after_the_worker_itself(self):
        source = (ROOT / "functions/worker/src/batch.rs").read_text()
        untried = 2 * int(re.search(r"const MAX_RECEIVES: u32 = (\d+);", source).group(1))
        self.assertIn("MAX_UNTRIED: u32 = 2 * MAX_RECEIVES", source)
        self.assertGreater(self.queues["JobsQueue"]["RedrivePolicy"]["maxReceiveCount"], untried)

    def test_a_callback_that_no_table_takes_stays_in_the_queue_for_a_day(self):
        source = (ROOT / "shared/aws/src/lambda/returns.rs").read_text()
        pauses = [int(re.search(rf"const {name}_PAUSE: Duration = Duration::from_secs\((\d+)\);", source).group(1))
                  for name in ("FIRST", "MAX")]
        receives = self.queues["JobsQueue"]["RedrivePolicy"]["maxReceiveCount"]
        waits = sum(min(pauses[0] * 2 ** n, pauses[1]) for n in range(receives))
        self.assertGreater(waits, 86_400)

    def test_queues_keep_what_they_hold_for_as_long_as_they_may(self):
        kept = {name: queue.get("MessageRetentionPeriod") for name, queue in self.queues.items()}
        self.assertEqual(kept, dict.fromkeys(self.queues, 14 * 86_400))

    def test_a_courier_has_the_outbound_queue_to_itself(self):
        self.assertEqual(resources()["SenderSource"]["Condition"], "HasSender")
        self.assertNotIn("Condition", resources()["WorkerSource"])
        conditions = template()["Conditions"]
        self.assertEqual(conditions["IsCourierToken"], {"Fn::Equals": [{"Ref": "Egress"}, "courier-token"]})
        self.assertEqual(conditions["HasSender"]["Fn::Or"],
                         [{"Fn::Equals": [{"Ref": "Egress"}, "direct"]}, {"Condition": "IsCourierToken"}])


class Bucket(unittest.TestCase):
    def test_it_is_private_encrypted_and_forgets(self):
        (name,) = resources("AWS::S3::Bucket")
        bucket = properties(name)
        self.assertEqual(set(bucket["PublicAccessBlockConfiguration"].values()), {True})
        self.assertEqual(len(bucket["PublicAccessBlockConfiguration"]), 4)
        self.assertIn("AES256", str(bucket["BucketEncryption"]))
        self.assertEqual(bucket["OwnershipControls"]["Rules"], [{"ObjectOwnership": "BucketOwnerEnforced"}])
        rules = bucket["LifecycleConfiguration"]["Rules"]
        self.assertTrue(any("AbortIncompleteMultipartUpload" in rule for rule in rules))
        expiring = [rule for rule in rules if "ExpirationInDays" in rule]
        self.assertEqual([(rule["Prefix"], rule["ExpirationInDays"]) for rule in expiring],
                         [("media/", {"Ref": "RetentionDays"}), ("sent/", {"Ref": "RetentionDays"}),
                          ("matching/open-texts", 30)])
        self.assertEqual([rule.get("NoncurrentVersionExpiration") for rule in expiring], [{"NoncurrentDays": 1}] * 3,
                         "what is erased does not stay as an old version")
        objects = (ROOT / "functions/worker/src/attachment/objects.rs").read_text()
        self.assertIn('format!("media/{}/{}"', objects, "the prefix is where the worker puts files")
        sent = (ROOT / "shared/app/src/questions/picture.rs").read_text()
        self.assertIn('format!("sent/{question}/{}.jpg"', sent, "the prefix is where pictures to be sent lie")
        snapshot = (ROOT / "shared/app/src/groups/snapshot.rs").read_text()
        self.assertIn('OBJECT: &str = "matching/open-texts"', snapshot, "the name is where the worker puts it")

    def test_every_version_of_the_audits_heads_is_kept(self):
        (name,) = resources("AWS::S3::Bucket")
        self.assertEqual(properties(name)["VersioningConfiguration"], {"Status": "Enabled"})
        rules = properties(name)["LifecycleConfiguration"]["Rules"]
        ending = [rule for rule in rules if {"ExpirationInDays", "NoncurrentVersionExpiration"} & set(rule)]
        self.assertEqual({rule["Prefix"] for rule in ending}, {"media/", "sent/", "matching/open-texts"})
        source = (ROOT / "shared/app/src/audit/witness.rs").read_text()
        self.assertIn('format!("audit-heads/{hour}.json")', source, "the prefix is where the ticker puts them")

    def test_nobody_reads_it_without_tls(self):
        (policy,) = resources("AWS::S3::BucketPolicy").values()
        (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]
        self.assertEqual(statement["Effect"], "Deny")
        self.assertEqual(statement["Condition"], {"Bool": {"aws:SecureTransport": "false"}})
        self.assertEqual(statement["Resource"],
                         [{"Fn::GetAtt": ["BlobBucket", "Arn"]}, {"Fn::Sub": "${BlobBucket.Arn}/*"}])


class Functions(unittest.TestCase):
    def test_all_five_run_the_same_way(self):
        self.assertEqual(set(resources("AWS::Serverless::Function")),
                         {f"{name.title()}Function" for name in FUNCTIONS})
        shared = template()["Globals"]["Function"]
        self.assertEqual((shared["Runtime"], shared["Handler"]), ("provided.al2023", "bootstrap"))
        self.assertEqual(shared["Architectures"], [{"Ref": "Architecture"}])
        self.assertEqual((shared["LoggingConfig"]["LogFormat"], shared["LoggingConfig"]["SystemLogLevel"]),
                         ("JSON", "WARN"))
        for name, function in functions().items():
            self.assertEqual(function["CodeUri"], {"Bucket": {"Ref": "CodeBucket"},
                                                   "Key": {"Fn::Sub": f"${{CodePrefix}}{name}.zip"}})

    def test_every_function_writes_to_its_own_log_group_which_ends(self):
        groups = {name: group["Properties"] for name, group in resources("AWS::Logs::LogGroup").items()}
        self.assertEqual(len(groups), 6)
        for name, group in groups.items():
            self.assertEqual(group["RetentionInDays"], {"Ref": "LogDays"}, name)
        for name, function in functions().items():
            group = groups[function["LoggingConfig"]["LogGroup"]["Ref"]]
            self.assertEqual(group["LogGroupName"], {"Fn::Sub": f"/aws/lambda/${{AWS::StackName}}-{name}"})

    def test_the_webhook_ends_before_the_platform_hangs_up(self):
        self.assertLessEqual(functions()["webhook"]["Timeout"], 5)
        self.assertLessEqual(properties("WebhookIntegration")["TimeoutInMillis"], 5_000)
        reserved = functions()["webhook"]["ReservedConcurrentExecutions"]
        self.assertEqual(branches(reserved), [{"Ref": "ReservedConcurrency"}, {"Ref": "AWS::NoValue"}])
        self.assertEqual(template()["Parameters"]["ReservedConcurrency"]["Default"], 0)

    def test_the_sender_may_run_longer_than_one_job_can_take(self):
        text = (ROOT / "shared/domain/src/delivery.rs").read_text()
        limit = int(re.search(r"SENDING_LIMIT: \w+ = \w+::from_secs\((\d+)\)", text).group(1))
        self.assertGreater(functions()["sender"]["Timeout"], limit)
        self.assertEqual(properties("SenderSource")["BatchSize"], 1)

    def test_the_ticker_ticks_each_minute_and_is_never_behind(self):
        self.assertEqual(properties("TickerSchedule")["ScheduleExpression"], "rate(1 minute)")
        self.assertLess(functions()["ticker"]["Timeout"], 60)
        self.assertEqual(functions()["ticker"]["EventInvokeConfig"],
                         {"MaximumEventAgeInSeconds": 60, "MaximumRetryAttempts": 0})


class WayIn(unittest.TestCase):
    def test_only_these_routes_reach_a_function(self):
        routes = {}
        for route in resources("AWS::ApiGatewayV2::Route").values():
            target = route["Properties"]["Target"]["Fn::Sub"]
            integration = target.removeprefix("integrations/${").removesuffix("}")
            uri = properties(integration)["IntegrationUri"]
            routes[route["Properties"]["RouteKey"]] = uri["Fn::GetAtt"][0]
        self.assertEqual(routes, {
            "GET /wechat": "WebhookFunction", "POST /wechat": "WebhookFunction",
            "ANY /admin": "AdminFunction",
            "ANY /admin/{proxy+}": "AdminFunction", "GET /healthz": "AdminFunction"})

    def test_both_ways_are_throttled_and_callbacks_have_their_own_limit(self):
        stage = properties("Stage")
        for settings in (stage["DefaultRouteSettings"], stage["RouteSettings"]["POST /wechat"]):
            self.assertEqual(set(settings), {"ThrottlingRateLimit", "ThrottlingBurstLimit"})
        self.assertEqual(stage["StageName"], "$default")

    def test_the_access_log_names_nobody(self):
        form = properties("Stage")["AccessLogSettings"]["Format"]
        fields = set(re.findall(r"\$context\.([A-Za-z.]+)", form))
        self.assertEqual(fields, {"requestTimeEpoch", "requestId", "routeKey", "status", "responseLength",
                                  "responseLatency", "integrationErrorMessage"})

    def test_only_the_api_and_the_schedule_may_invoke(self):
        for name, permission in resources("AWS::Lambda::Permission").items():
            it = permission["Properties"]
            if it["Principal"] == "*":
                self.assertEqual(permission["Condition"], "HasFunctionUrls", name)
                self.assertEqual(it["FunctionName"], {"Ref": "WebhookFunction"}, "the console has none")
            else:
                self.assertIn("SourceArn", it, name)
        kinds = {it["Properties"]["Action"] for it in resources("AWS::Lambda::Permission").values()
                 if it.get("Condition") == "HasFunctionUrls"}
        self.assertEqual(kinds, {"lambda:InvokeFunctionUrl", "lambda:InvokeFunction"})

    def test_the_own_domain_is_regional_with_a_certificate(self):
        (configuration,) = properties("Domain")["DomainNameConfigurations"]
        self.assertEqual(configuration, {"EndpointType": "REGIONAL", "SecurityPolicy": "TLS_1_2",
                                         "CertificateArn": {"Ref": "CertificateArn"}})
        for name in ("Domain", "DomainMapping"):
            self.assertEqual(resources()[name]["Condition"], "HasDomain")


if __name__ == "__main__":
    unittest.main()
