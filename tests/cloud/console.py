"""An officer in a browser, as far as forms and a cookie go."""

import base64
import hashlib
import hmac
import html
import re
import struct
import time
import urllib.parse

from harness.http import request


def code(key, step):
    """The code that a phone shows in a time step (RFC 6238: SHA-1, 6 digits)."""
    digest = hmac.new(base64.b32decode(key), struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset:offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def step_now():
    """The time step of now."""
    return int(time.time()) // 30


class Console:
    """A session of the console at `url`."""

    def __init__(self, url):
        self.url, self.cookie = url, ""

    def sign_up(self, link, password):
        """Signs up by a one-time link; gives the phone's key. The session of it is left."""
        answer = self.post(link, {"password": password})
        assert answer.status == 303, f"password: {answer.status} {answer.body[:300]!r}"
        page = self.get(answer.headers["location"])
        key = re.search(r'class="secret"><code>([A-Z2-7 ]+)<', page)[1].replace(" ", "")
        # The step before: the next code is then fresh at once.
        done = self.post(f"{link}/code", {"code": code(key, step_now() - 1)})
        assert done.status == 201, f"code: {done.status} {done.body[:300]!r}"
        return key

    def sign_in(self, login, password, key=None):
        """Signs in by the forms, with the phone's code where the account has one."""
        answer = self.post("/admin/sign-in", {"login": login, "password": password})
        assert answer.status == 303, f"sign-in: {answer.status} {answer.body[:300]!r}"
        if key:
            self.cookie = answer.headers["set-cookie"].split(";")[0]
            answer = self.post("/admin/sign-in/code", {"code": code(key, step_now())})
            assert answer.status == 303, f"code: {answer.status} {answer.body[:300]!r}"
        self.cookie = answer.headers["set-cookie"].split(";")[0]
        return answer.headers["set-cookie"]

    def get(self, path, expect=200):
        """A page as text."""
        answer = request("GET", self.url + path, headers={"Cookie": self.cookie, "Accept-Language": "zh"})
        assert answer.status == expect, f"{path}: {answer.status} {answer.body[:300]!r}"
        return answer.body.decode()

    def post(self, path, fields):
        """A form of our own pages."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.url, "Cookie": self.cookie}
        return request("POST", self.url + path, urllib.parse.urlencode(fields).encode(), headers)

    def questions(self):
        """Ids of the questions on the inbox's first page."""
        return list(dict.fromkeys(re.findall(r'href="/admin/questions/(\w+)', self.get("/admin/inbox"))))

    def answer(self, question, text):
        """Fills the answer's form in and sends it."""
        page = self.get(f"/admin/questions/{question}")
        form = page[page.index('id="answer"'):]
        hidden = {name: html.unescape(value) for name, value in
                  re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[:form.index("<textarea")])}
        answer = self.post(f"/admin/questions/{question}/answer", {**hidden, "text": text, "then": ""})
        assert answer.status == 303, f"answer: {answer.status} {answer.body[:300]!r}"
