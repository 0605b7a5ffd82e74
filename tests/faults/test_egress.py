"""`wenqu serve` that calls nobody: answers wait for the next contact, pictures come by their links; and the change of the
mode, forth and back, loses nothing."""

import time
import unittest

from faults.serving import Serving


class Egress(Serving):
    """The same data directory in one mode after another; the fake API's log tells who was called."""

    settings = {"WENQU_EGRESS": "none", "WENQU_APP_SECRET": ""}

    def change(self, egress):
        """Starts again in another mode."""
        self.wenqu.stop()
        self.wenqu.env |= {"WENQU_EGRESS": egress,
                           "WENQU_APP_SECRET": "" if egress == "none" else self.account.secret}
        self.wenqu.start()

    def ask(self, number, text):
        """A question; its id."""
        self.assertIn("Q-", self.resident(number).says(text).content)
        return next(item["id"] for item in self.officer.questions() if item["text"] == text)

    def delivery(self, question):
        """The one delivery of a question."""
        return self.officer.thread(question)["deliveries"][0]

    def until(self, what, within_s=15):
        """Waits until `what()` is true."""
        deadline = time.monotonic() + within_s
        while not what() and time.monotonic() < deadline:
            time.sleep(0.1)
        self.assertTrue(what())

    def test_answers_wait_and_a_change_of_the_mode_sets_them_free(self):
        questions = [self.ask(number, f"第 {number} 个问题：老年卡在哪里办？") for number in range(3)]
        for number, question in enumerate(questions):
            self.officer.answers(question, f"第 {number} 个答复：带身份证。")
        for question in questions:
            delivery = self.delivery(question)
            self.assertEqual((delivery["state"], delivery["parked"], delivery["attempts"]), ("due", "egress_off", 0))
        self.assertIn("第 0 个答复", self.resident(0).says("1").content)
        time.sleep(3)  # three ticks
        self.assertEqual(self.api.log, [], "nobody is called, not even for a token or a profile")

        self.change("direct")
        self.until(lambda: len(self.api.texts()) == 2)
        self.until(lambda: self.delivery(questions[2])["state"] == "delivered")
        self.assertEqual(sorted(self.api.texts()), ["第 1 个答复：带身份证。", "第 2 个答复：带身份证。"])
        self.assertEqual(self.delivery(questions[0])["state"], "handed_over")

        self.change("none")
        question = self.ask(9, "图书馆几点关门？")
        self.officer.answers(question, "晚上九点。")
        self.assertEqual(self.delivery(question)["parked"], "egress_off")
        self.assertIn("晚上九点。", self.resident(9).says("2").content)
        time.sleep(3)
        self.assertEqual(len(self.api.texts()), 2)
        self.assertEqual(self.delivery(question)["state"], "handed_over")

    def test_what_was_written_while_the_platform_was_down_waits_after_the_change(self):
        self.change("direct")
        question = self.ask(1, "停水了吗？")
        self.api.down()
        self.officer.answers(question, "明早恢复。")
        self.until(lambda: self.delivery(question)["retry_at"])
        self.change("none")
        self.until(lambda: self.delivery(question)["parked"] == "egress_off", within_s=30)
        self.api.up()
        self.assertIn("明早恢复。", self.resident(1).says("1").content)
        self.assertEqual(self.api.texts(), [])

    def test_pictures_come_by_their_links_and_nothing_else_does(self):
        resident = self.resident(1)
        picture = resident.message("image", PicUrl=f"{self.api.url}/pictures/1.jpg", MediaId="M1")
        voice = resident.message("voice", MediaId="M2", Format="amr")
        foreign = resident.message("image", PicUrl="http://10.0.0.1/latest/meta-data", MediaId="M3")
        question = self.ask(1, "路灯倒了，请看照片")
        for xml in (picture, voice, foreign):
            self.assertEqual(resident.sends(xml).status, 200)

        def attachments():
            messages = self.officer.thread(question)["messages"]
            return [message["attachment"] for message in messages if message.get("attachment")]
        self.until(lambda: len(attachments()) == 3 and all(a["state"] != "pending" for a in attachments()))
        stored, lost, refused = attachments()
        self.assertEqual(stored["state"], "stored")
        self.assertIn("only pictures", lost["why"])
        self.assertIn("not one of the platform's picture hosts", refused["why"])
        self.assertEqual({entry["event"] for entry in self.api.log}, {"picture"})


if __name__ == "__main__":
    unittest.main()
