"""Very many engagements at once, as they may be after years: copied into PostgreSQL, a hundred thousand in a minute."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterable, Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import accumulate, chain
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection
from django.db.models import AutoField, Model
from django.utils import timezone
from wagtail.models import ModelLogEntry

from bbacms.core.choices import IndicatorKind, Region
from pledges.choices import MailKind, MailState, MatchKind, PledgeState, PrivacyClass, SpamSign
from pledges.duplicates.keys import email_key, organisation_key
from pledges.inbox.search import plain_words
from pledges.models import Answer, CaseWords, Contribution, MatchKey, OutgoingMail, Pledge, PledgeNote
from tests.factories.core import ActorKindFactory, IndicatorFactory, ObjectiveFactory

# Engagements of a hundred thousand, by state: one in a hundred waits for staff, nine in ten count.
STATES = {
    PledgeState.SUBMITTED: 900,
    PledgeState.IN_REVIEW: 100,
    PledgeState.CHANGES_REQUESTED: 400,
    PledgeState.ACCEPTED: 74_600,
    PledgeState.COMPLETED: 16_000,
    PledgeState.DECLINED: 3000,
    PledgeState.SPAM: 2000,
    PledgeState.STOPPED: 1500,
    PledgeState.WITHDRAWN: 1500,
}
# A third of those that are closed for good.
ARCHIVED = {PledgeState.COMPLETED, PledgeState.DECLINED, PledgeState.SPAM, PledgeState.STOPPED, PledgeState.WITHDRAWN}
LANGUAGES = {"nl": 50, "fr": 33, "en": 10, "de": 7}
# The words of the texts, each half as frequent as the one of half its rank, as in every language.
NOUNS_TEXT = """
    hedge pond meadow wetland orchard nest bat swift bee wildflower roof facade school garden canal verge oak willow
    soil compost rain shade child neighbour village council farm field brook heath dune forest clearing deadwood
    haag poel weide boomgaard bij zwaluw tuin berm bos beek speelplaats wijk gemeente boer akker houtkant nestkast
    haie mare prairie verger abeille hirondelle jardin talus bois ruisseau cour quartier commune ferme champ nichoir
"""
NOUNS = tuple(NOUNS_TEXT.split())
WORDS = [*NOUNS, *(first + second for first in NOUNS for second in NOUNS)]
WEIGHTS = list(accumulate(1 / rank for rank in range(1, len(WORDS) + 1)))
NAMES = 20_000
MEMBERS = 20_000
# In three texts of ten; in one case alone.
COMMON, RARE = "hawthorn", "needle{}"
# The first so many are such as the filter and the search of the benchmark look for, and wait for staff: a list is one
# full page long whether there are a hundred or a hundred thousand, so that both draw as many rows.
FULL_PAGE = 30
QUESTIONS = [uuid.UUID(int=number) for number in range(4)]


class ManyCases:
    """Engagements with contributions, answers, notes, mails, a log and words; each run makes the same ones."""

    def __init__(self, colleague: Any) -> None:
        self.colleague = colleague
        self.random = random.Random(5)  # noqa: S311  no secret, but the same each time
        self.kinds = [ActorKindFactory() for _number in range(8)]
        self.objectives = [ObjectiveFactory() for _number in range(10)]
        self.indicators = [
            IndicatorFactory(objective=objective, kind=kind)
            for objective in self.objectives
            for kind in (IndicatorKind.STOCK, IndicatorKind.FLOW)
        ]
        self.now = timezone.now()
        self.content_type = ContentType.objects.get_for_model(Pledge)

    @property
    def wanted(self) -> dict[str, Any]:
        """The filter that the first page full of engagements passes, and one in two hundred of the others."""
        kind, objective = self.kinds[0].pk, self.objectives[0].pk
        return {"objective": objective, "language": "nl", "region": Region.FLANDERS.value, "actor_kind": kind}

    @property
    def wanted_too(self) -> dict[str, Any]:
        """Another one, that is as narrow."""
        return {
            "indicator": self.indicators[0].pk,
            "assignee": self.colleague.pk,
            "email": "confirmed",
            "submitted_at_from": (self.now - timedelta(days=365)).date().isoformat(),
        }

    def fill(self, numbers: range) -> None:
        """Write an engagement for each number, which becomes its key, and let the database look at what it has."""
        cases = [self._pledge(number) for number in numbers]
        copy(Pledge, cases)
        copy(Contribution, (row for case in cases for row in self._contributions(case)))
        copy(Answer, (row for case in cases for row in self._answers(case)))
        copy(PledgeNote, (row for case in cases for row in self._notes(case)))
        copy(CaseWords, ({"pledge_id": case["id"], "words": self._words(case)} for case in cases))
        copy(MatchKey, (row for case in cases for row in self._match_keys(case)))
        copy(OutgoingMail, (self._receipt(case) for case in cases))
        copy(ModelLogEntry, (self._log_entry(case) for case in cases))
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [Pledge]):
                cursor.execute(statement)
            cursor.execute("VACUUM ANALYZE")

    def _pledge(self, number: int) -> dict[str, Any]:
        is_wanted = number <= FULL_PAGE
        state = PledgeState.SUBMITTED if is_wanted else self._one_of(STATES)
        years = 1 if is_wanted else 3
        received = self.now - timedelta(minutes=self.random.randrange(years * 365 * 24 * 60))
        suspected = state == PledgeState.SUBMITTED and not is_wanted and self.random.random() < 0.2
        summary = self._text(20)
        if is_wanted or self.random.random() < 0.3:
            summary += f" {COMMON}"
        return {
            "id": number,
            "public_id": f"B{number:07d}",
            "token": None,
            "state": state,
            "spam_signs": SpamSign.TOO_FAST if suspected else "",
            "language": "nl" if is_wanted else self._one_of(LANGUAGES),
            "submitted_at": received,
            "state_since": received + timedelta(days=3),
            "archived_at": self.now if state in ARCHIVED and self.random.random() < 1 / 3 else None,
            "actor_kind_id": (self.kinds[0] if is_wanted else self.random.choice(self.kinds)).pk,
            "region": Region.FLANDERS if is_wanted else self.random.choice(Region.values),
            "title": self._text(4),
            "summary": summary,
            "name": self._names(2),
            "organisation": self._names(2) if self.random.random() < 0.6 else "",
            # Five engagements a member.
            "email": f"member{number % MEMBERS}@example.org",
            "email_confirmed_at": received if self.random.random() < 0.7 or is_wanted else None,
            "assignee_id": self.colleague.pk if self.random.random() < 0.5 or is_wanted else None,
            "place": self._names(1),
        }

    def _contributions(self, case: dict[str, Any]) -> Iterator[dict[str, Any]]:
        counts = case["state"] in (PledgeState.ACCEPTED, PledgeState.COMPLETED)
        chosen = self.random.sample(self.indicators, self.random.randint(1, 2))
        for indicator in self.indicators[:1] if case["id"] <= FULL_PAGE else chosen:
            quantity = Decimal(self.random.randrange(1, 10_000)) / 100
            yield {
                "pledge_id": case["id"],
                "objective_id": indicator.objective_id,
                "indicator_id": indicator.pk,
                "declared": quantity,
                "accepted": quantity if counts else None,
                "first_year": self.random.randint(2022, 2027) if indicator.kind == IndicatorKind.FLOW else None,
            }

    def _answers(self, case: dict[str, Any]) -> Iterator[dict[str, Any]]:
        said = (case["title"], case["summary"], case["email"], self._text(15))
        classes = (PrivacyClass.PUBLIC, PrivacyClass.PUBLIC, PrivacyClass.CONTACT, PrivacyClass.STAFF)
        for order, (question_id, text, privacy) in enumerate(zip(QUESTIONS, said, classes, strict=True)):
            yield {
                "pledge_id": case["id"],
                "question_id": question_id,
                "order": order,
                "kind": "short_text",
                "label": "Question",
                "value": f'"{text}"',
                "display": text,
                "privacy": privacy,
            }
        case["answer"] = said[-1]

    def _notes(self, case: dict[str, Any]) -> Iterator[dict[str, Any]]:
        case["note"] = self._text(10) if self.random.random() < 0.1 else ""
        if case["note"]:
            yield {"pledge_id": case["id"], "text": case["note"]}

    def _match_keys(self, case: dict[str, Any]) -> Iterator[dict[str, Any]]:
        yield {"pledge_id": case["id"], "kind": MatchKind.EMAIL, "value": email_key(case["email"])}
        if organisation := organisation_key(case["organisation"]):
            place = case["place"].casefold()
            yield {"pledge_id": case["id"], "kind": MatchKind.ORGANISATION, "value": f"{organisation}|{place}"}

    def _words(self, case: dict[str, Any]) -> str:
        texts = ("public_id", "title", "summary", "name", "organisation", "email", "place", "answer", "note")
        return " ".join(plain_words(" ".join(case[name] for name in texts) + " " + RARE.format(case["id"])))

    def _receipt(self, case: dict[str, Any]) -> dict[str, Any]:
        return {
            "kind": MailKind.RECEIPT,
            "message_id": f"<{case['id']}@example.org>",
            "pledge_id": case["id"],
            "recipient": case["email"],
            "language": case["language"],
            "subject": "Received",
            "body": case["summary"],
            "state": MailState.SENT,
            "sent_at": case["submitted_at"],
        }

    def _log_entry(self, case: dict[str, Any]) -> dict[str, Any]:
        return {
            "content_type_id": self.content_type.pk,
            "object_id": str(case["id"]),
            "label": case["public_id"],
            "action": "pledges.accept",
            "timestamp": case["state_since"],
            "uuid": None,
        }

    def _text(self, words: int) -> str:
        return " ".join(self.random.choices(WORDS, cum_weights=WEIGHTS, k=words))

    def _names(self, words: int) -> str:
        return " ".join(f"{self.random.choice(NOUNS)}{self.random.randrange(NAMES)}" for _word in range(words))

    def _one_of(self, weights: dict[Any, int]) -> Any:
        return self.random.choices([*weights], [*weights.values()])[0]


def copy(model: type[Model], rows: Iterable[dict[str, Any]]) -> None:
    """Write ``rows``, each with the same columns, by ``COPY``; what they leave out has the default of its field."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    blank = model()
    written = [
        field
        for field in model._meta.concrete_fields
        if not field.generated and (field.column in first or not isinstance(field, AutoField))
    ]
    rest = {
        field.column: field.get_db_prep_save(field.pre_save(blank, add=True), connection)
        for field in written
        if field.column not in first
    }
    given = [field.column for field in written if field.column in first]
    columns = ", ".join(connection.ops.quote_name(name) for name in (*given, *rest))
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {connection.ops.quote_name(model._meta.db_table)} ({columns}) FROM STDIN") as stream,
    ):
        for row in chain([first], rows):
            stream.write_row([*(row[name] for name in given), *rest.values()])
