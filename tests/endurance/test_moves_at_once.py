"""Eight people at the same twenty cases: nothing is overwritten, and log, state and totals tell the same."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from decimal import Decimal

import pytest
from django.db import connection, connections, transaction
from django.db.models import Sum

from pledges.changes import begin_change, send_change
from pledges.choices import SectionStage
from pledges.counting import count_totals
from pledges.drafts import find_draft, journey_of
from pledges.intake import send_draft
from pledges.models import DeskCount, Pledge, PledgeDraft
from pledges.moves import MOVES, MoveError, Said, StalePledge, apply, marks_of, moves_from, undo, withdraw
from tests.endurance.replay import recount, recount_desk, replay_all
from tests.factories.core import ActorKindFactory, IndicatorFactory
from tests.factories.users import UserFactory
from tests.support.databases import migrated_rows  # noqa: F401  a fixture
from tests.support.join_forms import needed_questions, published_form, question, section

pytestmark = pytest.mark.endurance

WORKERS = 8
CASES = 20
# Of each worker.
TRIES = 300
# Seconds between two audits.
PAUSE = 0.5
INDICATORS = ("ha", "tonnes", "percent")
# How often each is tried; what ends a case for good comes seldom.
ACTIONS = {"move": 70, "undo": 14, "change": 14, "withdraw": 1}
SELDOM = ("withdraw_for_member",)


class Register:
    """The form that members fill in, and the cases that are worked on: twenty at any time."""

    def __init__(self):
        ActorKindFactory(code="citizen")
        for code, kind in zip(INDICATORS, ("stock", "flow", "share"), strict=True):
            IndicatorFactory(code=code, kind=kind)
        self.asked = needed_questions() | {"note": question("short_text", "Note")}
        self.form = published_form(
            section("Part", *(self.asked[key] for key in ("title", "engagement", "actor_kind", "email"))),
            section("More", self.asked["note"], stage="more"),
        )
        self.cases = [self.receive(random.Random(number)).pk for number in range(CASES)]

    def receive(self, chance):
        """A member sends an engagement; now and then it looks like spam."""
        draft = PledgeDraft.objects.create(
            form=self.form, form_revision=self.form.live_revision, language="en", answers=self.answers(chance)
        )
        signs = ["trap"] if chance.random() < 0.3 else []
        return send_draft(draft, journey_of(draft), seen=draft.version, signs=signs)

    def answers(self, chance):
        named = [code for code in INDICATORS if chance.random() < 0.7] or ["ha"]
        said = {
            "title": "A meadow",
            "engagement": [{"indicator": code, "quantity": str(chance.randint(1, 90))} for code in named],
            "actor_kind": "citizen",
            "email": f"member{chance.randint(1, 3)}@example.org",
        }
        return {self.asked[key]["id"]: value for key, value in said.items()}

    def change(self, pledge, stage, chance):
        """The member changes the engagement; False where it may not be changed so any more."""
        draft = begin_change(pledge, stage)
        if draft is None:
            return False
        new = self.answers(chance) if stage == SectionStage.JOIN else {self.asked["note"]["id"]: str(chance.random())}
        PledgeDraft.objects.filter(pk=draft.pk).update(answers={**draft.answers, **new})
        found = find_draft(draft.token)
        return found is not None and send_change(found, journey_of(found), seen=found.version) is not None


class Worker(threading.Thread):
    """Makes random moves, as they come to its head; ``done`` counts what was written, ``refused`` what was not."""

    def __init__(self, register, user, officers, start, seed):
        super().__init__()
        self.register, self.user, self.officers, self.start_line = register, user, officers, start
        self.chance = random.Random(seed)
        self.tries = TRIES
        self.writes: Counter[int] = Counter()
        self.done: Counter[str] = Counter()
        self.refused: Counter[type] = Counter()
        self.broke: Exception | None = None

    def run(self):
        try:
            self.start_line.wait()
            while self.tries > 0:
                self.tries -= 1
                self.work()
        except Exception as error:
            self.broke = error
        finally:
            connections.close_all()

    def work(self):
        place = self.chance.randrange(CASES)
        pledge = Pledge.objects.get(pk=self.register.cases[place])
        # Between opening a case and pressing the button others are at it.
        time.sleep(self.chance.uniform(0, 0.02))
        action = self.chance.choices([*ACTIONS], [*ACTIONS.values()])[0]
        try:
            done = getattr(self, action)(pledge)
        except MoveError as error:
            self.refused[type(error)] += 1
            return
        if done:
            self.done[done] += 1
            self.writes[pledge.pk] += 1
            if done in (*SELDOM, "withdraw"):
                self.register.cases[place] = self.register.receive(self.chance).pk

    def move(self, pledge):
        open_moves = moves_from(pledge.state, **marks_of(pledge))
        # Some try what is not possible.
        moves = [*MOVES.values()] if self.chance.random() < 0.1 else open_moves
        move = self.chance.choices(moves, [0.1 if move.name in SELDOM else 1 for move in moves])[0]
        figures = {
            key: self.chance.choice([None, Decimal(self.chance.randint(0, 99_999)) / 100])
            for key in pledge.contributions.values_list("pk", flat=True)
        }
        other = Pledge.objects.get(pk=self.chance.choice(self.register.cases))
        said = Said(
            reason="because",
            message="Where is it?",
            figures=figures,
            assignee=self.chance.choice([None, *self.officers]),
            into=other,
            into_version=other.version,
        )
        after = apply(pledge, move, self.user, pledge.version, said)
        assert after.version == pledge.version + 1, "decided on what somebody had changed"
        return move.name

    def undo(self, pledge):
        after = undo(pledge, self.user, pledge.version)
        assert after.version == pledge.version + 1, "took back what somebody had changed"
        return "undo"

    def change(self, pledge):
        stage = self.chance.choice([SectionStage.JOIN, SectionStage.MORE])
        return "change" if self.register.change(pledge, stage, self.chance) else ""

    def withdraw(self, pledge):
        withdraw(pledge)
        return "withdraw"


def audit():
    """Compare totals, logs and kept counts with the list of engagements, all at one moment."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        totals = count_totals()
        assert (totals.engagements, totals.per_objective, totals.per_indicator) == recount(totals.year)
        replays = replay_all()
        for pledge in Pledge.objects.prefetch_related("contributions"):
            replays[str(pledge.pk)].assert_is(pledge)
        marks = ("state", "is_archived", "is_suspected", "is_merged", "is_to_do")
        rows = DeskCount.objects.values_list(*marks).annotate(Sum("number")).order_by()
        assert {tuple(key): number for *key, number in rows if number} == recount_desk()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only there two transactions write at the same moment")
@pytest.mark.usefixtures("migrated_rows")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_random_moves_on_the_same_cases_lose_nothing(capsys):
    register = Register()
    officers = [UserFactory(group="Pledge officers") for _number in range(WORKERS)]
    start, seed = threading.Barrier(WORKERS), random.randrange(10**6)
    workers = [Worker(register, user, officers, start, seed + number) for number, user in enumerate(officers)]
    began = time.monotonic()
    audits = 0
    try:
        for worker in workers:
            worker.start()
        while any(worker.is_alive() for worker in workers):
            audit()
            audits += 1
            time.sleep(PAUSE)
    finally:
        for worker in workers:
            worker.tries = 0
            worker.join()

    done = sum((worker.done for worker in workers), Counter())
    refused = sum((worker.refused for worker in workers), Counter())
    with capsys.disabled():
        print(
            f"\n{done.total()} writes, {refused[StalePledge]} refused because somebody was faster, "
            f"{refused.total() - refused[StalePledge]} because the state does not allow it, {audits} audits meanwhile; "
            f"{time.monotonic() - began:.0f} s\n{dict(done)}"
        )
    assert [worker.broke for worker in workers if worker.broke] == []
    writes = sum((worker.writes for worker in workers), Counter())
    assert {pledge.pk: pledge.version for pledge in Pledge.objects.all()} == {
        key: 1 + writes[key] for key in Pledge.objects.values_list("pk", flat=True)
    }
    audit()
    assert done.keys() >= {*MOVES, "undo", "change", "withdraw"}, "something was never done, so this says nothing of it"
    assert refused[StalePledge], "nobody was ever faster, so this shows nothing"
