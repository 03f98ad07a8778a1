"""A form that is changed, or deleted, while members fill it in and after they sent it."""

import copy
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from django.utils import timezone

from bbacms.core.models import ActorKind
from pledges.choices import MailKind
from pledges.drafts import purge_expired
from pledges.mail.messages import queue_receipt
from pledges.models import JoinPage, OutgoingMail, Pledge, PledgeDraft, PledgeForm
from tests.factories.users import UserFactory
from tests.support.join_forms import name, option_ids, post, question, republish, section, texts
from tests.support.members import Member, in_fields, listed, mistakes, read

CHOOSE = "Kies een van de getoonde antwoorden."
LANGUAGES = ("en", "nl", "fr", "de")


def ask_for_link(member):
    post(member.client, member.address("later"), {"email": "an@example.org"})
    return member.link("resume")


class TestFormSinceDeleted:
    @pytest.fixture
    def gone(self, member, what, form, client):
        """The link to a draft whose time is over, and whose form staff have deleted since."""
        member.begin(**what)
        link = ask_for_link(member)
        for page in JoinPage.objects.all():
            page.form = None
            page.save()
        client.force_login(UserFactory(is_superuser=True))
        address = f"/admin/snippets/pledges/pledgeform/delete/{form.pk}/"
        client.post(address)
        assert PledgeForm.objects.exists(), "a form that somebody is filling in must stay"
        later = timezone.now() - timedelta(days=31)
        PledgeDraft.objects.update(kept_until=later, updated_at=later)
        purge_expired()
        response = client.post(address)
        assert not PledgeForm.objects.exists(), read(response)
        return link

    def test_the_link_to_its_draft_says_that_it_is_not_valid(self, member, gone):
        for response in (
            member.client.get(gone),
            post(member.client, gone, {}),
            post(member.client, gone, {"delete": 1}),
        ):
            assert response.status_code == 404
            assert "Deze link is niet meer geldig" in read(response)

    @pytest.mark.parametrize("end", ["1", "3", "check", "later", "received"])
    def test_the_addresses_of_its_draft_say_that_nothing_was_found(self, member, gone, who, end):
        for response in (member.open(end), member.post(end, **who)):
            assert response.status_code == 404
            assert "Dit engagement is niet gevonden" in read(response)
        assert not Pledge.objects.exists()

    def test_the_first_screen_shows_what_was_typed_and_that_the_form_is_closed(self, member, gone, what):
        response = member.begin(**what)
        assert response.status_code == 409
        assert "Het formulier is intussen gesloten" in read(response)


class TestOptionsRemoved:
    @pytest.fixture
    def chosen(self, member, what, asked):
        """The member chose "Mowing" on the first screen, and left the second unfinished."""
        member.begin(**what | {"way": option_ids(asked["way"])[1], "trees": "3"})
        member.save(3, email="an@")
        return member

    def remove_option(self, form, parts, asked):
        del asked["way"]["value"]["options"][1]
        republish(form, *parts)

    def test_who_is_filling_in_sends_what_was_asked_then(self, chosen, form, parts, asked, who):
        self.remove_option(form, parts, asked)
        chosen.post(3, **who)
        assert listed(chosen.open("check"))["Way (nl)"] == "Mowing (nl)"
        chosen.send()
        assert Pledge.objects.get().answers.get(kind="one_of").display == "Mowing (nl)"

    def test_who_comes_back_is_asked_again_beside_the_question_and_keeps_the_rest(
        self, chosen, what, form, parts, asked
    ):
        link = ask_for_link(chosen)
        self.remove_option(form, parts, asked)
        response = post(chosen.client, link, {})
        page = chosen.client.get(response.url)
        assert response.url == chosen.address(1)
        assert mistakes(page) == [CHOOSE]
        assert "Mowing" not in read(page)
        kept = in_fields(page)
        assert (kept[name(asked["title"])], kept[name(asked["trees"])]) == ("Een poel", "3")
        assert name(asked["way"]) not in kept
        chosen.post(1, **what | {"way": option_ids(asked["way"])[0]})
        assert in_fields(chosen.open(3))[name(asked["email"])] == "an@"

    def test_a_new_question_that_nobody_was_asked_yet_is_no_mistake(self, chosen, form, parts, asked):
        link = ask_for_link(chosen)
        parts[0]["value"]["questions"].append(question("short_text", "New", required=True))
        self.remove_option(form, parts, asked)
        page = chosen.client.get(post(chosen.client, link, {}).url)
        assert mistakes(page) == [CHOOSE]
        assert "New (nl)" in read(page)

    def test_a_removed_option_that_is_posted_is_refused_with_all_that_was_typed(self, member, form, parts, asked, what):
        removed = option_ids(asked["way"])[1]
        self.remove_option(form, parts, asked)
        response = member.begin(**what | {"way": removed, "trees": "3"})
        assert response.status_code == 422
        assert mistakes(response) == [CHOOSE]
        assert in_fields(response)[name(asked["trees"])] == "3"

    def test_a_kind_of_actor_that_staff_removed_is_asked_again(self, at_check, who):
        seen = at_check.seen()
        ActorKind.objects.all().delete()
        page = at_check.client.get(at_check.press_send(seen).url)
        assert CHOOSE in mistakes(page)
        assert in_fields(page)[name(at_check.asked["email"])] == "an@example.org"
        assert not Pledge.objects.exists()


class TestQuestionsMoved:
    """The first screen came from a cache; since then staff moved questions from it to later screens."""

    @pytest.fixture
    def typed(self, what, asked):
        return what | {"way": option_ids(asked["way"])[1], "trees": "1.500", "story": "Long\nstory", "note": "Near"}

    @pytest.fixture
    def moved(self, form, parts, asked):
        """ "Trees" stands on the third screen now, "Way" on the second, which few see."""
        for key, number in (("trees", 2), ("way", 1)):
            parts[0]["value"]["questions"].remove(asked[key])
            parts[number]["value"]["questions"].append(asked[key])
        republish(form, *parts)

    @pytest.fixture
    def in_their_place(self, member, asked, who):
        def find():
            fields = in_fields(member.open(3))
            return fields[name(asked["trees"])], fields[name(asked["story"])]

        return find

    def test_what_was_typed_stands_on_the_later_screens(self, member, moved, typed, in_their_place, asked, who):
        assert member.begin(**typed | {"several": "yes"}).url == member.address(2)
        page = member.open(2)
        assert in_fields(page)[name(asked["way"])] == typed["way"]
        assert mistakes(page) == []
        member.post(2, partners="The school", way=typed["way"])
        assert in_their_place() == ("1.500", "Long\nstory")
        assert mistakes(member.open(3)) == []
        member.post(3, **who | {"trees": "1.500"})
        member.send()
        assert Pledge.objects.get().answers.get(kind="number").value == "1500"

    def test_it_is_not_sent_before_the_member_met_the_question(self, member, moved, typed):
        assert member.begin(**typed).url == member.address(3)
        assert member.open("check").url == member.address(3)

    def test_it_outlives_a_mistake_on_the_first_screen(self, member, moved, typed, in_their_place):
        response = member.begin(**typed | {"title": "", "trees": '1"><b>'})
        assert response.status_code == 422
        again = {key: said for key, said in in_fields(response).items() if said}
        again[name(member.asked["title"])] = "Een poel"
        response = post(member.client, f"/nl/pledge/start/{member.page.pk}/", again)
        member.token = response.url.split("/")[3]
        assert in_their_place() == ('1"><b>', "Long\nstory")

    def test_it_is_kept_where_the_first_screen_is_saved_for_later(self, member, moved, typed, in_their_place):
        member.save_first(**typed | {"title": ""})
        member.post(1, **typed)
        assert in_their_place() == ("1.500", "Long\nstory")

    def test_what_is_asked_afterwards_only_or_nowhere_is_not_kept(self, member, moved, typed):
        member.begin(**typed | {"partners-nonsense": "x"})
        assert "Near" not in str(PledgeDraft.objects.values().get())
        assert "nonsense" not in str(PledgeDraft.objects.values().get())

    def test_a_tick_to_what_stood_there_is_no_tick_to_what_stands_elsewhere(self, member, form, parts, typed):
        consent = {
            "type": "consent",
            "id": "0f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b01",
            "value": {"label": texts("News"), "wording": texts("You may write to me."), "purpose": "newsletter"},
        }
        parts[2]["value"]["questions"].append(consent)
        republish(form, *parts)
        member.asked["news"] = consent
        member.begin(**typed | {"news": "on"})
        assert name(consent) not in in_fields(member.open(3))


class TestReadsAsSent:
    """Whatever becomes of the form, staff and member read what was sent, word for word."""

    @pytest.fixture
    def desk(self, client):
        client.force_login(UserFactory(group="Pledge officers"))
        return client

    @pytest.fixture
    def told(self, member, what, who, asked):
        """Everything was answered, in both stages."""
        member.begin(**what | {"several": "yes", "way": option_ids(asked["way"])[1], "trees": "1.500"})
        member.post(2, partners="The school")
        member.post(3, **who | {"name": "An", "story": "Long\nstory"})
        member.send()
        received = member.token
        member.tell_more()
        member.post(1, school="yes", pupils="20", teacher="Bea")
        member.post(2, note="Behind the school")
        member.send()
        member.token = received
        return member

    def read_everywhere(self, told, desk):
        """What the inbox, the receipt as it went out and as it would today, and both pages of the member say."""
        pledge = Pledge.objects.get()
        case = answers_in(desk.get(f"/admin/inbox/{pledge.pk}/"))
        first = OutgoingMail.objects.filter(kind=MailKind.RECEIPT).earliest("pk").body
        with transaction.atomic():
            again = without_links(queue_receipt(pledge).body)
        return case, first, again, listed(told.open("received")), listed(told.client.get(told.link("mine")))

    def test_renamed_translated_reordered_removed_and_added_again(self, told, desk, form, parts, asked):
        as_sent = self.read_everywhere(told, desk)
        assert "Mowing (nl)" in as_sent[1]
        assert "Pupils (nl): 20" in as_sent[2]
        before = copy.deepcopy(parts)

        for part in parts:
            part["value"]["title"] = dict.fromkeys(LANGUAGES, "Renamed section")
            for block in part["value"]["questions"]:
                block["value"]["label"] = dict.fromkeys(LANGUAGES, "Renamed")
        for option in asked["way"]["value"]["options"]:
            option["value"] = dict.fromkeys(LANGUAGES, "Other words")
        republish(form, *parts)
        assert self.read_everywhere(told, desk) == as_sent

        for block in [*parts, *asked.values()]:
            block["value"].pop("shown_when", None)
        for part in parts:
            part["value"]["questions"].reverse()
        asked["way"]["value"]["options"].reverse()
        republish(form, *reversed(parts))
        assert self.read_everywhere(told, desk) == as_sent

        rest = [asked[key] for key in ("title", "engagement", "actor_kind", "email")]
        republish(form, section("All that is left", *rest))
        assert self.read_everywhere(told, desk) == as_sent

        new = question("one_of", "Way", options=("Sowing", "Mowing", "Grazing"))
        republish(form, section("All that is left", *rest, new))
        assert self.read_everywhere(told, desk) == as_sent

        # The very same questions, as when staff go back to an older version.
        republish(form, *before)
        assert self.read_everywhere(told, desk) == as_sent

    def test_to_a_reader_of_another_language_too(self, told, form, parts, asked, pages):
        in_dutch = listed(told.open("received"))
        asked["way"]["value"]["label"] = dict.fromkeys(LANGUAGES, "Renamed")
        republish(form, *parts)
        reader = Member(pages["fr"], asked, "fr")
        reader.token = told.token
        assert listed(reader.open("received")) == in_dutch


def answers_in(case):
    """What the page of a case says of the answers."""
    main = BeautifulSoup(case.content, "html.parser").main
    return [part.get_text(" ", strip=True) for part in main.select("dl")]


def without_links(body):
    """A mail without the lines that hold its links: those are new in every mail."""
    return "\n".join(line for line in body.splitlines() if "http" not in line)
