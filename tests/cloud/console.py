"""An officer in a browser, as far as forms and a cookie go."""

import html
import re
import time
import urllib.parse

from harness import totp
from harness.http import request


class Console:
    """A session of the console at `url`."""

    def __init__(self, url):
        self.url, self.cookie = url, ""

    def sign_up(self, link, password):
        """Signs up by a one-time link; gives the phone's key. The session of it is left."""
        answer = self.post(link, {"password": password})
        assert answer.status == 303, f"password: {answer.status} {answer.body[:300]!r}"
        key = totp.key_on(self.get(answer.headers["location"]))
        # The step before: the next code is then fresh at once.
        done = self.post(f"{link}/code", {"code": totp.code(key, time.time() - totp.STEP_SECONDS)})
        assert done.status == 201, f"code: {done.status} {done.body[:300]!r}"
        return key

    def sign_in(self, login, password, key=None):
        """Signs in by the forms, with the phone's code where the account has one."""
        answer = self.post("/admin/sign-in", {"login": login, "password": password})
        assert answer.status == 303, f"sign-in: {answer.status} {answer.body[:300]!r}"
        if key:
            self.cookie = answer.headers["set-cookie"].split(";")[0]
            answer = self.post("/admin/sign-in/code", {"code": totp.code(key)})
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
