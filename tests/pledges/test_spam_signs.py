"""What makes an engagement suspected of being spam, and that no honest member is caught."""

import base64
import json
import logging
import re
from datetime import timedelta

import pytest
from altcha import Challenge, Payload, solve_challenge
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Site

from pledges.choices import MailKind, MailState, PledgeState, SpamSign
from pledges.models import MailSettings, OutgoingMail, Pledge, PledgeDraft, SpamSettings
from pledges.spam import honeypot, proof, rate
from pledges.spam.speed import FASTEST_SCREEN
from tests.factories.core import ActorKindFactory, IndicatorFactory
from tests.support.join_forms import (
    join_pages,
    name,
    needed_questions,
    post,
    published_form,
    section,
    send,
    shown_version,
    take_time,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def asked():
    ActorKindFactory(code="citizen")
    IndicatorFactory(code="ha")
    return needed_questions()


@pytest.fixture
def page(asked):
    """A form of one screen on a join page."""
    return join_pages(published_form(section("All", *asked.values())))["en"]


@pytest.fixture
def proof_is_asked_for(page):
    SpamSettings.objects.create(site=Site.objects.get(is_default_site=True), proof_of_work=True)


def answers(asked):
    return {
        name(asked["title"]): "A pond",
        name(asked["engagement"]): "ha",
        name(asked["actor_kind"]): "citizen",
        name(asked["email"]): "an@example.org",
    }


def begin(client, page, asked, **more):
    """Fill in the one screen; returns the address of the check page."""
    response = post(client, f"/en/pledge/start/{page.pk}/", answers(asked) | more)
    assert response.status_code == 303
    return response["Location"]


def signs_of_the_only_one():
    return SpamSign.read(Pledge.objects.get().spam_signs)


def send_after(client, check, pause):
    PledgeDraft.objects.update(created_at=timezone.now() - pause)
    return post(client, check, {"version": shown_version(client, check)})


class TestHoneypot:
    def test_what_fills_it_in_is_suspected_and_sees_that_it_was_received(self, client, page, asked):
        check = begin(client, page, asked, **{honeypot.FIELD: "Cheap watches"})
        response = send(client, check)
        assert response["Location"] == check.replace("check", "received")
        assert Pledge.objects.get().public_id in client.get(response["Location"]).content.decode()
        assert signs_of_the_only_one() == [SpamSign.TRAP]
        assert "Cheap watches" not in str(list(Pledge.objects.get().answers.values()))

    @pytest.mark.parametrize("left", [{}, {honeypot.FIELD: ""}, {honeypot.FIELD: " "}])
    def test_what_leaves_it_empty_is_not(self, client, page, asked, left):
        send(client, begin(client, page, asked, **left))
        assert signs_of_the_only_one() == []

    def test_neither_eye_nor_keyboard_nor_assistive_tool_meets_it(self, client, page):
        html = BeautifulSoup(client.get(page.url).content, "html.parser")
        field = html.find("input", {"name": honeypot.FIELD})
        assert field["tabindex"] == "-1"
        assert field["autocomplete"] == "off"
        assert field["value"] == ""
        hidden = field.find_parent(attrs={"aria-hidden": "true"})
        # A class hides it: robots look for inline styles and hidden fields.
        assert hidden["class"] == ["visually-hidden"]
        assert not hidden.find(style=True)
        assert field["type"] == "text"
        # Everything that could be focused or read out within is the field and its label.
        assert [tag.name for tag in hidden.find_all(True)] == ["label", "input"]
        assert hidden.find("label")["for"] == field["id"]

    @pytest.mark.parametrize("language", ["en", "nl"])
    def test_where_styles_are_off_its_label_says_to_leave_it_empty(self, client, page, language):
        pages = {translation.locale.language_code: translation for translation in page.get_translations(inclusive=True)}
        html = BeautifulSoup(client.get(pages[language].url).content, "html.parser")
        assert html.find("label", {"for": "message_subject"}).get_text(strip=True)
        if language == "en":
            assert html.find("label", {"for": "message_subject"}).get_text() == "Please leave this field empty."

    def test_its_name_is_none_that_browsers_fill_in(self):
        known = "name|mail|phone|tel|fax|url|web|site|company|organi|address|street|city|country|zip|post|user|pass"
        assert not re.search(known, honeypot.FIELD)


class TestTimeTrap:
    def test_a_script_that_sends_at_once_is_suspected(self, client, page, asked):
        check = begin(client, page, asked)
        post(client, check, {"version": shown_version(client, check)})
        assert signs_of_the_only_one() == [SpamSign.TOO_FAST]

    def test_a_member_who_sends_from_the_check_page_after_a_second_is_not(self, client, page, asked):
        send_after(client, begin(client, page, asked), FASTEST_SCREEN)
        assert signs_of_the_only_one() == []

    def test_every_screen_of_a_form_takes_its_time_up_to_two(self, client, asked):
        screens = [section("What", asked["title"], asked["engagement"]), section("Who", asked["actor_kind"])]
        screens.append(section("Where", asked["email"]))
        page = join_pages(published_form(*screens))["en"]
        for pause, caught in ((1.5 * FASTEST_SCREEN, [SpamSign.TOO_FAST]), (2 * FASTEST_SCREEN, [])):
            address = begin(client, page, asked)
            while "check" not in address:
                address = post(client, address, answers(asked))["Location"]
            send_after(client, address, pause)
            assert signs_of_the_only_one() == caught
            Pledge.objects.all().delete()

    def test_coming_back_to_correct_something_starts_no_new_clock(self, client, page, asked):
        check = begin(client, page, asked)
        take_time(check.split("/")[3])
        post(client, check.replace("check", "1"), answers(asked) | {name(asked["title"]): "Two ponds"})
        post(client, check, {"version": shown_version(client, check)})
        assert signs_of_the_only_one() == []


class TestRateLimit:
    def sent_from(self, client, page, asked, address, times=1):
        client.defaults["REMOTE_ADDR"] = address
        for _time in range(times):
            send(client, begin(client, page, asked))
        signs = SpamSign.read(Pledge.objects.latest("pk").spam_signs)
        return SpamSign.TOO_MANY in signs

    @pytest.fixture(autouse=True)
    def _low_limit(self, monkeypatch):
        monkeypatch.setattr(rate, "MOST_A_DAY", 2)

    def test_what_comes_beyond_it_is_suspected_and_never_refused(self, client, page, asked):
        assert not self.sent_from(client, page, asked, "192.0.2.1", times=2)
        assert self.sent_from(client, page, asked, "192.0.2.1")
        assert Pledge.objects.count() == 3

    def test_each_address_is_counted_on_its_own(self, client, page, asked):
        self.sent_from(client, page, asked, "192.0.2.1", times=3)
        assert not self.sent_from(client, page, asked, "192.0.2.2")

    def test_each_day_is_counted_on_its_own(self, client, page, asked, monkeypatch):
        self.sent_from(client, page, asked, "192.0.2.1", times=3)
        tomorrow = timezone.localdate() + timedelta(days=1)
        monkeypatch.setattr("pledges.spam.rate.timezone.localdate", lambda: tomorrow)
        assert not self.sent_from(client, page, asked, "192.0.2.1")

    def test_a_member_cannot_come_out_of_it_with_another_address_of_the_same_network(self, client, page, asked):
        self.sent_from(client, page, asked, "2001:db8::1", times=2)
        assert self.sent_from(client, page, asked, "2001:db8::ffff:2")
        assert not self.sent_from(client, page, asked, "2001:db8:0:1::1")
        self.sent_from(client, page, asked, "::ffff:192.0.2.1", times=2)
        assert self.sent_from(client, page, asked, "192.0.2.1")

    def test_a_double_click_and_a_refused_sending_count_once_or_not_at_all(self, client, page, asked):
        check = begin(client, page, asked)
        post(client, check, {"version": "old"})
        seen = {"version": shown_version(client, check)}
        take_time(check.split("/")[3])
        for _click in range(5):
            post(client, check, seen)
        assert not self.sent_from(client, page, asked, "127.0.0.1")
        assert self.sent_from(client, page, asked, "127.0.0.1")

    def test_behind_a_proxy_the_last_address_it_names_counts(self, client, page, asked, settings):
        settings.VISITOR_ADDRESS_HEADER = "HTTP_X_FORWARDED_FOR"
        for claimed in ("203.0.113.1", "203.0.113.2", "nonsense"):
            client.defaults["HTTP_X_FORWARDED_FOR"] = f"{claimed}, 192.0.2.1"
            suspected = self.sent_from(client, page, asked, "10.0.0.1")
        assert suspected
        client.defaults["HTTP_X_FORWARDED_FOR"] = "192.0.2.2"
        assert not self.sent_from(client, page, asked, "10.0.0.1")

    @pytest.mark.parametrize(
        "said",
        [
            "192.0.2.1:51234",
            "[2001:db8::1]:443",
            "[2001:db8::1]",
            "192.0.2.9, 192.0.2.1:51234",
            " [::ffff:192.0.2.1]:1",
        ],
    )
    def test_an_address_with_brackets_and_port_is_counted_all_the_same(self, client, page, asked, said):
        assert not self.sent_from(client, page, asked, said, times=2)
        other_port = re.sub("51234|443", "99", said)
        assert self.sent_from(client, page, asked, other_port)
        assert self.sent_from(client, page, asked, "2001:db8::1" if "2001" in said else "192.0.2.1")

    def test_where_no_address_can_be_read_the_log_says_so_once_without_it(self, client, page, asked, caplog):
        rate._warn_of_unknown_addresses.cache_clear()
        for said in ("203.0.113.7, unknown", "nonsense", ""):
            self.sent_from(client, page, asked, said)
        (line,) = (record.getMessage() for record in caplog.records if record.name == "pledges.spam")
        assert "no limit holds" in line
        assert "REMOTE_ADDR" in line
        assert "203.0.113.7" not in line

    @pytest.mark.parametrize("said", ["", "unknown", "192.0.2.1, unknown", "[2001:db8", "1.2.3", "x" * 10_000, "\x00"])
    def test_visitors_whose_address_is_not_known_do_not_share_a_count(self, client, page, asked, said):
        assert not self.sent_from(client, page, asked, said, times=4)

    @pytest.mark.parametrize("broken", ["get", "add", "incr"])
    def test_while_the_cache_does_not_answer_everybody_gets_through(
        self, client, page, asked, monkeypatch, caplog, broken
    ):
        answer = getattr(LocMemCache, broken)

        def fail(self, key, *arguments, **options):
            if key.startswith("pledges.sent"):
                raise ConnectionError(key)
            return answer(self, key, *arguments, **options)

        monkeypatch.setattr(LocMemCache, broken, fail)
        with caplog.at_level(logging.WARNING):
            assert not self.sent_from(client, page, asked, "192.0.2.1", times=3)
        assert "ConnectionError" in caplog.text
        assert "pledges.sent" not in caplog.text

    def test_neither_address_nor_hash_is_in_the_database_the_log_or_the_cache(self, client, page, asked, caplog):
        with CaptureQueriesContext(connection) as queries, caplog.at_level(logging.DEBUG):
            self.sent_from(client, page, asked, "192.0.2.77", times=3)
        keys = list(cache._cache)
        (key,) = [key for key in keys if "pledges.sent." in key]
        secret = key.rpartition(".")[2]
        assert len(secret) == 64
        asked_of_database = " ".join(query["sql"] for query in queries)
        rows = str([list(model.objects.values()) for model in (Pledge, PledgeDraft, OutgoingMail)])
        for place in (asked_of_database, rows, caplog.text):
            assert secret not in place
            assert "192.0.2.77" not in place
        assert not [key for key in keys if "192.0.2.77" in key]

    def test_the_limit_that_ships_lets_several_school_classes_through(self, monkeypatch):
        monkeypatch.undo()
        assert rate.MOST_A_DAY >= 50


class TestReceiptsToOneAddress:
    def signs_of(self, client, page, asked, email):
        send(client, begin(client, page, asked, **{name(asked["email"]): email}))
        return SpamSign.read(Pledge.objects.latest("pk").spam_signs)

    def test_beyond_three_a_day_they_are_held_wherever_they_come_from(self, client, page, asked):
        for number in range(3):
            client.defaults["REMOTE_ADDR"] = f"192.0.2.{number}"
            assert self.signs_of(client, page, asked, "stranger@example.org") == []
        client.defaults["REMOTE_ADDR"] = "192.0.2.9"
        for written in ("stranger@example.org", "Stranger@EXAMPLE.org", "stranger+1@example.org"):
            assert self.signs_of(client, page, asked, written) == [SpamSign.TOO_MANY_TO]
        assert self.signs_of(client, page, asked, "other@example.org") == []
        assert OutgoingMail.objects.filter(state=MailState.QUEUED).count() == 4
        assert OutgoingMail.objects.filter(state=MailState.HELD).count() == 3

    def test_the_cache_does_not_tell_the_address(self, client, page, asked):
        self.signs_of(client, page, asked, "stranger@example.org")
        keys = [key for key in cache._cache if "pledges.receipts." in key]
        assert len(keys) == 1
        assert "stranger" not in keys[0]


def challenge_on(client, check):
    """The challenge that the check page holds."""
    field = BeautifulSoup(client.get(check).content, "html.parser").find("input", {"name": proof.FIELD})
    return Challenge.from_dict(json.loads(field["data-challenge"]))


def solved(challenge):
    """What the browser sends for ``challenge``."""
    answer = Payload(challenge=challenge, solution=solve_challenge(challenge)).to_dict()
    return base64.b64encode(json.dumps(answer).encode()).decode()


def send_with(client, check, payload):
    take_time(check.split("/")[3])
    return post(client, check, {"version": shown_version(client, check), proof.FIELD: payload})


class TestProofOfWork:
    def test_it_ships_switched_off_and_then_costs_nothing(self, client, page, asked):
        check = begin(client, page, asked)
        html = client.get(check).content.decode()
        assert "altcha" not in html
        assert "proof.js" not in html
        send(client, check)
        assert signs_of_the_only_one() == []
        assert not SpamSettings.objects.exists()

    @pytest.mark.usefixtures("proof_is_asked_for")
    def test_a_browser_that_did_the_sum_is_not_suspected(self, client, page, asked):
        check = begin(client, page, asked)
        send_with(client, check, solved(challenge_on(client, check)))
        assert signs_of_the_only_one() == []

    @pytest.mark.usefixtures("proof_is_asked_for")
    def test_without_script_an_engagement_is_suspected_and_never_refused(self, client, page, asked):
        response = send(client, begin(client, page, asked))
        assert response["Location"].endswith("/received/")
        assert signs_of_the_only_one() == [SpamSign.NO_PROOF]

    @pytest.mark.usefixtures("proof_is_asked_for")
    def test_the_answer_to_another_engagement_does_not_serve_again(self, client, page, asked):
        first, second = begin(client, page, asked), begin(client, page, asked)
        payload = solved(challenge_on(client, first))
        send_with(client, first, payload)
        send_with(client, second, payload)
        assert [pledge.spam_signs for pledge in Pledge.objects.order_by("pk")] == ["", "no_proof"]

    @pytest.mark.usefixtures("proof_is_asked_for")
    def test_a_sum_that_was_made_easier_does_not_serve(self, client, page, asked):
        check = begin(client, page, asked)
        challenge = challenge_on(client, check)
        challenge.parameters.cost = 1
        challenge.parameters.key_prefix = "00"
        send_with(client, check, solved(challenge))
        assert signs_of_the_only_one() == [SpamSign.NO_PROOF]

    @pytest.mark.usefixtures("proof_is_asked_for")
    @pytest.mark.parametrize(
        "payload",
        [
            "x",
            "é",
            "\x00",
            "====",
            "A" * 200_000,
            *(
                base64.b64encode(text.encode()).decode()
                for text in (
                    "{}",
                    "[]",
                    "null",
                    "1",
                    '{"challenge": 1, "solution": 2}',
                    '{"challenge": {"parameters": [], "signature": 5}, "solution": {"counter": "x", "derivedKey": []}}',
                    '{"challenge": {"parameters": null}, "solution": null}',
                    "[" * 50_000,
                )
            ),
        ],
    )
    def test_nonsense_in_its_place_is_no_error(self, client, page, asked, payload):
        response = send_with(client, begin(client, page, asked), payload)
        assert response.status_code == 303
        assert signs_of_the_only_one() == [SpamSign.NO_PROOF]

    @pytest.mark.usefixtures("proof_is_asked_for")
    def test_the_check_page_loads_our_own_script_alone_and_shows_nothing_of_it(self, client, page, asked):
        html = BeautifulSoup(client.get(begin(client, page, asked)).content, "html.parser")
        field = html.find("input", {"name": proof.FIELD})
        assert field["type"] == "hidden"
        scripts = [script["src"] for script in html.find_all("script", src=True)] + [field["data-worker"]]
        assert all(address.startswith("/static/") for address in scripts)
        assert "/static/vendor/altcha/pbkdf2.js" in scripts

    @pytest.mark.usefixtures("proof_is_asked_for")
    def test_the_join_page_knows_nothing_of_it(self, client, page):
        assert "altcha" not in client.get(page.url).content.decode()

    @pytest.mark.usefixtures("proof_is_asked_for")
    def test_looking_at_the_check_page_writes_nothing(self, client, page, asked):
        check = begin(client, page, asked)
        with CaptureQueriesContext(connection) as queries:
            client.get(check)
        assert not [query["sql"] for query in queries if not query["sql"].startswith(("SELECT", "PRAGMA"))]
        assert len(queries) <= 12

    @pytest.mark.usefixtures("proof_is_asked_for")
    def test_nothing_sets_a_cookie(self, client, page, asked):
        check = begin(client, page, asked)
        send_with(client, check, solved(challenge_on(client, check)))
        assert not client.cookies


def test_the_join_page_is_the_same_for_everybody_and_sets_no_cookie(client, page):
    first = client.get(page.url, REMOTE_ADDR="192.0.2.1", headers={"user-agent": "one"})
    second = Client().get(page.url, REMOTE_ADDR="192.0.2.2", headers={"user-agent": "two"})
    assert first.content == second.content
    assert not first.cookies
    assert "no-store" not in first.get("Cache-Control", "")
    assert "Cookie" not in first.get("Vary", "")


def test_all_signs_are_kept_together(client, page, asked, monkeypatch, proof_is_asked_for):
    monkeypatch.setattr(rate, "MOST_A_DAY", 0)
    monkeypatch.setattr(rate, "MOST_TO_ONE_A_DAY", 0)
    check = begin(client, page, asked, **{honeypot.FIELD: "x"})
    post(client, check, {"version": shown_version(client, check)})
    assert signs_of_the_only_one() == list(SpamSign)
    assert Pledge.objects.get().state == PledgeState.SUBMITTED


def test_a_stored_sign_that_no_longer_exists_is_left_out():
    assert SpamSign.read("trap of_old") == [SpamSign.TRAP]


def test_the_mails_of_a_suspected_engagement_are_held_and_those_of_another_are_not(client, page, asked):
    MailSettings.objects.create(site=Site.objects.get(is_default_site=True), staff_recipients="staff@example.org")
    send(client, begin(client, page, asked, **{honeypot.FIELD: "x"}))
    assert set(OutgoingMail.objects.values_list("kind", "state")) == {
        (MailKind.RECEIPT, MailState.HELD),
        (MailKind.STAFF_NOTICE, MailState.HELD),
    }
    OutgoingMail.objects.all().delete()
    send(client, begin(client, page, asked))
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {MailState.QUEUED}


def test_the_received_page_is_the_same_for_a_suspected_one(client, page, asked):
    pages = []
    for more in ({}, {honeypot.FIELD: "x"}):
        response = send(client, begin(client, page, asked, **more))
        pledge = Pledge.objects.latest("pk")
        html = client.get(response["Location"]).content.decode()
        pages.append(html.replace(pledge.public_id, "NUMBER").replace(pledge.token, "TOKEN"))
    assert pages[0] == pages[1]
