"""A member's hand on a phone: what it touches and types is counted."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page


@dataclass
class Effort:
    """What a journey took so far."""

    page_loads: int = 0
    taps: int = 0
    characters: int = 0
    required_answers: int = 0


class Hand:
    """Uses ``page`` as a person does and counts in ``effort``."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.effort = Effort()
        page.on("load", lambda _page: self._loaded())

    def open(self, address: str) -> None:
        self.page.goto(address)

    def tap(self, control: Locator) -> None:
        control.tap()
        self.effort.taps += 1

    def follow(self, control: Locator) -> None:
        """A tap that leads to another page."""
        with self.page.expect_event("load"):
            self.tap(control)

    def write(self, control: Locator, text: str) -> None:
        """One tap into the field, then every character."""
        self.tap(control)
        control.press_sequentially(text)
        self.effort.characters += len(text)

    def choose(self, control: Locator, label: str) -> None:
        """One tap opens the list, another takes the entry that begins with ``label``."""
        option = control.locator("option").filter(has_text=label).first
        control.select_option(value=option.get_attribute("value"))
        self.effort.taps += 2

    def count_required(self) -> None:
        """Count what this screen wants answered: every question that does not call itself optional."""
        questions = self.page.locator("form .field__label:visible")
        optional = self.page.locator("form .field__label:visible:has(.field__optional)")
        self.effort.required_answers += questions.count() - optional.count()

    def _loaded(self) -> None:
        self.effort.page_loads += 1
