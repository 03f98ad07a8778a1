"""Two engagements that are one: what counts, what is allowed, and how it is taken back."""

import threading
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections
from django.utils import timezone
from wagtail.models import ModelLogEntry

from home.engagement import engagement_behind
from pledges.changes import begin_change, may_add, may_correct, may_send
from pledges.choices import LinkPurpose, PledgeState
from pledges.counting import count_totals
from pledges.links import give_link
from pledges.models import Contribution, OutgoingMail, Pledge, PledgeDraft
from pledges.moves import MOVES, MoveError, MoveNotAllowed, Said, StalePledge, apply, undo, undoable, withdraw
from tests.factories.core import IndicatorFactory
from tests.factories.pledges import ContributionFactory, PledgeFactory
from tests.factories.stories import StoryPageFactory
from tests.factories.users import UserFactory
from tests.support.databases import migrated_rows  # noqa: F401  a fixture
from tests.support.join_forms import needed_questions, published_form, question, section
from tests.support.members import read
from tests.support.pages import make_tree

MERGE, SEPARATE = MOVES["merge"], MOVES["separate"]


@pytest.fixture
def officer(db):
    return UserFactory(group="Pledge officers")


def merge(pledge, into, user, **values):
    versions = {"version": pledge.version, "into_version": into.version, **values}
    return apply(pledge, MERGE, user, versions["version"], Said(into=into, into_version=versions["into_version"]))


def accepted(indicator, quantity, **values):
    pledge = PledgeFactory(state=PledgeState.ACCEPTED, **values)
    ContributionFactory(pledge=pledge, indicator=indicator, declared=quantity, accepted=quantity)
    return pledge


def figures(indicator):
    """The total and the list behind it: engagements, quantity, and the same summed up by hand."""
    totals = count_totals()
    listed = Pledge.objects.counted()
    rows = Contribution.objects.filter(pledge__in=listed, indicator=indicator)
    assert totals.engagements == listed.count()
    assert totals.per_indicator.get(indicator.pk, 0) == sum(row.accepted for row in rows)
    return totals.engagements, totals.per_indicator.get(indicator.pk, 0)


def test_it_counts_once_and_after_undo_or_separating_as_before(officer):
    indicator = IndicatorFactory()
    kept, twin = accepted(indicator, Decimal("2.5")), accepted(indicator, 4)
    before = figures(indicator)
    assert before == (2, Decimal("6.5"))
    merged = merge(twin, kept, officer)
    assert figures(indicator) == (1, Decimal("2.5"))
    assert undoable(merged) is MERGE
    restored = undo(merged, officer, merged.version)
    assert figures(indicator) == before
    merged = merge(restored, kept, officer)
    separated = apply(merged, SEPARATE, officer, merged.version)
    assert (figures(indicator), separated.merged_into) == (before, None)
    together = undo(separated, officer, separated.version)
    assert (figures(indicator), together.merged_into) == ((1, Decimal("2.5")), kept)


def test_it_waits_for_nobody_until_it_is_separated(officer):
    twin, kept = PledgeFactory(), PledgeFactory()
    changed = PledgeFactory(state=PledgeState.ACCEPTED, proposed_at=timezone.now())
    for pledge in (twin, changed):
        merged = merge(pledge, kept, officer)
        assert (merged.is_to_do, str(merged.state_label)) == (False, "counted with another one")
    assert list(Pledge.objects.to_do()) == list(Pledge.objects.open_work()) == [kept]
    for pledge in (twin, changed):
        assert apply(pledge, SEPARATE, officer, 2).is_to_do
    assert set(Pledge.objects.to_do()) == set(Pledge.objects.open_work()) == {kept, twin, changed}


def test_both_histories_name_the_other_one_and_no_mail_goes_out(officer):
    twin, kept = PledgeFactory(), PledgeFactory()
    merged = merge(twin, kept, officer)
    undo(merged, officer, 2)

    def told(pledge):
        return [str(entry.message) for entry in ModelLogEntry.objects.for_instance(pledge).order_by("pk")]

    assert told(twin) == [
        f"It was marked as the same as {kept.public_id}, and counts there.",
        "The last move was taken back.",
    ]
    assert told(kept) == [
        f"{twin.public_id} was marked as the same, and counts here.",
        f"{twin.public_id} was separated from it again.",
    ]
    assert not OutgoingMail.objects.exists()
    kept.refresh_from_db()
    assert kept.version == 1, "nobody who decides on the other one is disturbed"


def refusal(pledge, into, user):
    with pytest.raises(MoveNotAllowed) as caught:
        merge(pledge, into, user)
    as_it_was = pledge.merged_into_id
    pledge.refresh_from_db()
    assert (pledge.merged_into_id, pledge.version) == (as_it_was, 1)
    assert not ModelLogEntry.objects.exists()
    return str(caught.value.message)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"state": PledgeState.SPAM}, "is spam, so it cannot be marked"),
        ({"state": PledgeState.DECLINED}, "is declined, so it cannot be marked"),
        ({"state": PledgeState.WITHDRAWN}, "is withdrawn, so it cannot be marked"),
        ({"state": PledgeState.COMPLETED, "archived_at": timezone.now()}, "is in the archive. Restore it first."),
        ({"spam_signs": "trap"}, "may be spam. Decide that first."),
    ],
)
def test_what_is_no_engagement_to_count_stays_alone(officer, values, why):
    assert why in refusal(PledgeFactory(), PledgeFactory(**values), officer)
    assert refusal(PledgeFactory(**values), PledgeFactory(), officer)


def test_there_are_no_chains_and_no_rings(officer):
    kept, middle = PledgeFactory(), PledgeFactory()
    twin = PledgeFactory(merged_into=middle)
    assert "counts with another engagement already" in refusal(PledgeFactory(), twin, officer)
    assert "Another engagement counts with" in refusal(middle, kept, officer)
    assert "counts with another engagement already" in refusal(middle, twin, officer)
    assert "same as itself" in refusal(kept, kept, officer)
    assert "counted with another one" in refusal(twin, kept, officer)


def test_nothing_else_is_done_with_what_counts_elsewhere(officer):
    twin = PledgeFactory(merged_into=PledgeFactory())
    with pytest.raises(MoveNotAllowed, match="“Accept” is not possible for an engagement that is counted with another"):
        apply(twin, MOVES["accept"], officer, 1)


def test_whichever_of_the_two_changed_meanwhile_nothing_is_done(officer):
    twin, kept = PledgeFactory(), PledgeFactory()
    apply(kept, MOVES["take"], officer, 1)
    with pytest.raises(StalePledge, match=f"the other engagement, {kept.public_id}"):
        merge(twin, kept, officer)
    apply(twin, MOVES["take"], officer, 1)
    kept.refresh_from_db()
    with pytest.raises(StalePledge, match="this engagement"):
        merge(twin, kept, officer)
    Pledge.objects.filter(pk=kept.pk).delete()
    twin.refresh_from_db()
    with pytest.raises(StalePledge, match="deleted"):
        merge(twin, kept, officer)
    assert not Pledge.objects.exclude(merged_into=None).exists()


def test_a_separation_is_taken_back_only_while_the_other_one_can_count_it(officer):
    kept = PledgeFactory()
    merged = merge(PledgeFactory(), kept, officer)
    separated = apply(merged, SEPARATE, officer, 2)
    apply(kept, MOVES["spam"], officer, 1)
    with pytest.raises(MoveNotAllowed, match="is spam"):
        undo(separated, officer, 3)
    Pledge.objects.filter(pk=kept.pk).delete()
    with pytest.raises(StalePledge, match="deleted"):
        undo(separated, officer, 3)


@pytest.mark.parametrize("group", [None, "Editors", "Moderators"])
def test_whoever_lacks_the_inbox_merges_and_separates_nothing(db, group):
    user = UserFactory(group=group)
    with pytest.raises(PermissionDenied):
        merge(PledgeFactory(), PledgeFactory(), user)
    with pytest.raises(PermissionDenied):
        apply(PledgeFactory(merged_into=PledgeFactory()), SEPARATE, user, 1)


class TestTheMember:
    def test_of_the_one_that_counts_elsewhere_still_sees_it_and_withdraws_it_alone(self, client, homes, officer):
        indicator = IndicatorFactory()
        kept, twin = accepted(indicator, 2), accepted(indicator, 2, title="My hedge")
        link = give_link(LinkPurpose.MINE, twin)
        merge(twin, kept, officer)
        address = f"/en/pledge/{link.signed}/mine/"
        text = read(client.get(address))
        assert "My hedge" in text
        assert "this is the same engagement as another one that we received" in text
        assert "It is:" not in text
        assert kept.public_id not in text, "whose it is, is told to nobody"
        assert "the other engagement, which is the same, stays as it is" in text
        text = read(client.post(address, {"action": "withdraw"}, follow=True))
        assert "What you sent is withdrawn. The other engagement, which is the same, stays as it is." in text
        kept.refresh_from_db()
        twin.refresh_from_db()
        assert (twin.state, kept.state, kept.version) == (PledgeState.WITHDRAWN, PledgeState.ACCEPTED, 1)
        assert figures(indicator) == (1, 2)
        assert apply(twin, SEPARATE, officer, twin.version).state == PledgeState.WITHDRAWN
        assert figures(indicator) == (1, 2)

    def test_of_the_one_that_stays_withdraws_it_and_the_other_does_not_count_by_itself(self, officer):
        indicator = IndicatorFactory()
        kept, twin = accepted(indicator, 2), accepted(indicator, 2)
        merge(twin, kept, officer)
        withdraw(kept)
        assert figures(indicator) == (0, 0)

    def test_changes_nothing_that_nobody_would_read(self, officer):
        more = section("More", question("short_text", "Anything else"), stage="more")
        form = published_form(section("Part", *needed_questions().values()), more)
        twin = PledgeFactory(form=form, form_revision=form.live_revision)
        drafts = [begin_change(twin, stage) for stage in ("join", "more")]
        assert may_correct(twin)
        assert may_add(twin)
        assert all(may_send(draft) for draft in drafts)
        merged = merge(twin, PledgeFactory(), officer)
        assert not may_correct(merged)
        assert not may_add(merged)
        assert not any(may_send(PledgeDraft.objects.get(pk=draft.pk)) for draft in drafts)


def test_behind_the_story_of_the_one_stands_the_other(officer):
    tree = make_tree()
    kept, twin = accepted(tree.indicator, 2), accepted(tree.indicator, 5, story_key=tree.story.translation_key)
    assert engagement_behind(tree.story).public_id == twin.public_id
    merge(twin, kept, officer)
    assert engagement_behind(tree.story).public_id == kept.public_id
    assert engagement_behind(StoryPageFactory(parent=tree.index)) is None


RIVALS = {
    "withdraw": lambda twin, kept, user: withdraw(kept),
    "spam": lambda twin, kept, user: apply(kept, MOVES["spam"], user, 1),
    "delete": lambda twin, kept, user: Pledge.objects.get(pk=kept.pk).delete(),
    "merge back": lambda twin, kept, user: merge(kept, twin, user),
}


@pytest.mark.usefixtures("migrated_rows")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_at_the_same_moment_one_of_two_is_told_and_nothing_hangs():
    """Whoever comes second finds what the first has done; on SQLite they come in turn."""
    for _time in range(5):
        for rival in RIVALS:
            race(rival)


def race(rival):
    twin, kept = PledgeFactory(), PledgeFactory()
    users = [UserFactory(is_superuser=True) for _number in range(2)]
    results = at_once(lambda: merge(twin, kept, users[0]), lambda: RIVALS[rival](twin, kept, users[1]))
    twin.refresh_from_db()
    left = Pledge.objects.filter(pk=kept.pk).first()
    if rival == "merge back":
        assert [isinstance(result, Pledge) for result in results].count(True) == 1
        assert (twin.merged_into_id is None) is (left.merged_into_id is not None)
    elif rival == "delete":
        # The key from the one to the other holds it, or there is nothing to merge into.
        assert (twin.merged_into_id is None) is (left is None)
    else:
        # Merged first, the other one may still be moved; moved first, it is not what was seen any more.
        assert left.version == 2
        assert isinstance(results[0], Pledge if twin.merged_into_id else MoveError)


def at_once(*acts):
    """What each of ``acts`` gave or raised."""
    results = [None] * len(acts)

    def act(number):
        try:
            results[number] = acts[number]()
        except Exception as error:
            results[number] = error

    if connection.vendor != "postgresql":
        for number in range(len(acts)):
            act(number)
        return results
    barrier = threading.Barrier(len(acts))

    def run(number):
        barrier.wait()
        try:
            act(number)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return results
