"""Screens sent in another order than they were shown: skipped, sent again, from two tabs, after the end."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from pledges.choices import MailKind
from pledges.drafts import purge_expired
from pledges.models import OutgoingMail, Pledge, PledgeDraft, SentChange
from tests.support.join_forms import name
from tests.support.members import Member, in_fields, in_language, listed, mistakes, read

# In Dutch, as the member reads it.
RECEIVED = "Wij hebben uw engagement ontvangen"
SAVED = "Uw wijzigingen zijn bij uw engagement bewaard."
CHANGED = "Uw antwoorden zijn intussen gewijzigd"
FINISH_FIRST = "Please finish this screen first. Nothing has been sent, and all that you typed is kept."


class TestStepSkipped:
    @pytest.mark.parametrize("end", ["3", "check", "received"])
    def test_looking_ahead_leads_to_the_first_screen_that_is_not_finished(self, member, what, end):
        member.begin(**what | {"several": "yes"})
        response = member.client.get(member.address(end), follow=True)
        assert response.redirect_chain[-1][0] == member.address(2)
        assert "Partners (nl)" in read(response)
        assert not Pledge.objects.exists()

    @pytest.mark.parametrize("email", ["an@example.org", "an@"])
    def test_what_was_typed_on_a_screen_that_came_too_early_is_kept_and_the_member_is_told(
        self, member, what, who, email
    ):
        member.begin(**what | {"several": "yes"})
        response = member.post(3, **who | {"email": email, "story": "Long\nstory"})
        first = member.client.get(response.url)
        assert response.url.split("?")[0] == member.address(2)
        assert in_language("nl", FINISH_FIRST) in read(first)
        # Nobody is blamed for a screen that was not sent yet.
        assert not mistakes(first)

        member.post(2, partners="The school")
        shown = in_fields(member.open(3))
        assert shown[name(member.asked["email"])] == email
        assert shown[name(member.asked["actor_kind"])] == "citizen"
        assert shown[name(member.asked["story"])] == "Long\nstory"

    def test_saving_for_later_on_a_screen_that_came_too_early_saves_it(self, member, what, who):
        member.begin(**what | {"several": "yes"})
        assert member.save(3, **who | {"email": "an@"}).url == member.address("later")
        member.post(2, partners="The school")
        assert in_fields(member.open(3))[name(member.asked["email"])] == "an@"

    def test_what_was_typed_before_the_first_screen_was_finished_is_sent_once_everything_is(self, member, what, who):
        member.save_first(**what | {"trees": "a few"})
        member.post(3, **who)
        response = member.post(1, **what | {"trees": "3"})
        assert response.url == member.address("check")
        assert listed(member.open("check"))["E-mail (nl)"] == "an@example.org"

    def test_sending_before_everything_is_finished_says_that_nothing_was_sent(self, member, what):
        member.begin(**what)
        response = member.press_send({"version": "x"})
        page = member.client.get(response.url)
        assert response.url.split("?")[0] == member.address(3)
        assert in_language("nl", FINISH_FIRST) in read(page)
        assert not Pledge.objects.exists()

    def test_afterwards_a_skipped_screen_leads_back_and_keeps_what_was_typed(self, sent):
        sent.tell_more()
        response = sent.post(2, note="Behind the school")
        assert response.url.split("?")[0] == sent.address(1)
        assert in_language("nl", FINISH_FIRST) in read(sent.client.get(response.url))
        assert sent.post(1, school="no").url == sent.address("check")
        assert listed(sent.open("check"))["Note (nl)"] == "Behind the school"
        sent.send()
        assert Pledge.objects.get().answers.filter(display="Behind the school").exists()

    def test_an_answer_that_came_too_early_is_not_kept_once_its_question_is_hidden(self, member, what, who, asked):
        member.save_first(**what | {"trees": "a few", "several": "yes"})
        member.post(2, partners="Forged")
        member.post(1, **what)
        member.post(3, **who)
        assert "Partners (nl)" not in listed(member.open("check"))
        member.send()
        assert not Pledge.objects.get().answers.filter(question_id=asked["partners"]["id"]).exists()


class TestStepReplayed:
    def test_a_screen_sent_again_leads_to_the_same_place_with_the_same_answers(self, at_check, what, who):
        before = listed(at_check.open("check"))
        for end, typed in (("1", what), ("3", who), ("1", what)):
            assert at_check.post(end, **typed).url == at_check.address("check")
        assert listed(at_check.open("check")) == before
        assert PledgeDraft.objects.count() == 1

    def test_the_first_screen_sent_twice_from_the_join_page_sends_nothing_twice(self, member, what, who):
        other = Member(member.page, member.asked, "nl")
        for each in (member, other):
            each.begin(**what)
        member.post(3, **who)
        member.send()
        assert Pledge.objects.count() == 1
        assert other.open("check").url == other.address(3)

    def test_send_pressed_again_after_the_end_shows_what_was_received(self, sent):
        number = Pledge.objects.get().public_id
        response = sent.client.get(sent.post("check").url)
        assert RECEIVED in read(response)
        assert number in read(response)
        assert OutgoingMail.objects.filter(kind=MailKind.RECEIPT).count() == 1

    @pytest.mark.parametrize("save", [False, True])
    @pytest.mark.parametrize("end", ["1", "2", "3"])
    def test_a_screen_sent_again_after_the_end_is_not_taken_and_shows_what_was_typed(self, sent, what, who, end, save):
        pledge = Pledge.objects.get()
        typed = {"1": what | {"title": "Twee poelen"}, "2": {"partners": "De school"}, "3": who | {"email": "bea@"}}
        response = (sent.save if save else sent.post)(end, **typed[end])
        assert response.status_code == 409
        assert in_language("nl", "This was sent already") in read(response)
        assert SAVED not in read(response)
        assert {"1": "Twee poelen", "2": "De school", "3": "bea@"}[end] in listed(response).values()
        assert pledge.public_id in read(response)
        assert sent.address("received") in response.content.decode()
        assert Pledge.objects.get().title == "Een poel"
        assert OutgoingMail.objects.filter(kind=MailKind.RECEIPT).count() == 1


class TestTwoTabs:
    def test_what_another_tab_changed_is_read_before_it_is_sent(self, at_check, what):
        seen = at_check.seen()
        at_check.post(1, **what | {"title": "Twee poelen"})
        page = at_check.client.get(at_check.press_send(seen).url)
        assert CHANGED in read(page)
        assert listed(page)["Title (nl)"] == "Twee poelen"
        assert not Pledge.objects.exists()

    def test_two_tabs_on_two_screens_lose_nothing_of_each_other(self, at_check, what, who):
        at_check.post(1, **what | {"title": "Twee poelen"})
        at_check.post(3, **who | {"story": "Long story"})
        answers = listed(at_check.open("check"))
        assert (answers["Title (nl)"], answers["Story (nl)"]) == ("Twee poelen", "Long story")

    def test_what_another_tab_left_unfinished_is_not_sent_and_shown(self, at_check, who):
        seen = at_check.seen()
        at_check.save(3, **who | {"email": "bea@"})
        response = at_check.press_send(seen)
        page = at_check.client.get(response.url)
        assert in_language("nl", FINISH_FIRST) in read(page)
        assert in_fields(page)[name(at_check.asked["email"])] == "bea@"
        assert not Pledge.objects.exists()

    def test_a_screen_that_the_other_tab_opened_is_asked_before_the_rest_is_sent(self, at_check, what, who):
        at_check.post(1, **what | {"several": "yes"})
        at_check.post(3, **who | {"story": "Long story"})
        at_check.post(2, partners="The school")
        answers = listed(at_check.open("check"))
        assert (answers["Partners (nl)"], answers["Story (nl)"]) == ("The school", "Long story")

    def test_two_tabs_that_tell_more_go_on_with_the_same_answers(self, sent):
        other = Member(sent.page, sent.asked, "nl")
        other.token = sent.token
        sent.tell_more()
        other.tell_more()
        sent.post(1, school="yes", pupils="20")
        other.post(2, note="Behind the school")
        assert listed(sent.open("check")).keys() >= {"Pupils (nl)", "Note (nl)"}

    def test_what_another_tab_told_is_read_before_it_is_sent(self, sent):
        sent.tell_more()
        sent.post(1, school="no")
        sent.post(2, note="Behind the school")
        seen = sent.seen()
        sent.post(2, note="Before the school")
        page = sent.client.get(sent.press_send(seen).url)
        assert CHANGED in read(page)
        assert listed(page)["Note (nl)"] == "Before the school"
        assert not Pledge.objects.get().answers.filter(display__contains="the school").exists()


class TestBackButtonAfterSending:
    @pytest.mark.parametrize("end", ["1", "3", "check", "later", "received"])
    def test_every_page_of_the_way_shows_what_was_received(self, sent, end):
        response = sent.client.get(sent.address(end), follow=True)
        assert RECEIVED in read(response)
        assert Pledge.objects.get().public_id in read(response)

    @pytest.mark.parametrize("end", ["1", "2", "check", "later"])
    def test_every_page_of_what_was_told_later_shows_what_was_received(self, told, end):
        response = told.client.get(told.address(end), follow=True)
        assert RECEIVED in read(response)
        assert Pledge.objects.get().public_id in read(response)

    def test_send_pressed_again_shows_that_what_was_told_is_saved(self, told):
        pledge = Pledge.objects.get()
        response = told.client.post(told.address("check"), follow=True)
        assert SAVED in read(response)
        assert pledge.public_id in read(response)
        assert Pledge.objects.get().version == pledge.version

    @pytest.mark.parametrize("save", [False, True])
    def test_what_another_tab_types_after_that_is_not_taken_and_shown(self, told, save):
        pledge = Pledge.objects.get()
        response = (told.save if save else told.post)(2, note="Before the school")
        assert response.status_code == 409
        assert SAVED not in read(response)
        assert listed(response) == {"Note (nl)": "Before the school"}
        assert pledge.public_id in read(response)
        assert Pledge.objects.get().version == pledge.version
        assert not pledge.answers.filter(display="Before the school").exists()

    def test_asking_for_a_link_after_that_does_not_say_that_something_is_saved(self, told):
        response = told.client.post(told.address("later"), {"email": "an@example.org"}, follow=True)
        assert RECEIVED in read(response)
        assert SAVED not in read(response)

    def test_a_double_click_shows_that_what_was_told_is_saved(self, sent):
        sent.tell_more()
        sent.post(1, school="no")
        sent.post(2, note="Behind the school")
        seen = sent.seen()
        for _twice in range(2):
            page = sent.client.get(sent.press_send(seen).url)
            assert SAVED in read(page)
        assert Pledge.objects.get().version == 2
        assert Pledge.objects.get().answers.filter(display="Behind the school").count() == 1

    def test_a_correction_sent_twice_is_one(self, sent, what, who):
        check = sent.client.post(sent.link("mine"), {"action": "correct"}).url
        sent.token = check.split("/")[3]
        sent.post(1, **what | {"title": "Twee poelen"})
        sent.post(3, **who)
        seen = sent.seen()
        first, second = sent.press_send(seen), sent.press_send(seen)
        assert first.url == second.url
        assert SAVED in read(sent.client.get(first.url))
        assert Pledge.objects.get().version == 2

    def test_a_day_later_nothing_is_known_of_the_change_any_more(self, told):
        SentChange.objects.update(sent_at=timezone.now() - timedelta(hours=25))
        purge_expired()
        response = told.open("check")
        assert response.status_code == 404
        assert "Dit engagement is niet gevonden" in read(response)
        assert Pledge.objects.get().answers.filter(display="Behind the school").exists()

    @pytest.fixture
    def told(self, sent):
        sent.tell_more()
        sent.post(1, school="no")
        sent.post(2, note="Behind the school")
        sent.send()
        return sent


class TestForgedPostsAfterwards:
    """The last two questions of the first screen are asked of those who work with a school alone."""

    def test_an_answer_to_a_hidden_question_is_neither_needed_nor_kept(self, sent):
        sent.tell_more()
        assert sent.post(1, school="no", pupils="a few", teacher="Forged").url == sent.address(2)
        sent.post(2, note="Behind the school")
        assert not {"Pupils (nl)", "Teacher (nl)"} & listed(sent.open("check")).keys()
        sent.send()
        assert not Pledge.objects.get().answers.filter(display="Forged").exists()

    def test_what_hung_on_an_answer_goes_with_it(self, sent):
        sent.tell_more()
        sent.post(1, school="yes", pupils="20", teacher="Bea")
        sent.post(2, note="Behind the school")
        assert listed(sent.open("check"))["Teacher (nl)"] == "Bea"
        sent.post(1, school="no", pupils="20", teacher="Bea")
        sent.send()
        assert not Pledge.objects.get().answers.filter(display="Bea").exists()

    def test_answers_to_questions_of_the_other_stage_change_nothing(self, sent):
        sent.tell_more()
        sent.post(1, school="no", title="Forged", email="forged@example.org")
        sent.post(2, note="Behind the school", title="Forged")
        sent.send()
        pledge = Pledge.objects.get()
        assert (pledge.title, pledge.email) == ("Een poel", "an@example.org")
        assert not pledge.answers.filter(display__icontains="forged").exists()


def test_somebody_elses_token_of_a_change_that_was_never_sent_shows_nothing(sent):
    sent.tell_more()
    PledgeDraft.objects.all().delete()
    response = Client().get(sent.address(1))
    assert response.status_code == 404
    assert "Dit engagement is niet gevonden" in read(response)
