"""An officer in a browser, as far as forms and a cookie go."""

import html
import re
import urllib.parse

from harness.http import request


class Console:
    """A session of the console at `url`."""

    def __init__(self, url):
        self.url, self.cookie = url, ""

    def sign_in(self, login, password):
        """Signs in by the form."""
        answer = self.post("/admin/sign-in", {"login": login, "password": password})
        assert answer.status == 303, f"sign-in: {answer.status} {answer.body[:300]!r}"
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
