"""The parts of the join form: every kind of question, untouched and sent empty, and what leads through the screens."""

from __future__ import annotations

from django.utils.datastructures import MultiValueDict

from bbacms.styleguide.examples import Example, Group
from pledges.blocks import FormBodyBlock, QuestionStreamBlock
from pledges.engine.journey import Journey
from pledges.engine.steps import Row


def form_parts() -> list[Group]:
    untouched, empty = journey("untouched"), journey("empty")
    form, sent = untouched.form(1), empty.form(1, MultiValueDict())
    sent.is_valid()
    progress = "components/progress_list.html"
    questions = untouched.sections[0].questions
    answered = Row(1, questions[0], "The Pond Society"), "#change"
    rows = [answered, (Row(1, questions[1], ""), "#change"), (Row(1, questions[2], "ann@example.org"), "")]
    return [
        Group(
            "Through the screens",
            [
                Example("the first screen", progress, {"sections": untouched.sections, "current": 1}),
                Example("the last one", progress, {"sections": untouched.sections, "current": "check"}),
                Example("what has to be mended", "components/error_summary.html", {"form": sent, "focus": False}),
                Example("answers, one missing, one that stays", "components/summary_list.html", {"entries": rows}),
            ],
        ),
        Group(
            "Questions",
            [
                Example(f"{shown.question.kind}: {state}", shown.question.template, {"shown": shown, "public": public})
                for state, public, section_form in (("untouched", True, form), ("sent empty", False, sent))
                for shown in section_form.shown_questions
            ],
        ),
    ]


def journey(state: str) -> Journey:
    """A form of one section with a question of every kind; ``state`` keeps the ids of two forms on one page apart."""
    questions = [
        {"type": kind, "id": f"{kind}-{state}", "value": block.get_prep_value(block.get_preview_value())}
        for kind, block in QuestionStreamBlock().child_blocks.items()
    ]
    title = dict.fromkeys(("en", "nl", "fr", "de"), "What and where")
    section = {"title": title, "introduction": {}, "stage": "join", "questions": questions}
    return Journey(FormBodyBlock().to_python([{"type": "section", "id": state, "value": section}]), {})
