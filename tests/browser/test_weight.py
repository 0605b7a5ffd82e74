"""What a first visit of each screen costs over HTTP: bytes as they travel, and requests."""

import os
import unittest

from playwright.sync_api import sync_playwright

from browser.browsing import DESKTOP, QUIET
from browser.screens import SCREENS
from browser.worlds import World

LIMIT_BYTES = 60_000
LIMIT_REQUESTS = 12


class Weight(unittest.TestCase):
    """Each screen in a browser that has been nowhere before. Pictures of residents are not counted."""

    @classmethod
    def setUpClass(cls):
        cls.world = cls.enterClassContext(World("typical"))
        playwright = cls.enterClassContext(sync_playwright())
        cls.chromium = playwright.chromium.launch(executable_path=os.environ["WENQU_TEST_CHROMIUM"], args=QUIET)
        cls.addClassCleanup(cls.chromium.close)

    def weigh(self, screen):
        """Bytes and requests of one visit."""
        context = self.chromium.new_context(viewport=DESKTOP, locale="zh-CN")
        if screen.login:
            context.add_cookies([self.world.cookie(self.chromium, screen.login)])
        page = context.new_page()
        network = context.new_cdp_session(page)
        network.send("Network.enable")
        asked, weighed = {}, []
        network.on("Network.requestWillBeSent", lambda event: asked.update({event["requestId"]: event["request"]["url"]}))
        network.on("Network.loadingFinished", lambda event: weighed.append(
            (asked.get(event["requestId"], ""), event["encodedDataLength"])))
        page.goto(self.world.demo.url + screen.path.format(**self.world.ids), wait_until="load")
        page.wait_for_timeout(150)
        context.close()
        own = [size for url, size in weighed if "/attachments/" not in url]
        return sum(own), len(own)

    def test_every_first_visit_is_light(self):
        weights = {}
        for screen in SCREENS:
            if screen.demo == "typical" and not screen.act:
                weights[screen.name] = self.weigh(screen)
        heaviest = max(weights, key=weights.get)
        print(f"heaviest of {len(weights)} first visits: {heaviest}, {weights[heaviest][0]} bytes, "
              f"{max(n for _, n in weights.values())} requests at most", flush=True)
        for name, (size, requests) in weights.items():
            with self.subTest(name):
                self.assertGreater(size, 8_000, "everything was loaded")
                self.assertGreater(requests, 3)
                self.assertLessEqual(size, LIMIT_BYTES)
                self.assertLessEqual(requests, LIMIT_REQUESTS)


if __name__ == "__main__":
    unittest.main()
