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

    def press(self, page, action, **changes):
        """Posts the form of the page at `page` whose action ends in `action`, with all that it holds and these changes."""
        path, fields = form(self.get(page), action)
        return self.post(path, fields | changes)

    def questions(self):
        """Ids of the questions on the inbox's first page."""
        return list(dict.fromkeys(re.findall(r'href="/admin/questions/(\w+)', self.get("/admin/inbox"))))

    def answer(self, question, text):
        """Fills the answer's form in and sends it."""
        answer = self.press(f"/admin/questions/{question}", "/answer", text=text, then="")
        assert answer.status == 303, f"answer: {answer.status} {answer.body[:300]!r}"


def form(page, action):
    """Address and fields of the form in a page's HTML whose action ends in `action`."""
    found = next(part for part in re.findall(r"<form .*?</form>", page, re.S)
                 if re.search(rf'action="[^"]*{action}"', part[:300]))
    fields = dict(re.findall(r'<input [^>]*?name="([^"]+)"[^>]*? value="([^"]*)"', found))
    fields |= dict(re.findall(r'<textarea [^>]*?name="([^"]+)"[^>]*>(.*?)</textarea>', found, re.S))
    for name, options in re.findall(r'<select [^>]*?name="([^"]+)"[^>]*>(.*?)</select>', found, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        fields[name] = chosen[1]
    return re.search(r'action="([^"]+)"', found)[1], {name: html.unescape(value) for name, value in fields.items()}
