"""Looks at screens: in each language, size of type and width their words are on them, axe finds nothing, nor do we."""

import itertools
import os
import pathlib
import time
import unittest

from playwright.sync_api import sync_playwright

from browser import checks
from browser.browsing import DESKTOP, PHONE, QUIET, SCREENSHOTS, picture
from browser.worlds import FRESH_S, World

LANGUAGES = ("zh", "en")
SIZES = ("normal", "large")
WIDTHS = {"desktop": DESKTOP, "phone": PHONE}
# Smallest target, in pixels.
TARGET = {"normal": 44, "large": 60}
NARROW = {"width": 320, "height": 640}
# 1366 × 768 at 200 %.
ZOOMED = {"width": 683, "height": 384}


class Looking:
    """One browser; a page for each demo, officer, language and size, used again for the next screens."""

    screens: list

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        names = {screen.demo for screen in cls.screens}
        cls.worlds = {name: cls.enterClassContext(World(name)) for name in sorted(names)}
        playwright = cls.enterClassContext(sync_playwright())
        cls.chromium = playwright.chromium.launch(executable_path=os.environ["WENQU_TEST_CHROMIUM"], args=QUIET)
        cls.addClassCleanup(cls.chromium.close)
        cls.axe = pathlib.Path(os.environ["WENQU_TEST_AXE"]).read_text("utf-8")
        cls.pages = {}
        SCREENSHOTS.mkdir(exist_ok=True)

    def page(self, screen, language, size):
        """A browser that has chosen language and size, with the officer signed in."""
        key = (screen.demo, screen.login, language, size)
        page, opened_at = self.pages.get(key, (None, 0))
        if page and time.monotonic() - opened_at >= FRESH_S:
            page.context.close()
            page = None
        if not page:
            world = self.worlds[screen.demo]
            context = self.chromium.new_context(viewport=DESKTOP, locale="zh-CN")
            context.add_init_script(self.axe)
            url = world.demo.url
            context.add_cookies([{"name": "wenqu_lang", "value": language, "url": url},
                                 {"name": "wenqu_size", "value": size, "url": url}])
            if screen.login:
                context.add_cookies([world.cookie(self.chromium, screen.login)])
            page = context.new_page()
            page.set_default_timeout(10_000)
            page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
            page.on("console", lambda line: self.said(line))
            self.pages[key] = page, time.monotonic()
        return page

    def said(self, line):
        """What the browser complains about; that a page answers 404 or 422 is what some screens are."""
        if line.type == "error" and "status of 4" not in line.text:
            self.wrong.append(f"console: {line.text}")

    def look(self, screen):
        """All forms of a screen."""
        self.wrong = []
        world = self.worlds[screen.demo]
        for language, size in itertools.product(LANGUAGES, SIZES):
            page = self.page(screen, language, size)
            page.set_viewport_size(DESKTOP)
            page.goto(world.demo.url + screen.path.format(**world.ids))
            if screen.act:
                screen.act(page, world)
            form = f"{language}, {size}"
            words = screen.zh if language == "zh" else screen.en
            self.assertIn(words, page.locator("main").inner_text(), form)
            self.assertEqual(page.evaluate("[document.documentElement.lang, document.documentElement.className]"),
                             ["zh-CN" if language == "zh" else "en", "large" if size == "large" else ""])
            self.found(form, page.evaluate(checks.INLINE))
            for width, viewport in WIDTHS.items():
                page.set_viewport_size(viewport)
                form = f"{language}, {size}, {width}"
                self.found(form, page.evaluate(checks.AXE, checks.TAGS))
                self.found(form, page.evaluate(checks.WIDTH))
                self.found(form, page.evaluate(checks.TARGETS, TARGET[size]))
                self.keep(page, screen, language, size, width)
                type(self).combinations += 1
            self.more(page, f"{language}, {size}")
        self.assertEqual(self.wrong, [])

    def more(self, page, form):
        """The checks that need a width of their own."""
        page.set_viewport_size(NARROW)
        self.found(f"{form}, 320 px", page.evaluate(checks.WIDTH))
        if "normal" in form:
            page.set_viewport_size(ZOOMED)
            self.found(f"{form}, 200 %", page.evaluate(checks.WIDTH))
            for width, viewport in WIDTHS.items():
                page.set_viewport_size(viewport)
                page.keyboard.press("Tab")
                self.found(f"{form}, {width}", page.evaluate(checks.FOCUS))
                self.found(f"{form}, {width}", page.evaluate(checks.SPACING))

    def found(self, form, faults):
        self.wrong += [f"{form}: {fault}" for fault in faults]

    def keep(self, page, screen, language, size, width):
        """Screenshots for a person to look at: Chinese in all forms, English on a desk."""
        if language == "zh" or (size, width) == ("normal", "desktop"):
            picture(page, f"{screen.name}-{language}-{size}-{width}", full_page=True)

    def test_zz_so_many_combinations_were_looked_at(self):
        print(f"{len(self.screens)} screens, {self.combinations} combinations of screen, language, size and width",
              flush=True)
        self.assertEqual(self.combinations, len(self.screens) * len(LANGUAGES) * len(SIZES) * len(WIDTHS))


def tests_of(screens):
    """A test case with a test for each of the screens."""
    def named(screen):
        return lambda self: self.look(screen)
    tests = {f"test_{screen.name.replace('-', '_')}": named(screen) for screen in screens}
    return type("Screens", (Looking, unittest.TestCase), {"screens": screens, "combinations": 0, **tests})
