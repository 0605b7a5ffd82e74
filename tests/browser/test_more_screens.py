"""The screens of people and content: a file of their own, so that both halves run at the same time."""

import unittest

from browser.looking import tests_of
from browser.screens_content import CONTENT
from browser.screens_people import PEOPLE

Screens = tests_of([*PEOPLE, *CONTENT])


if __name__ == "__main__":
    unittest.main()
