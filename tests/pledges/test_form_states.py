"""Whether members can fill in a form: draft, open, scheduled from and until, closed with a message."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pledges.choices import FormState, LinkPurpose
from pledges.drafts import begin_draft
from pledges.links import give_link
from pledges.models import PledgeForm
from tests.factories.core import ActorKindFactory
from tests.factories.home import StandardPageFactory
from tests.support.join_forms import (
    LANGUAGES,
    join_pages,
    name,
    needed_questions,
    post,
    published_form,
    ready_form,
    section,
)

pytestmark = pytest.mark.django_db

MESSAGES = {"en": "Back in May.", "nl": "Terug in mei.", "fr": "De retour en mai.", "de": "Zurück im Mai."}


@pytest.fixture
def asked():
    return needed_questions()


@pytest.fixture
def form(asked):
    return published_form(
        section("What", asked["title"], asked["engagement"]), section("Who", *list(asked.values())[2:])
    )


@pytest.fixture
def pages(form):
    return join_pages(form)


def say_when_closed(form):
    for language, text in MESSAGES.items():
        setattr(form, f"closed_message_{language}", text)
    form.contact_email = "desk@example.org"
    form.save()


def page_text(client, page):
    return client.get(page.url).content.decode()


def at(form, **times):
    """Publish ``form`` with a beginning or an end, as the schedule of the editor does."""
    for field, moment in times.items():
        setattr(form, field, moment)
    form.save_revision().publish()
    form.refresh_from_db()
    return PledgeForm.objects.get(pk=form.pk)


def let_time_pass(form, **times):
    """Set the clock of the schedule back, and let the worker do its work."""
    for revision in form.revisions.filter(approved_go_live_at__isnull=False):
        revision.approved_go_live_at = times["go_live_at"]
        revision.content["go_live_at"] = times["go_live_at"].isoformat()
        revision.save()
    PledgeForm.objects.filter(pk=form.pk).update(**times)
    call_command("publish_scheduled")
    return PledgeForm.objects.get(pk=form.pk)


def test_a_form_is_a_draft_until_it_is_opened_and_closed_afterwards(asked):
    form = ready_form(section("What", *asked.values()))
    form.save()
    assert form.state == FormState.DRAFT
    form.save_revision().publish()
    form = PledgeForm.objects.get()
    assert form.state == FormState.OPEN
    form.unpublish()
    assert PledgeForm.objects.get().state == FormState.CLOSED


def test_a_scheduled_form_opens_to_members_at_its_time(client, asked):
    form = ready_form(section("What", *asked.values()))
    form.save()
    pages = join_pages(form)
    form = at(form, go_live_at=timezone.now() + timedelta(days=1))
    assert form.state == FormState.SCHEDULED
    assert "<form class" not in page_text(client, pages["nl"])
    call_command("publish_scheduled")
    assert not PledgeForm.objects.get().is_open
    form = let_time_pass(form, go_live_at=timezone.now() - timedelta(minutes=1))
    assert form.state == FormState.OPEN
    assert "<form class" in page_text(client, pages["nl"])


def test_a_form_closes_to_members_at_its_time_even_before_the_worker_comes(client, form, pages):
    form = at(form, expire_at=timezone.now() + timedelta(days=1))
    assert form.state == FormState.OPEN
    assert "<form class" in page_text(client, pages["en"])
    PledgeForm.objects.update(expire_at=timezone.now() - timedelta(seconds=1))
    assert "<form class" not in page_text(client, pages["en"])
    call_command("publish_scheduled")
    form = PledgeForm.objects.get()
    assert form.state == FormState.CLOSED
    assert not form.live


def test_a_new_wording_on_a_schedule_leaves_the_form_open_with_the_old_one(client, form, pages, asked):
    old = form.live_revision
    form = at(form, go_live_at=timezone.now() + timedelta(days=1))
    assert form.state == FormState.OPEN
    assert form.live_revision == old
    form = let_time_pass(form, go_live_at=timezone.now() - timedelta(minutes=1))
    assert form.live_revision != old
    assert form.state == FormState.OPEN


def test_an_unfinished_form_is_not_put_on_a_schedule(asked):
    del asked["email"]
    form = ready_form(section("What", *asked.values()))
    form.save()
    with pytest.raises(Exception, match="cannot be opened without"):
        at(form, go_live_at=timezone.now() + timedelta(days=1))
    assert PledgeForm.objects.get().state == FormState.DRAFT


def test_the_join_page_of_a_closed_form_shows_its_message_and_whom_to_write_to(client, form, pages):
    say_when_closed(form)
    assert "Back in May." not in page_text(client, pages["en"])
    form.unpublish()
    for language, page in pages.items():
        text = page_text(client, page)
        assert MESSAGES[language] in text
        assert 'href="mailto:desk@example.org"' in text


def test_without_a_message_of_the_form_the_join_page_says_its_own(client, form, pages):
    form.contact_email = "desk@example.org"
    form.save()
    form.unpublish()
    assert "The form is closed at the moment" in page_text(client, pages["en"])
    pages["en"].closed_text = "<p>We are painting the office.</p>"
    pages["en"].save()
    text = page_text(client, pages["en"])
    assert "painting the office" in text
    assert "desk@example.org" in text


def test_a_message_is_shown_as_it_was_typed_and_never_as_markup(client, form, pages):
    say_when_closed(form)
    form.closed_message_en = "<script>alert(1)</script>"
    form.save()
    form.unpublish()
    assert "<script>alert(1)" not in page_text(client, pages["en"])


def test_a_form_that_closes_while_somebody_types_says_the_message_beside_what_was_typed(client, form, pages, asked):
    ActorKindFactory(code="citizen")
    first = {name(asked["title"]): "A pond for newts", name(asked["engagement"]): "unsure"}
    step = post(client, f"/en/pledge/start/{pages['en'].pk}/", first)["Location"]
    say_when_closed(form)
    PledgeForm.objects.update(expire_at=timezone.now() - timedelta(seconds=1))
    begun = post(client, f"/en/pledge/start/{pages['en'].pk}/", first)
    stepped = post(client, step, {name(asked["email"]): "half@"})
    for response, typed in ((begun, "A pond for newts"), (stepped, "half@")):
        text = response.content.decode()
        assert response.status_code == 409
        assert typed in text
        assert "Back in May." in text
        assert "desk@example.org" in text


def test_the_page_of_a_saved_draft_says_the_message_of_a_form_that_closed_meanwhile(client, form, pages, asked):
    draft = begin_draft(form, {asked["title"]["id"]: "A pond for newts"}, [])
    link = reverse("pledges:resume", args=[give_link(LinkPurpose.RESUME, draft).signed])
    say_when_closed(form)
    assert "Back in May." not in client.get(link).content.decode()
    form.unpublish()
    text = client.get(link).content.decode()
    assert "A pond for newts" in text
    assert "Back in May." in text
    assert 'href="mailto:desk@example.org"' in text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "The form opens on 3 May 2027 at 09:00."),
        ("nl", "3 mei 2027"),
        ("fr", "3 mai 2027"),
        ("de", "3. Mai 2027"),
    ],
)
def test_the_join_page_says_when_a_form_on_a_schedule_opens(client, asked, language, words):
    form = ready_form(section("What", *asked.values()))
    form.save()
    pages = join_pages(form, languages=LANGUAGES)
    at(form, go_live_at=datetime(2027, 5, 3, 7, tzinfo=UTC))
    assert words in page_text(client, pages[language])


def test_the_join_page_names_no_time_that_has_passed(client, asked):
    form = ready_form(section("What", *asked.values()))
    form.save()
    pages = join_pages(form)
    at(form, go_live_at=timezone.now() + timedelta(days=1))
    form.revisions.update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    assert "The form opens on" not in page_text(client, pages["en"])


def test_the_join_page_says_until_when_an_open_form_is_open(client, form, pages):
    assert "It can be sent until" not in page_text(client, pages["en"])
    at(form, expire_at=datetime(2027, 5, 31, 21, 59, tzinfo=UTC))
    assert "It can be sent until 31 May 2027, 23:59." in page_text(client, pages["en"])


class TestPrivacyNotice:
    @pytest.fixture
    def notice(self, form, pages):
        notice = StandardPageFactory(parent=pages["en"].get_parent(), title="Privacy notice", slug="privacy")
        form.privacy_page = notice
        form.save()
        return notice

    def test_it_is_linked_below_the_form_in_the_language_of_the_reader(self, client, notice, pages):
        own = {"translation_key": notice.translation_key, "title": "Privacyverklaring", "slug": "privacy-nl"}
        StandardPageFactory(parent=pages["nl"].get_parent(), **own)
        assert "Privacy notice</span></a>" in page_text(client, pages["en"])
        text = page_text(client, pages["nl"])
        assert "Privacyverklaring</span></a>" in text
        assert "Privacy notice" not in text

    def test_where_it_is_not_translated_the_link_says_its_language(self, client, notice, pages):
        text = page_text(client, pages["nl"])
        assert 'hreflang="en"><span lang="en">Privacy notice</span></a>' in text

    def test_a_notice_that_nobody_may_read_is_not_linked(self, client, notice, pages):
        notice.unpublish()
        assert "Privacy notice" not in page_text(client, pages["en"])


class TestList:
    @pytest.fixture
    def chief(self, client):
        client.force_login(get_user_model().objects.create_superuser("chief", "chief@example.org", "secret"))
        return client

    @staticmethod
    def address():
        return reverse(PledgeForm.snippet_viewset.get_url_name("list"))

    def test_it_says_the_state_of_each_form(self, chief, asked):
        body = section("What", *asked.values())
        ready_form(body, name="A draft").save()
        published_form(body, name="An open one")
        published_form(body, name="A closed one").unpublish()
        later = ready_form(body, name="A later one")
        later.save()
        at(later, go_live_at=timezone.now() + timedelta(days=1))
        forms = chief.get(self.address()).context["object_list"]
        assert {form.name: form.state for form in forms} == {
            "A draft": FormState.DRAFT,
            "An open one": FormState.OPEN,
            "A closed one": FormState.CLOSED,
            "A later one": FormState.SCHEDULED,
        }
        page = "".join(chief.get(self.address()).content.decode().split())
        for state in FormState:
            assert f">{state.label}</span>" in page

    def test_its_queries_do_not_grow_with_the_forms(self, chief, asked):
        counts = []
        for number in (1, 6):
            for index in range(number):
                ready_form(section("What", *asked.values()), name=f"Form {number} {index}").save()
            chief.get(self.address())
            with CaptureQueriesContext(connection) as queries:
                chief.get(self.address())
            counts.append(len(queries))
        assert counts[0] == counts[1]
