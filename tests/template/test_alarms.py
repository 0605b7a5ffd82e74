"""Alarms: at most ten, each tells somebody, watches something that exists and stands in infra/README.md."""

import json
import re
import unittest

from template.reading import INFRA, ROOT, properties, resources, walk

MOST = 10
# Guarantee 1: whatever is down behind it.
ANSWERS_WITHIN_MS = 3_000
# What AWS measures by itself, of what we look at.
MEASURED = {
    "AWS/SQS": {"ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"},
    "AWS/Lambda": {"Errors", "Throttles", "Duration", "Invocations"},
    "AWS/ApiGateway": {"5xx"},
    "AWS/DynamoDB": {"ReadThrottleEvents", "WriteThrottleEvents", "ConsumedReadCapacityUnits",
                     "ConsumedWriteCapacityUnits"},
}


def counted():
    """Names of the metrics that the functions count."""
    sources = [*(ROOT / "functions").glob("*/src/**/*.rs"), *(ROOT / "shared").glob("*/src/**/*.rs")]
    calls = re.compile(r'(?:\bcount|unavailable)\(\s*"([a-z_]+)"')
    return {name for source in sources for name in calls.findall(source.read_text())}


def watched(alarm):
    """Namespace, metric and the names of its dimensions."""
    for _, value in walk(alarm):
        if isinstance(value, dict) and "MetricName" in value:
            yield value["Namespace"], value["MetricName"], [it["Name"] for it in value["Dimensions"]]


class Alarms(unittest.TestCase):
    def setUp(self):
        alarms = resources("AWS::CloudWatch::Alarm").items()
        self.alarms = {name: alarm["Properties"] for name, alarm in alarms}

    def test_there_are_few_and_each_tells_somebody(self):
        self.assertLessEqual(len(self.alarms), MOST)
        for name, alarm in self.alarms.items():
            self.assertEqual(alarm["AlarmActions"], [{"Ref": "AlarmTopic"}], name)
            self.assertTrue(alarm["AlarmDescription"], name)
            # A ticker that never runs measures nothing.
            missing = "breaching" if name == "TickerAlarm" else "notBreaching"
            self.assertEqual(alarm["TreatMissingData"], missing, name)
        self.assertEqual(properties("AlarmEmailSubscription")["Endpoint"], {"Ref": "AlarmEmail"})

    def test_each_watches_what_is_measured(self):
        counts = counted()
        self.assertIn("callback_failed", counts, "the sources were not read")
        for name, alarm in self.alarms.items():
            metrics = list(watched(alarm))
            self.assertTrue(metrics, name)
            for namespace, metric, dimensions in metrics:
                if namespace == "Wenqu":
                    self.assertIn(metric, counts, name)
                    self.assertEqual(dimensions, ["stack"], name)
                else:
                    self.assertIn(metric, MEASURED[namespace], name)

    def test_what_has_to_be_watched_is(self):
        seen = {(space, metric) for alarm in self.alarms.values() for space, metric, _ in watched(alarm)}
        for wanted in [("AWS/SQS", "ApproximateNumberOfMessagesVisible"),
                       ("AWS/SQS", "ApproximateAgeOfOldestMessage"),
                       ("AWS/Lambda", "Throttles"), ("AWS/Lambda", "Duration"),
                       ("AWS/ApiGateway", "5xx"), ("AWS/DynamoDB", "WriteThrottleEvents"),
                       ("Wenqu", "sender_alarm"), ("Wenqu", "ticked")]:
            self.assertIn(wanted, seen)
        watched_queues = {value["Fn::GetAtt"][0] for alarm in self.alarms.values() for _, value in walk(alarm)
                          if isinstance(value, dict) and value.get("Fn::GetAtt", ["", ""])[1] == "QueueName"}
        self.assertEqual(watched_queues, set(resources("AWS::SQS::Queue")))

    def test_the_webhooks_alarm_rings_before_its_limit(self):
        slow = self.alarms["SlowAlarm"]
        self.assertEqual((slow["MetricName"], slow["ExtendedStatistic"]), ("Duration", "p99"))
        self.assertLess(slow["Threshold"], ANSWERS_WITHIN_MS)

    def test_the_readmes_say_of_each_what_to_do(self):
        for file in ("README.md", "README.zh.md"):
            text = (INFRA / file).read_text()
            for alarm in self.alarms.values():
                name = alarm["AlarmName"]["Fn::Sub"].removeprefix("${AWS::StackName}-")
                row = re.search(rf"^\| `{name}` \|(.+)\|(.+)\|$", text, re.M)
                self.assertIsNotNone(row, f"{file} has no row for {name}")

    def test_the_dashboard_is_json_about_our_resources(self):
        body = properties("Dashboard")["DashboardBody"]["Fn::Sub"]
        names = {name.split(".")[0] for name in re.findall(r"\$\{(\w[\w.]*)\}", body)}
        self.assertLessEqual(names, set(resources()))
        widgets = json.loads(re.sub(r"\$\{[^}]+\}", "x", body))["widgets"]
        self.assertGreaterEqual(len(widgets), 5)
        for widget in widgets:
            for namespace, *rest in widget["properties"]["metrics"]:
                if namespace == "Wenqu":
                    self.assertIn(rest[0], counted())
                elif namespace != "...":
                    self.assertIn(rest[0], MEASURED[namespace])


if __name__ == "__main__":
    unittest.main()
