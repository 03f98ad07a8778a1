"""All screens of a form one after the other, as its editor previews them: nothing is hidden and nothing is sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bbacms.core.pictures import attach_renditions
from pledges.choices import SectionStage
from pledges.engine.journey import Journey
from pledges.engine.questions import FreePicture
from pledges.engine.steps import Row, SectionForm

if TYPE_CHECKING:
    from wagtail.blocks.stream_block import StreamValue

    from pledges.engine.conditions import Condition
    from pledges.engine.questions import Question
    from pledges.engine.sections import Section


@dataclass(frozen=True)
class Screen:
    """One section with its fields. ``notes`` say on which earlier screens' answers it, or a question of it, hangs."""

    section: Section
    section_form: SectionForm
    notes: list[str]

    @property
    def anchor(self) -> str:
        return f"{self.section.stage}-{self.section.number}"


def preview_context(body: StreamValue, objective: str) -> dict[str, Any]:
    """What the preview shows of the sections ``body``, with the objective of this code chosen where there is one."""
    journey = Journey(body, {})
    journey.choose_objective(objective)
    questions = {question.id: question for section in journey.all_sections for question in section.questions}
    # Each screen would load the sizes of its own pictures; loaded before, they are not asked for again.
    parts = [part for section in journey.all_sections for part in section.parts]
    attach_renditions([part.image for part in parts if isinstance(part, FreePicture)])
    screens = [_screen(section, journey, questions) for section in journey.all_sections]
    joining = [screen for screen in screens if screen.section.stage == SectionStage.JOIN]
    asks_objective = any(question.kind == "engagement" for question in questions.values())
    indicators = journey.vocabulary.indicators.values() if asks_objective else []
    return {
        "screens": joining,
        "afterwards": [screen for screen in screens if screen not in joining],
        "sections": [screen.section for screen in joining],
        "rows": [
            (_row(question, screen.section, journey), "") for screen in joining for question in screen.section.questions
        ],
        "objectives": {each.objective.code: each.objective.name_in(journey.language) for each in indicators},
        "objective": objective,
    }


def _row(question: Question, section: Section, journey: Journey) -> Row:
    answer = journey.answers.get(question.id)
    return Row(section.number, question, question.display(answer, journey.vocabulary))


def _screen(section: Section, journey: Journey, questions: dict[str, Question]) -> Screen:
    """Show ``section`` whatever was answered on the screens before it; what hangs on its own answers stays so."""
    notes = [_words(section.condition, questions, journey)] if section.condition else []
    own = {question.id for question in section.questions}
    for question in section.questions:
        if question.condition and question.condition.question_id not in own:
            notes.append(f"{question.label}: {_words(question.condition, questions, journey)}")
            question.condition = None
    section = replace(section, condition=None)
    return Screen(section, SectionForm(section, journey.vocabulary, values=journey.answers), notes)


def _words(condition: Condition, questions: dict[str, Question], journey: Journey) -> str:
    return condition.in_words(questions[condition.question_id], journey.vocabulary)
