"""Which engagements are found to look alike, and by what."""

import importlib
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import connection

from pledges.changes import begin_change, send_change
from pledges.choices import MatchKind, PledgeState
from pledges.drafts import journey_of
from pledges.duplicates.apart import tell_apart, warn_again
from pledges.duplicates.find import CROWD, likely_same
from pledges.duplicates.keys import (
    email_key,
    enterprise_key,
    keep_match_keys,
    organisation_key,
    place_key,
    renew_match_keys,
)
from pledges.intake import send_draft
from pledges.models import MatchKey, Pledge
from tests.factories.core import ActorKindFactory, IndicatorFactory
from tests.factories.pledges import ContributionFactory, PledgeDraftFactory, PledgeFactory
from tests.factories.users import UserFactory
from tests.support.join_forms import join_pages, needed_questions, published_form, section
from tests.support.members import Member, read
from tests.support.twins import sent


@pytest.fixture
def officer(db):
    return UserFactory(group="Pledge officers")


def reasons(pledge, other, user):
    """What ``pledge`` has in common with ``other``, in the order of the warning."""
    return next((twin.reasons for twin in likely_same(pledge, user).twins if twin.pledge == other), [])


def nothing_like(pledge, user):
    likeness = likely_same(pledge, user)
    return (likeness.twins, likeness.crowded) == ([], [])


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("An.Peeters@Example.org", " an.peeters@example.org"),
        ("an+bba@example.org", "an@example.org"),
        ("a.n+x@gmail.com", "AN@googlemail.com"),
        ("an@bücher.example", "an@xn--bcher-kva.example"),
    ],
)
def test_addresses_of_one_mailbox_are_the_same(one, another):
    assert email_key(one) == email_key(another) != ""


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("a.n@example.org", "an@example.org"),
        ("an@example.org", "an@example.com"),
        ("+x@example.org", "+y@example.org"),
    ],
)
def test_addresses_of_two_mailboxes_are_not(one, another):
    assert email_key(one) != email_key(another)


@pytest.mark.parametrize("text", ["", "nobody", "@example.org", "an@", "."])
def test_what_is_no_address_is_like_nothing(text):
    assert email_key(text) == ""


@pytest.mark.parametrize("long", ["a@" + "ü" * 80 + ".example", "a@" + "b" * 240 + ".be", "a@b..c"])
def test_an_address_that_cannot_exist_is_compared_as_it_is(long):
    assert email_key(long) == long


@pytest.mark.parametrize("text", ["0403.019.261", "403019261", "BE 0403 019 261", "0403019261"])
def test_an_enterprise_number_is_its_figures(text):
    assert enterprise_key(text) == "0403019261"


@pytest.mark.parametrize("text", ["", "12", "none", "04030192611", "٠٤٠٣٠١٩٢٦١"])
def test_what_is_no_enterprise_number_is_like_nothing(text):
    assert enterprise_key(text) == ""


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("De Bakkerij BV", "Bakkerij B.V."),
        ("L'Étang, ASBL", "etang a.s.b.l."),
        ("Natuurpunt vzw", "NATUURPUNT"),
        ("Die Mühle GmbH", "Muhle"),
        ("Œuvre du sol", "Oeuvre du Sol"),
        ("Ferme & Fils s.r.l.", "Ferme Fils"),
        ("Gemeente Asse", "Asse, gemeente"),
    ],
)
def test_names_of_one_organisation_are_the_same(one, another):
    assert organisation_key(one) == organisation_key(another) != ""


def test_a_name_of_nothing_but_a_legal_form_stays_a_name():
    assert organisation_key("SC De") == "de sc"
    assert organisation_key("—!?") == ""


@pytest.mark.parametrize(
    ("one", "another"), [("Gent", "Gand"), ("9000 Gent", "Ghent"), ("Hof Ter Musschen", "hof ter musschen.")]
)
def test_a_place_is_the_same_in_every_language(one, another):
    assert place_key(one) == place_key(another) != ""


def test_each_likeness_warns_and_says_why(officer):
    hedges, ponds = IndicatorFactory(), IndicatorFactory()
    pledge = sent(
        (hedges, Decimal("2.5")),
        email="an@example.org",
        enterprise_number="0403019261",
        organisation="Bakkerij De Molen BV",
        municipality="Gent",
        municipality_code="44021",
    )
    everything = sent(
        (hedges, Decimal("2.500000")),
        (ponds, 1),
        email="AN+2@example.org",
        enterprise_number="0403019261",
        organisation="De Molen bakkerij",
        municipality="Gand",
    )
    renamed = sent(email="x@example.org", organisation="Bakkerij Molen", place="9000 Gent")
    same_field = sent((hedges, "2.5"), municipality="Gent", municipality_code="44021")
    elsewhere = sent((hedges, "2.5"), organisation="Bakkerij De Molen BV", municipality="Aalst")
    other_quantity = sent((hedges, "2.6"), (ponds, "2.5"), municipality="Gent", municipality_code="44021")
    unknown = sent((hedges, None), municipality="Gent", municipality_code="44021")
    assert reasons(pledge, everything, officer) == [
        MatchKind.ENTERPRISE,
        MatchKind.EMAIL,
        MatchKind.ORGANISATION,
        MatchKind.CONTRIBUTION,
    ]
    assert reasons(pledge, renamed, officer) == [MatchKind.ORGANISATION]
    assert reasons(pledge, same_field, officer) == [MatchKind.CONTRIBUTION]
    found = [twin.pledge for twin in likely_same(pledge, officer).twins]
    assert found == [everything, renamed, same_field], "the likeliest first"
    assert not {elsewhere, other_quantity, unknown} & set(found)


def test_a_quantity_is_at_home_in_the_place_of_the_contribution_too(officer):
    indicator = IndicatorFactory()
    pledge = sent(municipality="Gent")
    ContributionFactory(pledge=pledge, indicator=indicator, declared=3, place="Hof ter Musschen")
    other = sent((indicator, 3), municipality="Aalst", place="Hof ter Musschen")
    third = sent((indicator, 3), place="Hof ter Musschen")
    renew_match_keys(pledge)
    assert reasons(pledge, third, officer) == [MatchKind.CONTRIBUTION]
    assert reasons(pledge, other, officer) == []


def test_nothing_said_is_nothing_in_common(officer):
    sent(email="", organisation="")
    pledge = sent(email="", organisation="")
    assert not pledge.match_keys.exists()
    assert nothing_like(pledge, officer)


def test_spam_looks_like_spam_alone(officer):
    pledge, spam = sent(email="a@example.org"), sent(email="a@example.org", state=PledgeState.SPAM)
    assert nothing_like(pledge, officer)
    assert [twin.pledge for twin in likely_same(spam, officer).twins] == [pledge]


def test_what_counts_with_another_one_stands_for_that_one(officer):
    kept = sent(email="kept@example.org", state=PledgeState.ACCEPTED)
    sent(email="merged@example.org", merged_into=kept)
    pledge = sent(email="merged@example.org")
    assert [twin.pledge for twin in likely_same(pledge, officer).twins] == [kept]
    assert nothing_like(kept, officer)


def test_what_was_told_apart_warns_no_more_in_either_direction(officer):
    pledge, other, third = (sent(email="a@example.org") for _number in range(3))
    tell_apart(other, pledge, officer)
    assert [twin.pledge for twin in likely_same(pledge, officer).twins] == [third]
    assert [twin.pledge for twin in likely_same(other, officer).twins] == [third]
    warn_again(pledge, other, officer)
    assert len(likely_same(pledge, officer).twins) == 2


def test_what_a_crowd_has_in_common_is_said_and_not_listed(officer):
    for _number in range(CROWD + 1):
        sent(email="info@example.org")
    pledge = sent(email="info@example.org", enterprise_number="0403019261")
    other = sent(enterprise_number="0403019261")
    likeness = likely_same(pledge, officer)
    assert [twin.pledge for twin in likeness.twins] == [other]
    assert likeness.crowded == [MatchKind.EMAIL]


@pytest.mark.parametrize("group", [None, "Editors", "Moderators"])
def test_whoever_lacks_the_inbox_finds_nothing(db, group):
    pledge = sent(email="a@example.org")
    sent(email="a@example.org")
    assert nothing_like(pledge, UserFactory(group=group))


def test_two_queries_however_many_are_alike(officer, django_assert_num_queries):
    indicators = [IndicatorFactory() for _number in range(8)]
    for _number in range(15):
        sent(*((indicator, 1) for indicator in indicators), email="a@example.org", municipality="Gent")
    pledge = Pledge.objects.prefetch_related("contributions").first()
    officer.has_perm("pledges.use_inbox")  # asked once a request
    with django_assert_num_queries(2):
        assert len(likely_same(pledge, officer).twins) == 14


class TestWhereItIsWrittenDown:
    @pytest.fixture
    def asked(self):
        return needed_questions()

    @pytest.fixture
    def draft(self, db, asked):
        ActorKindFactory(code="citizen")
        IndicatorFactory(code="ha")
        form = published_form(section("Part", *asked.values()))
        answers = {
            asked["title"]["id"]: "A meadow",
            asked["engagement"]["id"]: [{"indicator": "ha", "quantity": "2.5", "where": "Gent"}],
            asked["actor_kind"]["id"]: "citizen",
            asked["email"]["id"]: "An@example.org",
        }
        return PledgeDraftFactory(form=form, form_revision=form.live_revision, answers=answers)

    def test_sending_writes_it_with_two_queries(self, draft, django_assert_max_num_queries, monkeypatch):
        asked_for = []

        def keep(pledge):
            before = len(connection.queries_log)
            keep_match_keys(pledge)
            asked_for.append(len(connection.queries_log) - before)

        monkeypatch.setattr("pledges.intake.keep_match_keys", keep)
        with django_assert_max_num_queries(100):
            pledge = send_draft(draft, journey_of(draft), seen=draft.version)
        assert asked_for == [2]
        assert {key.kind for key in pledge.match_keys.all()} == {MatchKind.EMAIL, MatchKind.CONTRIBUTION}

    def test_a_change_of_the_member_renews_it(self, draft, asked, officer):
        pledge = send_draft(draft, journey_of(draft), seen=draft.version)
        other = sent(email="bo@example.org")
        change = begin_change(pledge, "join")
        change.answers |= {asked["email"]["id"]: "bo@example.org", asked["engagement"]["id"]: []}
        change.save()
        assert send_change(change, journey_of(change), seen=change.version)
        assert reasons(other, pledge, officer) == [MatchKind.EMAIL]
        assert [key.kind for key in pledge.match_keys.all()] == [MatchKind.EMAIL]

    def test_it_goes_with_the_engagement(self, db):
        pledge = sent(email="a@example.org")
        pledge.delete()
        assert not MatchKey.objects.exists()

    def test_a_migration_writes_it_for_what_is_there_already(self, officer):
        migration = importlib.import_module("pledges.migrations.0006_what_engagements_have_in_common")
        indicator = IndicatorFactory()
        pledges = [PledgeFactory(email="a@example.org", municipality="Gent") for _number in range(2)]
        for pledge in pledges:
            ContributionFactory(pledge=pledge, indicator=indicator, declared=3)
        migration.write_match_keys(apps, None)
        assert reasons(*pledges, officer) == [MatchKind.EMAIL, MatchKind.CONTRIBUTION]


def test_the_longest_words_are_cut_not_refused(db):
    pledge = sent(organisation="\ufdfa" * 255, municipality="x" * 160)
    assert {len(key.value) for key in pledge.match_keys.filter(kind=MatchKind.ORGANISATION)} == {500}


def test_a_member_who_sends_the_same_again_notices_nothing(db):
    """Every answer, page and mail is that of the first time, but for the number."""
    asked = needed_questions()
    ActorKindFactory(code="citizen")
    IndicatorFactory(code="ha")
    page = join_pages(published_form(section("Part", *asked.values())))["en"]
    typed = {
        "title": "A meadow",
        "engagement": "ha",
        "engagement-quantity": "2",
        "actor_kind": "citizen",
        "email": "an@example.org",
    }
    seen = []
    for _time in range(2):
        member = Member(page, asked)
        responses = [member.begin(**typed), member.send(), member.open("received")]
        pledge = Pledge.objects.get(token=member.token)
        words = [response.status_code for response in responses]
        words.append(read(responses[-1]).replace(pledge.public_id, "NUMBER"))
        mails = pledge.mails.order_by("pk").values_list("kind", "state", "recipient", "subject")
        words.append([[part.replace(pledge.public_id, "NUMBER") for part in mail] for mail in mails])
        seen.append([*words, pledge.state, pledge.spam_signs])
    assert seen[0] == seen[1]
    assert seen[0][:3] == [303, 303, 200]
    assert len(likely_same(pledge, UserFactory(is_superuser=True)).twins) == 1
