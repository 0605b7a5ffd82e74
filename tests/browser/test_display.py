"""The same pages where colours are forced, motion is unwelcome, paper is wanted; and input methods."""

from browser.browsing import Browsing
from browser.test_keys import QUESTIONS, Asking


class Display(Asking, Browsing):
    """An officer with two questions in the inbox."""

    def style(self, page, selector, name):
        return page.eval_on_selector(selector, "(e, name) => getComputedStyle(e)[name]", name)

    def test_the_place_where_one_is_shows_without_our_colours(self):
        page = self.officer()
        page.emulate_media(forced_colors="active")
        for selector in (".areas a[aria-current]", ".tabs a[aria-current]"):
            self.assertEqual(self.style(page, selector, "outlineStyle"), "solid", selector)
        self.assertEqual(self.style(page, ".tag", "borderTopStyle"), "solid")

    def test_nothing_moves_for_who_wants_no_motion(self):
        page = self.officer()
        page.emulate_media(reduced_motion="reduce")
        moving = """() => [...document.querySelectorAll('*')].filter(e => {
            const style = getComputedStyle(e);
            return style.animationName !== 'none' || !/^0s/.test(style.transitionDuration);
        }).map(e => e.outerHTML.slice(0, 80))"""
        self.assertEqual(page.evaluate(moving), [])

    def test_a_printed_thread_has_the_words_and_no_controls(self):
        page = self.officer()
        page.click(f"text={QUESTIONS[0]}")
        page.wait_for_selector("#text")
        page.emulate_media(media="print")
        for selector in (".areas", ".tools", "#answer", ".back"):
            self.assertEqual(page.locator(selector).first.is_visible(), False, selector)
        self.assertTrue(page.locator(f".timeline >> text={QUESTIONS[0]}").first.is_visible())

    def test_enter_writes_a_line_and_nothing_is_sent_while_an_input_method_composes(self):
        page = self.officer()
        page.click(f"text={QUESTIONS[0]}")
        page.fill("#text", "第一行")
        page.press("#text", "Enter")
        self.assertEqual(page.input_value("#text"), "第一行\n")
        composing = """() => document.getElementById('text').dispatchEvent(new KeyboardEvent('keydown',
            {key: 'Enter', ctrlKey: true, isComposing: true, bubbles: true, cancelable: true}))"""
        self.assertTrue(page.evaluate(composing), "the input method has the key")
        page.wait_for_timeout(200)
        self.assertEqual(page.input_value("#text"), "第一行\n")
        page.press("#text", "Control+Enter")
        page.wait_for_selector("text=答复已保存")
