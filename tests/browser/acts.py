"""What a screen is, and what brings it into its state."""

import dataclasses
from collections.abc import Callable


@dataclasses.dataclass(frozen=True)
class Screen:
    """One page in one state. `demo`: `typical`, `empty`, `overdue`, `stale` or `groups` data; `act` brings the page into its state."""

    name: str
    path: str
    zh: str
    en: str
    demo: str = "typical"
    login: str | None = "chen"
    act: Callable | None = None


def press(selector):
    """Presses a button of a form; the page that answers is the screen."""
    def act(page, _world):
        with page.expect_navigation():
            page.locator(selector).first.click()
    return act


def fill(fields, selector):
    """Fills fields, then presses."""
    def act(page, world):
        for field, text in fields.items():
            page.fill(field, text)
        press(selector)(page, world)
    return act
