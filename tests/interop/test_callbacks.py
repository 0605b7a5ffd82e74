"""wechatpy encrypts and signs; we accept, and wechatpy opens our replies. In all three modes."""

import time
import unittest
import urllib.parse

from wechatpy.replies import TextReply, deserialize_reply

from harness.account import Account
from harness.http import request
from harness.resident import opened, seal, signature
from interop.running import Running

# A question's number as people see it.
NUMBER = r"Q-[0-9A-Z]{6}-[0-9A-Z]"
# Kinds whose reply is never shown carry none.
SILENT_EVENTS = {"unsubscribe": {}, "VIEW": {"EventKey": "https://www.example.gov.cn/"},
                 "LOCATION": {"Latitude": 30.5, "Longitude": 104.1, "Precision": 40.0},
                 "TEMPLATESENDJOBFINISH": {"MsgID": 200163836, "Status": "success"},
                 "some_event_of_next_year": {"Unheard": {"Of": "yes"}}}
MESSAGES = {
    "image": {"PicUrl": "http://mmbiz.qpic.cn/a/0", "MediaId": "media-1"},
    "voice": {"MediaId": "media-2", "Format": "amr", "Recognition": "路灯坏了"},
    "video": {"MediaId": "media-3", "ThumbMediaId": "media-4"},
    "location": {"Location_X": 30.57, "Location_Y": 104.06, "Scale": 16, "Label": "东街 1 号"},
    "link": {"Title": "题", "Description": "述", "Url": "https://example.com/"},
    "file": {"Title": "a.pdf", "Description": "", "FileKey": "k", "FileMd5": "m", "FileTotalLen": 9},
}


class Accepted:
    """What holds in every mode."""

    def test_the_address_is_verified_with_the_plain_echo(self):
        timestamp, nonce, echo = str(int(time.time())), "271828", "5375364521834578912"
        query = urllib.parse.urlencode({"signature": signature(self.account.token, timestamp, nonce),
                                        "timestamp": timestamp, "nonce": nonce, "echostr": echo})
        answer = request("GET", f"{self.wenqu.url}/wechat?{query}")
        self.assertEqual((answer.status, answer.body.decode()), (200, echo))

    def test_a_number_is_answered_and_wechatpy_reads_the_reply(self):
        resident = self.resident()
        reply = resident.says("1")
        self.assertIsInstance(reply, TextReply)
        self.assertEqual((reply.target, reply.source), (resident.openid, self.account.original_id))
        self.assertGreater(len(reply.content), 5)
        self.assertAlmostEqual(int(reply.time), time.time(), delta=30)

    def test_a_question_gets_a_receipt_with_its_number_and_waits(self):
        text = f"{self.account.mode} 模式：垃圾什么时候清运？"
        reply = self.resident().says(text)
        self.assertRegex(reply.content, NUMBER)
        self.assertEqual(self.asked(text), 1)

    def test_a_retry_gets_the_same_reply_and_has_no_second_effect(self):
        text = f"{self.account.mode} 模式：重试的问题？"
        resident = self.resident()
        xml = resident.message("text", Content=text)
        replies = [opened(self.account, resident.sends(xml)) for _ in range(3)]
        self.assertEqual(len(set(replies)), 1)
        self.assertIsNotNone(replies[0])
        self.assertEqual(self.asked(text), 1)

    def test_following_is_greeted(self):
        resident = self.resident()
        answer = resident.sends(resident.event("subscribe", EventKey="qrscene_hall-3", Ticket="t"))
        reply = deserialize_reply(opened(self.account, answer))
        self.assertEqual((reply.type, reply.target), ("text", resident.openid))

    def test_every_kind_of_message_is_taken(self):
        for kind, fields in MESSAGES.items():
            with self.subTest(kind):
                resident = self.resident()
                answer = resident.sends(resident.message(kind, **fields))
                self.assertEqual(answer.status, 200)
                reply = deserialize_reply(opened(self.account, answer))
                self.assertEqual((reply.type, reply.target), ("text", resident.openid))

    def test_events_whose_reply_is_not_shown_carry_none(self):
        for name, fields in SILENT_EVENTS.items():
            with self.subTest(name):
                resident = self.resident()
                answer = resident.sends(resident.event(name, **fields))
                self.assertEqual((answer.status, opened(self.account, answer)), (200, None))

    def test_control_characters_do_not_make_the_account_out_of_service(self):
        text = f"{self.account.mode} 电\x08话\x1f？"
        reply = self.resident().says(text)
        self.assertRegex(reply.content, NUMBER)
        self.assertEqual(self.asked(f"{self.account.mode} 电话？"), 1)

    def test_markup_in_a_message_stays_text(self):
        text = f"{self.account.mode} a]]>b<c>&amp; ？"
        resident = self.resident()
        xml = resident.message("text", Content="x").replace("[x]", "[" + text.replace("]]>", "]]]]><![CDATA[>") + "]")
        self.assertEqual(resident.sends(xml).status, 200)
        self.assertEqual(self.asked(text), 1)


class Secure(Accepted, Running):
    """Encrypted only."""

    account = Account(mode="secure")

    def test_the_reply_is_encrypted_and_signed(self):
        resident = self.resident()
        answer = resident.sends(resident.message("text", Content="1"))
        self.assertIn("<Encrypt>", answer.body.decode())
        self.assertNotIn("Content", answer.body.decode())
        self.assertIn("<Content>", opened(self.account, answer))


class Compatible(Accepted, Running):
    """Plain fields beside the encrypted ones: only the encrypted ones count."""

    account = Account(mode="compatible")

    def test_plain_fields_are_ignored(self):
        resident = self.resident()
        callback = seal(self.account, resident.message("text", Content="兼容：真的问题？"), resident.openid)
        callback.body = callback.body.replace("真的", "假的")
        self.assertEqual(callback.send(self.wenqu.url).status, 200)
        self.assertEqual((self.asked("兼容：真的问题？"), self.asked("兼容：假的问题？")), (1, 0))


class Plain(Accepted, Running):
    """Nothing encrypted."""

    account = Account(mode="plain")


if __name__ == "__main__":
    unittest.main()
