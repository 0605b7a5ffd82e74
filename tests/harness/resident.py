"""A resident seen from the platform: callbacks that wechatpy encrypts and signs, replies that it opens.

The Python here builds the inner XML only; signature, envelope and parsing are wechatpy's.
"""

import dataclasses
import itertools
import time
import urllib.parse

from wechatpy.crypto import WeChatCrypto
from wechatpy.replies import deserialize_reply
from wechatpy.utils import WeChatSigner, random_string

from harness.http import request

message_ids = itertools.count(23_000_000_000_000_000)


def inner_xml(account, sender, kind, fields, created=None, message_id=None):
    """The XML of one message or event, in the order in which the platform writes it."""
    nodes = {"ToUserName": account.original_id, "FromUserName": sender,
             "CreateTime": created or int(time.time()), "MsgType": kind, **fields}
    if kind != "event":
        nodes["MsgId"] = message_id or next(message_ids)
    return f"<xml>{''.join(node(name, value) for name, value in nodes.items())}</xml>"


def node(name, value):
    """One element: numbers plain, text in CDATA, a mapping as children."""
    if isinstance(value, dict):
        return f"<{name}>{''.join(node(*child) for child in value.items())}</{name}>"
    if isinstance(value, (int, float)):
        return f"<{name}>{value}</{name}>"
    return f"<{name}><![CDATA[{value}]]></{name}>"


def signature(*parts):
    """wechatpy's signature of `parts`."""
    signer = WeChatSigner()
    signer.add_data(*parts)
    return signer.signature


@dataclasses.dataclass
class Callback:
    """One POST as the platform makes it: query and body can be tampered with before it is sent."""

    query: dict
    body: str

    def send(self, base_url, timeout=10):
        """The answer: status, headers, body."""
        url = f"{base_url}/wechat?{urllib.parse.urlencode(self.query)}"
        return request("POST", url, self.body.encode(), {"Content-Type": "text/xml"}, timeout)


def seal(account, xml, sender="", mode=None, timestamp=None):
    """A callback with `xml` in the account's mode (or another one)."""
    timestamp, nonce = str(timestamp or int(time.time())), random_string(10)
    query = {"signature": signature(account.token, timestamp, nonce), "timestamp": timestamp,
             "nonce": nonce, "openid": sender}
    mode = mode or account.mode
    if mode == "plain":
        return Callback(query, xml)
    crypto = WeChatCrypto(account.token, account.key, account.app_id)
    envelope = crypto.encrypt_message(xml, nonce, timestamp)
    encrypt = envelope.split("<Encrypt><![CDATA[")[1].split("]]>")[0]
    query |= {"encrypt_type": "aes", "msg_signature": signature(account.token, timestamp, nonce, encrypt)}
    fields = node("ToUserName", account.original_id) + node("Encrypt", encrypt)
    if mode == "compatible":
        return Callback(query, xml.replace("</xml>", node("Encrypt", encrypt) + "</xml>"))
    return Callback(query, f"<xml>{fields}</xml>")


def opened(account, answer):
    """The inner XML of a passive reply, or None for `success` and the empty body."""
    text = answer.body.decode()
    if text in ("", "success"):
        return None
    if "<Encrypt>" not in text:
        return text
    parts = {name: text.split(f"<{name}>")[1].split(f"</{name}>")[0]
             .removeprefix("<![CDATA[").removesuffix("]]>")
             for name in ("MsgSignature", "TimeStamp", "Nonce")}
    crypto = WeChatCrypto(account.token, account.key, account.app_id)
    return crypto.decrypt_message(text, parts["MsgSignature"], parts["TimeStamp"], parts["Nonce"])


class Resident:
    """One follower, by openid."""

    def __init__(self, account, base_url, openid):
        self.account, self.base_url, self.openid = account, base_url, openid

    def message(self, kind, **fields):
        """The inner XML of a message of this resident."""
        return inner_xml(self.account, self.openid, kind, fields)

    def event(self, name, **fields):
        """The inner XML of an event of this resident."""
        return inner_xml(self.account, self.openid, "event", {"Event": name, **fields})

    def sends(self, xml, timeout=10):
        """Sends one callback; the answer with status and body."""
        return seal(self.account, xml, self.openid).send(self.base_url, timeout)

    def says(self, text):
        """Sends a text and gives what wechatpy makes of the reply, None for `success`."""
        answer = self.sends(self.message("text", Content=text))
        assert answer.status == 200, f"callback answered with {answer.status}"
        reply = opened(self.account, answer)
        return reply and deserialize_reply(reply)
