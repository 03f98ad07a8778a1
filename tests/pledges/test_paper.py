"""Staff type in what came on paper, through the same form and validation, and it is marked so."""

import json
import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from bbacms.core.choices import Unit
from pledges.choices import LinkPurpose, MailKind, PledgeSource, PledgeState
from pledges.links import give_link
from pledges.models import ConsentRecord, MailSettings, OutgoingMail, Pledge, PledgeDraft, PledgeFile
from pledges.moves import MOVES, Said, apply, undo
from pledges.paper import ENTERED_ACTION, last_wording
from tests.factories.core import ActorKindFactory, IndicatorFactory, ObjectiveFactory
from tests.factories.home import HomePageFactory
from tests.factories.pledges import PledgeDraftFactory, PledgeFactory
from tests.factories.users import UserFactory
from tests.support.join_forms import (
    join_pages,
    name,
    needed_questions,
    post,
    published_form,
    question,
    ready_form,
    republish,
    section,
    texts,
    when,
)
from tests.support.member_files import JPEG, upload
from tests.support.members import Member, in_fields, in_language, listed, mistakes, read

pytestmark = pytest.mark.django_db

START = "/admin/inbox/paper/"


@pytest.fixture(autouse=True)
def _lists(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    ActorKindFactory(code="citizen", label="Citizen")
    IndicatorFactory(objective=ObjectiveFactory(code="A1-1"), code="ha", label="Green area", unit=Unit.HECTARE)


@pytest.fixture
def asked():
    asked = needed_questions()
    asked["photo"] = question("file", "Photograph", privacy="staff", kinds=["picture"], largest=5, how_many=1)
    asked["news"] = {
        "type": "consent",
        "id": "0f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b01",
        "value": {"label": texts("News"), "wording": texts("You may send me news."), "purpose": "newsletter"},
    }
    asked["costs"] = question("number", "Costs", privacy="staff")
    asked["website"] = question("web_address", "Website", meaning="website")
    return asked


@pytest.fixture
def form(asked):
    return published_form(
        section("What", asked["title"], asked["engagement"]),
        section("Who", asked["actor_kind"], asked["email"], asked["photo"], asked["news"]),
        section("Money", asked["costs"], asked["website"], stage="more"),
    )


@pytest.fixture
def officer():
    return UserFactory(group="Pledge officers")


@pytest.fixture
def desk(officer):
    client = Client()
    client.force_login(officer)
    return client


def begin(desk, form, language="en"):
    """Choose form and language; returns the address of the first screen."""
    return desk.post(START, {"form": form.pk, "language": language}).url


def beside(address, end):
    """Another screen of the same draft."""
    return f"{address.rstrip('/').rpartition('/')[0]}/{end}/"


def fields(asked, typed):
    return {name(asked[key.split("-")[0]]) + key[len(key.split("-")[0]) :]: said for key, said in typed.items()}


def fill(desk, asked, first, *, email="", **more):
    """Type in the two screens; returns the address of the check page."""
    second = desk.post(first, fields(asked, {"title": "A pond", "engagement": "ha"})).url
    return desk.post(second, fields(asked, {"actor_kind": "citizen", "email": email, **more})).url


def put(desk, check, **follow):
    """Press "Send" on the check page."""
    seen = re.search(r'name="version" value="([^"]+)"', desk.get(check).content.decode())[1]
    return desk.post(check, {"version": seen}, **follow)


class TestTypingIn:
    def test_from_the_list_to_the_case(self, desk, form, asked, officer):
        assert f'href="{START}"' in desk.get("/admin/inbox/").content.decode()
        first = begin(desk, form)
        check = fill(desk, asked, first, email="an@example.org")
        assert listed(desk.get(check)) == {
            "Title": "A pond",
            "Objective": listed(desk.get(check))["Objective"],
            "Kind of actor": "Citizen",
            "E-mail": "an@example.org",
            "Photograph": "Not answered",
            "News": "Not answered",
        }
        response = put(desk, check, follow=True)
        pledge = Pledge.objects.get()
        assert response.redirect_chain == [(f"/admin/inbox/{pledge.pk}/", 302)]
        assert (pledge.source, pledge.state, pledge.title) == (PledgeSource.PAPER, PledgeState.SUBMITTED, "A pond")
        assert pledge.contributions.count() == 1
        assert not PledgeDraft.objects.exists()
        entry = ModelLogEntry.objects.get(action=ENTERED_ACTION)
        assert (entry.user, entry.object_id) == (officer, str(pledge.pk))
        page = response.content.decode()
        assert "paper, typed in by staff" in page
        assert "It came on paper and was typed in." in page
        assert "The receipt goes to the member by mail." in page
        assert "new · paper" in desk.get("/admin/inbox/").content.decode()

    def test_a_receipt_goes_to_the_member_in_the_language_of_the_paper(self, desk, form, asked):
        put(desk, fill(desk, asked, begin(desk, form, "nl"), email="an@example.org"))
        receipt = OutgoingMail.objects.get(kind=MailKind.RECEIPT)
        assert (receipt.recipient, receipt.language) == ("an@example.org", "nl")
        assert "Title (nl): A pond" in receipt.body

    @pytest.mark.parametrize("language", ["en", "nl", "fr", "de"])
    def test_the_screens_are_in_the_language_of_the_paper_and_so_are_numbers(self, desk, form, asked, language):
        first = begin(desk, form, language)
        page = desk.get(first)
        assert f'<html lang="{language}"' in page.content.decode()
        assert ("Title" if language == "en" else f"Title ({language})") in read(page)
        typed = {"title": "A pond", "engagement": "ha", "engagement-quantity": "1,500" if language == "en" else "1.500"}
        second = desk.post(first, fields(asked, typed)).url
        put(desk, desk.post(second, fields(asked, {"actor_kind": "citizen"})).url)
        pledge = Pledge.objects.get()
        assert (pledge.language, pledge.contributions.get().declared) == (language, 1500)

    def test_the_person_is_told_in_their_own_language(self, desk, form, asked):
        response = put(desk, fill(desk, asked, begin(desk, form, "fr")), follow=True)
        assert "It is in the inbox." in response.content.decode()
        assert '<html lang="en"' in response.content.decode()

    def test_the_same_mistakes_are_found_and_all_that_was_typed_is_shown(self, desk, form, asked):
        first = begin(desk, form)
        response = desk.post(first, fields(asked, {"title": "A pond"}))
        assert response.status_code == 422
        assert mistakes(response) == ["“Objective” needs an answer."]
        assert in_fields(response)[name(asked["title"])] == "A pond"
        second = desk.post(first, fields(asked, {"title": "A pond", "engagement": "ha"})).url
        assert desk.post(second, fields(asked, {"actor_kind": "citizen", "email": "an@"})).status_code == 422
        assert desk.post(second, fields(asked, {"email": "an@example.org"})).status_code == 422

    def test_consents_are_kept_as_ticked_with_the_words_of_the_form(self, desk, form, asked):
        put(desk, fill(desk, asked, begin(desk, form, "nl"), news="on"))
        record = ConsentRecord.objects.get()
        assert (record.wording, record.language, record.given) == ("You may send me news. (nl)", "nl", True)
        assert record.form_revision == form.live_revision
        assert record.pledge.source == PledgeSource.PAPER

    def test_no_consent_is_ticked_beforehand(self, desk, form, asked):
        first = begin(desk, form)
        second = desk.post(first, fields(asked, {"title": "A pond", "engagement": "ha"})).url
        assert not re.search(r'type="checkbox"[^>]*checked', desk.get(second).content.decode())
        put(desk, desk.post(second, fields(asked, {"actor_kind": "citizen"})).url)
        assert not ConsentRecord.objects.exists()

    def test_files_are_taken_however_many_came_that_day(self, desk, form, asked, monkeypatch):
        monkeypatch.setattr("pledges.spam.rate.MOST_BYTES_A_DAY", 0)
        first = begin(desk, form)
        second = desk.post(first, fields(asked, {"title": "A pond", "engagement": "ha"})).url
        sent = fields(asked, {"actor_kind": "citizen"}) | {name(asked["photo"]): upload("pond.jpg", JPEG)}
        check = desk.post(second, sent).url
        assert "pond.jpg" in read(desk.get(check))
        put(desk, check)
        assert Pledge.objects.get().files.get().name == "pond.jpg"

    def test_a_bad_file_is_named(self, desk, form, asked):
        first = begin(desk, form)
        second = desk.post(first, fields(asked, {"title": "A pond", "engagement": "ha"})).url
        sent = fields(asked, {"actor_kind": "citizen"}) | {name(asked["photo"]): upload("pond.jpg", b"MZ")}
        assert desk.post(second, sent).status_code == 422
        assert not PledgeFile.objects.exists()

    def test_nothing_of_the_defence_against_robots_is_met(self, desk, form, asked):
        """Two screens in no time, with the field filled in that people do not see."""
        first = begin(desk, form)
        second = desk.post(first, fields(asked, {"title": "A pond", "engagement": "ha"}) | {"message_subject": "x"}).url
        put(desk, desk.post(second, fields(asked, {"actor_kind": "citizen", "email": "an@example.org"})).url)
        assert Pledge.objects.get().spam_signs == ""
        assert "message_subject" not in desk.get(begin(desk, form)).content.decode()

    def test_back_and_later_keep_what_is_half_typed(self, desk, form, asked):
        first = begin(desk, form)
        second = desk.post(first, fields(asked, {"title": "A pond", "engagement": "ha"})).url
        assert desk.post(second, fields(asked, {"email": "an@"}) | {"back": "1"}).url == first
        assert desk.post(second, fields(asked, {"email": "an@ex"}) | {"later": "1"}).url == START
        assert in_fields(desk.get(second))[name(asked["email"])] == "an@ex"

    def test_a_screen_that_comes_too_early_leads_to_the_first_unfinished(self, desk, form, asked):
        first = begin(desk, form)
        second = beside(first, "2")
        assert desk.get(second).url == first
        assert desk.post(second, fields(asked, {"actor_kind": "citizen"})).url == first
        assert desk.get(beside(first, "check")).url == first
        assert desk.post(beside(first, "check"), {"version": "x"}).url == first
        assert desk.get(beside(first, "99")).url == first
        assert not Pledge.objects.exists()

    def test_what_was_changed_in_another_tab_is_read_again_first(self, desk, form, asked):
        check = fill(desk, asked, begin(desk, form))
        assert desk.post(check, {"version": "of before"}).url == f"{check}?changed"
        assert "nothing was sent" in read(desk.get(f"{check}?changed"))
        assert not Pledge.objects.exists()

    def test_sent_twice_it_is_there_once(self, desk, form, asked):
        check = fill(desk, asked, begin(desk, form))
        case = put(desk, check).url
        assert desk.post(check, {"version": "x"}).url == case
        assert desk.get(check).url == case
        assert Pledge.objects.count() == 1

    def test_few_queries(self, desk, form, asked, django_assert_max_num_queries):
        first = begin(desk, form)
        check = fill(desk, asked, first)
        for address in (first, beside(first, "2"), beside(first, "3"), check, START):
            desk.get(address)
            with django_assert_max_num_queries(25):
                assert desk.get(address).status_code == 200


class TestWithoutAnAddress:
    @pytest.fixture
    def pledge(self, desk, form, asked):
        self.response = put(desk, fill(desk, asked, begin(desk, form)), follow=True)
        return Pledge.objects.get()

    def test_the_address_alone_may_stay_empty(self, desk, form, asked):
        first = begin(desk, form)
        second = desk.post(first, fields(asked, {"title": "A pond", "engagement": "ha"})).url
        field = BeautifulSoup(desk.get(second).content, "html.parser").find(
            "label", attrs={"for": name(asked["email"])}
        )
        assert "(optional)" in field.get_text()

    def test_no_mail_goes_to_the_member_and_the_case_says_how_to_answer(self, desk, pledge):
        assert pledge.email == ""
        assert not OutgoingMail.objects.exists()
        page = self.response.content.decode()
        assert "tell the member the number" in page
        assert "No e-mail address: answer by letter or telephone." in page
        assert "The e-mail address is not confirmed yet." not in page
        assert "no mail goes out: tell the member by letter or telephone" in page

    @pytest.mark.parametrize("move", [name for name in MOVES if MOVES[name].mail])
    def test_moves_are_made_and_undone_without_a_mail(self, pledge, officer, move):
        after = apply(pledge, MOVES[move], officer, 1, Said(reason="because", message="Where?"))
        assert not OutgoingMail.objects.exists()
        assert after.state == MOVES[move].target
        assert undo(after, officer, after.version).state == PledgeState.SUBMITTED

    def test_staff_get_their_notice_all_the_same(self, desk, form, asked):
        MailSettings.objects.create(site=HomePageFactory().sites_rooted_here.get(), staff_recipients="desk@example.org")
        put(desk, fill(desk, asked, begin(desk, form)))
        notice = OutgoingMail.objects.get()
        assert (notice.kind, notice.recipient, notice.reply_to) == (MailKind.STAFF_NOTICE, "desk@example.org", "")

    def test_a_member_who_joins_on_the_site_still_has_to_give_one(self, form, asked, pledge):
        member = Member(join_pages(form)["en"], asked)
        member.begin(title="A pond", engagement="ha")
        assert member.post("2", actor_kind="citizen").status_code == 422


class TestTellUsMore:
    def test_it_may_be_left_out(self, desk, form, asked):
        check = fill(desk, asked, begin(desk, form))
        assert check.endswith("/check/")
        assert "Fill in : Money" in read(desk.get(check))
        put(desk, check)
        assert Pledge.objects.get().website == ""

    def test_it_is_filled_in_from_the_check_page_and_kept_with_the_rest(self, desk, form, asked):
        check = fill(desk, asked, begin(desk, form))
        screen = BeautifulSoup(desk.get(check).content, "html.parser").select_one(".form-section p a")["href"]
        assert desk.post(screen, fields(asked, {"costs": "many"})).status_code == 422
        assert desk.post(screen, fields(asked, {"costs": "1200", "website": "example.org"})).url == check
        assert listed(desk.get(check))["Costs"] == "1,200"
        put(desk, check)
        pledge = Pledge.objects.get()
        assert pledge.website == "https://example.org"
        assert [answer.label for answer in pledge.answers.all()][-2:] == ["Costs", "Website"]

    def test_what_needs_an_answer_there_needs_it_only_where_something_was_typed(self, desk, asked):
        asked["website"]["value"]["required"] = True
        first, second = [asked["title"], asked["engagement"]], [asked["actor_kind"], asked["email"]]
        form = published_form(
            section("What", *first),
            section("Who", *second),
            section("Money", asked["costs"], asked["website"], stage="more"),
        )
        check = fill(desk, asked, begin(desk, form))
        third = beside(check, "3")
        assert desk.post(third, fields(asked, {"costs": "1200"}) | {"later": "1"}).url == START
        assert desk.get(check).url == third
        assert desk.post(third, fields(asked, {"costs": ""}) | {"back": "1"}).status_code == 302
        assert desk.post(third, fields(asked, {"costs": "1200", "website": "example.org"})).url == check

    def test_a_condition_on_an_earlier_answer_holds(self, desk, asked):
        seen = question("short_text", "Opening hours", shown_when=when(asked["website"], "filled"))
        first = section("All", *(asked[key] for key in ("title", "engagement", "actor_kind", "email", "website")))
        form = published_form(first, section("Visits", seen, stage="more"))
        address = begin(desk, form)
        typed = {"title": "A pond", "engagement": "ha", "actor_kind": "citizen", "website": "example.org"}
        check = desk.post(address, fields(asked, typed)).url
        put(desk, desk.post(beside(check, "2"), {name(seen): "On Sundays"}).url)
        assert Pledge.objects.get().answers.last().display == "On Sundays"

    def test_the_member_goes_on_with_it_by_the_link_of_the_receipt(self, desk, form, asked):
        check = fill(desk, asked, begin(desk, form), email="an@example.org")
        put(desk, desk.post(beside(check, "3"), fields(asked, {"costs": "1200"})).url)
        member = Member(None, asked)
        member.token = post(member.client, member.link("mine"), {"action": "add"}).url.split("/")[3]
        assert in_fields(member.open("1"))[name(asked["costs"])] == "1200"
        member.post("1", costs="900")
        member.send()
        assert Pledge.objects.get().answers.get(kind="number").display == "900"
        assert Pledge.objects.get().source == PledgeSource.PAPER


class TestWhichForms:
    def test_one_that_is_open_and_one_that_is_closed_but_no_draft(self, desk, form, asked):
        closed = published_form(section("All", *needed_questions().values()), name="Last year")
        closed.unpublish()
        draft = ready_form(section("All", *needed_questions().values()), name="Next year")
        draft.save()
        draft.save_revision()
        page = desk.get(START).content.decode()
        assert "Last year" in page
        assert "Next year" not in page
        assert desk.post(START, {"form": draft.pk, "language": "en"}).status_code == 422
        assert not PledgeDraft.objects.exists()

    def test_of_a_closed_form_it_is_the_wording_that_members_met_last(self, desk, form, asked, officer):
        before = form.live_revision
        form.unpublish()
        form.refresh_from_db()
        form.body = json.dumps([section("All", *needed_questions().values())])
        form.save_revision()
        assert last_wording(form) == before
        put(desk, fill(desk, asked, begin(desk, form)))
        assert Pledge.objects.get().form_revision == before

    def test_a_wording_published_while_somebody_types_changes_nothing(self, desk, form, asked):
        first, before = begin(desk, form), form.live_revision
        republish(form, section("New", *needed_questions().values()))
        put(desk, fill(desk, asked, first))
        assert Pledge.objects.get().form_revision == before

    def test_closing_the_form_while_somebody_types_changes_nothing(self, desk, form, asked):
        first = begin(desk, form)
        form.unpublish()
        put(desk, fill(desk, asked, first))
        assert Pledge.objects.get().title == "A pond"

    def test_of_a_single_form_there_is_nothing_to_choose(self, desk, form):
        page = BeautifulSoup(desk.get(START).content, "html.parser")
        assert page.find("input", attrs={"name": "form"})["type"] == "hidden"

    def test_without_any_it_says_so(self, desk):
        assert "No join form was ever open" in desk.get(START).content.decode()

    @pytest.mark.parametrize(
        "data",
        [{}, {"form": "x", "language": "en"}, {"form": "9" * 40, "language": "en"}, {"form": "1", "language": "xx"}],
    )
    def test_nonsense_begins_nothing(self, desk, form, data):
        assert desk.post(START, data).status_code == 422
        assert not PledgeDraft.objects.exists()


class TestWhoSeesIt:
    def test_what_was_begun_is_found_again_by_whoever_began_it(self, desk, form, asked):
        first = begin(desk, form)
        desk.post(first, fields(asked, {"title": "A pond", "engagement": "ha"}))
        check = beside(first, "check")
        assert "1 engagement from paper is begun" in desk.get("/admin/inbox/").content.decode()
        assert f'href="{check}"' in desk.get(START).content.decode()
        assert desk.get(check).url == beside(first, "2")

    @pytest.mark.parametrize("end", ["1", "check", "delete"])
    def test_nobody_else_does_not_even_an_administrator(self, desk, form, asked, client, admin_user, end):
        check = fill(desk, asked, begin(desk, form))
        address = beside(check, end)
        for user in (UserFactory(group="Pledge officers"), admin_user):
            client.force_login(user)
            for response in (client.get(address), client.post(address, {"version": "x"})):
                assert (response.status_code, response.url) == (302, START)
            assert "A pond" not in client.get(START).content.decode()
            assert check not in client.get(START).content.decode()
            assert "is begun" not in client.get("/admin/inbox/").content.decode()
        assert PledgeDraft.objects.count() == 1
        assert not Pledge.objects.exists()

    @pytest.mark.parametrize("group", ["nobody logged in", None, "Editors", "Moderators"])
    @pytest.mark.parametrize("end", ["", "{pk}/1/", "{pk}/check/", "{pk}/delete/"])
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_whoever_lacks_the_inbox_gets_nowhere(self, form, client, group, end, method):
        user = UserFactory(group=group if group != "nobody logged in" else None)
        draft = PledgeDraftFactory(form=form, source=PledgeSource.PAPER, entered_by=user)
        if group != "nobody logged in":
            client.force_login(user)
        data = {"form": form.pk, "language": "en", "version": draft.version}
        address = START + end.format(pk=draft.pk)
        response = getattr(client, method)(address, data)
        assert response.status_code == 302
        assert "/inbox/" not in response.url.split("?")[0]
        scripted = getattr(client, method)(address, data, headers={"X-Requested-With": "XMLHttpRequest"})
        assert scripted.status_code in (302, 403)
        assert PledgeDraft.objects.get() == draft
        assert not Pledge.objects.exists()

    def test_somebody_who_lost_the_inbox_meanwhile_sends_nothing(self, desk, form, asked, officer):
        check = fill(desk, asked, begin(desk, form))
        officer.groups.clear()
        assert desk.post(check, {"version": PledgeDraft.objects.get().version}).status_code == 302
        assert not Pledge.objects.exists()

    def test_a_post_without_token_is_refused(self, form, officer):
        client = Client(enforce_csrf_checks=True)
        client.force_login(officer)
        draft = PledgeDraftFactory(form=form, form_revision=form.live_revision, source="paper", entered_by=officer)
        for end in ("", f"{draft.pk}/1/", f"{draft.pk}/check/", f"{draft.pk}/delete/"):
            assert client.post(START + end, {"form": form.pk, "language": "en"}).status_code == 403
        assert PledgeDraft.objects.count() == 1

    @pytest.mark.parametrize("end", ["1", "2", "check", "later", "more", "received"])
    def test_no_public_address_leads_to_it(self, desk, form, asked, client, end):
        fill(desk, asked, begin(desk, form))
        draft = PledgeDraft.objects.get()
        address = f"/en/pledge/{draft.token}/{end}/"
        for response in (client.get(address), post(client, address, {"version": draft.version, "email": "a@b.be"})):
            assert response.status_code == 404
            assert "A pond" not in response.content.decode()
        assert not Pledge.objects.exists()
        assert not OutgoingMail.objects.exists()

    def test_no_link_of_a_mail_leads_to_it(self, desk, form, asked, client):
        fill(desk, asked, begin(desk, form))
        link = give_link(LinkPurpose.RESUME, PledgeDraft.objects.get())
        address = f"/en/pledge/{link.signed}/resume/"
        assert client.get(address).status_code == 404
        assert post(client, address, {"delete": "1"}).status_code == 404
        assert PledgeDraft.objects.exists()

    def test_a_draft_of_a_member_is_not_reached_from_the_admin(self, desk, form, asked, officer):
        member = Member(join_pages(form)["en"], asked)
        member.begin(title="A pond", engagement="ha")
        draft = PledgeDraft.objects.get()
        correction = PledgeDraftFactory(pledge=PledgeFactory(), source=PledgeSource.PAPER, entered_by=officer)
        for other in (draft, correction):
            assert desk.get(f"{START}{other.pk}/1/").url == START
            assert desk.post(f"{START}{other.pk}/delete/").url == START
        assert PledgeDraft.objects.count() == 2

    @pytest.mark.parametrize("pk", ["0", "999999", "9" * 40])
    def test_a_number_that_is_none(self, desk, form, pk):
        for end in ("1", "9" * 30, "check", "delete"):
            for response in (desk.get(f"{START}{pk}/{end}/"), desk.post(f"{START}{pk}/{end}/")):
                assert response.url == START


class TestAfterADay:
    def test_it_is_purged_like_any_other(self, desk, form, asked):
        check = fill(desk, asked, begin(desk, form))
        PledgeDraft.objects.update(updated_at=timezone.now() - timedelta(hours=25))
        response = desk.get(check, follow=True)
        assert "nobody typed in it for 24 hours" in response.content.decode()
        assert "Begun and not sent yet" not in response.content.decode()
        call_command("purge_drafts")
        assert not PledgeDraft.objects.exists()

    def test_it_is_thrown_away_at_once_on_purpose(self, desk, form, asked):
        address = beside(begin(desk, form), "delete")
        assert desk.get(address).url == START
        assert PledgeDraft.objects.exists()
        assert "What you typed in is thrown away." in desk.post(address, follow=True).content.decode()
        assert not PledgeDraft.objects.exists()


def test_what_a_member_changes_since_is_asked_as_of_everybody(desk, form, asked):
    """The address may not be emptied by the link that came to it."""
    put(desk, fill(desk, asked, begin(desk, form), email="an@example.org"))
    member = Member(None, asked)
    member.token = post(member.client, member.link("mine"), {"action": "correct"}).url.split("/")[3]
    assert member.post("2", actor_kind="citizen").status_code == 422


def test_the_words_of_the_paper_screens_are_those_of_members(desk, form):
    assert in_language("de", "Continue") in read(desk.get(begin(desk, form, "de")))
