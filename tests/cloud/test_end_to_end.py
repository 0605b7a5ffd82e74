"""A district's afternoon on an emulated AWS: deployed by `wenqu` with IAM enforced, then lived in, mended, changed and
taken down. The functions are the release's; the platform is wechatpy on one side and a fake API on the other."""

import json
import os
import re
import tempfile
import time
import unittest

from cloud.rows import rows
from harness.account import Account, openid
from harness.console import Console
from harness.deployment import TABLES, Deployment
from harness.emulator import Emulator
from harness.fake_api import FakeApi
from harness.resident import Resident, opened, random_string, signature
from harness.http import request
from harness.zips import FUNCTIONS, zip_of

ANSWER = "老年卡在各镇街便民服务中心办理，当天可取。"
# Each takes up to ten seconds; the demo is asked more often, beside other tests (e2e).
TIMES = int(os.environ.get("WENQU_TEST_CONTENT_CHANGES", "6"))
LIVE_WITHIN_S = 15


class EndToEnd(unittest.TestCase):
    """Each test is a step and goes on where the one before it ended."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="wenqu-e2e-")
        cls.addClassCleanup(folder.cleanup)
        cls.api = FakeApi(f"{folder.name}/api.log")
        cls.addClassCleanup(cls.api.close)
        cls.emulator = Emulator(folder.name, auth=True).start()
        cls.addClassCleanup(cls.emulator.stop)
        cls.account = Account()
        cls.stack = Deployment(cls.emulator, folder.name, "wenqu", cls.account, egress="direct", api_base=cls.api.url)
        cls.addClassCleanup(cls.stack.close)
        cls.seen = {}

    def setUp(self):
        self.began = time.monotonic()
        self.addCleanup(lambda: print(f"  {self.shortDescription()}: {time.monotonic() - self.began:.1f} s",
                                      flush=True))

    def resident(self, number):
        return Resident(self.account, self.stack.url, openid(number))

    def until(self, what, within_s=20):
        """Waits until `what()` is true; its value."""
        deadline = time.monotonic() + within_s
        while not (value := what()) and time.monotonic() < deadline:
            time.sleep(0.1)
        self.assertTrue(value)
        return value

    def states(self):
        """Delivery texts and states, as their rows have them."""
        found = (row.body for row in rows(self.stack, "delivery", "D#"))
        return {delivery["content"]["text"]: delivery["state"] for delivery in found}

    def test_00_init(self):
        """wenqu init, without questions"""
        said = self.stack.init(api_base=self.api.url)
        self.assertIn("wenqu deploy", said)

    def test_01_secrets(self):
        """secrets put from standard input"""
        self.stack.put_secrets()
        listed = self.stack.wenqu("secrets", "list")
        self.assertIn("✓ webhook/token", listed)
        self.assertNotIn(self.account.token, listed)

    def test_02_deploy(self):
        """wenqu deploy: the whole stack"""
        said = self.stack.deploy()
        kinds = list(self.stack.resources().values())
        counts = {kind: kinds.count(kind) for kind in
                  ("AWS::DynamoDB::Table", "AWS::SQS::Queue", "AWS::Lambda::Function", "AWS::IAM::Role")}
        self.assertEqual(list(counts.values()), [4, 4, 5, 5], counts)
        print(f"  {len(kinds)} resources", flush=True)
        type(self).link = re.search(r"link\s+https?://[^/\s]+(/admin/sign-up/admin/\w+)\s", said)[1]
        self.assertNotIn(self.account.secret, said)
        self.assertIn("/wechat", said)

    def test_03_the_platform_verifies_the_address(self):
        """the platform verifies the address through the API"""
        timestamp, nonce = str(int(time.time())), random_string(10)
        query = f"timestamp={timestamp}&nonce={nonce}&echostr=hello&signature="
        good = request("GET", f"{self.stack.url}/wechat?{query}{signature(self.account.token, timestamp, nonce)}")
        self.assertEqual((good.status, good.body), (200, b"hello"))
        self.assertEqual(request("GET", f"{self.stack.url}/wechat?{query}{'0' * 40}").status, 403)

    def test_04_callbacks(self):
        """encrypted callbacks by wechatpy: a topic, a question, a repetition"""
        resident = self.resident(1)
        self.assertIn("【今日提醒】", resident.says("1").content)
        xml = resident.message("text", Content="老年卡在哪里办？")
        first = resident.sends(xml)
        self.seen["number"] = re.search(r"Q-\w{6}-\w", opened(self.account, first))[0]
        again = resident.sends(xml)
        self.assertEqual((again.status, again.body), (200, first.body))
        self.assertEqual(len(rows(self.stack, "main", "Q#")), 1)

    def test_05_worker(self):
        """the worker asks for the new follower's profile; the sender fetches it; queues empty"""
        self.until(lambda: self.stack.messages_waiting() == 0)
        self.until(lambda: not rows(self.stack, "main", "JOB#"))
        profile = next(row.body for row in rows(self.stack, "main", "F#") if row.sk == "P")
        self.assertEqual(profile["openid"], openid(1))

    def test_06_console(self):
        """the first administrator signs up by the link over the API, signs in, sees the question and answers it"""
        console = type(self).console = Console(self.stack.url)
        type(self).password = random_string(16)
        key = console.sign_up(self.link, self.password)
        type(self).totp = key
        cookie = console.sign_in("admin", self.password, key)
        self.assertTrue(cookie.startswith("__Host-") and "Secure" in cookie and "HttpOnly" in cookie, cookie)
        [question] = console.questions()
        self.assertIn(self.seen["number"], console.get(f"/admin/questions/{question}"))
        console.answer(question, ANSWER)

    def test_07_sender(self):
        """the sender delivers the answer to the platform, once"""
        self.until(lambda: self.states().get(ANSWER) == "delivered")
        self.assertEqual([text for text in self.api.texts() if ANSWER in text], [ANSWER])
        self.assertEqual(self.console.questions(), [])

    def test_08_handed_over(self):
        """an answer outside the window rides on the next reply"""
        self.api.mode = "45015"
        self.addCleanup(setattr, self.api, "mode", "ok")
        self.resident(2).says("残疾人证在哪里年审？")
        [question] = self.console.questions()
        self.console.answer(question, "残疾人证在区残联年审。")
        self.until(lambda: self.api.texts("answered").count("残疾人证在区残联年审。") == 1)
        self.until(lambda: self.states()["残疾人证在区残联年审。"] == "due")
        self.assertIn("残疾人证在区残联年审。", self.resident(2).says("2").content)
        self.assertEqual(self.states()["残疾人证在区残联年审。"], "handed_over")

    def test_09_ticker(self):
        """what the unreachable platform did not take is sent by the ticker's next tick"""
        self.resident(3).says("公积金怎么提取？")
        [question] = self.console.questions()
        self.api.down()
        self.addCleanup(lambda: "公积金在手机上提取。" in self.api.texts() or self.api.up())
        self.console.answer(question, "公积金在手机上提取。")
        self.until(lambda: self.states()["公积金在手机上提取。"] == "due" and self.stack.messages("outbound.fifo") == 0)
        self.api.up()

        def sent():
            self.stack.invoke("ticker", {})
            return "公积金在手机上提取。" in self.api.texts()
        self.until(sent, within_s=60)
        self.until(lambda: self.states()["公积金在手机上提取。"] == "delivered")

    def test_10_dead_letters(self):
        """a job whose worker may not touch its table ends in the dead-letter queue; dead retry brings it back"""
        role, policy = "wenqu-worker", "nothing-for-a-while"
        deny = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "dynamodb:*", "Resource": "*"}]}
        url = self.stack.queue_url("jobs")
        kept = self.stack.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["RedrivePolicy"])
        redrive = {**json.loads(kept["Attributes"]["RedrivePolicy"]), "maxReceiveCount": 1}
        self.stack.iam.put_role_policy(RoleName=role, PolicyName=policy, PolicyDocument=json.dumps(deny))
        self.stack.sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": json.dumps(redrive)})
        self.assertIn("今日提醒", self.resident(4).says("0").content)
        self.until(lambda: self.stack.messages("jobs-dead") >= 1, within_s=40)
        listed = json.loads(self.stack.wenqu("dead", "list", "--json"))
        self.assertEqual(listed["queues"]["wenqu-jobs-dead"], 1)
        self.stack.iam.delete_role_policy(RoleName=role, PolicyName=policy)
        self.stack.sqs.set_queue_attributes(QueueUrl=url, Attributes=kept["Attributes"])
        self.assertIn("1 条消息", self.stack.wenqu("dead", "retry", "--all"))
        self.until(lambda: self.stack.messages_waiting() == 0 and self.stack.messages("jobs-dead") == 0)
        self.until(lambda: not rows(self.stack, "main", "JOB#"))

    def test_11_dead_jobs(self):
        """a job that can't be read is given up, listed, and does not come back"""
        self.stack.sqs.send_message(QueueUrl=self.stack.queue_url("jobs"), MessageBody="not a job")
        self.until(lambda: rows(self.stack, "main", "DEAD"))
        listed = json.loads(self.stack.wenqu("dead", "list", "--json"))
        self.assertEqual([job["work"] for job in listed["jobs"]], [None])
        self.assertIn("can't be read", self.stack.wenqu("dead", "retry", listed["jobs"][0]["id"], expect=1))

    def test_12_content(self):
        """category 3 is changed in the console several times; residents read it within 15 s each time"""
        worst = 0
        for n in range(TIMES):
            body = f"第 {n} 次改动：12 路恢复停靠中山路口。"
            for page, form, changes in (("topics/3", "/topics/3", {"body.zh": body}),
                                        ("review", "/review/publish", {"why": "测试"})):
                answer = self.console.press(f"/admin/content/{page}", form, **changes)
                self.assertEqual(answer.status, 303, re.findall("field-error.*", answer.body.decode()))
            published = time.monotonic()
            self.until(lambda: body in self.resident(5).says("3").content, LIVE_WITHIN_S)
            worst = max(worst, time.monotonic() - published)
        print(f"  read {TIMES} times, after at most {worst:.2f} s", flush=True)
        self.assertLess(worst, LIVE_WITHIN_S)

    def test_13_update(self):
        """an update of the stack: other settings and other code, the same data"""
        before = {table: len(rows(self.stack, table)) for table in TABLES}
        self.stack.write_settings(egress="direct", api_base=self.api.url, burst_minutes=5, memory_mb=512)
        said = self.stack.deploy(test_clock=True)
        self.assertIn("WebhookFunction", said)
        config = self.stack.functions.get_function_configuration(FunctionName="wenqu-webhook")
        self.assertEqual((config["MemorySize"], config["Environment"]["Variables"]["WENQU_BURST_MINUTES"]), (512, "5"))
        self.assertEqual({table: len(rows(self.stack, table)) for table in ("main", "published")},
                         {table: before[table] for table in ("main", "published")})
        self.assertIn(self.seen["number"], self.resident(1).says("查进度").content)
        self.stack.deploy()
        self.assertIn("【今日提醒】", self.resident(1).says("1").content)
        self.assertIn("没有变化", self.stack.deploy())
        self.put_into("worker", "ticker")
        self.assertIn("worker 运行的不是上次部署的代码", self.stack.deploy())
        # The emulator says that functions are ready a moment after their stack is.
        self.until(lambda: "[ok]" in self.stack.wenqu("doctor", "--only", "AWS-03", expect=None))
        self.assertIn("没有变化", self.stack.deploy())

    def put_into(self, function, other):
        """Somebody puts another function's code into one, past CloudFormation."""
        config = self.stack.functions.update_function_code(
            FunctionName=f"wenqu-{function}", ZipFile=zip_of(other).read_bytes())
        while config.get("LastUpdateStatus") == "InProgress":
            time.sleep(0.1)
            config = self.stack.functions.get_function_configuration(FunctionName=f"wenqu-{function}")

    def test_14_logs(self):
        """logs hold no resident's words, openids, tokens or secrets"""
        lines = []
        for function in FUNCTIONS:
            group = f"/aws/lambda/wenqu-{function}"
            events = self.stack.logs.get_paginator("filter_log_events").paginate(logGroupName=group)
            lines += [event["message"] for page in events for event in page["events"]]
        self.assertGreater(len(lines), 20)
        text = "\n".join(lines) + self.emulator.log()
        for secret in (ANSWER, "老年卡", "公积金", openid(1)[-12:], self.account.token, self.account.key,
                       self.account.secret, "fake-token", self.password, self.totp, self.link[-20:]):
            self.assertNotIn(secret, text)

    def test_15_status(self):
        """wenqu status sees the functions, the queues and the tables"""
        said = self.stack.wenqu("status")
        for name in FUNCTIONS:
            self.assertIn(name, said)

    def test_16_destroy(self):
        """wenqu destroy: exported, then everything is gone"""
        export = self.stack.folder / "export"
        self.stack.s3.put_object(Bucket=self.stack.bucket(), Key="media/2026/11/picture", Body=b"picture")
        self.stack.wenqu("destroy", "--yes", "--stack", "wenqu", "--export", str(export))
        self.assertEqual((export / "blobs/media/2026/11/picture").read_bytes(), b"picture")
        words = "".join(file.read_text(encoding="utf-8") for file in export.glob("*.jsonl"))
        self.assertIn("老年卡在哪里办", words)
        self.assertFalse(self.stack.exists())
        tables = self.stack.dynamodb.list_tables()["TableNames"]
        queues = self.stack.sqs.list_queues().get("QueueUrls", [])
        functions = self.stack.functions.list_functions()["Functions"]
        secrets = self.stack.ssm.describe_parameters()["Parameters"]
        buckets = self.stack.s3.list_buckets()["Buckets"]
        self.assertEqual((tables, queues, functions, secrets, buckets), ([], [], [], [], []))


if __name__ == "__main__":
    unittest.main()
