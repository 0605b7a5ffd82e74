"""The screens of the frame, inbox, threads, menu, canned responses, audit and what is watched."""

import unittest

from browser.looking import tests_of
from browser.screens import SCREENS

Screens = tests_of(SCREENS)


if __name__ == "__main__":
    unittest.main()
