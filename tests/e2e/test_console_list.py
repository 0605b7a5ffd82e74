"""docs/console.md names tests: each of them is there, and no feature is without a word on how it stands."""

import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).parents[2]
LIST = ROOT / "docs" / "console.md"
STANDS = ("works", "in part", "not here")


class ConsoleList(unittest.TestCase):
    """Each table row: a feature, how it stands, and tests or a reason."""

    @classmethod
    def setUpClass(cls):
        rows = (line.strip().strip("|").split("|") for line in LIST.read_text("utf-8").splitlines()
                if line.startswith("|"))
        cells = [[cell.strip() for cell in row] for row in rows]
        cls.rows = [row for row in cells if row[0] != "feature" and not set(row[0]) <= {"-", ":"}]

    def test_every_feature_says_how_it_stands(self):
        self.assertGreater(len(self.rows), 60)
        for row in self.rows:
            self.assertEqual(len(row), 3, row)
            self.assertIn(row[1], STANDS, row)
            self.assertTrue(row[2], row)

    def test_what_works_names_tests_that_exist(self):
        named = 0
        for row in self.rows:
            tests = re.findall(r"`([\w/.-]+\.(?:rs|py))::([\w-]+)`", row[2])
            if row[1] == "works":
                self.assertTrue(tests, f"no test is named: {row[0]}")
            for path, name in tests:
                named += 1
                self.assertTrue((ROOT / path).is_file(), f"{row[0]}: {path}")
                text = (ROOT / path).read_text("utf-8")
                found = re.search(rf'(fn|def) {name}\(|Screen\("{name}"', text)
                self.assertTrue(found, f"{row[0]}: {path} has no {name}")
        print(f"\n{len(self.rows)} features, {named} tests named", flush=True)


if __name__ == "__main__":
    unittest.main()
