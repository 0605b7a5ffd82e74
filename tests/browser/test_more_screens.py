"""The screens of content, settings and groups: a file of their own, so that both halves run at the same time."""

import unittest

from browser.looking import tests_of
from browser.screens_content import CONTENT
from browser.screens_groups import GROUPS
from browser.screens_settings import SETTINGS

Screens = tests_of([*CONTENT, *SETTINGS, *GROUPS])


if __name__ == "__main__":
    unittest.main()
