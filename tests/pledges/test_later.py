"""Save and finish later: a link by mail that works on another device, for a time, for one draft."""

import html
import re
from datetime import timedelta
from importlib import import_module

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from pledges.choices import LinkPurpose, MailKind, MailState
from pledges.drafts import find_draft, purge_expired
from pledges.links import give_link, revoke_links
from pledges.models import MemberLink, OutgoingMail, Pledge, PledgeDraft
from pledges.spam import honeypot, rate
from tests.factories.core import ActorKindFactory, IndicatorFactory, ObjectiveFactory
from tests.support.join_forms import (
    join_pages,
    name,
    needed_questions,
    option_ids,
    post,
    published_form,
    question,
    republish,
    section,
    send,
)
from tests.support.mails import link_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _lists():
    ActorKindFactory(code="citizen", label="Citizen")
    IndicatorFactory(objective=ObjectiveFactory(code="A1-1"), code="ha")


@pytest.fixture
def asked():
    return needed_questions() | {"trees": question("number", "Trees")}


@pytest.fixture
def form(asked):
    return published_form(
        section("What", asked["title"], asked["engagement"], asked["trees"]),
        section("Who", asked["actor_kind"], asked["email"]),
    )


@pytest.fixture
def pages(form):
    return join_pages(form)


def start(client, pages, data, language="en"):
    return post(client, f"/{language}/pledge/start/{pages[language].pk}/", data)


def what(asked, **more):
    return {name(asked["title"]): "A pond for newts", name(asked["engagement"]): "ha"} | more


def who(asked):
    return {name(asked["actor_kind"]): "citizen", name(asked["email"]): "an@example.org"}


def saved(client, pages, asked, language="en"):
    """Save after the first screen and ask for the link; returns the address in the mail."""
    second = start(client, pages, what(asked), language).url
    later = post(client, second, {"later": "1"}).url
    post(client, later, {"email": "an@example.org"})
    return link_in(OutgoingMail.objects.get(kind=MailKind.RESUME), "resume")


def test_a_half_filled_first_screen_is_kept_as_it_was_typed(client, pages, asked):
    typed = {name(asked["trees"]): "a few", name(asked["title"]): "A pond"}
    response = start(client, pages, {**typed, "later": "1"})
    assert response.status_code == 303
    page = client.get(response.url.replace("/later/", "/1/")).content.decode()
    assert 'value="A pond"' in page
    assert 'value="a few"' in page
    # Nobody is blamed for what is not finished yet.
    assert "error-summary" not in page


@pytest.mark.parametrize("unstorable", ["\x00", "\x01\x1f", "\x7f"])
def test_characters_that_no_database_takes_are_left_out_of_what_is_kept(client, pages, asked, unstorable):
    data = {name(asked["title"]): "A pond", name(asked["trees"]): f"a{unstorable} few", "later": "1"}
    response = start(client, pages, data)
    assert response.status_code == 303
    page = client.get(response.url.replace("/later/", "/1/")).content.decode()
    assert re.search('value="a +few"', page)


def test_of_an_endless_text_no_more_is_kept_than_the_form_could_take(client, pages, asked):
    response = start(client, pages, {name(asked["title"]): "x" * 500_000, "later": "1"})
    assert response.status_code == 303
    kept = PledgeDraft.objects.get().unfinished[name(asked["title"])]
    assert [len(text) for text in kept] == [20_000]


@pytest.mark.parametrize("faulty", ["an@", ""])
def test_an_answer_changed_to_something_unfinished_is_asked_again_and_the_old_one_is_not_sent(
    client, pages, asked, faulty
):
    second = start(client, pages, what(asked)).url
    check = post(client, second, who(asked)).url
    later = post(client, second, who(asked) | {name(asked["email"]): faulty, "later": "1"}).url
    post(client, later, {"email": "new@example.org"})
    link = link_in(OutgoingMail.objects.get(kind=MailKind.RESUME), "resume")

    assert post(client, link, {}).url == second
    assert client.get(check).url == second
    assert f'href="{second}"' in client.get(later).content.decode()
    shown = BeautifulSoup(client.get(second).content, "html.parser").find(attrs={"name": name(asked["email"])})
    assert shown["value" if faulty else "name"] == (faulty or name(asked["email"]))
    assert "an@example.org" not in client.get(second).content.decode()
    mended = post(client, second, who(asked) | {name(asked["email"]): "new@example.org"}).url
    assert mended == check
    send(client, check)
    assert Pledge.objects.get().email == "new@example.org"


def test_a_box_that_was_unticked_again_is_asked_again(client, pages, asked, form):
    several = question("several_of", "What for", required=True, options=["Bees", "Birds"])
    republish(form, section("What", *asked.values(), several))
    ticked = what(asked) | who(asked) | {name(several): option_ids(several)[0]}
    check = start(client, pages, ticked).url
    first = check.replace("check", "1")
    post(client, first, what(asked) | who(asked) | {"later": "1"})
    assert client.get(check).url == first
    assert not BeautifulSoup(client.get(first).content, "html.parser").find("input", type="checkbox", checked=True)


def test_what_is_unfinished_is_found_again_where_its_question_stands_now(client, pages, asked, form):
    typed = what(asked) | {name(asked["trees"]): "a few", "later": "1"}
    later = start(client, pages, typed).url
    post(client, later, {"email": "an@example.org"})
    link = link_in(OutgoingMail.objects.get(), "resume")
    new = question("short_text", "New question", required=True)
    republish(
        form,
        section("New", new),
        section("What", asked["title"], asked["engagement"]),
        section("Who", asked["trees"], asked["actor_kind"], asked["email"]),
    )
    first = post(client, link, {}).url
    second = post(client, first, {name(new): "Something"}).url
    third = post(client, second, what(asked)).url
    assert third.endswith("/3/")
    assert 'value="a few"' in client.get(third).content.decode()


def test_the_page_of_the_link_lists_what_is_unfinished_too(client, pages, asked):
    second = start(client, pages, what(asked)).url
    post(client, second, who(asked))
    later = post(client, second, who(asked) | {name(asked["email"]): "an@nowhere", "later": "1"}).url
    post(client, later, {"email": "an@example.org"})
    page = client.get(link_in(OutgoingMail.objects.get(), "resume")).content
    rows = BeautifulSoup(page, "html.parser").select(".summary-list__row")
    listed = {row.dt.text: row.dd.text for row in rows}
    assert (listed["E-mail"], listed["Kind of actor"]) == ("an@nowhere", "Citizen")


def test_an_unfinished_engagement_is_listed_in_words_and_not_in_codes(client, pages, asked):
    typed = {name(asked["title"]): "A pond", name(asked["engagement"]): "ha"}
    typed |= {f"{name(asked['engagement'])}-quantity": "some", "later": "1"}
    post(client, start(client, pages, typed).url, {"email": "an@example.org"})
    page = client.get(link_in(OutgoingMail.objects.get(), "resume")).content
    rows = BeautifulSoup(page, "html.parser").select(".summary-list__row")
    listed = {row.dt.text: row.dd.get_text("\n").split("\n") for row in rows}["Objective"]
    assert "some" in listed
    assert "ha" not in listed


def test_a_form_closed_meanwhile_shows_what_is_unfinished_too(client, pages, asked, form):
    later = start(client, pages, what(asked) | {name(asked["trees"]): "a few", "later": "1"}).url
    form.unpublish()
    assert "a few" in client.get(later.replace("/later/", "/1/")).content.decode()
    assert "a few" in client.get(later.replace("/later/", "/check/")).content.decode()


def test_the_link_goes_by_mail_in_the_language_of_the_member(client, pages, asked):
    saved(client, pages, asked, "nl")
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.language) == ("an@example.org", "nl")
    assert mail.subject.startswith("Uw engagement is bewaard")
    assert "/nl/pledge/" in mail.body


def test_the_link_opens_on_another_device_and_the_engagement_is_finished_there(client, pages, asked):
    link = saved(client, pages, asked)
    other = Client()
    page = other.get(link).content.decode()
    assert "A pond for newts" in page
    response = post(other, link, {})
    assert response.url.endswith("/2/")
    check = post(other, response.url, who(asked)).url
    send(other, check)
    assert Pledge.objects.get().title == "A pond for newts"


def test_looking_at_the_link_changes_nothing(client, pages, asked):
    link = saved(client, pages, asked)
    before = PledgeDraft.objects.values().get()
    client.get(link)
    assert PledgeDraft.objects.values().get() == before


def test_what_was_saved_on_purpose_is_kept_for_thirty_days_and_then_removed(client, pages, asked):
    link = saved(client, pages, asked)
    PledgeDraft.objects.update(updated_at=timezone.now() - timedelta(days=29))
    assert purge_expired() == 0
    assert client.get(link).status_code == 200
    PledgeDraft.objects.update(kept_until=timezone.now() - timedelta(minutes=1))
    assert client.get(link).status_code == 404
    assert purge_expired() == 1
    assert not MemberLink.objects.exists()


def test_what_was_saved_on_purpose_does_not_go_while_somebody_types_in_it(client, pages, asked):
    saved(client, pages, asked)
    draft = PledgeDraft.objects.get()
    PledgeDraft.objects.update(kept_until=timezone.now() - timedelta(minutes=1))
    assert purge_expired() == 0
    assert post(client, f"/en/pledge/{draft.token}/2/", who(asked)).url.endswith("/check/")
    PledgeDraft.objects.update(updated_at=timezone.now() - timedelta(hours=25))
    assert purge_expired() == 1


def test_a_link_used_after_sending_an_altered_one_and_one_of_another_purpose_say_the_same(client, pages, asked):
    link = saved(client, pages, asked)
    draft = PledgeDraft.objects.get()
    signed = link.split("/")[3]
    wrong = give_link(LinkPurpose.RESUME, draft)
    other_purpose = MemberLink.objects.create(
        purpose=LinkPurpose.CONFIRM, draft=draft, expires_at=timezone.now() + timedelta(days=1)
    )
    bad = [
        signed,  # replaced by a newer one
        wrong.signed[:-1] + ("A" if wrong.signed[-1] != "A" else "B"),
        other_purpose.signed,
        "nonsense",
        f"{wrong.key.hex}.",
        "é.é",
        "x" * 5000,
    ]
    answers = {html.unescape(client.get(f"/en/pledge/{each}/resume/").content.decode()) for each in bad}
    assert len({re.sub(r'"/[^"]*/resume/"', "", answer) for answer in answers}) == 1
    assert "This link is not valid any more" in answers.pop()
    assert client.get(f"/en/pledge/{wrong.signed}/resume/").status_code == 200
    post(client, f"/en/pledge/{wrong.signed}/resume/", {})
    check = post(client, f"/en/pledge/{draft.token}/2/", who(asked)).url
    send(client, check)
    assert client.get(f"/en/pledge/{wrong.signed}/resume/").status_code == 404


def test_a_revoked_or_expired_link_is_worth_nothing(client, pages, asked):
    link = saved(client, pages, asked)
    MemberLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(link).status_code == 404
    assert post(client, link, {}).status_code == 404
    MemberLink.objects.update(expires_at=timezone.now() + timedelta(days=1))
    assert client.get(link).status_code == 200
    assert revoke_links(LinkPurpose.RESUME, PledgeDraft.objects.get()) == 1
    assert client.get(link).status_code == 404


def test_a_form_that_was_changed_meanwhile_is_explained_and_keeps_the_answers(client, pages, asked, form):
    link = saved(client, pages, asked)
    new = question("short_text", "New question", required=True)
    republish(
        form,
        section("What", asked["title"], asked["engagement"], new),
        section("Who", asked["actor_kind"], asked["email"]),
    )
    assert "The form was changed since." in client.get(link).content.decode()
    first = post(client, link, {}).url
    page = client.get(first).content.decode()
    assert first.endswith("/1/")
    assert "New question" in page
    assert 'value="A pond for newts"' in page


def test_a_form_closed_meanwhile_shows_the_answers_and_says_so(client, pages, asked, form):
    link = saved(client, pages, asked)
    form.unpublish()
    page = client.get(link).content.decode()
    assert "The form is closed at the moment" in page
    assert "A pond for newts" in page


def test_a_member_deletes_what_was_typed(client, pages, asked):
    link = saved(client, pages, asked)
    response = post(client, link, {"delete": "1"})
    assert not PledgeDraft.objects.exists()
    assert not OutgoingMail.objects.exists()
    assert "What you typed is deleted" in client.get(response.url).content.decode()


@pytest.mark.parametrize(
    "bad", ["", "nobody", "an@example.org\nBcc: all@example.org", "x" * 300 + "@example.org", "\x00"]
)
def test_a_bad_address_is_refused_at_its_field_and_nothing_is_sent(client, pages, asked, bad):
    later = start(client, pages, {"later": "1"}).url
    response = post(client, later, {"email": bad})
    assert response.status_code in (422, 400)
    assert not OutgoingMail.objects.exists()


def test_the_link_is_sent_three_times_at_most(client, pages, asked):
    later = start(client, pages, {"later": "1"}).url
    for _time in range(3):
        assert post(client, later, {"email": "an@example.org"}).status_code == 303
    response = post(client, later, {"email": "an@example.org"})
    assert response.status_code == 422
    assert "three times already" in response.content.decode()
    assert OutgoingMail.objects.count() == 3


@pytest.fixture
def gone_meanwhile(monkeypatch):
    """Calls what it is given as soon as a page has found the draft, as if another tab had been quicker."""

    def between(happen):
        def found_and_then(token):
            draft = find_draft(token)
            happen()
            return draft

        # Not by its name: the view is called like the module that it stands in.
        monkeypatch.setattr(import_module("pledges.views.later"), "find_draft", found_and_then)

    return between


def test_a_draft_deleted_meanwhile_is_not_found_and_no_mail_is_sent(client, pages, asked, gone_meanwhile):
    later = start(client, pages, {"later": "1"}).url
    gone_meanwhile(lambda: PledgeDraft.objects.all().delete())
    response = post(client, later, {"email": "an@example.org"})
    assert response.status_code == 404
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("page", ["later", "link"])
def test_a_draft_sent_meanwhile_leads_to_the_received_page(client, pages, asked, gone_meanwhile, page):
    link = saved(client, pages, asked)
    token = PledgeDraft.objects.get().token
    check = post(client, f"/en/pledge/{token}/2/", who(asked)).url
    gone_meanwhile(lambda: send(Client(), check))
    address = f"/en/pledge/{token}/later/" if page == "later" else link
    assert post(client, address, {"email": "an@example.org"}).url == f"/en/pledge/{token}/received/"
    assert Pledge.objects.count() == 1


def test_what_was_sent_just_before_it_is_deleted_stays_and_the_member_is_told(client, pages, asked, gone_meanwhile):
    link = saved(client, pages, asked)
    token = PledgeDraft.objects.get().token
    check = post(client, f"/en/pledge/{token}/2/", who(asked)).url
    gone_meanwhile(lambda: send(Client(), check))
    assert post(client, link, {"delete": "1"}).url == f"/en/pledge/{token}/received/"
    assert Pledge.objects.count() == 1


def test_a_draft_deleted_before_it_is_taken_up_is_not_found(client, pages, asked, gone_meanwhile):
    link = saved(client, pages, asked)
    gone_meanwhile(lambda: PledgeDraft.objects.all().delete())
    assert post(client, link, {}).status_code == 404


def test_the_link_goes_out_even_where_something_looks_like_spam(client, pages, asked):
    later = start(client, pages, {honeypot.FIELD: "x", "later": "1"}).url
    post(client, later, {"email": "an@example.org"})
    assert OutgoingMail.objects.get().state == MailState.QUEUED


def test_links_are_counted_apart_from_engagements(client, pages, asked, monkeypatch):
    monkeypatch.setattr(rate, "MOST_A_DAY", 1)
    for _time in range(2):
        later = start(client, pages, what(asked) | {"later": "1"}).url
        post(client, later, {"email": "an@example.org"})
    assert [mail.state for mail in OutgoingMail.objects.all()] == [MailState.QUEUED] * 2
    check = post(client, later.replace("/later/", "/2/"), who(asked)).url
    send(client, check)
    assert Pledge.objects.get().spam_signs == ""


def test_beyond_twenty_links_a_day_a_connection_is_told_to_ask_tomorrow(client, pages, asked, monkeypatch):
    assert rate.MOST_LINKS_A_DAY >= 20
    monkeypatch.setattr(rate, "MOST_LINKS_A_DAY", 2)
    for _time in range(3):
        later = start(client, pages, {"later": "1"}).url
        response = post(client, later, {"email": "an@example.org"})
    assert response.status_code == 422
    page = BeautifulSoup(response.content, "html.parser")
    assert "Please ask for yours again tomorrow" in page.select_one(".field--wrong").text
    assert page.find("input", attrs={"name": "email"})["value"] == "an@example.org"
    assert OutgoingMail.objects.count() == 2
    client.defaults["REMOTE_ADDR"] = "192.0.2.9"
    assert post(client, later, {"email": "an@example.org"}).status_code == 303
    send(client, post(client, start(client, pages, what(asked)).url, who(asked)).url)
    assert Pledge.objects.get().spam_signs == ""


def test_the_address_that_was_typed_already_stands_there(client, pages, asked):
    second = start(client, pages, what(asked)).url
    later = post(client, second, who(asked) | {"later": "1"}).url
    assert 'value="an@example.org"' in client.get(later).content.decode()


@pytest.mark.parametrize("faulty", ["bea@", ""])
def test_of_two_addresses_the_one_that_was_typed_last_stands_there_finished_or_not(client, pages, asked, faulty):
    second = start(client, pages, what(asked)).url
    post(client, second, who(asked))
    later = post(client, second, who(asked) | {name(asked["email"]): faulty, "later": "1"}).url
    page = client.get(later)
    shown = BeautifulSoup(page.content, "html.parser").find("input", attrs={"name": "email"})
    assert shown.get("value", "") == faulty
    assert "an@example.org" not in page.content.decode()


def test_who_corrects_the_address_is_offered_the_new_one(client, pages, asked):
    second = start(client, pages, what(asked)).url
    send(client, post(client, second, who(asked)).url)
    mine = link_in(OutgoingMail.objects.get(kind=MailKind.RECEIPT), "mine")
    first = re.sub("check/$", "1/", post(client, mine, {"action": "correct"}).url)
    post(client, first, what(asked))
    corrected = who(asked) | {name(asked["email"]): "bea@example.org", "later": "1"}
    later = post(client, first.replace("/1/", "/2/"), corrected).url
    assert 'value="bea@example.org"' in client.get(later).content.decode()


def test_neither_page_is_kept_by_anybody(client, pages, asked):
    link = saved(client, pages, asked)
    for address in (link, f"/en/pledge/{PledgeDraft.objects.get().token}/later/"):
        response = client.get(address)
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"
        assert not response.cookies
