"""Conditions that name the wrong thing, go round in a circle, cannot be met, or hide what every form needs."""

from __future__ import annotations

import datetime
import math
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pledges.choices import REQUIRED_MEANINGS, ConditionTest, SectionStage
from pledges.condition_places import not_clear
from pledges.engine.conditions import Condition, measure, read_condition
from pledges.engine.fields import DECIMALS, FIRST_YEAR, LAST_YEAR, WHOLE_DIGITS
from pledges.engine.numbers import plain_text
from pledges.engine.questions import Engagement, read_question
from pledges.engine.questions.amounts import Date, Number
from pledges.engine.questions.particulars import PlaceInBelgium
from pledges.engine.questions.texts import LongText, ShortText
from pledges.engine.vocabulary import Vocabulary
from pledges.form_outline import Place, all_places, in_order

if TYPE_CHECKING:
    from wagtail.blocks.stream_block import StreamValue

    from pledges.engine.questions import Question


# The ends of what any question takes.
DAYS = [f"{FIRST_YEAR}-01-01", f"{LAST_YEAR}-12-31"]
LARGEST_NUMBER = Decimal(10**WHOLE_DIGITS) - Decimal(1).scaleb(-DECIMALS)


@dataclass(frozen=True)
class Stop:
    """A section, or what stands in one, on the way of a member through the form.

    ``order`` counts from the first to the last; everything in a section stands behind the section itself.
    """

    place: Place
    order: int
    condition: Condition | None
    question: Question | None
    section: Stop | None


def condition_errors(body: StreamValue) -> list[str]:
    """Sentences about the conditions of a form, none where all can be kept."""
    stops = _stops(body)
    vocabulary = Vocabulary()
    deciders = {stop.question.id: stop for stop in stops if stop.question}
    errors = [sentence for stop in stops for sentence in _faults(stop, deciders, vocabulary)]
    # Only what names earlier questions alone can be followed back to its beginning.
    return [*(errors or _contradictions(stops, deciders, vocabulary)), *_hidden_needs(stops)]


def _stops(body: StreamValue) -> list[Stop]:
    """Everything in the order in which members meet it."""
    stops: list[Stop] = []
    section: Stop | None = None
    for place in in_order(all_places(body)):
        question = read_question(place.block) if place.is_question else None
        condition = read_condition(place.block.value.get("shown_when"))
        stop = Stop(place, len(stops), condition, question, section if place.section else None)
        stops.append(stop)
        section = section if place.section else stop
    return stops


def _faults(stop: Stop, deciders: dict[str, Stop], vocabulary: Vocabulary) -> list[str]:
    """What is wrong with the condition of ``stop`` by itself."""
    named = stop.place.block.value.get("shown_when") or {}
    said = {"place": stop.place.words}
    if named.get("question") and stop.condition is None:
        return [_("Choose how the answer is looked at in the condition of %(place)s.") % said]
    if stop.condition is None:
        return []
    decider = deciders.get(stop.condition.question_id)
    if decider is None or decider.question is None:
        return [_("The condition of %(place)s names a question that is not in this form.") % said]
    said["question"] = decider.place.words
    if decider.order > stop.order or decider is stop:
        if _leads_to(stop, decider, deciders):
            return [_("These wait for each other, so neither would ever be shown: %(place)s; %(question)s.") % said]
        return [_("The condition of %(place)s may only name an earlier question, unlike %(question)s.") % said]
    return _wrong_comparison(stop.condition, decider.question, said, vocabulary)


def _leads_to(goal: Stop, start: Stop, deciders: dict[str, Stop]) -> bool:
    """Whether ``start`` is shown only after ``goal`` was, along conditions in whatever order they stand."""
    waiting, seen = [start], set()
    while waiting:
        stop = waiting.pop()
        if stop is goal or stop.section is goal:
            return True
        if stop.order in seen:
            continue
        seen.add(stop.order)
        waiting += [
            deciders[each.condition.question_id]
            for each in (stop, stop.section)
            if each and each.condition and each.condition.question_id in deciders
        ]
    return False


def _wrong_comparison(
    condition: Condition, question: Question, said: dict[str, str], vocabulary: Vocabulary
) -> list[str]:
    """Whether the answer to ``question`` can be looked at, and compared, in this way."""
    if condition.test not in question.tests:
        wrong = _("The condition of %(place)s: the answer to %(question)s cannot be tested with “%(test)s”.")
        return [wrong % {**said, "test": condition.test.label}]
    if condition.test == ConditionTest.FILLED:
        return []
    if not any(condition.operands):
        return [_("Say what the answer is compared with in the condition of %(place)s.") % said]
    options = question.operands(vocabulary)
    for operand in condition.operands:
        if options and operand not in options:
            if isinstance(question, PlaceInBelgium):
                return [not_clear(operand, said["place"])]
            return [_("The condition of %(place)s names an option that %(question)s does not have.") % said]
        if ConditionTest.ABOVE in question.tests and not _is_size(operand, question):
            return [
                _("The condition of %(place)s compares with a day: write it as in 2026-03-31.") % said
                if isinstance(question, Date)
                else _("The condition of %(place)s compares with a number: write it as in 1500 or 2.5.") % said
            ]
    return []


def _is_size(text: str, question: Question) -> bool:
    """Whether ``text`` is what an answer to ``question`` is kept as: an ISO date, or a plain number."""
    size = measure(text)
    if size is None:
        return False
    return text == (_day(size) if isinstance(question, Date) else plain_text(size))


def _contradictions(stops: list[Stop], deciders: dict[str, Stop], vocabulary: Vocabulary) -> list[str]:
    """What nobody would ever see: each is named once, where the contradiction begins."""
    needed: dict[int, list[Condition]] = {}
    errors = []
    for stop in stops:
        found = [each.condition for each in (stop, stop.section) if each and each.condition]
        before = [stop.section, *(deciders[condition.question_id] for condition in found)]
        inherited = [condition for each in before if each for condition in needed[each.order]]
        needed[stop.order] = list(dict.fromkeys([*found, *inherited]))
        by_question = defaultdict(list)
        for condition in needed[stop.order]:
            by_question[condition.question_id].append(condition)
        for question_id, conditions in by_question.items():
            decider = deciders[question_id]
            if decider.question and not _can_all_hold(decider.question, conditions, vocabulary):
                never = (
                    _(
                        "Nobody would ever see %(place)s: the conditions on the way to it contradict each other about "
                        "the answer to %(question)s."
                    )
                    if len(conditions) > 1
                    else _("Nobody would ever see %(place)s: no answer to %(question)s can meet its condition.")
                )
                errors.append(never % {"place": stop.place.words, "question": decider.place.words})
                # What hangs on it is not shown for the same reason.
                needed[stop.order] = []
                break
    return errors


def _can_all_hold(question: Question, conditions: list[Condition], vocabulary: Vocabulary) -> bool:
    """Whether one answer to ``question`` meets all ``conditions``. Tries every answer that could make a difference."""
    return any(
        all(condition.holds_for(answer, question) for condition in conditions)
        for answer in _telling_answers(question, conditions, vocabulary)
    )


def _telling_answers(question: Question, conditions: list[Condition], vocabulary: Vocabulary) -> list[list[str]]:
    """Answers to ``question`` as comparable words: if none of these meets the conditions, no answer does."""
    if answers := question.comparable_answers(vocabulary):
        return answers
    if isinstance(question, Engagement):
        return _engagements(question, conditions, vocabulary)
    operands = [operand for condition in conditions for operand in condition.operands]
    if isinstance(question, Number):
        return [[number] for number in _numbers_around(operands, question) if _is_taken(number, question, vocabulary)]
    if isinstance(question, Date):
        days = (_day(size) for size in _sizes_around([*_measured(operands), *_measured(DAYS)]))
        return [[day] for day in days if day and _is_taken(day, question, vocabulary)]
    by_test = {
        test: [word for each in conditions if each.test == test for word in each.operands] for test in ConditionTest
    }
    options = list(question.operands(vocabulary)) or operands
    if question.has_options and ConditionTest.CONTAINS in question.tests:
        chosen = [option for option in options if option not in by_test[ConditionTest.IS_NOT]]
        return [chosen] if chosen else []
    if question.has_options:
        return [[option] for option in options]
    # Beside what is named: a text that holds all that it should contain, and something that nobody asked about.
    named = [operand for operand in operands if _is_taken(operand, question, vocabulary)]
    other = " ".join([*by_test[ConditionTest.CONTAINS], "…"])
    # No address, number of an enterprise or file is made up of words: that there is one is believed.
    may_be = not isinstance(question, ShortText | LongText) or _is_taken(other, question, vocabulary)
    return [*([operand] for operand in named), *([[other]] if may_be else [])]


def _engagements(question: Engagement, conditions: list[Condition], vocabulary: Vocabulary) -> list[list[str]]:
    """Answers to a question about an engagement, which takes no more than so many contributions."""
    excluded = {word for each in conditions if each.test == ConditionTest.IS_NOT for word in each.operands}
    wanted = [each for each in conditions if each.test != ConditionTest.IS_NOT]
    named = {word for each in wanted for word in each.operands}
    parts = [part for part in question.comparable_parts(vocabulary) if excluded.isdisjoint(part)]
    # Of those that the conditions cannot tell apart one will do; each condition needs no more than one.
    telling = list({frozenset(named.intersection(part)): part for part in parts}.values())
    size = min(len(telling), max(1, question.most if question.most < len(wanted) else len(telling)))
    return [[word for part in chosen for word in part] for chosen in combinations(telling, size) if chosen]


def _is_taken(value: str, question: Question, vocabulary: Vocabulary) -> bool:
    """Whether ``question`` takes ``value`` as an answer at all."""
    try:
        question.field(vocabulary).clean(*question.data(value)[question.name])
    except ValidationError:
        return False
    return True


def _numbers_around(operands: list[str], question: Number) -> list[str]:
    """The numbers that could make a difference, as they are kept."""
    limits = [limit for limit in (question.smallest, question.largest) if limit is not None]
    sizes = _sizes_around([*_measured(operands), *limits, LARGEST_NUMBER, -LARGEST_NUMBER])
    if question.is_whole:
        sizes = [Decimal(whole) for size in sizes for whole in (math.floor(size), math.ceil(size))]
    return [plain_text(round(size, DECIMALS)) for size in sizes]


def _measured(operands: list[str]) -> list[Decimal]:
    return [size for operand in operands if (size := measure(operand)) is not None]


def _sizes_around(limits: list[Decimal]) -> list[Decimal]:
    """Every limit, what lies between two of them, and what lies beyond all."""
    limits = sorted(set(limits))
    between = [(low + high) / 2 for low, high in pairwise(limits)]
    return [limits[0] - 1, *limits, *between, limits[-1] + 1]


def _day(size: Decimal) -> str:
    """The ISO date of a day's number; empty where the calendar has none."""
    try:
        return datetime.date.fromordinal(int(size)).isoformat()
    except (ValueError, OverflowError):
        return ""


def _hidden_needs(stops: list[Stop]) -> list[str]:
    """Every form asks these of everybody, so that somebody can decide on, and answer, what comes in."""
    asked: dict[str, list[Stop]] = defaultdict(list)
    for stop in stops:
        if stop.question and stop.question.meaning in REQUIRED_MEANINGS:
            asked[stop.question.meaning].append(stop)
        elif stop.question and stop.question.kind == "engagement":
            asked["engagement"].append(stop)
    refused = _(
        "Everybody has to be asked this, so neither the question nor its section may stand under a condition, and the "
        "section may not be asked afterwards: %(place)s."
    )
    return [
        refused % {"place": same[0].place.words}
        for same in asked.values()
        if not any(_always_asked(stop) for stop in same)
    ]


def _always_asked(stop: Stop) -> bool:
    conditions = [each.condition for each in (stop, stop.section) if each]
    return not any(conditions) and stop.place.stage == SectionStage.JOIN
