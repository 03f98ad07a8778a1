"""What may happen to a sent pledge, who may do it, and what is written down."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import ModelLogEntry

from pledges.choices import PledgeState
from pledges.models import OutgoingMail, Pledge
from pledges.moves import MOVES, MoveNotAllowed, Said, StalePledge, apply, moves_from
from tests.factories.core import IndicatorFactory
from tests.factories.pledges import ContributionFactory, PledgeFactory
from tests.factories.users import UserFactory

HANDED = {"take", "assign", "withdraw_for_member", "merge"}
FIGURES = {"change_figures"}
DECISIONS = {"accept", "ask_changes", "decline", "spam"}
ALLOWED = {
    PledgeState.SUBMITTED: DECISIONS | HANDED | FIGURES | {"review"},
    PledgeState.IN_REVIEW: DECISIONS | HANDED | FIGURES,
    PledgeState.CHANGES_REQUESTED: HANDED | {"decline", "reopen"},
    PledgeState.ACCEPTED: HANDED | FIGURES | {"reopen"},
    PledgeState.DECLINED: {"reopen", "archive"},
    PledgeState.SPAM: {"not_spam", "archive"},
    PledgeState.COMPLETED: FIGURES | {"reopen", "archive", "merge"},
    PledgeState.STOPPED: {"reopen", "archive", "merge"},
    PledgeState.WITHDRAWN: {"archive"},
}
TARGETS = {
    "accept": PledgeState.ACCEPTED,
    "ask_changes": PledgeState.CHANGES_REQUESTED,
    "decline": PledgeState.DECLINED,
    "spam": PledgeState.SPAM,
    "not_spam": PledgeState.SUBMITTED,
    "review": PledgeState.IN_REVIEW,
    "reopen": PledgeState.SUBMITTED,
    "withdraw_for_member": PledgeState.WITHDRAWN,
}


@pytest.fixture
def officer(db):
    return UserFactory(group="Pledge officers")


def everything_a_move_may_need(pledge, name):
    figures = {row.pk: Decimal(7) for row in pledge.contributions.all()}
    into = PledgeFactory() if name == "merge" else None
    return Said(reason="because", message="Please say where.", figures=figures, into=into, into_version=1)


@pytest.mark.parametrize("mark", ["", "archived", "merged"])
@pytest.mark.parametrize("state", PledgeState)
@pytest.mark.parametrize("name", [*MOVES])
def test_every_move_from_every_state(officer, state, name, mark):
    archived, merged = mark == "archived", mark == "merged"
    row = ContributionFactory(
        pledge=PledgeFactory(
            state=state,
            archived_at=timezone.now() if archived else None,
            merged_into=PledgeFactory() if merged else None,
        ),
        indicator=IndicatorFactory(),
        declared=5,
    )
    pledge, said = row.pledge, everything_a_move_may_need(row.pledge, name)
    closed = "archive" in ALLOWED[state]
    allowed = (name == "restore" and closed) if archived else name in ALLOWED[state]
    if merged:
        allowed = name == "separate"
    assert (MOVES[name] in moves_from(state, archived=archived, merged=merged)) is allowed
    if allowed:
        assert apply(pledge, MOVES[name], officer, pledge.version, said).state == TARGETS.get(name, state)
        assert ModelLogEntry.objects.for_instance(pledge).get().action == f"pledges.{name}"
    else:
        with pytest.raises(MoveNotAllowed):
            apply(pledge, MOVES[name], officer, pledge.version, said)
        pledge.refresh_from_db()
        assert (pledge.state, pledge.version) == (state, 1)
        assert not ModelLogEntry.objects.exists()
        assert not OutgoingMail.objects.exists()


def test_accepting_counts_what_was_declared_and_keeps_what_staff_set(officer):
    declared = ContributionFactory(indicator=IndicatorFactory(), declared=Decimal("5.00"))
    pledge = declared.pledge
    set_by_staff = ContributionFactory(
        pledge=pledge, indicator=IndicatorFactory(), declared=Decimal("5.00"), accepted=Decimal("3.00")
    )
    unknown = ContributionFactory(pledge=pledge)
    moved = apply(pledge, MOVES["accept"], officer, pledge.version)
    for row, accepted in ((declared, Decimal("5.00")), (set_by_staff, Decimal("3.00")), (unknown, None)):
        row.refresh_from_db()
        assert row.accepted == accepted
    assert moved.version == 2
    assert moved.decided_at is not None


def test_declining_counts_nothing(officer):
    row = ContributionFactory(indicator=IndicatorFactory(), declared=5)
    apply(row.pledge, MOVES["decline"], officer, 1, Said(reason="Not in Belgium"))
    row.refresh_from_db()
    assert row.accepted is None


def test_reopening_takes_the_decision_back(officer):
    pledge = apply(PledgeFactory(), MOVES["accept"], officer, 1)
    pledge = apply(pledge, MOVES["reopen"], officer, 2, Said(reason="Wrong button"))
    assert (pledge.state, pledge.version, pledge.decided_at) == (PledgeState.SUBMITTED, 3, None)


@pytest.mark.parametrize("name", ["decline", "reopen"])
@pytest.mark.parametrize("reason", ["", "  \n "])
def test_a_reason_is_needed(officer, name, reason):
    state = PledgeState.SUBMITTED if name == "decline" else PledgeState.ACCEPTED
    pledge = PledgeFactory(state=state)
    with pytest.raises(MoveNotAllowed, match="reason"):
        apply(pledge, MOVES[name], officer, 1, Said(reason=reason))
    pledge.refresh_from_db()
    assert (pledge.state, pledge.version) == (state, 1)


def test_what_was_filed_as_spam_comes_back_in_one_way_and_without_a_reason(officer):
    pledge = apply(PledgeFactory(), MOVES["spam"], officer, 1)
    assert [move.name for move in moves_from(pledge.state) if move.target] == ["not_spam"]
    pledge = apply(pledge, MOVES["not_spam"], officer, 2)
    assert (pledge.state, pledge.decided_at) == (PledgeState.SUBMITTED, None)


def test_an_old_version_overwrites_nothing_and_says_what_it_is_now(officer):
    seen = PledgeFactory()
    ContributionFactory(pledge=seen, indicator=IndicatorFactory(), declared=5)
    apply(seen, MOVES["spam"], officer, 1)
    apply(seen, MOVES["not_spam"], officer, 2)
    # The state is again the one that was seen; only the version tells that two decisions lie between.
    with pytest.raises(StalePledge) as refused:
        apply(seen, MOVES["accept"], officer, 1)
    assert "It is now: new." in str(refused.value.message)
    seen.refresh_from_db()
    assert (seen.state, seen.version) == (PledgeState.SUBMITTED, 3)
    assert seen.contributions.get().accepted is None


def test_a_pledge_that_is_gone_is_stale_not_an_error(officer):
    pledge = PledgeFactory()
    Pledge.objects.filter(pk=pledge.pk).delete()
    with pytest.raises(StalePledge):
        apply(pledge, MOVES["accept"], officer, 1)


@pytest.mark.parametrize("group", [None, "Editors", "Moderators"])
def test_whoever_lacks_the_inbox_moves_nothing(db, group):
    pledge = PledgeFactory()
    with pytest.raises(PermissionDenied):
        apply(pledge, MOVES["accept"], UserFactory(group=group), 1)
    pledge.refresh_from_db()
    assert pledge.state == PledgeState.SUBMITTED


def test_the_log_says_who_what_and_why_and_holds_no_contact(officer):
    pledge = PledgeFactory(name="Ann Peeters", email="ann@example.org", phone="0470 12 34 56", title="Ann's pond")
    apply(pledge, MOVES["decline"], officer, 1, Said(reason=" Outside the scope "))
    entry = ModelLogEntry.objects.get()
    assert (entry.action, entry.user, entry.label) == ("pledges.decline", officer, pledge.public_id)
    kept = {"from": "submitted", "to": "declined", "reason": "Outside the scope", "decided_at": None, "version": 2}
    assert entry.data == kept | {"state_since": pledge.state_since.isoformat(), "answered_at": None}
    assert str(entry.message) == "The engagement is declined."
    everything = f"{entry.data} {entry.label} {entry} {entry.message}"
    assert not [secret for secret in ("Ann", "example.org", "0470") if secret in everything]


def test_a_log_that_cannot_be_written_undoes_the_move(officer, monkeypatch):
    row = ContributionFactory(indicator=IndicatorFactory(), declared=5)

    def fail(**kwargs):
        raise RuntimeError("no log")

    monkeypatch.setattr("pledges.moves.make.log", fail)
    with pytest.raises(RuntimeError):
        apply(row.pledge, MOVES["accept"], officer, 1)
    row.pledge.refresh_from_db()
    row.refresh_from_db()
    assert (row.pledge.state, row.pledge.version, row.accepted) == (PledgeState.SUBMITTED, 1, None)
