"""What wechatpy signs or encrypts with something wrong is refused: no body, nothing stored."""

import dataclasses
import pathlib
import time
import unittest

from harness.account import Account
from harness.http import request
from harness.resident import seal
from interop.running import Running

DTD = '<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def flip(text, index):
    """`text` with another base64 character at `index`."""
    return text[:index] + ("A" if text[index] != "A" else "B") + text[index + 1:]


class Refused(Running):
    """Secure mode: each refusal has the same shape, whatever was wrong."""

    account = Account(mode="secure")

    def refused(self, callback, text, statuses=(403,)):
        answer = callback.send(self.wenqu.url)
        self.assertIn(answer.status, statuses)
        self.assertEqual(answer.body, b"")
        self.assertEqual(self.asked(text), 0)

    def callback(self, text, account=None, **more):
        """A question by somebody new, to `account` and sealed with its credentials."""
        resident = self.resident()
        resident.account = account or self.account
        return seal(resident.account, resident.message("text", Content=text), resident.openid, **more)

    def other(self, **changes):
        return dataclasses.replace(self.account, **changes)

    def test_the_right_one_is_accepted(self):
        answer = self.callback("拒绝：正确的？").send(self.wenqu.url)
        self.assertEqual((answer.status, self.asked("拒绝：正确的？")), (200, 1))

    def test_wrong_token(self):
        question = "拒绝：口令？"
        self.refused(self.callback(question, self.other(token="anotherToken")), question)

    def test_wrong_key(self):
        question = "拒绝：密钥？"
        self.refused(self.callback(question, self.other(key=self.account.key[::-1])), question)

    def test_wrong_app_id(self):
        question = "拒绝：应用？"
        self.refused(self.callback(question, self.other(app_id="wx0000000000000000")), question)

    def test_wrong_original_id(self):
        question = "拒绝：原始？"
        self.refused(self.callback(question, self.other(original_id="gh_ffffffffffff")), question)

    def test_tampered_ciphertext(self):
        callback = self.callback("拒绝：篡改？")
        start = callback.body.index("<Encrypt>") + len("<Encrypt><![CDATA[")
        for index in (start, start + 40, start + 100):
            with self.subTest(index=index - start):
                tampered = dataclasses.replace(callback, body=flip(callback.body, index))
                self.refused(tampered, "拒绝：篡改？")

    def test_tampered_query(self):
        for name in ("msg_signature", "timestamp", "nonce"):
            with self.subTest(name):
                callback = self.callback("拒绝：查询？")
                old = callback.query[name]
                callback.query[name] = old[:-1] + ("1" if old[-1] != "1" else "2")
                self.refused(callback, "拒绝：查询？")

    def test_stale_and_future_timestamps(self):
        for age in (-3600, 3600):
            with self.subTest(age=age):
                callback = self.callback("拒绝：过期？", timestamp=int(time.time()) - age)
                self.refused(callback, "拒绝：过期？")

    def test_missing_parameters(self):
        for name in ("msg_signature", "timestamp", "nonce", "encrypt_type"):
            with self.subTest(name):
                callback = self.callback("拒绝：缺失？")
                del callback.query[name]
                self.refused(callback, "拒绝：缺失？", (400, 403))

    def test_downgrade_to_plain(self):
        self.refused(self.callback("拒绝：降级？", mode="plain"), "拒绝：降级？")

    def test_downgrade_with_a_plain_body_under_a_leaked_query(self):
        leaked = self.callback("1")
        resident = self.resident()
        leaked.body = resident.message("text", Content="拒绝：泄露？")
        self.refused(leaked, "拒绝：泄露？")
        del leaked.query["encrypt_type"], leaked.query["msg_signature"]
        self.refused(leaked, "拒绝：泄露？", (400, 403))

    def test_document_type_inside_and_outside(self):
        outside = self.callback("拒绝：外部？")
        outside.body = DTD + outside.body
        self.refused(outside, "拒绝：外部？", (400, 403))
        resident = self.resident()
        inside = seal(self.account, DTD + resident.message("text", Content="拒绝：&a;内部？"), resident.openid)
        answer = inside.send(self.wenqu.url)  # signed: never an error to the platform, kept raw for staff
        self.assertEqual((answer.status, answer.body.decode()), (200, "success"))
        self.assertEqual(self.asked(pathlib.Path("/etc/hostname").read_text(encoding="utf-8").strip()), 0)

    def test_broken_outer_xml(self):
        for body in ("", "<xml>", "{}", "<xml><Encrypt>a</Encrypt><Encrypt>b</Encrypt></xml>"):
            with self.subTest(body):
                callback = self.callback("拒绝：坏的？")
                callback.body = body
                self.refused(callback, "拒绝：坏的？", (400, 403))

    def test_too_long(self):
        callback = self.callback("拒绝：长？")
        callback.body += " " * (256 * 1024)
        self.refused(callback, "拒绝：长？", (413,))

    def test_address_verification_with_a_wrong_signature(self):
        query = f"signature={'0' * 40}&timestamp={int(time.time())}&nonce=1&echostr=12345"
        answer = request("GET", f"{self.wenqu.url}/wechat?{query}")
        self.assertEqual((answer.status, answer.body), (403, b""))


if __name__ == "__main__":
    unittest.main()
