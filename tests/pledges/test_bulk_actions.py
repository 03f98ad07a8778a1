"""Moving many engagements from the inbox list: what is shown beforehand, what is moved, and what is refused."""

import re
from collections import Counter
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from pledges.bulk import AT_ONCE
from pledges.choices import BulkState, MailKind, PledgeState
from pledges.inbox.bulk.actions import BULK_ACTIONS
from pledges.inbox.search import index_cases
from pledges.models import BulkItem, BulkRun, OutgoingMail, Pledge
from pledges.moves import MOVES, Mark, apply
from tests.factories.core import ActorKindFactory
from tests.factories.pledges import PledgeFactory, PledgeFormFactory
from tests.factories.users import UserFactory

ADDRESS = "/admin/bulk/pledges/pledge/{}/"
NAMES = [action.action_type for action in BULK_ACTIONS]
ALL_NAMES = [action.action_type for action in BULK_ACTIONS if action.takes_all]
OFFICERS = "Pledge officers"
INSIDERS = [OFFICERS, "Communications team", "administrator"]
OUTSIDERS = ["visitor", None, "Editors", "Moderators"]
# None of these is the number of a pledge.
FORGED_NUMBERS = (
    *("0", "-1", "999999999", "1" + "0" * 30, "x", "", "%00", "1.5", "1e3", "1%202", "None", "all%20"),
    *("\N{SUPERSCRIPT TWO}", "\N{ARABIC-INDIC DIGIT ONE}"),
)


@pytest.fixture
def officer(db):
    return UserFactory(group=OFFICERS)


@pytest.fixture
def desk(officer):
    client = Client()
    client.force_login(officer)
    return client


def pledge_for(name, **values):
    """A pledge that ``name`` is possible for."""
    move = MOVES[name]
    archived = timezone.now() if move.mark is Mark.RESTORE else None
    return PledgeFactory(state=sorted(move.sources)[0], archived_at=archived, **values)


def ticked(name, *pledges):
    query = "&".join(f"id={getattr(pledge, 'pk', pledge)}" for pledge in pledges)
    return f"{ADDRESS.format(name)}?{query}"


def all_that_match(name, view="all", query=""):
    return f"{ADDRESS.format(name)}?{query}&id=all&childOf={view}&next=/admin/inbox/{view}/"


def shown_fields(page):
    """What the form of a confirm page posts."""
    return dict(re.findall(r'<input type="hidden" name="(key|seen)" value="([^"]*)">', page.content.decode()))


def confirm(client, address, **said):
    """Open the confirm page and press its button."""
    page = client.get(address)
    assert page.status_code == 200, page
    return client.post(address, {**shown_fields(page), **said})


def text_of(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def said_to(client):
    """The messages that the next page shows."""
    shown = client.get("/admin/inbox/all/").context["messages"]
    return [re.sub(r"\s*<span.*", "", str(message), flags=re.DOTALL).strip() for message in shown]


def states(*pledges):
    found = dict(Pledge.objects.values_list("pk", "state"))
    return [found[pledge.pk] for pledge in pledges]


def make_pledges(number, language="en"):
    kind = ActorKindFactory()
    return Pledge.objects.bulk_create(
        Pledge(language=language, title=f"Engagement {index}", actor_kind=kind) for index in range(number)
    )


def nothing_was_done():
    return not ModelLogEntry.objects.exists() and not BulkRun.objects.exists() and not OutgoingMail.objects.exists()


class TestTicked:
    @pytest.mark.parametrize("name", NAMES)
    def test_every_move_is_made_on_each_and_logged(self, desk, officer, name):
        pledges = [pledge_for(name) for _number in range(3)]
        other = pledge_for(name)
        response = confirm(desk, ticked(name, *pledges), **({"assignee": officer.pk} if name == "assign" else {}))
        assert response["Location"] == "/admin/inbox/"
        entries = ModelLogEntry.objects.filter(action=f"pledges.{name}", user=officer)
        assert Counter(entries.values_list("object_id", flat=True)) == Counter(str(pledge.pk) for pledge in pledges)
        other.refresh_from_db()
        assert other.version == 1
        if MOVES[name].target:
            assert states(*pledges) == [MOVES[name].target] * 3
        assert f"{MOVES[name].label}: done for 3 engagements." in said_to(desk)

    def test_each_accepted_member_gets_the_letter_and_each_can_be_undone(self, desk):
        pledges = [PledgeFactory(), PledgeFactory()]
        confirm(desk, ticked("accept", *pledges))
        assert set(OutgoingMail.objects.filter(kind=MailKind.ACCEPTED).values_list("pledge", flat=True)) == {
            pledge.pk for pledge in pledges
        }
        desk.post(f"/admin/inbox/{pledges[0].pk}/undo/", {"version": 2})
        assert states(*pledges) == [PledgeState.SUBMITTED, PledgeState.ACCEPTED]

    def test_assigning_asks_to_whom(self, desk, officer):
        pledges = [PledgeFactory(), PledgeFactory(assignee=officer)]
        address = ticked("assign", *pledges)
        refused = confirm(desk, address)
        assert refused.status_code == 422
        assert "Please choose to whom they are assigned." in text_of(refused)
        assert nothing_was_done()
        colleague = UserFactory(group=OFFICERS)
        confirm(desk, address, assignee=colleague.pk)
        assert set(Pledge.objects.values_list("assignee", flat=True)) == {colleague.pk}
        confirm(desk, address, assignee="nobody")
        assert set(Pledge.objects.values_list("assignee", flat=True)) == {None}

    def test_nobody_without_the_inbox_can_be_given_any(self, desk):
        pledge = PledgeFactory()
        editor = UserFactory(group="Editors")
        for forged in (editor.pk, 10**30, "x", "-1"):
            assert confirm(desk, ticked("assign", pledge), assignee=forged).status_code == 422
        assert nothing_was_done()

    def test_taking_gives_them_to_whoever_takes(self, desk, officer):
        confirm(desk, ticked("take", PledgeFactory(), PledgeFactory(assignee=UserFactory(group=OFFICERS))))
        assert set(Pledge.objects.values_list("assignee", flat=True)) == {officer.pk}

    def test_the_same_box_twice_counts_once(self, desk):
        pledge = PledgeFactory()
        confirm(desk, ticked("spam", pledge, pledge))
        assert BulkItem.objects.count() == 1

    def test_it_leads_back_to_the_list_it_came_from(self, desk):
        back = "/admin/inbox/all/?state=submitted"
        address = f"{ticked('spam', PledgeFactory())}&next=/admin/inbox/all/%3Fstate%3Dsubmitted"
        assert f'href="{back}"' in desk.get(address).content.decode()
        assert confirm(desk, address)["Location"] == back
        elsewhere = f"{ticked('spam', PledgeFactory())}&next=https://example.org/"
        assert confirm(desk, elsewhere)["Location"] == "/admin/inbox/"


class TestConfirmPage:
    def test_it_shows_the_number_and_twenty_examples(self, desk):
        make_pledges(23)
        PledgeFactory(state=PledgeState.ACCEPTED)
        page = desk.get(all_that_match("spam"))
        assert "24 engagements are in the list as you filtered it." in text_of(page)
        assert "“Spam” will be done for 23 engagements." in text_of(page)
        assert len(re.findall(r'<a href="/admin/inbox/\d+/">', page.content.decode())) == 20
        assert "and 3 more" in text_of(page)
        assert "Spam: 23 engagements" in text_of(page)

    def test_what_will_be_skipped_is_said_with_number_and_reason(self, desk):
        pledges = [
            PledgeFactory(),
            PledgeFactory(state=PledgeState.ACCEPTED),
            PledgeFactory(state=PledgeState.ACCEPTED),
            PledgeFactory(state=PledgeState.DECLINED, archived_at=timezone.now()),
        ]
        address = ticked("spam", *pledges)
        text = text_of(desk.get(address))
        assert "will be done for 1 engagement." in text
        assert "2 engagements: “Spam” is not possible for an engagement that is accepted." in text
        assert "1 engagement: “Spam” is not possible for an engagement that is archived." in text
        confirm(desk, address)
        assert states(*pledges) == ["spam", "accepted", "accepted", "declined"]
        assert "Spam: done for 1 engagement. 3 were left as they are." in said_to(desk)
        report = text_of(desk.get(f"/admin/inbox/runs/{BulkRun.objects.get().pk}/"))
        assert report.count("is not possible for an engagement that is accepted.") == 2
        assert report.count("is not possible for an engagement that is archived.") == 1
        assert pledges[1].title in report

    @pytest.mark.parametrize("name", ["archive", "restore"])
    def test_what_names_nobody_any_more_is_skipped_and_said_so(self, desk, name):
        meant = pledge_for(name)
        pledge_for(name, erased_at=timezone.now())
        address = all_that_match(name)
        text = text_of(desk.get(address))
        label = MOVES[name].label
        refusal = f"“{label}” is not possible for an engagement that is without personal data."
        assert "will be done for 1 engagement." in text
        assert f"1 engagement: {refusal}" in text
        confirm(desk, address)
        assert Pledge.objects.get(version=2) == meant
        run = BulkRun.objects.get()
        assert refusal in text_of(desk.get(f"/admin/inbox/runs/{run.pk}/"))

    @pytest.mark.parametrize("name", NAMES)
    def test_where_it_is_possible_for_none_there_is_no_button(self, desk, name):
        pledge = PledgeFactory(state=PledgeState.WITHDRAWN if name != "archive" else PledgeState.ACCEPTED)
        page = desk.get(ticked(name, pledge))
        assert "is possible for none of them" in text_of(page)
        assert 'name="seen"' not in page.content.decode()

    def test_looking_at_it_writes_nothing(self, desk):
        pledge = PledgeFactory()
        for name in NAMES:
            for address in (ticked(name, pledge), all_that_match(name)):
                desk.get(address)
                desk.head(address)
        pledge.refresh_from_db()
        assert pledge.version == 1
        assert nothing_was_done()

    def test_contact_data_is_not_on_it(self, desk):
        pledge = PledgeFactory(name="Ann Peeters", email="ann@example.org", phone="0470123456")
        page = desk.get(ticked("accept", pledge)).content.decode()
        assert [secret for secret in ("Ann", "ann@example.org", "0470") if secret in page] == []

    def test_queries_do_not_grow_with_the_number(self, desk, django_assert_max_num_queries):
        def count(number):
            make_pledges(number)
            with django_assert_max_num_queries(25) as queries:
                desk.get(all_that_match("spam"))
            return len(queries)

        desk.get(all_that_match("spam"))
        assert count(30) == count(500)


class TestAllThatMatch:
    @pytest.mark.parametrize("name", ALL_NAMES)
    def test_the_filter_is_heeded_and_the_number_shown_is_the_number_done(self, desk, officer, name):
        meant = [pledge_for(name, language="nl") for _number in range(4)]
        pledge_for(name, language="fr")
        address = all_that_match(name, query="language=nl")
        assert "will be done for 4 engagements." in text_of(desk.get(address))
        confirm(desk, address, **({"assignee": officer.pk} if name == "assign" else {}))
        assert set(Pledge.objects.filter(version=2)) == set(meant)
        assert BulkRun.objects.get().filters == "/admin/inbox/all/?language=nl"

    def test_the_search_and_the_view_are_heeded(self, desk):
        meant = PledgeFactory(title="A pond")
        PledgeFactory(title="A hedge")
        suspected = PledgeFactory(title="A pond that may be spam", spam_signs="trap")
        PledgeFactory(title="A pond of old", state=PledgeState.ACCEPTED)
        index_cases(Pledge.objects.all())
        confirm(desk, all_that_match("spam", view="to-do", query="q=pond"))
        assert {*Pledge.objects.filter(version=2)} == {meant, suspected}
        # What was searched for may name a person, so it is not kept.
        run = BulkRun.objects.get()
        assert run.filters == "/admin/inbox/?searched=yes"
        report = desk.get(f"/admin/inbox/runs/{run.pk}/")
        assert "as it is now with a search, whose words are not kept" in text_of(report)

    def test_what_suits_many_does_not_suit_accepting(self, desk):
        page = PledgeFactory()
        fields = shown_fields(desk.get(ticked("accept", page)))
        address = all_that_match("accept")
        assert desk.get(address)["Location"] == "/admin/inbox/all/"
        assert "“Accept” is possible on ticked engagements only" in " ".join(said_to(desk))
        for forged in (address, f"{ticked('accept', page)}&id=all&childOf=all", f"{address}&id={page.pk}"):
            assert desk.post(forged, fields).status_code == 302
        assert nothing_was_done()

    @pytest.mark.parametrize("view", ["", "nonsense", "../all", "0"])
    def test_a_list_that_does_not_exist_is_not_all(self, desk, view):
        PledgeFactory()
        address = f"{ADDRESS.format('spam')}?id=all&childOf={view}"
        assert desk.get(address).status_code == 404
        assert desk.post(address, {"key": "x"}).status_code == 404
        assert nothing_was_done()

    @pytest.mark.parametrize("query", ["state=nonsense", "objective=" + "9" * 30, "q=%00", "submitted_at_from=x"])
    def test_a_nonsense_filter_means_what_the_list_shows(self, desk, query):
        make_pledges(3)
        assert desk.get(f"/admin/inbox/all/?{query}").context["items_count"] == 0
        page = desk.get(all_that_match("spam", query=query))
        assert "0 engagements are in the list as you filtered it." in text_of(page)
        assert "will be done for" not in text_of(page)


class TestChangedInBetween:
    def test_one_more_that_matches_shows_the_page_again(self, desk):
        make_pledges(2)
        address = all_that_match("spam")
        fields = shown_fields(desk.get(address))
        PledgeFactory()
        again = desk.post(address, fields)
        assert again.status_code == 409
        assert "what matches has changed since" in text_of(again)
        assert "will be done for 3 engagements." in text_of(again)
        assert nothing_was_done()
        desk.post(address, shown_fields(again))
        assert Counter(Pledge.objects.values_list("state", flat=True)) == {"spam": 3}

    def test_as_many_but_others_are_noticed_too(self, desk, officer):
        gone, _stays = make_pledges(2)
        address = all_that_match("spam", view="to-do")
        fields = shown_fields(desk.get(address))
        apply(gone, MOVES["accept"], officer, 1)
        new = PledgeFactory()
        assert desk.post(address, fields).status_code == 409
        assert states(gone, new) == [PledgeState.ACCEPTED, PledgeState.SUBMITTED]

    def test_what_a_colleague_moved_meanwhile_is_not_overwritten(self, desk):
        pledges = make_pledges(2)
        address = ticked("spam", *pledges)
        fields = shown_fields(desk.get(address))
        apply(pledges[0], MOVES["accept"], UserFactory(group=OFFICERS), 1)
        again = desk.post(address, fields)
        assert again.status_code == 409
        assert "somebody changed an engagement among these" in text_of(again)
        assert states(*pledges) == [PledgeState.ACCEPTED, PledgeState.SUBMITTED]

    def test_what_was_chosen_to_whom_is_not_lost(self, desk):
        colleague = UserFactory(group=OFFICERS)
        pledge = PledgeFactory()
        address = ticked("assign", pledge)
        fields = shown_fields(desk.get(address))
        apply(pledge, MOVES["review"], colleague, 1)
        again = desk.post(address, {**fields, "assignee": colleague.pk})
        assert f'<option value="{colleague.pk}" selected>' in again.content.decode()

    def test_pressing_the_button_twice_moves_once(self, desk):
        pledge = PledgeFactory()
        address = ticked("spam", pledge)
        fields = shown_fields(desk.get(address))
        assert [desk.post(address, fields).status_code for _time in range(2)] == [302, 302]
        pledge.refresh_from_db()
        assert (pledge.version, BulkRun.objects.count()) == (2, 1)

    def test_a_key_of_somebody_else_gives_nothing_away(self, desk):
        pledge = PledgeFactory()
        fields = shown_fields(desk.get(ticked("spam", pledge)))
        colleague = Client()
        colleague.force_login(UserFactory(group=OFFICERS))
        confirm(colleague, ticked("take", PledgeFactory()))
        stolen = BulkRun.objects.get().key
        desk.post(ticked("spam", pledge), {**fields, "key": stolen})
        assert BulkRun.objects.count() == 2
        assert states(pledge) == [PledgeState.SPAM]

    @pytest.mark.parametrize("fields", [{}, {"key": "x"}, {"key": "\0", "seen": "\0"}, {"seen": "x" * 5000}])
    def test_a_form_that_is_not_complete_does_nothing(self, desk, fields):
        assert desk.post(ticked("spam", PledgeFactory()), fields).status_code == 422
        assert nothing_was_done()


class TestRights:
    @pytest.fixture
    def client(self, request, db):
        client = Client()
        role = request.param
        if role != "visitor":
            group = role if role not in (None, "administrator") else None
            client.force_login(UserFactory(group=group, is_superuser=role == "administrator"))
        return client

    @pytest.mark.parametrize("client", OUTSIDERS, indirect=True)
    @pytest.mark.parametrize("name", NAMES)
    def test_whoever_lacks_the_inbox_gets_nowhere(self, client, name, desk, officer):
        pledge = pledge_for(name, title="Secret title")
        whom = {"assignee": officer.pk}
        for address in (ticked(name, pledge), all_that_match(name), ADDRESS.format(name), ticked(name, 10**30)):
            fields = shown_fields(desk.get(address)) if address == ticked(name, pledge) else {"key": "x"}
            for response in (
                client.get(address),
                client.head(address),
                client.options(address),
                client.post(address, {**fields, **whom}),
                client.put(address),
                client.delete(address),
            ):
                assert response.status_code == 302, (address, response.request["REQUEST_METHOD"])
                assert "Secret" not in response.content.decode()
        pledge.refresh_from_db()
        assert pledge.version == 1
        assert nothing_was_done()

    @pytest.mark.parametrize("client", INSIDERS, indirect=True)
    @pytest.mark.parametrize("name", NAMES)
    def test_whoever_has_it_moves_what_was_chosen(self, client, name):
        pledge = pledge_for(name)
        confirm(client, ticked(name, pledge), assignee="nobody")
        pledge.refresh_from_db()
        assert pledge.version == 2

    @pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
    def test_no_other_method(self, desk, method):
        assert getattr(desk, method)(ticked("spam", PledgeFactory())).status_code == 405
        assert nothing_was_done()

    @pytest.mark.parametrize("name", NAMES)
    def test_a_number_that_is_none_does_nothing_to_the_others_either(self, desk, name):
        pledge = pledge_for(name)
        fields = shown_fields(desk.get(ticked(name, pledge)))
        for forged in FORGED_NUMBERS:
            address = f"{ticked(name, pledge)}&id={forged}"
            assert desk.get(address).status_code == 404, forged
            assert desk.post(address, fields).status_code == 404, forged
        pledge.refresh_from_db()
        assert pledge.version == 1
        assert nothing_was_done()

    def test_the_number_of_another_model_is_no_pledge(self, desk):
        form = PledgeFormFactory(pk=987654)
        assert desk.get(ticked("spam", form.pk)).status_code == 404

    def test_more_than_a_list_has_are_refused(self, desk):
        pledges = make_pledges(1001)
        assert desk.get(ticked("spam", *pledges)).status_code == 404
        assert desk.get(ticked("spam", *range(10**9, 10**9 + 5000))).status_code == 404

    def test_nothing_ticked_says_so(self, desk):
        for response in (desk.get(ADDRESS.format("spam")), desk.post(ADDRESS.format("spam"), {})):
            assert response["Location"] == "/admin/inbox/"
        assert any("Nothing was chosen" in message for message in said_to(desk))

    @pytest.mark.parametrize("role", [OFFICERS, "administrator"])
    def test_no_action_of_wagtail_exists_for_them(self, db, role):
        client = Client()
        client.force_login(UserFactory(group=None if role == "administrator" else role, is_superuser=role != OFFICERS))
        pledge = PledgeFactory()
        known = {"delete", "publish", "unpublish", "move", "add_tags", "add_to_collection", "assign_role"}
        for name in known | {*MOVES} - {*NAMES}:
            address = ticked(name, pledge)
            assert (client.get(address).status_code, client.post(address).status_code) == (404, 404), name
        for model in ("pledgeform", "answer", "bulkrun", "outgoingmail", "nonsense"):
            assert client.get(f"/admin/bulk/pledges/{model}/spam/?id={pledge.pk}").status_code == 404
        assert Pledge.objects.filter(pk=pledge.pk, version=1).exists()


class TestList:
    def test_rows_have_boxes_and_the_footer_has_the_moves(self, desk):
        pledge = PledgeFactory(title="A pond")
        page = desk.get("/admin/inbox/").content.decode()
        assert f'data-object-id="{pledge.pk}"' in page
        assert 'aria-label="Select A pond"' in page
        for name in NAMES:
            assert f'href="{ADDRESS.format(name)}"' in page
        assert 'data-bulk-action-parent-id="to-do"' in page

    def test_all_that_match_are_named_with_their_number(self, desk):
        make_pledges(30, language="nl")
        PledgeFactory()
        assert 'data-chosen="All 31 that match are selected."' in desk.get("/admin/inbox/").content.decode()
        assert "Select all 31 that match" in text_of(desk.get("/admin/inbox/"))
        assert "Select all 30 that match" in text_of(desk.get("/admin/inbox/?language=nl"))
        # What the script puts in when a filter is set without loading the page.
        swapped = desk.get("/admin/inbox/results/?language=nl").content.decode()
        assert re.search(
            r"w-teleport-target-value=\"#bulk-all-label\"[^>]*>\s*<span[^>]*>Select all 30 that match", swapped
        )
        assert "Select all" not in text_of(desk.get("/admin/inbox/results/?language=fr"))

    def test_without_script_the_same_moves_are_buttons_of_a_form(self, desk):
        pledge = PledgeFactory(language="nl")
        index_cases(Pledge.objects.all())
        page = desk.get("/admin/inbox/all/?language=nl&q=Eng&p=1").content.decode()
        form = re.search(r"<noscript>\s*(<form id=\"bulk-without-script\".*?)</form>", page, re.DOTALL)[1]
        assert f'name="id" value="{pledge.pk}" form="bulk-without-script"' in page
        hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
        assert hidden.pop("next") == "/admin/inbox/all/?language=nl&amp;q=Eng&amp;p=1"
        assert hidden == {"childOf": "all", "language": "nl", "q": "Eng"}
        assert form.count("formaction=") == len(NAMES) + len(ALL_NAMES)
        assert form.count('name="id" value="all"') == len(ALL_NAMES)

    def test_a_run_that_is_under_way_is_named_until_it_is_done(self, desk, officer):
        make_pledges(AT_ONCE + 1)
        confirm(desk, all_that_match("spam"))
        run = BulkRun.objects.get()
        assert f"A move on {AT_ONCE + 1} engagements is under way." in text_of(desk.get("/admin/inbox/"))
        assert f'href="/admin/inbox/runs/{run.pk}/"' in desk.get("/admin/inbox/").content.decode()
        colleague = Client()
        colleague.force_login(UserFactory(group=OFFICERS))
        assert "is under way" not in text_of(colleague.get("/admin/inbox/"))
        BulkRun.objects.update(state=BulkState.DONE)
        assert "is under way" not in text_of(desk.get("/admin/inbox/"))
