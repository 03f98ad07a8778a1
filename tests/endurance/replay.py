"""What the log of an engagement says that became of it, and what the list of engagements says of the totals."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ModelLogEntry

from bbacms.core.choices import IndicatorKind
from pledges.changes import LOG_ACTION
from pledges.choices import PledgeState
from pledges.models import Contribution, Pledge
from pledges.moves import MERGED_HERE_ACTION, MOVES, SEPARATED_HERE_ACTION, UNDO_ACTION, WITHDRAW

MOVE_ACTIONS = {move.log_action for move in (*MOVES.values(), WITHDRAW)}
ARCHIVE, RESTORE = MOVES["archive"].log_action, MOVES["restore"].log_action
MERGE, SEPARATE = MOVES["merge"].log_action, MOVES["separate"].log_action
# What is told of the other one of two that are the same, which stays as it is.
OF_THE_OTHER = (MERGED_HERE_ACTION, SEPARATED_HERE_ACTION)


@dataclass
class Replay:
    """An engagement as its log tells it, from the day it was sent; raises ``AssertionError`` where that is no chain."""

    state: str = PledgeState.SUBMITTED
    version: int = 1
    assignee: int | None = None
    archived: bool = False
    merged_into: int | None = None
    figures: dict[int, str | None] = field(default_factory=dict)
    last: ModelLogEntry | None = None

    def take(self, entry: ModelLogEntry) -> None:
        if entry.action in OF_THE_OTHER:
            return
        assert entry.action in MOVE_ACTIONS | {LOG_ACTION, UNDO_ACTION}, entry.action
        data = entry.data
        self.version += 1
        assert data.get("version", self.version) == self.version, "a version was made twice, or by nobody"
        if "from" in data:
            assert data["from"] == self.state, "a move began where the one before had not ended"
            self.state = data["to"]
        if entry.action == UNDO_ACTION:
            self.take_back(entry)
        else:
            self.write(data.get("assignee"), data.get("figures", []), "from", "to")
            self.archived = {ARCHIVE: True, RESTORE: False}.get(entry.action, self.archived)
            self.merged_into = {MERGE: data.get("other"), SEPARATE: None}.get(entry.action, self.merged_into)
        self.last = entry

    def take_back(self, entry: ModelLogEntry) -> None:
        undone = self.last
        assert undone is not None
        assert undone.action == entry.data["undone"], "another move was taken back than the last one"
        self.write(undone.data.get("assignee"), undone.data.get("figures", []), "to", "from")
        self.archived = {ARCHIVE: False, RESTORE: True}.get(undone.action, self.archived)
        self.merged_into = {MERGE: None, SEPARATE: undone.data.get("other")}.get(undone.action, self.merged_into)

    def write(self, assignee, figures, before: str, after: str) -> None:
        if assignee is not None:
            assert assignee[before] == self.assignee
            self.assignee = assignee[after]
        for figure in figures:
            assert figure[before] == self.figures.get(figure["contribution"])
            self.figures[figure["contribution"]] = figure[after]

    def assert_is(self, pledge: Pledge) -> None:
        told = (self.version, self.state, self.assignee, self.archived, self.merged_into)
        archived = pledge.archived_at is not None
        assert told == (pledge.version, pledge.state, pledge.assignee_id, archived, pledge.merged_into_id)
        for row in pledge.contributions.all():
            figure = self.figures.get(row.pk)
            assert row.accepted == (None if figure is None else Decimal(figure))


def replay_all() -> defaultdict[str, Replay]:
    """What the log tells of each engagement, by its key as the log writes it."""
    replays: defaultdict[str, Replay] = defaultdict(Replay)
    for entry in ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Pledge)).order_by("pk"):
        replays[entry.object_id].take(entry)
    return replays


def recount(year: int) -> tuple[int, dict[int, int], dict[int, Decimal]]:
    """Engagements, engagements by objective and quantities by indicator, added up by hand from the whole list."""
    counted = {
        pledge.pk
        for pledge in Pledge.objects.all()
        if pledge.state in ("accepted", "completed") and pledge.merged_into_id is None
    }
    named: defaultdict[int, set[int]] = defaultdict(set)
    sums: defaultdict[int, Decimal] = defaultdict(Decimal)
    for row in Contribution.objects.select_related("indicator"):
        if row.pledge_id not in counted:
            continue
        named[row.objective_id].add(row.pledge_id)
        indicator = row.indicator
        if indicator is None or row.accepted is None or indicator.kind == IndicatorKind.SHARE:
            continue
        runs = (row.first_year or year) <= year <= (row.last_year or year)
        if indicator.kind == IndicatorKind.STOCK or runs:
            sums[indicator.pk] += row.accepted
    return len(counted), {key: len(keys) for key, keys in named.items()}, dict(sums)


def recount_desk() -> Counter[tuple[str, bool, bool, bool, bool]]:
    """How many engagements stand where, with which marks, as ``DeskCount`` should say it."""
    return Counter(
        (
            pledge.state,
            pledge.archived_at is not None,
            pledge.is_suspected,
            pledge.merged_into_id is not None,
            pledge.merged_into_id is None
            and (
                pledge.state in ("submitted", "in_review")
                or (pledge.state == "accepted" and pledge.proposed_at is not None)
            ),
        )
        for pledge in Pledge.objects.all()
    )
