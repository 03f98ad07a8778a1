"""What staff ask a member to look at again, as the member meets it: beside the engagement and on the screens."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bbacms.core.models import active_language
from pledges.askable import questions_today
from pledges.changes import begin_change
from pledges.choices import PledgeState, SectionStage
from pledges.drafts import journey_of, leave_empty, take_up

if TYPE_CHECKING:
    from pledges.engine.journey import Journey
    from pledges.engine.questions import Question
    from pledges.engine.sections import Section
    from pledges.models import ChangeRequest, Pledge, PledgeDraft


def open_request(pledge: Pledge) -> ChangeRequest | None:
    """What waits for an answer of the member; None where nothing does. The newest request takes the place of others."""
    waits = pledge.state == PledgeState.CHANGES_REQUESTED and not pledge.is_merged
    return pledge.change_requests.first() if waits else None


@dataclass(frozen=True)
class Named:
    """The questions that staff named, in the form as it is today.

    ``asked`` are those that it asks this member, with their sections; ``not_asked`` the labels of those that it does
    not ask any more, or not after what else was answered.
    """

    asked: list[tuple[Section, Question]]
    not_asked: list[str]

    @classmethod
    def of(cls, pledge: Pledge, request: ChangeRequest) -> Named:
        sections, shown = questions_today(pledge, active_language())
        found = [
            (section, question)
            for section in sections
            for question in section.questions
            if question.id in request.questions
        ]
        labels = {str(answer.question_id): answer.label for answer in pledge.answers.all()}
        # As the form calls them today, where it still has them.
        labels |= {question.id: question.label for _section, question in found}
        not_asked = [labels[key] for key in request.questions if key in labels and key not in shown]
        return cls([(section, question) for section, question in found if question.id in shown], not_asked)

    @property
    def by_section(self) -> list[tuple[str, list[str]]]:
        """Headings with the labels below them."""
        groups: dict[str, list[str]] = {}
        for section, question in self.asked:
            groups.setdefault(section.title, []).append(question.label)
        return list(groups.items())

    @property
    def stage(self) -> SectionStage:
        """Where the first of them is asked."""
        return self.asked[0][0].stage if self.asked else SectionStage.JOIN

    def is_asked_in(self, stage: SectionStage) -> bool:
        return any(section.stage == stage for section, _question in self.asked)


@dataclass(frozen=True)
class AskedAgain:
    """A request on the screens of ``journey``, the way through one stage in which the member answers it."""

    request: ChangeRequest
    journey: Journey

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Those of this stage that staff named, by id, without what is hidden."""
        named = self.request.questions
        return {question.id: question for question in self.journey.questions if question.id in named}

    @property
    def screens(self) -> list[int]:
        """The numbers of the screens that hold one of them."""
        return [
            section.number
            for section in self.journey.sections
            if any(question.id in self.questions for question in section.questions)
        ]

    def concerns(self, number: int) -> bool:
        """Whether a screen should say what was asked: it holds one of the questions, or none was named at all."""
        return number in self.screens or not self.request.questions

    def after(self, number: int) -> int | None:
        """The next screen to look at; None where the way goes on as it always does.

        What is not finished comes first: without it nothing can be sent.
        """
        following = next((screen for screen in self.screens if screen > number), None)
        unfinished = self.journey.first_incomplete
        return following if following and (unfinished is None or following <= unfinished) else None

    @property
    def unchanged(self) -> list[str]:
        """The labels of those whose answer is the one that staff have read. One query."""
        kept = self.request.pledge.answers.filter(question_id__in=self.questions)
        before = {str(answer.question_id): answer.value for answer in kept}
        now = self.journey.answers
        return [question.label for key, question in self.questions.items() if now.get(key) == before.get(key)]


def asked_in(draft: PledgeDraft, journey: Journey) -> AskedAgain | None:
    """What staff ask of the engagement that ``draft`` changes.

    Of "Tell us more" also what was asked there of a member who has sent the first part of the answer, until staff have
    looked at it.
    """
    pledge = draft.pledge
    if pledge is None:
        return None
    if request := open_request(pledge):
        return AskedAgain(request, journey)
    answered = pledge.change_requests.first() if pledge.answered_at and draft.stage == SectionStage.MORE else None
    rest = AskedAgain(answered, journey) if answered else None
    return rest if rest and rest.questions else None


def begin_answer(pledge: Pledge, request: ChangeRequest, stage: SectionStage) -> tuple[PledgeDraft, AskedAgain] | None:
    """A draft of ``stage`` in which the member answers ``request``; None where the form is closed or has no such stage.

    Nobody has to walk through the rest of "Tell us more" for one question of it.
    """
    draft = begin_change(pledge, stage)
    if draft is None:
        return None
    # One that was begun before may not know the question yet.
    if draft.form_revision_id != draft.form.live_revision_id and not take_up(draft):
        return None
    if stage == SectionStage.MORE:
        leave_empty(draft, journey_of(draft))
    return draft, AskedAgain(request, journey_of(draft))
