"""A form of 50 sections with 300 questions, and what staff send when they save it."""

from __future__ import annotations

from typing import Any

from tests.support.editor_posts import posted
from tests.support.join_forms import needed_questions, question, section, when

SECTIONS, QUESTIONS = 50, 300
OPTIONS = [f"Option {number}" for number in range(1, 21)]


class LargeForm:
    """``needed`` is asked first; ``many`` holds the six questions of each section after the first."""

    def __init__(self) -> None:
        self.needed = needed_questions()
        self.many = [_six_questions(number) for number in range(2, SECTIONS + 1)]
        self._two_more = [question("short_text", "Fifth"), question("short_text", "Sixth")]

    @property
    def sections(self) -> list[dict[str, Any]]:
        parts = (section(f"Part {number}", *each) for number, each in enumerate(self.many, start=2))
        return [section("First", *self.needed.values(), *self._two_more), *parts]

    @property
    def post(self) -> dict[str, Any]:
        """What the editor sends."""
        return posted(self.sections)


def _six_questions(number: int) -> list[dict[str, Any]]:
    """The last one hangs on the one before."""
    yes_no = question("yes_no", f"Whether {number}", required=True)
    return [
        question("short_text", f"Words {number}", required=True),
        question("number", f"Number {number}"),
        question("one_of", f"Choice {number}", options=OPTIONS, required=True),
        question("date", f"Day {number}"),
        yes_no,
        question("long_text", f"Story {number}", shown_when=when(yes_no, "equals", "yes")),
    ]
