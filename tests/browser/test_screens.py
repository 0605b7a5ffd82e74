"""The screens of the frame, inbox, threads, menu, canned responses, audit, what is watched, and people."""

import unittest

from browser.looking import tests_of
from browser.screens import SCREENS
from browser.screens_people import PEOPLE

Screens = tests_of([*SCREENS, *PEOPLE])


if __name__ == "__main__":
    unittest.main()
