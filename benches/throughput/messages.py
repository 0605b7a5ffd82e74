"""Distinct secure-mode number messages, encrypted once by wechatpy, as raw HTTP requests of one length.

The encryption stands for good; `stamp` signs again with a fresh timestamp, which is all that ages.
"""

import hashlib
import multiprocessing
import pathlib
import random
import time

from wechatpy.crypto import PrpCrypto, WeChatCrypto

from harness.account import Account
from harness.resident import inner_xml

ACCOUNT = Account()
RESIDENTS = 20_000
NUMBERS = "12345"
NONCE = "1234567890"
HEAD = ("POST /wechat?signature={plain}&timestamp={timestamp}&nonce={nonce}&openid={openid}&encrypt_type=aes"
        "&msg_signature={secure} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Mozilla/4.0\r\nContent-Type: text/xml\r\n"
        "Content-Length: {length}\r\n\r\n")


def openid(number):
    """One of the residents; all ids have 28 characters."""
    return f"oBench{number % RESIDENTS:022d}"


def encrypt(span):
    """`Encrypt` of messages `first` to `last`; each has its own resident, number and message id."""
    first, last = span
    crypto = PrpCrypto(WeChatCrypto(ACCOUNT.token, ACCOUNT.key, ACCOUNT.app_id).key)
    created = int(time.time())
    chosen = random.Random(first)
    made = []
    for number in range(first, last):
        xml = inner_xml(ACCOUNT, openid(number), "text", {"Content": chosen.choice(NUMBERS)}, created,
                        24_000_000_000_000_000 + number)
        made.append(crypto.encrypt(xml, ACCOUNT.app_id).decode())
    return made


def encrypt_all(count):
    """`count` distinct messages, made by two processes."""
    step = 10_000
    spans = [(first, min(first + step, count)) for first in range(0, count, step)]
    with multiprocessing.Pool(2) as pool:
        return [text for part in pool.map(encrypt, spans) for text in part]


def sha1_of(*parts):
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def stamp(encrypted, path):
    """Writes all as requests signed now; returns the length of each, the same for all."""
    timestamp = str(int(time.time()))
    plain = sha1_of(ACCOUNT.token, timestamp, NONCE)
    lengths = set()
    with open(path, "w", encoding="ascii") as file:
        for number, text in enumerate(encrypted):
            body = (f"<xml><ToUserName><![CDATA[{ACCOUNT.original_id}]]></ToUserName>"
                    f"<Encrypt><![CDATA[{text}]]></Encrypt></xml>")
            secure = sha1_of(ACCOUNT.token, timestamp, NONCE, text)
            request = HEAD.format(plain=plain, timestamp=timestamp, nonce=NONCE, openid=openid(number),
                                  secure=secure, length=len(body)) + body
            lengths.add(len(request))
            file.write(request)
    assert len(lengths) == 1, f"requests differ in length: {lengths}"
    assert pathlib.Path(path).stat().st_size == lengths.copy().pop() * len(encrypted)
    return lengths.pop()
