"""A demo and headless Chromium for each test class; whatever goes wrong in a page fails its test."""

import os
import pathlib
import re
import tempfile
import unittest

from playwright.sync_api import Error, sync_playwright

from harness.account import Account
from harness.binary import Wenqu

SCREENSHOTS = pathlib.Path(__file__).parents[1] / "screenshots"
# Nothing but the page itself may use the network.
QUIET = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]
DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}


# Attempts at a picture: a busy Chromium sometimes can't take one ("Unable to capture screenshot").
ATTEMPTS = 3


def picture(of, name, **options):
    """A screenshot of a page or an element, for a person to look at; what is on it was checked otherwise."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            of.screenshot(path=SCREENSHOTS / f"{name}.png", **options)
            return
        except Error as error:
            if "Unable to capture screenshot" not in str(error) or attempt == ATTEMPTS:
                raise


class Browsing(unittest.TestCase):
    """An empty demo; `page` opens a page in a browser profile of its own."""

    @classmethod
    def setUpClass(cls):
        chromium = os.environ.get("WENQU_TEST_CHROMIUM")
        assert chromium, "WENQU_TEST_CHROMIUM is not set: run ./tests/run browser"
        folder = tempfile.TemporaryDirectory(prefix="wenqu-browser-")
        cls.addClassCleanup(folder.cleanup)
        cls.demo = cls.enterClassContext(Wenqu("demo", folder.name, Account(), "--empty"))
        cls.password = re.search(r"密码 (\S+)", cls.demo.log())[1]
        playwright = cls.enterClassContext(sync_playwright())
        cls.chromium = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        cls.addClassCleanup(cls.chromium.close)
        SCREENSHOTS.mkdir(exist_ok=True)

    def page(self, path, size=None, **options):
        """A page at `path`; errors and requests to other hosts are collected in `wrong`."""
        context = self.chromium.new_context(viewport=size or DESKTOP, locale="zh-CN", **options)
        self.addCleanup(context.close)
        page = context.new_page()
        page.set_default_timeout(10_000)
        self.wrong = getattr(self, "wrong", [])
        page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        page.on("console", lambda line: line.type == "error" and self.wrong.append(f"console: {line.text}"))
        page.on("request", lambda request: self.is_ours(request.url) or self.wrong.append(f"left: {request.url}"))
        page.goto(self.demo.url + path)
        return page

    def is_ours(self, url):
        return url.startswith((self.demo.url, "data:", "blob:", "about:"))

    def tearDown(self):
        self.assertEqual(getattr(self, "wrong", []), [])

    def officer(self, size=None, **options):
        """The console, signed in."""
        page = self.page("/admin", size, **options)
        page.fill("#login", "zhang")
        page.fill("#password", self.password)
        page.click("button.primary")
        page.wait_for_url("**/admin/inbox*")
        return page

    def fits(self, page, name):
        """Nothing sticks out sideways; a screenshot is kept for a person to look at."""
        widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        picture(page, name)
        self.assertLessEqual(widths[0], widths[1], name)
