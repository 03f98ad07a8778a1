"""What a member does after sending: confirm the address, tell more, correct, withdraw, take back a consent."""

import re
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.core.management import call_command
from django.utils import timezone

from bbacms.core.choices import Unit
from pledges import changes
from pledges.choices import LinkPurpose, MailKind, PledgeState, PrivacyClass
from pledges.links import give_link
from pledges.mail.sender import send_due
from pledges.models import ConsentRecord, OutgoingMail, Pledge, PledgeDraft, SentChange
from tests.factories.core import ActorKindFactory, CriterionFactory, IndicatorFactory, ObjectiveFactory
from tests.factories.users import UserFactory
from tests.support.join_forms import (
    join_pages,
    name,
    needed_questions,
    post,
    published_form,
    question,
    section,
    send,
    shown_version,
    take_time,
    texts,
)
from tests.support.mails import link_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _lists():
    ActorKindFactory(code="citizen", label="Citizen")
    objective = ObjectiveFactory(code="A1-1", label="Town green")
    IndicatorFactory(objective=objective, code="ha", label="Green area", unit=Unit.HECTARE)
    CriterionFactory(objective=objective, key="native", label="Native plants")
    CriterionFactory(objective=ObjectiveFactory(code="A2-1"), key="soil", label="Living soil")


@pytest.fixture
def asked():
    asked = needed_questions()
    asked["criteria"] = question("criteria", "Criteria")
    asked["partners"] = question("long_text", "Partners")
    asked["website"] = question("web_address", "Website", meaning="website")
    asked["newsletter"] = {
        "type": "consent",
        "id": "0f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b01",
        "value": {
            "label": texts("Newsletter"),
            "wording": texts("You may send me news."),
            "purpose": "newsletter",
        },
    }
    return asked


@pytest.fixture
def pages(asked):
    join = [asked[key] for key in ("title", "engagement", "actor_kind", "email")]
    more = [asked[key] for key in ("criteria", "partners", "website", "newsletter")]
    return join_pages(published_form(section("All", *join), section("More about it", *more, stage="more")))


@pytest.fixture
def received(client, pages, asked):
    """The address of the received page of an engagement that was just sent."""
    data = {
        name(asked["title"]): "A pond",
        name(asked["engagement"]): "ha",
        name(asked["actor_kind"]): "citizen",
        name(asked["email"]): "an@example.org",
    }
    return send(client, post(client, f"/en/pledge/start/{pages['en'].pk}/", data).url).url


def link(kind):
    """The address of ``kind`` in the receipt."""
    return link_in(OutgoingMail.objects.get(kind=MailKind.RECEIPT), kind)


def tell_more(client, received, asked, **answers):
    step = post(client, received.replace("/received/", "/more/"), {}).url
    return send(client, post(client, step, {name(asked[key]): value for key, value in answers.items()}).url)


class TestMore:
    def test_it_is_no_screen_of_the_join_form(self, client, pages, received):
        assert "More about it" not in client.get(pages["en"].url).content.decode()
        assert Pledge.objects.count() == 1

    def test_it_is_offered_on_the_received_page_and_kept_on_the_same_engagement(self, client, received, asked):
        assert "Tell us more" in client.get(received).content.decode()
        response = tell_more(client, received, asked, partners="The school")
        assert "Your changes are saved" in client.get(response.url).content.decode()
        pledge = Pledge.objects.get()
        assert [answer.display for answer in pledge.answers.all()][-1] == "The school"
        assert pledge.contributions.count() == 1
        assert OutgoingMail.objects.filter(kind=MailKind.RECEIPT).count() == 1

    def test_the_criteria_are_those_of_the_chosen_objective(self, client, received, asked):
        step = post(client, received.replace("/received/", "/more/"), {}).url
        page = client.get(step).content.decode()
        assert "Native plants" in page
        assert "Living soil" not in page
        field = f"{name(asked['criteria'])}-A1-1/native"
        send(client, post(client, step, {field: "on", f"{field}-how": "We sow local seed"}).url)
        answer = Pledge.objects.get().answers.get(kind="criteria")
        assert answer.value == {"A1-1/native": "We sow local seed"}
        assert answer.display == "Native plants: We sow local seed"

    def test_told_twice_the_second_time_replaces_the_first(self, client, received, asked):
        tell_more(client, received, asked, partners="The school")
        tell_more(client, received, asked, partners="The school and the club")
        (answer,) = Pledge.objects.get().answers.filter(kind="long_text")
        assert answer.display == "The school and the club"

    def test_after_acceptance_nothing_of_it_is_public_before_staff_saw_it(self, client, received, asked):
        Pledge.objects.update(state=PledgeState.ACCEPTED)
        tell_more(client, received, asked, partners="Buy my things")
        assert Pledge.objects.get().answers.get(kind="long_text").privacy == PrivacyClass.STAFF

    @pytest.mark.parametrize("state", ["declined", "spam", "withdrawn", "completed", "stopped"])
    def test_a_closed_engagement_takes_nothing_more(self, client, received, asked, state):
        step = post(client, received.replace("/received/", "/more/"), {}).url
        check = post(client, step, {name(asked["partners"]): "Late"}).url
        Pledge.objects.update(state=state)
        assert post(client, check, {"version": "x"}).status_code == 409
        assert not Pledge.objects.get().answers.filter(kind="long_text").exists()
        assert "Tell us more" not in client.get(received).content.decode()

    def test_a_day_later_only_the_link_of_the_mail_leads_there(self, client, received):
        Pledge.objects.update(submitted_at=timezone.now() - timedelta(hours=25))
        assert post(client, received.replace("/received/", "/more/"), {}).url == received
        assert post(client, link("mine"), {"action": "add"}).url.endswith("/1/")


class TestReceivedPage:
    def test_a_day_later_it_shows_the_number_and_where_to_go_on_alone(self, client, received):
        assert "A pond" in client.get(received).content.decode()
        Pledge.objects.update(submitted_at=timezone.now() - timedelta(hours=25))
        page = client.get(received).content.decode()
        assert Pledge.objects.get().public_id in page
        assert "use the link in the e-mail" in page
        for gone in ("A pond", "Citizen", "What happens next", "Tell us more"):
            assert gone not in page

    @pytest.mark.parametrize(("state", "told"), [("accepted", "accepted"), ("withdrawn", "withdrawn")])
    def test_it_says_what_became_of_the_engagement(self, client, received, state, told):
        Pledge.objects.update(state=state)
        page = client.get(received).content.decode()
        assert f"<strong>{told}</strong>" in page
        assert ("Your engagement counts." in page) is (state == "accepted")
        assert "Once it is accepted" not in page

    def test_of_spam_it_says_what_it_says_of_every_other(self, client, received):
        Pledge.objects.update(state=PledgeState.SPAM)
        page = client.get(received).content.decode()
        assert "Once it is accepted" in page
        assert "It is:" not in page


class TestMine:
    def test_the_receipt_leads_to_the_engagement(self, client, received):
        page = client.get(link("mine")).content.decode()
        assert Pledge.objects.get().public_id in page
        assert "A pond" in page

    def test_looking_changes_nothing(self, client, received):
        before = Pledge.objects.values().get()
        client.get(link("mine"))
        client.get(link("confirm"))
        assert Pledge.objects.values().get() == before

    def test_confirming_takes_a_button_and_is_a_mark_not_a_wall(self, client, received):
        assert "Is it yours?" in client.get(link("confirm")).content.decode()
        assert Pledge.objects.get().email_confirmed_at is None
        done = post(client, link("confirm"), {}).url
        assert "is confirmed" in client.get(done).content.decode()
        first = Pledge.objects.get().email_confirmed_at
        client.force_login(UserFactory(group="Pledge officers"))
        case = client.get(f"/admin/inbox/{Pledge.objects.get().pk}/").text
        assert "confirmed" in case
        assert "not confirmed yet" not in case
        post(client, link("confirm"), {})
        assert Pledge.objects.get().email_confirmed_at == first

    def test_answers_are_corrected_as_long_as_nobody_decided(self, client, received, asked):
        check = post(client, link("mine"), {"action": "correct"}).url
        assert check.endswith("/check/")
        step = check.replace("/check/", "/1/")
        data = {
            name(asked["title"]): "Two ponds",
            name(asked["engagement"]): "ha",
            f"{name(asked['engagement'])}-quantity": "2",
            name(asked["actor_kind"]): "citizen",
            name(asked["email"]): "an@example.org",
        }
        post(client, step, data)
        send(client, check)
        pledge = Pledge.objects.get()
        assert pledge.title == "Two ponds"
        assert pledge.contributions.get().declared == 2
        assert pledge.version == 2

    def test_a_correction_after_the_decision_changes_nothing(self, client, received, asked):
        check = post(client, link("mine"), {"action": "correct"}).url
        Pledge.objects.update(state=PledgeState.ACCEPTED)
        assert post(client, check, {"version": "x"}).status_code == 409
        assert "Correct my answers" not in client.get(link("mine")).content.decode()
        assert post(client, link("mine"), {"action": "correct"}).url == link("mine")

    def test_a_correction_answers_what_staff_asked(self, client, received):
        Pledge.objects.update(state=PledgeState.CHANGES_REQUESTED)
        send(client, post(client, link("mine"), {"action": "correct"}).url)
        assert Pledge.objects.get().state == PledgeState.SUBMITTED

    def test_an_engagement_is_withdrawn_once_and_counts_no_more(self, client, received):
        Pledge.objects.update(state=PledgeState.ACCEPTED)
        done = post(client, link("mine"), {"action": "withdraw"}).url
        assert "is withdrawn" in client.get(done).content.decode()
        assert Pledge.objects.counted().count() == 0
        assert "not-withdrawn" in post(client, link("mine"), {"action": "withdraw"}).url

    @pytest.mark.parametrize("action", ["", "accept", "delete", "x" * 5000])
    def test_a_forged_action_does_nothing(self, client, received, action):
        before = Pledge.objects.values("state", "version").get()
        assert post(client, link("mine"), {"action": action}).status_code == 303
        assert Pledge.objects.values("state", "version").get() == before

    def test_a_new_link_makes_the_old_one_worthless(self, client, received):
        old = link("mine")
        give_link(LinkPurpose.MINE, Pledge.objects.get())
        assert client.get(old).status_code == 404
        assert post(client, old, {"action": "withdraw"}).status_code == 404
        assert Pledge.objects.get().state == PledgeState.SUBMITTED


class TestConsents:
    def test_a_consent_is_kept_word_for_word(self, client, received, asked):
        tell_more(client, received, asked, newsletter="on")
        record = ConsentRecord.objects.get()
        assert (record.wording, record.language, record.purpose) == ("You may send me news.", "en", "newsletter")
        assert record.given
        assert record.form_revision == Pledge.objects.get().form_revision

    def test_no_box_is_ticked_beforehand_and_none_is_needed(self, client, received, asked):
        step = post(client, received.replace("/received/", "/more/"), {}).url
        assert not re.search(r'type="checkbox"[^>]*checked', client.get(step).content.decode())
        tell_more(client, received, asked, partners="The school")
        assert not ConsentRecord.objects.exists()

    def test_it_is_withdrawn_by_a_second_record(self, client, received, asked):
        tell_more(client, received, asked, newsletter="on")
        question_id = asked["newsletter"]["id"]
        for _twice in range(2):
            post(client, link("mine"), {"action": "consent", "question": question_id})
        assert [record.given for record in ConsentRecord.objects.order_by("pk")] == [True, False]
        assert (
            "You may send me news."
            not in client.get(link("mine")).content.decode().split("</h1>")[1].split("Your answers")[0]
        )

    def test_unticking_it_later_withdraws_it_with_the_words_of_then(self, client, received, asked):
        tell_more(client, received, asked, newsletter="on")
        tell_more(client, received, asked, partners="The school")
        first, second = ConsentRecord.objects.order_by("pk")
        assert (first.given, second.given) == (True, False)
        assert second.wording == first.wording

    def test_a_record_is_never_changed(self, client, received, asked):
        tell_more(client, received, asked, newsletter="on")
        record = ConsentRecord.objects.get()
        record.wording = "Something else"
        with pytest.raises(TypeError, match="never changed"):
            record.save()


def test_the_draft_of_a_change_is_removed_after_a_day_like_any_other(client, received):
    post(client, received.replace("/received/", "/more/"), {})
    PledgeDraft.objects.update(updated_at=timezone.now() - timedelta(hours=25))
    call_command("purge_drafts")
    assert not PledgeDraft.objects.exists()
    assert Pledge.objects.exists()


class TestTwoChangesAtOnce:
    def correct(self, client, asked, **changes):
        """The check page of a correction, with ``changes`` of what was sent."""
        check = post(client, link("mine"), {"action": "correct"}).url
        data = {
            name(asked["title"]): "A pond",
            name(asked["engagement"]): "ha",
            name(asked["actor_kind"]): "citizen",
            name(asked["email"]): "an@example.org",
        } | changes
        post(client, check.replace("/check/", "/1/"), data)
        return check

    def test_an_old_correction_takes_nothing_away_that_was_told_since(self, client, received, asked):
        check = self.correct(client, asked)
        tell_more(client, received, asked, partners="The school")
        send(client, check)
        assert Pledge.objects.get().answers.filter(kind="long_text").get().display == "The school"

    def test_a_withdrawn_consent_does_not_come_back(self, client, received, asked):
        tell_more(client, received, asked, newsletter="on")
        step = post(client, received.replace("/received/", "/more/"), {}).url
        post(client, link("mine"), {"action": "consent", "question": asked["newsletter"]["id"]})
        assert not re.search(r'type="checkbox"[^>]*checked', client.get(step).content.decode())
        send(client, post(client, step, {name(asked["partners"]): "The school"}).url)
        assert [record.given for record in ConsentRecord.objects.order_by("pk")] == [True, False]
        assert not Pledge.objects.get().answers.filter(kind="consent").exists()

    def test_a_consent_withdrawn_in_the_moment_of_sending_stays_withdrawn(self, client, received, asked, monkeypatch):
        tell_more(client, received, asked, newsletter="on")
        step = post(client, received.replace("/received/", "/more/"), {}).url
        check = post(client, step, {name(asked["newsletter"]): "on", name(asked["partners"]): "The school"}).url
        asks = changes.may_send

        def withdrawing(draft):
            """Just after the sending post has read the draft, the other tab withdraws."""
            monkeypatch.setattr("pledges.views.steps.may_send", asks)
            post(client, link("mine"), {"action": "consent", "question": asked["newsletter"]["id"]})
            return asks(draft)

        take_time(check.split("/")[3])
        seen = shown_version(client, check)
        monkeypatch.setattr("pledges.views.steps.may_send", withdrawing)
        assert post(client, check, {"version": seen}).url == f"{check}?changed"
        assert [record.given for record in ConsentRecord.objects.order_by("pk")] == [True, False]
        assert not Pledge.objects.get().answers.filter(kind="consent").exists()

    def test_an_emptied_answer_empties_what_it_filled(self, client, received, asked):
        tell_more(client, received, asked, website="example.org")
        assert Pledge.objects.get().website == "https://example.org"
        Pledge.objects.update(phone="+3225550123")  # no question of the form
        tell_more(client, received, asked, partners="The school")
        assert (Pledge.objects.get().website, Pledge.objects.get().phone) == ("", "+3225550123")

    def test_a_new_address_has_to_be_confirmed_anew_and_old_links_end(self, client, received, asked):
        post(client, link("confirm"), {})
        old = link("mine"), link("confirm")
        send(client, self.correct(client, asked, **{name(asked["email"]): "bea@example.org"}))
        assert Pledge.objects.get().email_confirmed_at is None
        assert [client.get(each).status_code for each in old] == [404, 404]
        assert OutgoingMail.objects.filter(kind=MailKind.RECEIPT).latest("pk").recipient == "bea@example.org"

    def test_whoever_had_the_old_address_reaches_the_engagement_by_nothing_any_more(self, client, received, asked):
        begun = post(client, received.replace("/received/", "/more/"), {}).url
        post(client, begun.replace("/1/", "/later/"), {"email": "an@example.org"})
        resume = link_in(OutgoingMail.objects.get(kind=MailKind.RESUME), "resume")
        told = tell_more(client, received, asked, partners="The school").url
        token = SentChange.objects.get().token
        begun = post(client, told.split("?")[0].replace("/received/", "/more/"), {}).url
        saved = send(client, self.correct(client, asked, **{name(asked["email"]): "bea@example.org"})).url
        for address in (received, told, begun, resume, f"/en/pledge/{token}/1/"):
            assert client.get(address).status_code == 404
        assert post(client, received.replace("/received/", "/more/"), {}).status_code == 404
        assert "Your changes are saved" in client.get(saved).content.decode()

    def test_the_old_address_gets_one_notice_and_no_receipt_that_still_waits(self, client, received, asked):
        send(client, self.correct(client, asked, **{name(asked["email"]): "bea@example.org"}))
        send_due()
        written = {message.to[0]: message for message in django_mail.outbox}
        assert len(django_mail.outbox) == len(written) == 2
        notice = written["an@example.org"]
        assert Pledge.objects.get().public_id in notice.body
        for private in ("bea@example.org", "A pond", "/pledge/"):
            assert private not in notice.body
        assert "A pond" in written["bea@example.org"].body

    def test_a_correction_of_something_else_ends_no_link_and_tells_nobody(self, client, received, asked):
        mine = link("mine")
        send(client, self.correct(client, asked, **{name(asked["title"]): "Two ponds"}))
        assert client.get(mine).status_code == client.get(received).status_code == 200
        assert OutgoingMail.objects.count() == 1

    def test_who_corrects_what_staff_decided_meanwhile_keeps_all_that_was_typed(self, client, received, asked):
        check = self.correct(client, asked, **{name(asked["title"]): "Two ponds"})
        Pledge.objects.update(state=PledgeState.ACCEPTED)
        for response in (client.get(check), post(client, check, {"version": "x"})):
            assert response.status_code == 409
            assert "Two ponds" in response.content.decode()
        assert Pledge.objects.get().title == "A pond"

    def test_a_correction_in_another_language_keeps_the_language_of_the_engagement(self, client, received, asked):
        check = self.correct(client, asked).replace("/en/", "/nl/")
        send(client, check)
        assert {answer.label for answer in Pledge.objects.get().answers.all()} >= {"Title", "Kind of actor"}

    def test_what_is_told_later_keeps_the_wording_of_each_answer(self, client, received, asked):
        before = Pledge.objects.get().form_revision
        Pledge.objects.get().form.save_revision().publish()
        tell_more(client, received, asked, partners="The school")
        pledge = Pledge.objects.get()
        assert pledge.form_revision == before
        assert pledge.answers.get(kind="long_text").form_revision != before

    def test_after_acceptance_columns_and_known_answers_stay_as_staff_saw_them(self, client, received, asked):
        tell_more(client, received, asked, partners="The school")
        Pledge.objects.update(state=PledgeState.ACCEPTED, website="https://example.org")
        privacy = Pledge.objects.get().answers.get(kind="long_text").privacy
        tell_more(client, received, asked, partners="The school", newsletter="on")
        pledge = Pledge.objects.get()
        assert pledge.answers.get(kind="long_text").privacy == privacy
        assert pledge.website == "https://example.org"

    def test_a_member_is_not_told_that_staff_filed_it_as_spam(self, client, received):
        Pledge.objects.update(state=PledgeState.SPAM)
        assert "spam" not in client.get(link("mine")).content.decode().lower()
