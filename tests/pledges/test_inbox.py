"""What an officer sees and does in the inbox."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from wagtail.models import ReferenceIndex

from bbacms.core.choices import IndicatorKind
from pledges.checklist import check_criteria
from pledges.choices import MailState, PledgeSource, PledgeState, PrivacyClass
from pledges.models import Answer, Contribution, OutgoingMail, Pledge, PledgeFile
from pledges.moves import MOVES, Said, apply, withdraw
from pledges.notes import write_note
from tests.factories.core import ActorKindFactory, CriterionFactory, IndicatorFactory, ObjectiveFactory
from tests.factories.pledges import (
    AnswerFactory,
    ConsentRecordFactory,
    ContributionFactory,
    OutgoingMailFactory,
    PledgeFactory,
    PledgeFileFactory,
)
from tests.factories.users import UserFactory

HTML = "<script>alert(1)</script>"


@pytest.fixture
def officer(db):
    return UserFactory(group="Pledge officers")


@pytest.fixture
def desk(officer):
    client = Client()
    client.force_login(officer)
    return client


def titles(response):
    return [pledge.title for pledge in response.context["object_list"]]


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


class TestList:
    def test_it_opens_with_what_waits_longest_first(self, desk):
        for title, state, days in (
            ("done", PledgeState.ACCEPTED, 9),
            ("young", PledgeState.SUBMITTED, 1),
            ("old", PledgeState.IN_REVIEW, 5),
        ):
            pledge = PledgeFactory(title=title, state=state)
            then = timezone.now() - timedelta(days=days)
            Pledge.objects.filter(pk=pledge.pk).update(submitted_at=then, state_since=then)
        assert titles(desk.get("/admin/inbox/")) == ["old", "young"]
        assert titles(desk.get("/admin/inbox/all/")) == ["young", "old", "done"]

    def test_the_tabs_say_how_many(self, desk):
        PledgeFactory()
        PledgeFactory(state=PledgeState.DECLINED)
        text = text_of(desk.get("/admin/inbox/"))
        assert "To do 1" in text
        assert "All 2" in text

    def test_a_row_says_what_who_and_when(self, desk):
        pledge = PledgeFactory(title="A pond", organisation="Town of Asse")
        ContributionFactory(pledge=pledge, objective=ObjectiveFactory(code="A1-1", label="Wetlands"))
        alone = PledgeFactory(title="A hedge", actor_kind=ActorKindFactory(label="Citizen"))
        text = text_of(desk.get("/admin/inbox/"))
        for word in ("A pond", "Town of Asse", "A1-1 Wetlands", "New", "A hedge", "Citizen", pledge.public_id):
            assert word.lower() in text.lower()
        assert alone.public_id in text
        assert f"/admin/inbox/{pledge.pk}/" in desk.get("/admin/inbox/").content.decode()

    def test_filters(self, desk):
        objective, kind = ObjectiveFactory(), ActorKindFactory()
        wanted = PledgeFactory(title="wanted", language="nl", actor_kind=kind, state=PledgeState.IN_REVIEW)
        ContributionFactory(pledge=wanted, objective=objective)
        ContributionFactory(pledge=wanted, indicator=IndicatorFactory(objective=objective), declared=1)
        other = PledgeFactory(title="other")
        ContributionFactory(pledge=other)
        Pledge.objects.filter(pk=other.pk).update(submitted_at=timezone.now() - timedelta(days=40))
        today = timezone.localdate().isoformat()
        for query in (
            {"state": "in_review"},
            {"objective": objective.pk},
            {"actor_kind": kind.pk},
            {"language": "nl"},
            {"submitted_at_from": today, "submitted_at_to": today},
        ):
            assert titles(desk.get("/admin/inbox/", query)) == ["wanted"], query
            assert titles(desk.get("/admin/inbox/all/results/", query)) == ["wanted"], query

    @pytest.mark.parametrize(
        "query",
        [
            "?state=nonsense&objective=x&actor_kind=99999",
            "?objective=99999999999999999999999",
            "?actor_kind=99999999999999999999999",
            "?objective=-99999999999999999999999&objective=1",
            "?objective=%00&actor_kind=%00&state=%00&q=%00",
            "?submitted_at_from=yesterday",
            "?p=999",
            "?p=99999999999999999999999",
            "?ordering=;",
        ],
    )
    def test_a_nonsense_question_is_no_error(self, desk, query):
        PledgeFactory()
        for address in ("/admin/inbox/", "/admin/inbox/all/results/"):
            assert desk.get(address + query).status_code == 200

    def test_a_filter_that_is_set_can_be_taken_away(self, desk):
        objective = ObjectiveFactory(label="Wetlands")
        response = desk.get("/admin/inbox/", {"objective": objective.pk})
        (active,) = response.context["active_filters"]
        assert "Wetlands" in str(active.value)
        assert "objective=" not in active.removed_filter_url

    def test_an_empty_inbox_says_so(self, desk):
        assert "Nothing waits for you. Well done." in text_of(desk.get("/admin/inbox/"))

    def test_queries_do_not_grow_with_the_rows(self, desk, django_assert_max_num_queries):
        def count(rows):
            for _row in range(rows):
                pledge = PledgeFactory()
                ContributionFactory(pledge=pledge)
                ContributionFactory(pledge=pledge)
            with django_assert_max_num_queries(25) as queries:
                assert desk.get("/admin/inbox/").status_code == 200
            return len(queries)

        desk.get("/admin/inbox/")
        assert count(5) == count(15)

    def test_it_is_no_download_itself(self, desk):
        """Wagtail's own export would leave no record of who took contact data out."""
        PledgeFactory(title="A pond", email="ann@example.org")
        response = desk.get("/admin/inbox/?export=csv")
        assert response.headers["Content-Type"].startswith("text/html")

    def test_the_menu_leads_here(self, desk):
        assert b'"Inbox"' in desk.get("/admin/").content


class TestCase:
    def test_it_shows_answers_in_order_as_they_were_asked(self, desk):
        pledge = PledgeFactory(language="nl")
        AnswerFactory(pledge=pledge, order=2, label="Waar?", display="In Asse")
        AnswerFactory(pledge=pledge, order=1, label="Wat doet u?", display="Een poel graven")
        AnswerFactory(pledge=pledge, order=3, label="Uw e-mail", display="an@x.be", privacy=PrivacyClass.CONTACT)
        response = desk.get(f"/admin/inbox/{pledge.pk}/")
        page = text_of(response)
        text = page[page.index("Answers") :]
        assert text.index("Wat doet u?") < text.index("Een poel graven") < text.index("Waar?") < text.index("In Asse")
        answers, contact = text.index("Answers"), text.index("Contact: never leaves the inbox")
        assert answers < text.index("In Asse") < contact < text.index("an@x.be")
        assert text.count("an@x.be") == 1

    def test_html_is_text_everywhere(self, desk, officer):
        pledge = PledgeFactory(
            title=f"t{HTML}", organisation=f"o{HTML}", figure_text=f"f{HTML}", summary=f"s{HTML}", name=f"n{HTML}"
        )
        AnswerFactory(pledge=pledge, label=f"l{HTML}", display=f"d{HTML}", section=f"c{HTML}")
        apply(pledge, MOVES["decline"], officer, 1, Said(reason=f"r{HTML}"))
        for address in ("/admin/inbox/all/", f"/admin/inbox/{pledge.pk}/"):
            page = desk.get(address).content.decode()
            assert HTML not in page
            assert escape(f"t{HTML}") in page
        for start in "lofdcrn":
            assert escape(f"{start}{HTML}") in page

    def test_it_says_what_accepting_will_do(self, desk):
        indicator = IndicatorFactory(label="Restored area")
        counted = PledgeFactory(state=PledgeState.ACCEPTED)
        ContributionFactory(pledge=counted, indicator=indicator, declared=1200, accepted=1200)
        pledge = PledgeFactory()
        ContributionFactory(pledge=pledge, indicator=indicator, declared=300)
        ContributionFactory(
            pledge=pledge, indicator=IndicatorFactory(kind=IndicatorKind.SHARE, label="Share"), declared=20
        )
        text = text_of(desk.get(f"/admin/inbox/{pledge.pk}/"))
        assert "Engagements counted: 1 → 2" in text
        assert re.search(r"Restored area .*? 300 ha – 1,200 → 1,500 ha", text)
        assert "a share, listed and never added" in text

    def test_it_says_which_mails_went_out_and_which_failed(self, desk):
        pledge = PledgeFactory()
        OutgoingMailFactory(pledge=pledge, state=MailState.FAILED, error="SMTPRecipientsRefused 550")
        page = desk.get(f"/admin/inbox/{pledge.pk}/").content.decode()
        assert re.search(r"<strong>receipt to the member</strong>\s*<span>failed</span>", page)
        assert "SMTPRecipientsRefused 550" in page
        listing = desk.get("/admin/inbox/").content.decode()
        link = re.search(r'href="([^"]+)">1 mail could not be sent</a>', listing)
        assert link
        assert pledge.public_id in desk.get(link.group(1)).content.decode()

    def test_an_imported_one_says_that_it_has_no_form_and_no_contact(self, desk):
        pledge = PledgeFactory(
            source=PledgeSource.IMPORT,
            state=PledgeState.ACCEPTED,
            actor_kind=None,
            summary="Ponds",
            name="",
            email="",
        )
        text = text_of(desk.get(f"/admin/inbox/{pledge.pk}/"))
        assert "This engagement was imported: it has no form, no answers and no contact." in text
        assert "No contact is known." in text
        assert "Ponds" in text

    def test_there_is_no_such_case(self, desk):
        assert desk.get("/admin/inbox/999999/", follow=True).status_code == 404

    def test_queries_are_few_and_do_not_grow(self, desk, officer, django_assert_max_num_queries):
        pledge = PledgeFactory()
        # The first look is noted.
        desk.get(f"/admin/inbox/{pledge.pk}/")

        def count(rows):
            for _row in range(rows):
                AnswerFactory(pledge=pledge)
                ContributionFactory(pledge=pledge, indicator=IndicatorFactory(), declared=1)
                pledge.refresh_from_db()
                apply(pledge, MOVES["spam"], officer, pledge.version)
                pledge.refresh_from_db()
                apply(pledge, MOVES["not_spam"], UserFactory(is_superuser=True), pledge.version)
                OutgoingMailFactory(pledge=pledge)
                write_note(pledge, UserFactory(is_superuser=True), "Phoned.")
                criterion = CriterionFactory(objective=pledge.contributions.last().objective)
                check_criteria(pledge, UserFactory(is_superuser=True), met=[criterion.pk], unmet=[])
                ConsentRecordFactory(pledge=pledge)
                PledgeFileFactory(pledge=pledge)
            with django_assert_max_num_queries(25) as queries:
                assert desk.get(f"/admin/inbox/{pledge.pk}/").status_code == 200
            return len(queries)

        assert count(2) == count(10)


class TestMoves:
    def move(self, desk, pledge, name, **data):
        return desk.post(f"/admin/inbox/{pledge.pk}/{name}/", {"version": pledge.version, **data}, follow=True)

    def test_accept_leads_back_with_a_message_and_to_the_next(self, desk, officer):
        pledge, following = PledgeFactory(), PledgeFactory()
        response = self.move(desk, pledge, "accept")
        pledge.refresh_from_db()
        assert pledge.state == PledgeState.ACCEPTED
        assert response.redirect_chain == [(f"/admin/inbox/{pledge.pk}/", 302)]
        text = text_of(response)
        assert "The engagement is accepted." in text
        assert f"Next: {following.title}" in text
        assert f'href="/admin/inbox/{following.pk}/?in=to-do"' in response.content.decode()
        assert officer.username in text

    def test_after_the_last_one_the_way_leads_back_to_the_list(self, desk):
        response = self.move(desk, PledgeFactory(), "accept")
        assert "Next:" not in text_of(response)
        assert "Back to the inbox" in text_of(response)

    def test_accepting_takes_three_clicks_at_most(self, desk):
        """Open the case from the list, press Accept: what the page itself offers is enough."""
        pledge = PledgeFactory()
        listed = desk.get("/admin/inbox/").content.decode()
        (case_url,) = set(re.findall(rf'href="(/admin/inbox/{pledge.pk}/\?in=to-do)"', listed))
        case = desk.get(case_url).content.decode()
        form = re.search(r'<form method="post" action="([^"]+/accept/[^"]*)">.*?</form>', case, re.DOTALL)
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[0]))
        assert desk.post(form[1], fields, follow=True).status_code == 200
        pledge.refresh_from_db()
        assert pledge.state == PledgeState.ACCEPTED

    @pytest.mark.parametrize(("name", "state"), [("decline", "submitted"), ("reopen", "accepted")])
    def test_a_missing_reason_is_asked_for(self, desk, name, state):
        pledge = PledgeFactory(state=state)
        response = self.move(desk, pledge, name, reason=" ")
        assert response.status_code == 422
        assert "Please give a reason." in text_of(response)
        pledge.refresh_from_db()
        assert pledge.state == state

    @pytest.mark.parametrize("reason", ["x" * 2001, "nul\x00byte"])
    def test_a_reason_that_cannot_be_kept_is_shown_again(self, desk, reason):
        pledge = PledgeFactory()
        response = self.move(desk, pledge, "decline", reason=reason)
        assert response.status_code == 422
        assert reason[:3] in response.content.decode()
        pledge.refresh_from_db()
        assert pledge.state == PledgeState.SUBMITTED

    def test_somebody_was_faster(self, desk):
        pledge = PledgeFactory()
        apply(pledge, MOVES["decline"], UserFactory(is_superuser=True), 1, Said(reason="Not ours"))
        text = text_of(self.move(desk, pledge, "accept"))
        assert "Somebody changed this engagement while you had it open. It is now: declined." in text
        pledge.refresh_from_db()
        assert (pledge.state, pledge.version) == (PledgeState.DECLINED, 2)

    @pytest.mark.parametrize("version", ["", "x", "-1", "0", "99999999999999999999999", "1.5"])
    def test_a_broken_version_changes_nothing(self, desk, version):
        pledge = PledgeFactory()
        response = desk.post(f"/admin/inbox/{pledge.pk}/accept/", {"version": version}, follow=True)
        assert response.status_code == 200
        pledge.refresh_from_db()
        assert pledge.state == PledgeState.SUBMITTED

    def test_what_the_state_does_not_allow_says_so(self, desk):
        pledge = PledgeFactory(state=PledgeState.WITHDRAWN)
        assert "“Accept” is not possible for an engagement that is withdrawn." in text_of(
            self.move(desk, pledge, "accept")
        )

    def test_a_link_never_decides(self, desk):
        pledge = PledgeFactory()
        for name in MOVES:
            response = desk.get(f"/admin/inbox/{pledge.pk}/{name}/")
            assert (response.status_code, response["Location"]) == (302, f"/admin/inbox/{pledge.pk}/")
        pledge.refresh_from_db()
        assert pledge.state == PledgeState.SUBMITTED

    def test_an_unknown_move_is_not_found(self, desk):
        pledge = PledgeFactory()
        assert self.move(desk, pledge, "publish").status_code == 404

    def test_a_post_without_token_is_refused(self, officer):
        pledge, client = PledgeFactory(), Client(enforce_csrf_checks=True)
        client.force_login(officer)
        assert client.post(f"/admin/inbox/{pledge.pk}/accept/", {"version": 1}).status_code == 403
        pledge.refresh_from_db()
        assert pledge.state == PledgeState.SUBMITTED

    def test_the_history_survives_the_person_who_made_it(self, desk):
        somebody = UserFactory(is_superuser=True)
        pledge = apply(PledgeFactory(), MOVES["decline"], somebody, 1, Said(reason="Not ours"))
        get_user_model().objects.get(pk=somebody.pk).delete()
        text = text_of(desk.get(f"/admin/inbox/{pledge.pk}/"))
        assert "somebody who is no longer here" in text
        assert "Not ours" in text
        assert "new → declined" in text

    def test_the_history_names_the_member_for_what_they_did_themselves(self, desk):
        pledge = PledgeFactory(state=PledgeState.ACCEPTED)
        withdraw(pledge)
        history = text_of(desk.get(f"/admin/inbox/{pledge.pk}/")).split("Notes and timeline")[1]
        assert "· the member" in history
        assert "no longer here" not in history


@pytest.mark.parametrize("verb", ["new", "edit/{}", "delete/{}", "copy/{}", "history/{}", "usage/{}", "inspect/{}"])
def test_nobody_adds_edits_copies_or_deletes(client, admin_user, verb):
    """Not even an administrator, not even by address."""
    pledge = PledgeFactory()
    client.force_login(admin_user)
    address = f"/admin/inbox/{verb.format(pledge.pk)}/"
    for response in (client.get(address, follow=True), client.post(address, {"version": 1}, follow=True)):
        assert response.status_code == 404
    assert Pledge.objects.filter(pk=pledge.pk).exists()


def test_there_is_no_chooser_and_no_snippet(client, admin_user):
    client.force_login(admin_user)
    for address in ("/admin/snippets/pledges/pledge/", "/admin/snippets/choose/pledges/pledge/"):
        assert client.get(address, follow=True).status_code == 404
    pledge = PledgeFactory()
    assert client.post(f"/admin/bulk/pledges/pledge/delete/?id={pledge.pk}", follow=True).status_code == 404
    assert Pledge.objects.filter(pk=pledge.pk).exists()


def test_wagtails_reference_index_knows_nothing_of_pledges():
    for model in (Pledge, Contribution, Answer, OutgoingMail, PledgeFile):
        assert model not in ReferenceIndex.indexed_models
        assert not ReferenceIndex.model_is_indexable(model)
