"""Staff ask for changes: the member gets a link, looks at what was named, and the case comes back on top."""

import json
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from bbacms.core.choices import IndicatorKind, Unit
from pledges.changes import LOG_ACTION
from pledges.choices import LinkPurpose, MailKind, PledgeState
from pledges.links import give_link
from pledges.models import ChangeRequest, Contribution, OutgoingMail, Pledge, PledgeDraft
from pledges.moves import HOLD, MOVES, Said, apply, undo, withdraw
from pledges.personal_link import revoke_personal_link
from tests.factories.core import ActorKindFactory, IndicatorFactory, ObjectiveFactory
from tests.factories.pledges import PledgeFactory
from tests.factories.users import UserFactory
from tests.support.join_forms import (
    join_pages,
    name,
    needed_questions,
    post,
    published_form,
    question,
    republish,
    section,
    send,
    when,
)
from tests.support.mails import link_in, text_sent
from tests.support.members import Member, in_language, listed, read

pytestmark = pytest.mark.django_db

MESSAGE = "Where is the pond?\nAnd how large is it?"


@pytest.fixture(autouse=True)
def _lists():
    ActorKindFactory(code="citizen", label="Citizen")
    ActorKindFactory(code="school", label="School")
    IndicatorFactory(objective=ObjectiveFactory(code="A1-1"), code="ha", label="Green area", unit=Unit.HECTARE)


@pytest.fixture
def asked():
    asked = needed_questions()
    asked["engagement"] = question("engagement", "Objective", required=True, ask_by=True)
    asked["where"] = question("short_text", "Where exactly")
    asked["organisation"] = question(
        "short_text", "Organisation", meaning="organisation", shown_when=when(asked["actor_kind"], "is_not", "citizen")
    )
    asked["costs"] = question("number", "Costs", privacy="staff")
    asked["partners"] = question("long_text", "Partners")
    asked["website"] = question("web_address", "Website", meaning="website")
    return asked


@pytest.fixture
def sections(asked):
    return [
        section("What", asked["title"], asked["engagement"]),
        section("Who", asked["actor_kind"], asked["organisation"], asked["email"], asked["where"]),
        section("Money", asked["costs"], stage="more"),
        section("Others", asked["partners"], asked["website"], stage="more"),
    ]


@pytest.fixture
def form(sections):
    return published_form(*sections)


@pytest.fixture
def member(form, asked):
    """Somebody who sent an engagement in Dutch, weeks ago."""
    member = Member(join_pages(form)["nl"], asked, "nl")
    member.begin(title="Een poel", engagement="ha")
    member.post("2", actor_kind="citizen", email="an@example.org")
    member.send()
    Pledge.objects.update(submitted_at=timezone.now() - timedelta(days=20))
    return member


@pytest.fixture
def officer():
    return UserFactory(group="Pledge officers")


@pytest.fixture
def desk(officer):
    client = Client()
    client.force_login(officer)
    return client


def ids(asked, *names):
    return [asked[each]["id"] for each in names]


def ask(desk, asked, *names, message=MESSAGE):
    """Press "Ask for changes" on the case, and let the minute of its mail pass; returns the link in that mail."""
    pledge = Pledge.objects.get()
    said = {"version": pledge.version, "message": message, "questions": ids(asked, *names)}
    assert desk.post(f"/admin/inbox/{pledge.pk}/ask_changes/", said).status_code == 302
    return link_in(newest_letter(), "mine")


def newest_letter():
    return OutgoingMail.objects.filter(kind=MailKind.CHANGES_REQUESTED).latest("pk")


def box(response):
    """What the page asks the member to look at."""
    found = BeautifulSoup(response.content, "html.parser").select_one(".asked")
    return found.get_text(" ", strip=True) if found else ""


def marked(response):
    """The fields of a screen that are marked, by their names."""
    groups = BeautifulSoup(response.content, "html.parser").select(".question-again")
    return [field["name"] for group in groups for field in group.select("input[name], textarea, select")]


def press(member, mine):
    """Open the link and press the button of the box; the member goes on there. Returns where it leads."""
    response = post(member.client, mine, {"action": "answer"})
    member.token = response.url.split("/")[3]
    return response.url


def set_figure(officer, row, quantity):
    said = Said(reason="Measured", figures={row.pk: Decimal(quantity)})
    apply(row.pledge, MOVES["change_figures"], officer, row.pledge.version, said)


def answer(desk, member, asked, quantity, by=""):
    """Ask about the engagement; the member answers with ``quantity``."""
    press(member, ask(desk, asked, "engagement"))
    typed = {"engagement-quantity": quantity, "engagement-by": by}
    member.post("1", title="Een poel", engagement="ha", **typed)
    member.send()


def nl(sentence):
    return in_language("nl", sentence)


class TestWhatStaffMayName:
    def test_every_question_that_is_asked_of_this_member_by_section_and_in_their_language(self, desk, member, asked):
        page = BeautifulSoup(desk.get(f"/admin/inbox/{Pledge.objects.get().pk}/").content, "html.parser")
        form = page.find("form", action=re.compile("/ask_changes/"))
        groups = {group.legend.get_text(): group for group in form.select(".inbox-case__group")}
        assert list(groups) == ["What (nl)", "Who (nl)", "Money (nl)", "Others (nl)"]
        labels = [label.get_text(strip=True) for label in groups["Who (nl)"].select("label")]
        assert labels == ["Kind of actor (nl)", "E-mail (nl)", "Where exactly (nl) (left empty)"]
        assert [box["value"] for box in groups["Money (nl)"].select("input")] == ids(asked, "costs")

    def test_a_question_of_no_form_is_refused(self, desk, member):
        pledge = Pledge.objects.get()
        said = {"version": pledge.version, "message": "Where?", "questions": ["0f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b01"]}
        assert desk.post(f"/admin/inbox/{pledge.pk}/ask_changes/", said).status_code == 422
        assert not ChangeRequest.objects.exists()

    def test_the_letter_names_what_was_left_empty_too(self, desk, member, asked):
        ask(desk, asked, "email", "where", "partners")
        text = text_sent(newest_letter())
        assert "- E-mail (nl)\n- Where exactly (nl)\n- Partners (nl)" in text
        assert MESSAGE in text

    def test_line_breaks_as_a_browser_sends_them_make_paragraphs(self, desk, member, asked):
        ask(desk, asked, "where", message="Where is the pond?\r\n\r\nAnd how large\ris it?")
        assert ChangeRequest.objects.get().message == "Where is the pond?\n\nAnd how large\nis it?"
        assert "\n\nWhere is the pond?\n\nAnd how large\nis it?\n\n" in newest_letter().body

    def test_an_engagement_without_a_form_can_be_asked_about(self, desk):
        pledge = PledgeFactory()
        desk.post(f"/admin/inbox/{pledge.pk}/ask_changes/", {"version": 1, "message": "Where?"})
        pledge.refresh_from_db()
        assert pledge.state == PledgeState.CHANGES_REQUESTED

    def test_its_queries_do_not_grow_with_the_questions(self, desk, member, form, asked, django_assert_max_num_queries):
        address = f"/admin/inbox/{Pledge.objects.get().pk}/"
        desk.get(address)
        with django_assert_max_num_queries(25) as few:
            desk.get(address)
        more = [question("short_text", f"Question {number}") for number in range(60)]
        republish(form, section("What", *asked.values(), *more))
        with django_assert_max_num_queries(len(few)):
            desk.get(address)


class TestTheBox:
    def test_it_stands_on_top_with_the_words_of_staff_and_what_they_named(self, desk, member, asked):
        page = member.client.get(ask(desk, asked, "where", "email"))
        assert nl("We ask you to look at this again") in box(page)
        assert "Where is the pond?" in box(page)
        assert "Who (nl) E-mail (nl) Where exactly (nl)" in box(page)
        assert "Title (nl)" not in box(page)
        assert read(page).index("Where is the pond?") < read(page).index(nl("Your answers"))

    def test_html_in_it_is_text(self, desk, member, asked):
        page = member.client.get(ask(desk, asked, message="<script>alert(1)</script>")).content.decode()
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page

    def test_looking_changes_nothing(self, desk, member, asked):
        mine = ask(desk, asked, "where")
        before = list(Pledge.objects.values()), list(ChangeRequest.objects.values())
        member.client.get(mine)
        assert (list(Pledge.objects.values()), list(ChangeRequest.objects.values())) == before
        assert not PledgeDraft.objects.exists()

    @pytest.mark.parametrize("state", ["submitted", "in_review", "accepted", "declined", "withdrawn", "completed"])
    def test_it_stands_only_while_staff_wait(self, desk, member, asked, state):
        mine = ask(desk, asked, "where")
        Pledge.objects.update(state=state)
        assert box(member.client.get(mine)) == ""
        assert post(member.client, mine, {"action": "answer"}).url == mine
        assert not PledgeDraft.objects.exists()

    def test_asked_twice_the_second_time_takes_the_place_of_the_first(self, desk, member, asked, officer):
        ask(desk, asked, "title", message="First question")
        apply(Pledge.objects.get(), MOVES["reopen"], officer, Pledge.objects.get().version, Said(reason="Wrong"))
        page = member.client.get(ask(desk, asked, "where", message="Second question"))
        assert "Second question" in box(page)
        assert "First question" not in read(page)
        assert "Title (nl)" not in box(page)

    def test_taken_back_it_is_gone(self, desk, member, asked, officer):
        mine = ask(desk, asked, "where")
        pledge = Pledge.objects.get()
        undo(pledge, officer, pledge.version)
        assert box(member.client.get(mine)) == ""
        assert not ChangeRequest.objects.exists()
        assert Pledge.objects.get().state == PledgeState.SUBMITTED

    def test_while_the_form_is_closed_it_says_whom_to_answer(self, desk, member, asked, form):
        mine = ask(desk, asked, "where")
        form.unpublish()
        page = member.client.get(mine)
        assert "Where is the pond?" in box(page)
        assert nl("It cannot be answered here at the moment: please answer our mail.") in box(page)
        assert 'value="answer"' not in page.content.decode()
        assert post(member.client, mine, {"action": "answer"}).url == mine

    def test_counted_with_another_one_nothing_is_asked_any_more(self, desk, member, asked, officer):
        mine = ask(desk, asked, "where")
        pledge, kept = Pledge.objects.get(), PledgeFactory()
        apply(pledge, MOVES["merge"], officer, pledge.version, Said(into=kept, into_version=kept.version))
        page = member.client.get(mine)
        assert box(page) == ""
        assert nl("It is:") not in read(page)

    def test_few_queries(self, desk, member, asked, django_assert_max_num_queries):
        mine = ask(desk, asked, "title", "where", "costs")
        member.client.get(mine)
        with django_assert_max_num_queries(12):
            member.client.get(mine)


class TestAnswering:
    def test_from_the_mail_to_the_top_of_the_desk(self, desk, member, asked):
        """The whole way, with the link of the mail."""
        PledgeFactory(title="Older")
        Pledge.objects.filter(title="Older").update(submitted_at=timezone.now() - timedelta(days=90))
        pledge = Pledge.objects.get(title="Een poel")
        said = {"version": pledge.version, "message": MESSAGE, "questions": ids(asked, "where")}
        desk.post(f"/admin/inbox/{pledge.pk}/ask_changes/", said)
        mine = link_in(newest_letter(), "mine")

        assert press(member, mine) == member.address("2")
        screen = member.open("2")
        assert marked(screen) == [name(asked["where"])]
        assert nl("Please look at this again") in read(screen)
        assert "Where is the pond?" in read(screen)
        response = member.post("2", actor_kind="citizen", email="an@example.org", where="Achter de school")
        assert response.url == member.address("check")
        check = member.open("check")
        assert listed(check)["Where exactly (nl)"] == "Achter de school"
        assert nl("Please look at this again") in read(check)
        assert nl("Now send your answer") in read(check)
        assert "You have not changed" not in read(check)
        saved = member.client.get(member.send().url)
        assert nl("Thank you: we have received your answer.") in read(saved)
        assert nl("What happens next") in read(saved)

        pledge.refresh_from_db()
        request = ChangeRequest.objects.get()
        assert pledge.state == PledgeState.SUBMITTED
        assert pledge.answered_at == request.answered_at is not None
        assert [row.title for row in desk.get("/admin/inbox/").context["object_list"]] == ["Een poel", "Older"]
        page = member.client.get(mine)
        assert box(page) == ""
        assert "Achter de school" in read(page)
        told = "Somebody of the Alliance reads it and decides on your engagement; then you hear from us."
        assert nl(f"{told} You need not do anything more.") in read(page)

    def test_the_first_of_several_screens_comes_first_and_then_the_next(self, desk, member, asked):
        assert press(member, ask(desk, asked, "title", "where")) == member.address("1")
        assert marked(member.open("1")) == [name(asked["title"])]
        response = member.post("1", title="Een poel van 20 m", engagement="ha")
        assert response.url == member.address("2")

    def test_screens_that_hold_nothing_of_it_are_as_always(self, desk, member, asked):
        press(member, ask(desk, asked, "where"))
        screen = member.open("1")
        assert marked(screen) == []
        assert "Where is the pond?" not in read(screen)

    def test_a_request_that_names_nothing_leads_to_all_answers_and_is_repeated_on_every_screen(
        self, desk, member, asked
    ):
        assert press(member, ask(desk, asked)) == member.address("check")
        for screen in ("1", "2", "check"):
            assert "Where is the pond?" in read(member.open(screen))

    def test_a_long_message_is_folded(self, desk, member, asked):
        press(member, ask(desk, asked, "where", message="word " * 300 + "the last one"))
        folded = BeautifulSoup(member.open("2").content, "html.parser").select_one(".notice details")
        assert "word …" in folded.summary.get_text()
        assert "the last one" not in folded.summary.get_text()
        assert "the last one" in folded.get_text()

    def test_what_is_left_as_it_is_can_be_sent_after_a_kind_word(self, desk, member, asked):
        press(member, ask(desk, asked, "title", "where"))
        member.post("1", title="Een grotere poel", engagement="ha")
        check = member.open("check")
        notice = BeautifulSoup(check.content, "html.parser").select_one(".form-declaration .notice")
        assert [line.get_text() for line in notice.select("li")] == ["Where exactly (nl)"]
        member.send()
        assert Pledge.objects.get().state == PledgeState.SUBMITTED
        assert Pledge.objects.get().title == "Een grotere poel"

    def test_a_mistake_keeps_the_marks(self, desk, member, asked):
        press(member, ask(desk, asked, "email"))
        response = member.post("2", actor_kind="citizen", email="an@")
        assert response.status_code == 422
        assert marked(response) == [name(asked["email"])]

    def test_another_address_is_an_answer_too(self, desk, member, asked):
        """Whoever mistyped it is asked by another way, for instance by telephone."""
        press(member, ask(desk, asked, "email"))
        member.post("2", actor_kind="citizen", email="bea@example.org")
        member.send()
        pledge = Pledge.objects.get()
        assert (pledge.email, pledge.state) == ("bea@example.org", PledgeState.SUBMITTED)

    def test_asked_again_after_an_answer_it_begins_anew(self, desk, member, asked):
        press(member, ask(desk, asked, "where"))
        member.post("2", actor_kind="citizen", email="an@example.org", where="In Asse")
        member.send()
        mine = ask(desk, asked, "title", message="And what will grow there?")
        assert "And what will grow there?" in box(member.client.get(mine))
        assert press(member, mine) == member.address("1")
        member.post("1", title="Een poel met lissen", engagement="ha")
        member.send()
        assert not ChangeRequest.objects.filter(answered_at=None).exists()
        assert ChangeRequest.objects.count() == 2

    def test_the_ordinary_way_to_correct_answers_it_as_well(self, desk, member, asked):
        check = post(member.client, ask(desk, asked, "where"), {"action": "correct"}).url
        send(member.client, check)
        assert ChangeRequest.objects.get().answered_at is not None

    def test_few_queries(self, desk, member, asked, django_assert_max_num_queries):
        press(member, ask(desk, asked, "title", "where"))
        for screen in ("1", "2", "check"):
            member.open(screen)
            with django_assert_max_num_queries(12):
                member.open(screen)

    def test_a_correction_that_nobody_asked_for_shows_nothing_of_it(self, member, asked):
        mine = member.link("mine")
        member.token = post(member.client, mine, {"action": "correct"}).url.split("/")[3]
        for screen in ("2", "check"):
            page = member.open(screen)
            assert page.status_code == 200
            assert marked(page) == []
            assert nl("We asked you:") not in read(page)


class TestFiguresOfStaff:
    """What staff set while the case waits outlasts an answer about something else."""

    @pytest.fixture
    def figure(self, member, officer):
        """The row that staff have set to 250."""
        Contribution.objects.update(declared=300)
        set_figure(officer, Contribution.objects.get(), 250)
        return Contribution.objects.get()

    def test_it_stays_where_the_member_changed_something_else(self, desk, member, asked, figure):
        press(member, ask(desk, asked, "title"))
        member.post("1", title="Een grotere poel", engagement="ha", **{"engagement-quantity": "300"})
        member.send()
        row = Contribution.objects.get()
        # With its key, by which the log names it.
        assert (row.pk, row.declared, row.accepted) == (figure.pk, 300, 250)

    def test_it_stays_where_only_the_year_was_changed(self, desk, member, asked, figure):
        answer(desk, member, asked, "300", by="2029")
        row = Contribution.objects.get()
        assert (row.by_year, row.accepted) == (2029, 250)

    def test_another_quantity_is_to_be_looked_at_anew_and_the_log_says_so(self, desk, member, asked, figure, officer):
        answer(desk, member, asked, "400")
        row = Contribution.objects.get()
        assert (row.declared, row.accepted) == (400, None)
        assert "Green area: 250 → not known ha" in read(desk.get(f"/admin/inbox/{row.pledge_id}/"))
        pledge = Pledge.objects.get()
        apply(pledge, MOVES["accept"], officer, pledge.version)
        assert Contribution.objects.get().accepted == 400

    def test_another_objective_brings_nothing_along(self, desk, member, asked, figure):
        IndicatorFactory(objective=ObjectiveFactory(code="A1-2"), code="km", unit=Unit.KILOMETRE)
        press(member, ask(desk, asked, "engagement"))
        member.post("1", title="Een haag", engagement="km", **{"engagement-quantity": "300"})
        member.send()
        row = Contribution.objects.get()
        assert (row.indicator.code, row.accepted) == ("km", None)

    def test_the_first_year_stays_until_the_member_names_another_one(self, desk, member, asked, figure):
        type(figure.indicator).objects.update(kind=IndicatorKind.FLOW)
        Contribution.objects.update(first_year=2020, last_year=2022)
        answer(desk, member, asked, "300")
        assert Contribution.objects.filter(first_year=2020, last_year=2022, accepted=250).exists()
        answer(desk, member, asked, "300", by="2029")
        assert Contribution.objects.filter(first_year=2029, last_year=None, accepted=250).exists()


class TestWhatTheHistorySays:
    """The log holds the ids of the questions that were answered anew, and never what was answered."""

    def logged(self):
        return ModelLogEntry.objects.filter(action=LOG_ACTION).latest("pk").data

    def shown(self, desk):
        return read(desk.get(f"/admin/inbox/{Pledge.objects.get().pk}/"))

    def test_it_names_the_questions_that_were_answered_anew(self, desk, member, asked):
        press(member, ask(desk, asked, "where"))
        member.post("2", actor_kind="school", email="an@example.org", where="In Asse", organisation="De Linde")
        member.send()
        assert self.logged()["questions"] == ids(asked, "actor_kind", "organisation", "where")
        said = json.dumps(self.logged())
        assert [word for word in ("Asse", "Linde", "an@example.org") if word in said] == []
        assert "Changed answers: Kind of actor (nl) Organisation (nl) Where exactly (nl)" in self.shown(desk)

    def test_what_was_taken_away_or_hidden_is_named_as_the_form_does(self, desk, member, asked):
        press(member, ask(desk, asked, "where"))
        member.post("2", actor_kind="school", email="an@example.org", where="In Asse", organisation="De Linde")
        member.send()
        press(member, ask(desk, asked, "where"))
        member.post("2", actor_kind="citizen", email="an@example.org", where="")
        member.send()
        assert self.logged()["questions"] == ids(asked, "actor_kind", "where", "organisation")
        last = self.shown(desk).split("Changed answers:")[1]
        assert last.strip().startswith("Kind of actor (nl) Where exactly (nl) Organisation (nl)")

    def test_what_is_left_as_it_is_is_not_named(self, desk, member, asked):
        press(member, ask(desk, asked, "where"))
        member.send()
        assert self.logged()["questions"] == []
        assert "Changed answers" not in self.shown(desk)

    def test_what_is_told_afterwards_is_named_too(self, desk, member, asked):
        press(member, ask(desk, asked, "costs"))
        member.post("1", costs="900")
        member.send()
        assert self.logged()["questions"] == ids(asked, "costs")


class TestTellUsMore:
    def test_the_button_leads_straight_to_the_screen_that_holds_it(self, desk, member, asked):
        assert press(member, ask(desk, asked, "partners")) == member.address("2")
        assert marked(member.open("2")) == [name(asked["partners"])]
        assert member.post("2", partners="De buren").url == member.address("check")
        member.send()
        pledge = Pledge.objects.get()
        assert pledge.state == PledgeState.SUBMITTED
        assert pledge.answers.get(kind="long_text").display == "De buren"

    def test_what_was_told_before_is_kept(self, desk, member, asked):
        member.token = post(member.client, member.link("mine"), {"action": "add"}).url.split("/")[3]
        member.post("1", costs="1200")
        member.post("2", partners="De school")
        member.send()
        press(member, ask(desk, asked, "partners"))
        member.post("2", partners="De school en de buren")
        member.send()
        assert Pledge.objects.get().answers.get(kind="number").display == "1.200"

    def test_named_in_both_places_the_second_follows_the_first(self, desk, member, asked):
        assert press(member, ask(desk, asked, "where", "costs", "partners")) == member.address("2")
        member.post("2", actor_kind="citizen", email="an@example.org", where="In Asse")
        following = member.send().url
        # The answer is with staff already, whatever becomes of the rest.
        assert Pledge.objects.get().state == PledgeState.SUBMITTED
        member.token = following.split("/")[3]
        assert following == member.address("1")
        assert marked(member.client.get(following)) == [name(asked["costs"])]
        response = post(member.client, following, {name(asked["costs"]): "900"})
        assert response.url == member.address("2")
        assert marked(member.client.get(response.url)) == [name(asked["partners"])]
        check = post(member.client, response.url, {name(asked["partners"]): "De buren"}).url
        assert check == member.address("check")
        assert nl("Please look at this again") in read(member.open("check"))
        assert nl("Now send your answer") in read(member.open("check"))
        saved = member.send().url
        assert nl("Thank you: we have received your answer.") in read(member.client.get(saved))
        assert Pledge.objects.get().answers.get(kind="long_text").display == "De buren"

    def test_the_page_of_the_first_sending_stays_closed_in_the_browser_where_it_was(self, desk, member, asked):
        first = member.address("received")
        press(member, ask(desk, asked, "where"))
        member.post("2", actor_kind="citizen", email="an@example.org", where="In Asse")
        saved = member.send().url
        assert "In Asse" in read(member.client.get(saved))
        closed = member.client.get(first)
        assert closed.status_code == 404
        assert "In Asse" not in closed.content.decode()

    def test_sent_twice_by_a_double_click_it_is_saved_once(self, desk, member, asked):
        press(member, ask(desk, asked, "where", "costs"))
        seen = member.seen()
        member.press_send(seen)
        again = member.press_send(seen).url
        assert nl("Thank you: we have received your answer.") in read(member.client.get(again))
        assert Pledge.objects.get().version == 3


class TestMeanwhile:
    def test_a_question_was_removed_from_the_form(self, desk, member, asked, form, sections):
        mine = ask(desk, asked, "title", "where")
        republish(form, section("What", asked["title"], asked["engagement"], asked["actor_kind"], asked["email"]))
        page = member.client.get(mine)
        assert "What (nl) Title (nl)" in box(page)
        assert press(member, mine) == member.address("1")
        assert marked(member.open("1")) == [name(asked["title"])]

    def test_an_answered_question_was_removed_and_is_named_all_the_same(self, desk, member, asked, form):
        press(member, ask(desk, asked, "where"))
        member.post("2", actor_kind="citizen", email="an@example.org", where="In Asse")
        member.send()
        mine = ask(desk, asked, "where")
        republish(form, section("What", asked["title"], asked["engagement"], asked["actor_kind"], asked["email"]))
        page = member.client.get(mine)
        gone = nl("The form does not ask this any more. If there is something to say about it, please answer our mail:")
        assert f"{gone} Where exactly (nl)" in box(page)
        assert press(member, mine) == member.address("check")
        member.send()
        assert Pledge.objects.get().state == PledgeState.SUBMITTED

    def test_a_question_is_hidden_by_what_else_was_answered(self, desk, member, asked):
        mine = ask(desk, asked, "where")
        ChangeRequest.objects.update(questions=ids(asked, "organisation"))
        gone = nl("The form does not ask this any more. If there is something to say about it, please answer our mail:")
        assert f"{gone} Organisation (nl)" in box(member.client.get(mine))
        press(member, mine)
        member.send()
        assert Pledge.objects.get().state == PledgeState.SUBMITTED

    def test_it_moved_to_another_screen_with_another_name(self, desk, member, asked, form):
        mine = ask(desk, asked, "where")
        asked["where"]["value"]["label"]["nl"] = "Waar juist"
        republish(
            form,
            section("What", asked["title"], asked["engagement"], asked["where"]),
            section("Who", asked["actor_kind"], asked["email"]),
        )
        assert "What (nl) Waar juist" in box(member.client.get(mine))
        assert press(member, mine) == member.address("1")
        assert marked(member.open("1")) == [name(asked["where"])]

    def test_a_correction_begun_before_learns_of_a_question_that_came_since(self, desk, member, asked, form, sections):
        begun = post(member.client, member.link("mine"), {"action": "correct"}).url
        new = question("short_text", "Depth")
        republish(form, sections[0], section("Depth", new), *sections[1:])
        mine = ask(desk, {**asked, "new": new}, "new")
        assert press(member, mine) == begun.replace("/check/", "/2/")
        assert marked(member.open("2")) == [name(new)]

    def test_a_new_question_that_needs_an_answer_comes_before_what_stands_behind_it(
        self, desk, member, asked, form, sections
    ):
        mine = ask(desk, asked, "where")
        new = question("short_text", "Depth", required=True)
        republish(form, section("Depth", new), *sections)
        assert press(member, mine) == member.address("1")
        assert member.post("1", title="x").status_code == 422
        following = post(member.client, member.address("1"), {name(new): "2 m"}).url
        assert following == member.address("3")

    def test_the_link_was_revoked(self, desk, member, asked, officer):
        mine = ask(desk, asked, "where")
        press(member, mine)
        revoke_personal_link(Pledge.objects.get(), officer)
        assert member.client.get(mine).status_code == 404
        assert post(member.client, mine, {"action": "answer"}).status_code == 404
        assert member.open("2").status_code == 404
        assert ChangeRequest.objects.get().answered_at is None

    def test_a_new_link_asks_the_same(self, desk, member, asked):
        old = ask(desk, asked, "where")
        link = give_link(LinkPurpose.MINE, Pledge.objects.get())
        assert member.client.get(old).status_code == 404
        assert "Where is the pond?" in box(member.client.get(f"/nl/pledge/{link.signed}/mine/"))

    def test_it_was_withdrawn(self, desk, member, asked):
        mine = ask(desk, asked, "where")
        press(member, mine)
        member.post("2", actor_kind="citizen", email="an@example.org", where="In Asse")
        withdraw(Pledge.objects.get())
        response = member.open("check")
        assert response.status_code == 409
        assert "In Asse" in read(response)
        assert box(member.client.get(mine)) == ""
        assert ChangeRequest.objects.get().answered_at is None

    def test_staff_declined_while_the_member_was_answering(self, desk, member, asked, officer):
        press(member, ask(desk, asked, "where"))
        pledge = Pledge.objects.get()
        apply(pledge, MOVES["decline"], officer, pledge.version, Said(reason="No answer"))
        response = member.post("2", actor_kind="citizen", email="an@example.org", where="In Asse")
        assert response.status_code == 409
        assert "In Asse" in read(response)

    def test_the_mail_was_undone_after_the_member_had_begun(self, desk, member, asked, officer):
        mine = ask(desk, asked, "where")
        press(member, mine)
        pledge = Pledge.objects.get()
        undo(pledge, officer, pledge.version)
        screen = member.open("2")
        assert marked(screen) == []
        member.send()
        assert Pledge.objects.get().answered_at is None

    def test_nothing_is_undone_any_more_once_the_member_has_answered(self, desk, member, asked, officer):
        press(member, ask(desk, asked, "where"))
        member.send()
        pledge = Pledge.objects.get()
        desk.post(f"/admin/inbox/{pledge.pk}/undo/", {"version": pledge.version})
        assert ChangeRequest.objects.get().answered_at is not None
        assert Pledge.objects.get().state == PledgeState.SUBMITTED


def test_the_mail_waits_a_minute(desk, member, asked):
    ask(desk, asked, "where")
    assert newest_letter().due_at > timezone.now() + HOLD / 2
