"""A resident on the simulated phone, officers in the console."""

from browser.browsing import DESKTOP, Browsing

NUMBER = "/Q-[0-9A-Z]{6}-[0-9A-Z]/"


class Talking(Browsing):
    """Helpers for tests in which somebody asks and somebody answers."""

    def phone(self, size=None):
        """A phone whose resident follows the account of an empty demo."""
        self.demo_reset()
        page = self.page("/", size)
        page.locator("button[data-act=follow]:visible").click()
        page.wait_for_selector("#chat >> text=您好")
        page.click("#to-keyboard")  # the account has a menu, which shows first
        return page

    def demo_reset(self):
        reset = self.chromium.new_context()
        answer = reset.request.post(f"{self.demo.url}/_sim/reset", data={})
        self.assertTrue(answer.ok, answer.text())
        reset.close()

    def say(self, phone, text):
        phone.fill("#say", text)
        phone.press("#say", "Enter")
        phone.wait_for_selector(f"#chat >> text={text}")

    def ask(self, phone, text):
        """Says it and waits for the receipt with its number."""
        before = phone.locator(f"#chat >> text={NUMBER}").count()
        self.say(phone, text)
        phone.wait_for_function(
            "n => (document.querySelector('#chat').innerText.match(/Q-[0-9A-Z]{6}-[0-9A-Z]/g) || []).length > n",
            arg=before)

    def colleague(self, login="wang", size=None, **options):
        """Another officer's console, signed in."""
        page = self.page("/admin", size or DESKTOP, **options)
        page.fill("#login", login)
        page.fill("#password", self.password)
        page.click("button.primary")
        page.wait_for_url("**/admin/inbox*")
        return page

    def open(self, console, text):
        """The thread of a waiting question."""
        console.goto(self.demo.url + "/admin/inbox")
        console.click(f"text={text}")
        console.wait_for_selector("#text")
        return console.url
