"""What the functions read from their environment and what the template sets are the same names."""

import re
import unittest

from template.reading import FUNCTIONS, ROOT, properties, template

NAME = re.compile(r'"(WENQU_[A-Z_]+)"')
# Where functions read settings: the shared reader, the adapters for AWS, and the functions themselves.
SOURCES = ("shared/app/src/settings", "shared/aws/src", "functions/*/src")
SECRETS = ROOT / "shared/aws/src/lambda/settings.rs"


def code(path):
    """A source without its tests."""
    return path.read_text().split("#[cfg(test)]\nmod tests", 1)[0]


def read_names():
    """All names that the sources read."""
    files = [file for pattern in SOURCES for folder in ROOT.glob(pattern) for file in folder.rglob("*.rs")]
    files.append(ROOT / "shared/app/src/settings.rs")
    return {name for file in files for name in NAME.findall(code(file))}


def secrets():
    """Settings that come from the parameter store: name and place."""
    return dict(re.findall(r'\("(WENQU_[A-Z_]+)", "([a-z_/]+)"\)', code(SECRETS)))


def set_names(function):
    """What the template sets for a function."""
    shared = template()["Globals"]["Function"]["Environment"]["Variables"]
    return set(shared) | set(properties(f"{function.title()}Function")["Environment"]["Variables"])


class Environment(unittest.TestCase):
    def test_every_name_that_is_read_is_set_and_every_name_that_is_set_is_read(self):
        read, of_secrets = read_names(), set(secrets())
        self.assertIn("WENQU_STACK", read, "the sources were not read")
        self.assertGreater(len(of_secrets), 4)
        everywhere = set().union(*(set_names(function) for function in FUNCTIONS))
        self.assertEqual(read - of_secrets, everywhere)
        self.assertFalse(everywhere & of_secrets, "a secret never comes from the environment")

    def test_every_function_gets_what_it_can_not_start_without(self):
        for function in FUNCTIONS:
            needed = {"WENQU_STACK", "WENQU_SECRETS", "WENQU_TABLE_DELIVERY", "WENQU_EGRESS", "WENQU_LOG"}
            self.assertLessEqual(needed, set_names(function), function)
        for function in ("webhook", "sender"):
            self.assertIn("WENQU_APP_ID", set_names(function))
        content = {function for function in FUNCTIONS if "WENQU_TABLE_PUBLISHED" in set_names(function)}
        self.assertEqual(content, {"webhook", "worker", "admin"}, "those who answer residents, and who edits it")


if __name__ == "__main__":
    unittest.main()
