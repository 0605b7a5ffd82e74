"""WeRoBot as a second peer: its envelope, its parser, its message types."""

import json
import time
import unittest
import urllib.parse

from werobot.crypto import MessageCrypt
from werobot.messages.events import UnknownEvent
from werobot.messages.messages import TextMessage, UnknownMessage
from werobot.parser import parse_user_msg
from werobot.utils import generate_token, get_signature

from harness.account import openid
from harness.resident import Callback, inner_xml
from interop.running import Running

PICTURES = {"Count": 1, "PicList": {"item": {"PicMd5Sum": "1b5f7c23b5bf75682a53e7b6d163e185"}}}
PLACE = {"Location_X": "23", "Location_Y": "113", "Scale": "15", "Label": "广州市海珠区", "Poiname": "东街"}
CODE = {"ScanType": "qrcode", "ScanResult": "https://www.example.gov.cn/?a=1&b=2"}
# Each kind that WeRoBot knows and a district meets: our fields on the left, WeRoBot's attribute on the right.
MESSAGES = {
    "text": ({"Content": "第一行\n<b>]]>&amp; 😀"}, {"Content": "content"}),
    "image": ({"PicUrl": "http://mmbiz.qpic.cn/a/0?x=1&y=2", "MediaId": "m"}, {"PicUrl": "img"}),
    "voice": ({"MediaId": "m", "Format": "amr", "Recognition": "路灯"},
              {"MediaId": "media_id", "Format": "format", "Recognition": "recognition"}),
    "video": ({"MediaId": "m", "ThumbMediaId": "t"}, {"MediaId": "media_id", "ThumbMediaId": "thumb_media_id"}),
    "shortvideo": ({"MediaId": "m", "ThumbMediaId": "t"}, {"ThumbMediaId": "thumb_media_id"}),
    "location": ({"Location_X": 23.134521, "Location_Y": 113.358803, "Scale": 20, "Label": "位置"},
                 {"Location_X": "location_x", "Location_Y": "location_y", "Scale": "scale", "Label": "label"}),
    "link": ({"Title": "题", "Description": "述", "Url": "https://example.com"},
             {"Title": "title", "Description": "description", "Url": "url"}),
}
EVENTS = {
    "subscribe": ({"EventKey": "qrscene_7", "Ticket": "T"}, {"EventKey": "key", "Ticket": "ticket"}),
    "unsubscribe": ({}, {}),
    "SCAN": ({"EventKey": "7", "Ticket": "T"}, {"EventKey": "key", "Ticket": "ticket"}),
    "LOCATION": ({"Latitude": 23.13, "Longitude": 113.35, "Precision": 119.38},
                 {"Latitude": "latitude", "Longitude": "longitude", "Precision": "precision"}),
    "CLICK": ({"EventKey": "m_hours"}, {"EventKey": "key"}),
    "VIEW": ({"EventKey": "https://www.example.gov.cn/"}, {"EventKey": "key"}),
    "scancode_push": ({"EventKey": "6", "ScanCodeInfo": CODE},
                      {"EventKey": "key", "ScanCodeInfo.ScanResult": "scan_result"}),
    "scancode_waitmsg": ({"EventKey": "6", "ScanCodeInfo": CODE}, {"ScanCodeInfo.ScanType": "scan_type"}),
    "pic_sysphoto": ({"EventKey": "6", "SendPicsInfo": PICTURES}, {"SendPicsInfo.Count": "count"}),
    "location_select": ({"EventKey": "6", "SendLocationInfo": PLACE},
                        {"SendLocationInfo.Label": "label", "SendLocationInfo.Poiname": "poi_name"}),
    "TEMPLATESENDJOBFINISH": ({"MsgID": 200163836, "Status": "failed:user block"}, {"Status": "status"}),
}


class Types(Running):
    """`wenqu decode` and WeRoBot read the same out of the same XML."""

    def decoded(self, xml, *arguments):
        done = self.wenqu.run("decode", *arguments, stdin=xml)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def agree(self, xml, pairs):
        ours, theirs = self.decoded(xml), parse_user_msg(xml)
        self.assertNotIsInstance(theirs, (UnknownMessage, UnknownEvent))
        self.assertEqual(ours["fields"]["FromUserName"], theirs.source)
        self.assertEqual(ours["fields"]["ToUserName"], theirs.target)
        self.assertEqual(int(ours["fields"]["CreateTime"]), theirs.time)
        for path, attribute in pairs.items():
            value = ours["fields"]
            for step in path.split("."):
                value = value[step]
            read = getattr(theirs, attribute)
            self.assertEqual(type(read)(value), read, path)
        return ours, theirs

    def test_messages(self):
        for kind, (fields, pairs) in MESSAGES.items():
            with self.subTest(kind):
                xml = inner_xml(self.account, openid(1), kind, fields).replace("]]>&amp;", "]]]]><![CDATA[>&amp;")
                ours, theirs = self.agree(xml, pairs)
                self.assertEqual((ours["msg_type"], ours["event"]), (theirs.type, None))
                self.assertEqual(ours["fields"]["MsgId"], str(theirs.message_id))

    def test_events(self):
        for name, (fields, pairs) in EVENTS.items():
            with self.subTest(name):
                xml = inner_xml(self.account, openid(1), "event", {"Event": name, **fields})
                ours, theirs = self.agree(xml, pairs)
                self.assertEqual(f"{ours['event'].lower()}_event", theirs.type)

    def test_an_envelope_of_werobot_is_decoded(self):
        xml = inner_xml(self.account, openid(1), "text", {"Content": "你好"})
        callback = self.sealed_by_werobot(xml)
        ours = self.decoded(callback.body, "--query", urllib.parse.urlencode(callback.query))
        self.assertEqual(ours["fields"]["Content"], "你好")

    def test_a_tampered_envelope_is_refused_with_the_reason(self):
        callback = self.sealed_by_werobot(inner_xml(self.account, openid(1), "text", {"Content": "你好"}))
        callback.query["msg_signature"] = "0" * 40
        done = self.wenqu.run("decode", "--query", urllib.parse.urlencode(callback.query), stdin=callback.body)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("signature", done.stderr)

    def sealed_by_werobot(self, xml):
        """The callback that a platform with WeRoBot's crypto would send."""
        timestamp, nonce = str(int(time.time())), generate_token(8)
        envelope = self.crypt().encrypt_message(xml, timestamp, nonce)
        signature = envelope.split("<MsgSignature><![CDATA[")[1].split("]]>")[0]
        query = {"signature": get_signature(self.account.token, timestamp, nonce), "timestamp": timestamp,
                 "nonce": nonce, "encrypt_type": "aes", "msg_signature": signature}
        return Callback(query, envelope)

    def crypt(self):
        return MessageCrypt(self.account.token, self.account.key, self.account.app_id)

    def test_werobot_asks_and_reads_the_reply(self):
        sender = openid(900)
        asked = inner_xml(self.account, sender, "text", {"Content": "1"})
        answer = self.sealed_by_werobot(asked).send(self.wenqu.url)
        self.assertEqual(answer.status, 200)
        fields = {name: answer.body.decode().split(f"<{name}>")[1].split(f"</{name}>")[0]
                  .removeprefix("<![CDATA[").removesuffix("]]>")
                  for name in ("Encrypt", "MsgSignature", "TimeStamp", "Nonce")}
        in_order = (fields[name] for name in ("TimeStamp", "Nonce", "MsgSignature", "Encrypt"))
        xml = self.crypt().decrypt_message(*in_order)
        reply = parse_user_msg(xml)
        self.assertIsInstance(reply, TextMessage)
        self.assertEqual((reply.target, reply.source), (sender, self.account.original_id))
        self.assertGreater(len(reply.content), 5)


if __name__ == "__main__":
    unittest.main()
