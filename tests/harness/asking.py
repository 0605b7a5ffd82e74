"""Many residents who ask about one matter in their own words, and an officer who reads what they wrote and answers once.

A matter is a file of `fixtures/groups`: a list of `{"resident", "text", "same"}`; `same` is what the officer, who reads
it, knows: whether it is about the matter.
"""

import collections
import json
import pathlib
import time

from harness.http import send_json

FIXTURES = pathlib.Path(__file__).resolve().parents[1] / "fixtures" / "groups"
COMPARED_WITHIN_S = 60
HELD_S = 10


def matter(name):
    """The texts of a fixture."""
    return json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))


def is_english(text):
    """Whether a text holds no Chinese character."""
    return not any("\u4e00" <= character <= "\u9fff" for character in text)


class Asked:
    """One question: what was asked, by whom, and its id."""

    def __init__(self, row, resident, question):
        self.text, self.same = row["text"], row["same"]
        self.resident, self.question = resident, question
        self.english = is_english(row["text"])


def ask(rows, resident, officer, first=0):
    """Everybody asks, one after the other; `resident(number)` gives who."""
    asked = []
    for row in rows:
        who = resident(first + row["resident"])
        receipt = who.says(row["text"]).content
        assert "Q-" in receipt, receipt
        asked.append((row, who))
    ids = {item["text"]: item["id"] for item in officer.questions()}
    return [Asked(row, who, ids[row["text"]]) for row, who in asked]


class Desk:
    """An officer who sorts the questions of one matter; `acts` counts what took a click."""

    def __init__(self, officer, asked):
        self.officer, self.asked = officer, asked
        self.acts, self.wrong = collections.Counter(), []

    def alike(self, asked):
        """Who else asks this."""
        return self.officer.call("GET", f"/questions/{asked.question}/group")

    def compared(self):
        """Waits until every question has been compared with the others."""
        deadline = time.monotonic() + COMPARED_WITHIN_S
        while not all(self.alike(asked)["compared"] for asked in self.asked):
            assert time.monotonic() < deadline, "questions are not compared"
            time.sleep(0.1)

    def groups(self):
        """Group → its questions; of itself where nobody else asks it."""
        found = collections.defaultdict(list)
        for asked in self.asked:
            group = self.alike(asked)["group"]
            found[group["id"] if group else asked.question].append(asked)
        return found

    def move(self, asked, group):
        self.officer.call("POST", f"/questions/{asked.question}/group", {"group": group})

    def sort(self):
        """Brings all that belongs together into one group; its id. Counts what had joined by itself."""
        self.compared()
        groups = self.groups()
        main = max(groups, key=lambda group: sum(asked.same for asked in groups[group]))
        self.acts["joined by themselves"] = sum(asked.same for asked in groups[main])
        for asked in [asked for asked in groups[main] if not asked.same]:
            self.acts["taken out"] += 1
            self.wrong.append(asked.text)
            self.move(asked, None)
        for group, members in groups.items():
            if group != main and len(members) > 1 and all(asked.same for asked in members):
                self.acts["groups merged"] += 1
                self.acts["came with a merged group"] += len(members)
                self.officer.call("POST", f"/groups/{group}/merge", {"into": main})
        for asked in self.asked:
            if asked.same:
                self.confirm(asked, main)
        return main

    def confirm(self, asked, main):
        """One click where the group is suggested; by hand where nothing is."""
        alike = self.alike(asked)
        if alike["group"] and alike["group"]["id"] == main:
            return
        suggested = alike["suggested"]
        if suggested and self.resolved(suggested["group"]) == main:
            self.acts["confirmed by one click"] += 1
            return self.move(asked, suggested["group"])
        self.acts["put there by number"] += 1
        return self.move(asked, main)

    def resolved(self, group):
        """Where a group is by now: one that was merged in the other; that of one question where this one is."""
        answer = send_json("GET", f"{self.officer.base}/groups/{group}", None, self.officer.headers)
        if answer.status == 200:
            return answer.json()["id"]
        now = self.officer.call("GET", f"/questions/{group}/group")["group"]
        return now["id"] if now else group

    def told(self):
        """What took how many acts, in words."""
        acts = ", ".join(f"{count} {what}" for what, count in self.acts.items())
        return acts + "".join(f"\n  had joined and does not belong: {text}" for text in self.wrong)
