"""The courier with the credentials that a district gives it: a user with the managed policy of the template and nothing
else, IAM enforced. It does its job in both modes, and is denied everything else."""

import tempfile
import time
import unittest

from cloud.rows import rows
from cloud.test_iam import NOBODY, Rights
from harness.account import Account, openid
from harness.courier import Courier
from harness.deployment import Deployment
from harness.emulator import Emulator
from harness.fake_api import FakeApi
from harness.officer import Officer
from harness.resident import Resident


class CourierRights(unittest.TestCase):
    """Each test is a step and goes on where the one before it ended."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="wenqu-courier-")
        cls.addClassCleanup(cls.folder.cleanup)
        cls.api = FakeApi(f"{cls.folder.name}/api.log")
        cls.addClassCleanup(cls.api.close)
        cls.emulator = Emulator(cls.folder.name, auth=True).start()
        cls.addClassCleanup(cls.emulator.stop)
        cls.account = Account()
        cls.stack = Deployment(cls.emulator, cls.folder.name, "duty", cls.account, egress="courier",
                               api_base=cls.api.url)
        cls.addClassCleanup(cls.stack.close)
        for name, value in {"token": cls.account.token, "encoding_aes_key": cls.account.key}.items():
            cls.stack.wenqu("secrets", "set", name, stdin=f"{value}\n")
        cls.stack.deploy()
        cls.stack.s3.put_object(Bucket=cls.stack.bucket(), Key="media/x", Body=b"x")
        cls.keys = cls.user()
        said = cls.stack.wenqu("token", "issue", "officer-of-the-tests", "--stack", "duty")
        cls.officer = Officer(cls.stack.url, next(word for word in said.split() if len(word) > 30))

    @classmethod
    def user(cls):
        """The district's computer: a user of its own."""
        cls.stack.iam.create_user(UserName="duty-room")
        outputs = cls.stack.cloudformation.describe_stacks(StackName="duty")["Stacks"][0]["Outputs"]
        policy = next(o["OutputValue"] for o in outputs if o["OutputKey"] == "CourierPolicyArn")
        cls.stack.iam.attach_user_policy(UserName="duty-room", PolicyArn=policy)
        made = cls.stack.iam.create_access_key(UserName="duty-room")["AccessKey"]
        return made["AccessKeyId"], made["SecretAccessKey"]

    def courier(self, egress):
        """The courier with that user's keys."""
        world = type("World", (), {"folder": self.folder, "emulator": self.emulator, "account": self.account,
                                   "stack": "duty", "bucket": ""})
        courier = Courier(world, egress, self.api, egress)
        self.addCleanup(courier.close)
        courier.env |= {"AWS_ACCESS_KEY_ID": self.keys[0], "AWS_SECRET_ACCESS_KEY": self.keys[1]}
        return courier.start()

    def until(self, what, courier, within_s=30):
        """Waits until `what()` is true; its value."""
        deadline = time.monotonic() + within_s
        while not (value := what()) and time.monotonic() < deadline:
            time.sleep(0.1)
        self.assertTrue(value, courier.log()[-3000:])
        return value

    def check(self, may, must_not):
        stack = self.stack
        stack.credentials = lambda _: (*self.keys, None)
        rights = Rights(stack, "courier")
        tried = {line: rights.outcome(*line.split(" ", 1)) for line in [*may, *must_not, *NOBODY]}
        self.assertEqual(tried, {**dict.fromkeys(may, "done"), **dict.fromkeys([*must_not, *NOBODY], "denied")})
        print(f"\ncourier: may {', '.join(may)}; denied {', '.join([*must_not, *NOBODY])}", flush=True)

    def ask(self, number, text):
        """A question and a picture; the question's id."""
        resident = Resident(self.account, self.stack.url, openid(number))
        self.assertIn("Q-", resident.says(text).content)
        picture = resident.message("image", PicUrl="http://mmbiz.qpic.cn/x/0", MediaId=f"M{number}")
        self.assertEqual(resident.sends(picture).status, 200)
        return next(item["id"] for item in self.officer.questions() if item["text"].startswith(text))

    def delivery(self, text):
        found = [row.body for row in rows(self.stack, "delivery", "D#")]
        return next((row["state"] for row in found if row["content"]["text"] == text), None)

    def test_1_it_makes_all_calls(self):
        """mode courier: answers, profiles and files, with the AppSecret on that computer alone"""
        courier = self.courier("courier")
        question = self.ask(1, "路灯什么时候修？")
        self.officer.answers(question, "路灯本周修好。")
        self.until(lambda: self.delivery("路灯本周修好。") == "delivered", courier)

        def stored():
            messages = self.officer.thread(question)["messages"]
            return [m["attachment"] for m in messages if (m["attachment"] or {}).get("state") == "stored"]
        self.until(stored, courier, 60)
        said, code = courier.status()
        self.assertEqual((said["at_work"], code), (True, 0))
        self.assertIsNone(said["lease"].get("trouble"))
        names = [p["Name"] for p in self.stack.ssm.describe_parameters()["Parameters"]]
        self.assertNotIn("/wenqu/duty/sender/app_secret", names)
        self.assertEqual(courier.stop(), 0)

    def test_2_rights_of_mode_courier(self):
        """mode courier: what its user may do and what not"""
        self.check(["get delivery", "query delivery", "put delivery", "delete delivery", "receive outbound.fifo",
                    "send outbound.fifo", "send jobs", "write-blob media/y"],
                   ["get main", "query main", "put main", "get published", "get audit", "put audit", "receive jobs",
                    "secrets webhook", "secrets account", "secrets courier", "read-blob media/x",
                    "set-secret courier/access_token"])

    def test_3_it_only_brings_the_token(self):
        """mode courier-token: the same user after the deployment has changed"""
        self.stack.write_settings(egress="courier-token", api_base=self.api.url)
        self.stack.deploy()
        courier = self.courier("courier-token")
        self.until(lambda: courier.status()[0]["at_work"], courier)
        question = self.ask(2, "老年卡在哪里办？")
        self.officer.answers(question, "带身份证。")

        def sent():
            self.stack.invoke("ticker", {})
            return self.delivery("带身份证。") == "delivered"
        self.until(sent, courier, 90)
        self.assertEqual(self.api.texts(), ["路灯本周修好。", "带身份证。"])
        self.assertEqual(self.api.count("token"), 2, "one for each courier")
        self.assertEqual(courier.stop(), 0)

    def test_4_rights_of_mode_courier_token(self):
        """mode courier-token: what its user may do and what not"""
        self.check(["get delivery", "put delivery", "set-secret courier/access_token"],
                   ["query delivery", "delete delivery", "get main", "receive outbound.fifo", "send outbound.fifo",
                    "send jobs", "write-blob media/y", "secrets courier", "secrets sender", "secrets account",
                    "set-secret sender/app_secret"])


if __name__ == "__main__":
    unittest.main()
