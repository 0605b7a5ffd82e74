"""Forty residents ask about one matter in their own words; an officer answers once; those who asked get it privately, in
their language, and the others don't."""

import collections
import time
import unittest

from faults.serving import Serving
from harness.asking import HELD_S, Desk, ask, matter

ZH = "{编号}：您问的事已经在处理，今天 18:00 前恢复。"
EN = "{编号}: it is being dealt with and will be back to normal by 18:00 today."


class OneAnswer(Serving):
    """Callbacks by wechatpy, an officer by the staff API, sends at the fake API."""

    def played(self, name):
        """Everybody asks, the officer sorts and answers, and it arrives."""
        rows = matter(name)
        self.assertEqual(len(rows), 40)
        asked = ask(rows, self.resident, self.officer)
        desk = Desk(self.officer, asked)
        group = desk.sort()
        print(f"\n{name}: {len(rows)} questions: {desk.told()}", flush=True)
        same = [one for one in asked if one.same]
        whole = self.officer.call("GET", f"/groups/{group}")
        self.assertEqual((whole["questions"], set(whole["members"])), (len(same), {one.question for one in same}))
        check = self.officer.call("POST", f"/groups/{group}/check", {"zh": ZH, "en": EN})
        self.assertEqual((check["now"], check["later"], check["over"]), (len(same), 0, 0))
        began = time.monotonic()
        self.officer.call("POST", f"/groups/{group}/answers", {"zh": ZH, "en": EN, "seen": check["recipients"]})
        self.arrived(asked, same)
        print(f"{len(same)} answers arrived {time.monotonic() - began - HELD_S:.1f} s after the ten seconds", flush=True)
        return desk, same

    def arrived(self, asked, same):
        """Each of those who asked got it once, in their language, and nobody else got anything."""
        deadline = time.monotonic() + HELD_S + 30
        while len(self.api.texts("answered")) < len(same) and time.monotonic() < deadline:
            time.sleep(0.1)
        states = self.settled([one.question for one in same], {"delivered"}, 10)
        self.assertEqual(collections.Counter(states.values()), {"delivered": len(same)})
        time.sleep(1)  # for one too many
        got = collections.defaultdict(list)
        for entry in self.api.log:
            if entry["event"] == "received":
                got[entry["touser"]].append(entry["text"])
        self.assertEqual(set(got), {one.resident.openid for one in same})
        for one in same:
            [text] = got[one.resident.openid]
            number = self.officer.thread(one.question)["number"]
            self.assertEqual(text, (EN if one.english else ZH).replace("{编号}", number), one.text)
        for one in asked:
            if not one.same:
                self.assertEqual(self.officer.thread(one.question)["state"], "waiting", one.text)

    def test_a_water_cut(self):
        desk, same = self.played("water-cut")
        self.assertEqual(len(same), 38)
        self.assertGreaterEqual(desk.acts["joined by themselves"], 20)
        self.assertLessEqual(desk.acts["taken out"], 2)

    def test_another_matter_written_by_somebody_who_had_not_seen_the_program(self):
        _, same = self.played("second")
        self.assertEqual(len(same), 38)


if __name__ == "__main__":
    unittest.main()
