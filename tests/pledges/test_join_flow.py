"""The whole path of a member, from the join page to the received page."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, Site

from bbacms.core.choices import IndicatorKind, Unit
from home.models import HomePage
from pledges.choices import MailKind, PledgeState
from pledges.models import Answer, OutgoingMail, Pledge, PledgeDraft
from pledges.shipped_form import BODY, create_shipped_form
from tests.factories.core import ActorKindFactory, IndicatorFactory, ObjectiveFactory
from tests.factories.pledges import JoinPageFactory
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
    shown_version,
)

pytestmark = pytest.mark.django_db

QUERY_BUDGET = 12
# The indicator of the fixture, chosen in the list.
CHOSEN = re.compile(r'<option value="A1-1-ha"[^>]* selected')


@pytest.fixture
def client():
    """A browser without cookies that would be refused by a token check."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def lists():
    """One kind of actor, and an objective with a stock in hectares."""
    objective = ObjectiveFactory(code="A1-1", label="Town green")
    indicator = IndicatorFactory(objective=objective, code="A1-1-ha", label="Green area", unit=Unit.HECTARE)
    return {"actor": ActorKindFactory(code="citizen", label="Citizen"), "indicator": indicator}


@pytest.fixture
def asked():
    return needed_questions()


@pytest.fixture
def form(asked):
    """Two screens: what, and who."""
    return published_form(
        section("What", asked["title"], asked["engagement"]), section("Who", asked["actor_kind"], asked["email"])
    )


@pytest.fixture
def pages(form, lists):
    return join_pages(form)


def first_answers(asked, **changes):
    answers = {
        name(asked["title"]): "A pond for newts",
        name(asked["engagement"]): "A1-1-ha",
        f"{name(asked['engagement'])}-quantity": "1500",
    }
    return answers | changes


def second_answers(asked):
    return {name(asked["actor_kind"]): "citizen", name(asked["email"]): "an@example.org"}


def begin(client, page, answers, language="en"):
    return post(client, f"/{language}/pledge/start/{page.pk}/", answers)


def draft_at_check(client, pages, asked, language="en"):
    """Fill in both screens; returns the address of the check page."""
    response = begin(client, pages[language], first_answers(asked), language)
    response = post(client, response["Location"], second_answers(asked))
    assert response.status_code == 303
    return response["Location"]


def test_the_whole_path_in_dutch_stores_one_engagement_and_two_mails(client, pages, asked, lists, form):
    from pledges.models import MailSettings

    MailSettings.objects.create(site=Site.objects.get(is_default_site=True), staff_recipients="staff@example.org")
    page = client.get(pages["nl"].url)
    assert page.status_code == 200
    assert b'lang="nl"' in page.content
    assert f'action="/nl/pledge/start/{pages["nl"].pk}/"' in page.content.decode()

    answers = first_answers(asked, **{f"{name(asked['engagement'])}-quantity": "1.500,5"})
    response = begin(client, pages["nl"], answers, "nl")
    assert response.status_code == 303
    assert re.fullmatch(r"/nl/pledge/[\w-]{43}/2/", response["Location"])
    token = response["Location"].split("/")[3]

    assert "Kind of actor (nl)" in client.get(response["Location"]).content.decode()
    response = post(client, response["Location"], second_answers(asked))
    assert response["Location"] == f"/nl/pledge/{token}/check/"

    check = client.get(response["Location"]).content.decode()
    for words in ("A pond for newts", "Green area NL", "1.500,5 ha", "Citizen NL", "an@example.org"):
        assert words in check
    assert f'href="/nl/pledge/{token}/1/#{name(asked["title"])}"' in check

    assert not Pledge.objects.exists()
    response = send(client, response["Location"])
    assert response.status_code == 303
    assert response["Location"] == f"/nl/pledge/{token}/received/"
    pledge = Pledge.objects.get()
    received = client.get(response["Location"]).content.decode()
    assert pledge.public_id in received
    assert "an@example.org" not in received

    assert (pledge.language, pledge.state, pledge.title) == ("nl", PledgeState.SUBMITTED, "A pond for newts")
    assert (pledge.email, pledge.actor_kind, pledge.form) == ("an@example.org", lists["actor"], form)
    assert pledge.form_revision == form.live_revision
    contribution = pledge.contributions.get()
    assert (contribution.indicator, contribution.declared) == (lists["indicator"], Decimal("1500.5"))
    assert contribution.accepted is None
    assert not PledgeDraft.objects.exists()
    assert set(OutgoingMail.objects.values_list("kind", "recipient")) == {
        (MailKind.RECEIPT, "an@example.org"),
        (MailKind.STAFF_NOTICE, "staff@example.org"),
    }


def test_the_join_page_is_the_same_for_everybody_and_may_be_cached(client, pages):
    response = client.get(pages["en"].url)
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert "no-store" not in response.get("Cache-Control", "")
    assert b"csrfmiddlewaretoken" not in response.content
    assert client.get(pages["en"].url).content == response.content


def test_nothing_on_the_way_sets_a_cookie(client, pages, asked):
    check = draft_at_check(client, pages, asked)
    response = send(client, check)
    client.get(response["Location"])
    assert not client.cookies


def test_pages_below_the_token_are_private(client, pages, asked):
    check = draft_at_check(client, pages, asked)
    step = check.replace("check", "2")
    invalid = post(client, step, {})
    answers = [client.get(step), invalid, client.get(check), client.get("/en/pledge/unknown/check/")]
    answers.append(send(client, check))
    answers.append(client.get(answers[-1]["Location"]))
    for response in answers:
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"
        assert response["Referrer-Policy"] == "same-origin"


def test_an_objective_in_the_address_is_chosen_already(client, pages, lists):
    chosen = client.get(f"{pages['en'].url}?objective=A1-1").content.decode()
    assert CHOSEN.search(chosen)
    for unknown in ("", "nonsense", "%00", "A1-1-ha"):
        page = client.get(f"{pages['en'].url}?objective={unknown}").content.decode()
        assert 'value="A1-1-ha"' in page
        assert not CHOSEN.search(page)


def test_an_invalid_first_screen_is_shown_again_with_what_was_typed(client, pages, asked):
    answers = first_answers(asked, **{name(asked["title"]): "", f"{name(asked['engagement'])}-quantity": "a few"})
    response = begin(client, pages["nl"], answers, "nl")
    page = response.content.decode()
    assert response.status_code == 422
    assert b'<html lang="nl"' in response.content
    assert 'value="a few"' in page
    assert CHOSEN.search(page)
    assert f'<a href="#{name(asked["title"])}">' in page
    # The same words stand in the summary and at the field.
    assert page.count("Title (nl)”") == 2
    assert f'id="{name(asked["title"])}_error"' in page
    assert 'aria-invalid="true"' in page
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    assert not PledgeDraft.objects.exists()


def test_an_invalid_later_screen_is_shown_again_with_what_was_typed(client, pages, asked):
    step = begin(client, pages["en"], first_answers(asked))["Location"]
    response = post(client, step, {name(asked["email"]): "not an address"})
    assert response.status_code == 422
    assert 'value="not an address"' in response.content.decode()
    # With an address of its own a form sheds "#question", which would take the focus from the error summary.
    assert f'action="{step}"' in response.content.decode()
    assert "Kind of actor” needs an answer" in response.content.decode()


def test_html_in_an_answer_stays_text(client, pages, asked):
    evil = "<script>alert(1)</script>"
    response = begin(client, pages["en"], first_answers(asked, **{name(asked["title"]): evil}))
    step = response["Location"]
    again = client.get(step.replace("/2/", "/1/"))
    check = client.get(post(client, step, second_answers(asked))["Location"])
    for page in (again, check):
        assert evil not in page.content.decode()
        assert "&lt;script&gt;alert(1)" in page.content.decode()


def test_sending_twice_gives_one_engagement_and_one_number(client, pages, asked):
    check = draft_at_check(client, pages, asked)
    sent = {"version": shown_version(client, check)}
    first, second = post(client, check, sent), post(client, check, sent)
    assert first["Location"] == second["Location"]
    assert client.get(first["Location"]).status_code == 200
    assert Pledge.objects.count() == 1
    assert OutgoingMail.objects.filter(kind=MailKind.RECEIPT).count() == 1


def test_after_sending_every_address_of_the_draft_leads_to_received(client, pages, asked):
    check = draft_at_check(client, pages, asked)
    received = send(client, check)["Location"]
    assert post(client, check, second_answers(asked))["Location"] == received
    for address in (check, check.replace("check", "1"), check.replace("check", "2")):
        assert client.get(address)["Location"] == received


CHANGED = "Your answers were changed in the meantime, so nothing was sent: please read them once more."


def test_answers_changed_in_another_tab_are_shown_before_they_are_sent(client, pages, asked):
    check = draft_at_check(client, pages, asked)
    seen = {"version": shown_version(client, check)}
    assert CHANGED not in client.get(check).content.decode()
    post(client, check.replace("check", "1"), first_answers(asked, **{name(asked["title"]): "Two ponds"}))

    response = post(client, check, seen)
    assert response.status_code == 303
    again = client.get(response["Location"])
    assert not Pledge.objects.exists()
    assert again.status_code == 200
    assert CHANGED in again.content.decode()
    assert "Two ponds" in again.content.decode()

    assert send(client, response["Location"])["Location"].endswith("/received/")
    assert Pledge.objects.get().title == "Two ponds"


def test_answers_given_once_more_in_another_tab_may_be_sent(client, pages, asked):
    check = draft_at_check(client, pages, asked)
    seen = {"version": shown_version(client, check)}
    post(client, check.replace("check", "1"), first_answers(asked))
    assert post(client, check, seen)["Location"].endswith("/received/")


@pytest.mark.parametrize("version", ["", "version=", "version=x", "version=%00", "version=x&version=y"])
def test_without_the_answers_that_were_seen_nothing_is_sent(client, pages, asked, version):
    check = draft_at_check(client, pages, asked)
    response = post(client, check, version)
    assert response.status_code == 303
    assert CHANGED in client.get(response["Location"]).content.decode()
    assert not Pledge.objects.exists()


def test_the_remark_about_changed_answers_leads_on_once_they_are_sent(client, pages, asked):
    check = draft_at_check(client, pages, asked)
    remark = post(client, check, "")["Location"]
    received = send(client, check)["Location"]
    assert client.get(remark)["Location"] == received
    assert post(client, remark, "")["Location"] == received


def test_screens_cannot_be_skipped(client, pages, asked):
    step = begin(client, pages["en"], first_answers(asked))["Location"]
    check = step.replace("/2/", "/check/")
    assert client.get(check)["Location"] == step
    assert post(client, check, "")["Location"] == f"{step}?first"
    assert client.get(check.replace("check", "received"))["Location"] == step
    assert client.get(step.replace("/2/", "/99999999999999999999/"))["Location"] == step
    assert not Pledge.objects.exists()


def test_a_changed_answer_leads_back_to_the_check_page(client, pages, asked):
    check = draft_at_check(client, pages, asked)
    step = check.replace("check", "1")
    assert 'value="A pond for newts"' in client.get(step).content.decode()
    response = post(client, step, first_answers(asked, **{name(asked["title"]): "Two ponds"}))
    assert response["Location"] == check
    assert "Two ponds" in client.get(check).content.decode()


def test_a_garden_in_square_metres_counts_in_hectares(client, pages, asked):
    quantity, unit = (f"{name(asked['engagement'])}-{part}" for part in ("quantity", "unit"))
    step = begin(client, pages["nl"], first_answers(asked, **{quantity: "1.250", unit: "m2"}), "nl")["Location"]
    first = step.replace("/2/", "/1/")
    assert 'value="1250"' in client.get(first).content.decode()
    post(client, step, second_answers(asked))
    check = step.replace("/2/", "/check/")
    assert "1.250 m² (0,125 ha)" in client.get(check).content.decode()
    send(client, check)
    contribution = Pledge.objects.get().contributions.get()
    assert contribution.declared == Decimal("0.125")


def test_the_language_may_change_on_the_way_and_numbers_keep_their_value(client, pages, asked):
    quantity = f"{name(asked['engagement'])}-quantity"
    step = begin(client, pages["nl"], first_answers(asked, **{quantity: "1.500"}), "nl")["Location"]
    post(client, step, second_answers(asked))
    english = step.replace("/nl/", "/en/").replace("/2/", "/check/")
    assert "1,500 ha" in client.get(english).content.decode()
    send(client, english)
    pledge = Pledge.objects.get()
    assert pledge.language == "en"
    assert pledge.contributions.get().declared == 1500
    assert pledge.answers.get(kind="short_text").label == "Title"


def test_an_unknown_token_is_a_page_that_leads_on_in_the_readers_language(client, pages):
    for end in ("2/", "check/", "received/"):
        response = client.get(f"/nl/pledge/{'x' * 43}/{end}")
        assert response.status_code == 404
        assert b'<html lang="nl"' in response.content
        assert f'href="{pages["nl"].url}"' in response.content.decode()


def test_an_expired_draft_is_unknown_and_goes_with_the_next_beginning(client, pages, asked):
    step = begin(client, pages["en"], first_answers(asked))["Location"]
    PledgeDraft.objects.update(updated_at=timezone.now() - timedelta(hours=25))
    assert client.get(step).status_code == 404
    begin(client, pages["en"], first_answers(asked))
    assert PledgeDraft.objects.count() == 1


def test_reloading_the_address_of_an_invalid_first_post_leads_back_to_the_form(client, pages):
    response = client.get(f"/nl/pledge/start/{pages['nl'].pk}/")
    assert response.status_code == 303
    assert response["Location"] == pages["nl"].url
    assert client.get(f"/en/pledge/start/{pages['nl'].pk}/").status_code == 404
    assert client.get("/en/pledge/start/99999999999999999999999/").status_code == 404


def test_a_form_closed_while_somebody_types_says_so_and_shows_what_was_typed(client, pages, asked, form):
    check = draft_at_check(client, pages, asked)
    form.unpublish()
    assert "pledge/start" not in client.get(pages["en"].url).content.decode()
    started = begin(client, pages["en"], first_answers(asked))
    stepped = post(client, check.replace("check", "2"), {name(asked["email"]): "half@"})
    sent = post(client, check, "")
    for response, words in ((started, "A pond for newts"), (stepped, "half@"), (sent, "an@example.org")):
        assert response.status_code == 409
        assert "The form was closed meanwhile" in response.content.decode()
        assert words in response.content.decode()
    assert "A pond for newts" in stepped.content.decode()
    assert not Pledge.objects.exists()


def test_a_page_taken_offline_while_somebody_types_says_so(client, pages, asked):
    pages["en"].unpublish()
    response = begin(client, pages["en"], first_answers(asked))
    assert response.status_code == 409
    assert "A pond for newts" in response.content.decode()
    assert client.get(f"/en/pledge/start/{pages['en'].pk}/").status_code == 404


def test_a_join_page_without_a_form_says_so(client, pages):
    pages["en"].form = None
    pages["en"].save()
    page = client.get(pages["en"].url)
    assert page.status_code == 200
    assert b"<form class" not in page.content
    assert begin(client, pages["en"], {}).status_code == 409


def test_editing_the_form_meanwhile_changes_nothing_for_who_is_filling_it_in(client, pages, asked, form):
    check = draft_at_check(client, pages, asked)
    revision = form.live_revision
    other = needed_questions()
    republish(form, section("New", *other.values(), question("short_text", "Brand new", required=True)))
    assert "Brand new" not in client.get(check).content.decode()
    send(client, check)
    pledge = Pledge.objects.get()
    assert pledge.form_revision == revision
    assert {answer.label for answer in pledge.answers.all()} == {"Title", "Objective", "Kind of actor", "E-mail"}


def test_a_form_of_one_screen_goes_straight_to_the_check_page(client, lists, asked):
    pages = join_pages(published_form(section("All", *asked.values())))
    response = begin(client, pages["en"], first_answers(asked) | second_answers(asked))
    assert response["Location"].endswith("/check/")


def test_the_shipped_form_is_short_and_can_be_sent_in_each_language(client, lists):
    ActorKindFactory(code="company", label="Company")
    form = create_shipped_form(Page.get_first_root_node())
    pages = join_pages(form, ("en", "nl", "fr", "de"))
    join = [part["value"] for part in BODY if part["value"].get("stage", "join") == "join"]
    assert len(join) == 2
    asked = [block for part in join for block in part["questions"]]
    assert len([block for block in asked if block["value"].get("required")]) <= 8
    assert not {"file", "enterprise_number", "criteria"} & {block["type"] for block in asked}
    ids = {
        block["value"].get("meaning", block["type"]): f"q-{block['id']}"
        for p in BODY
        for block in p["value"]["questions"]
    }
    first = {ids["title"]: "A hedge", ids["engagement"]: "unsure"}
    second = {ids["actor_kind"]: "citizen", ids["name"]: "An Peeters", ids["email"]: "an@example.org"}
    for language, page in pages.items():
        step = begin(client, page, first, language)["Location"]
        check = post(client, step, second)["Location"]
        assert send(client, check)["Location"].endswith("/received/"), language
    assert sorted(Pledge.objects.values_list("language", flat=True)) == ["de", "en", "fr", "nl"]
    assert not Pledge.objects.filter(contributions__isnull=False).exists()
    labels = set(Answer.objects.filter(question_id=ids["name"][2:]).values_list("label", flat=True))
    assert labels == {"Your name", "Uw naam", "Votre nom", "Ihr Name"}


def test_the_shipped_form_is_made_once(lists):
    ActorKindFactory(code="company", label="Company")
    assert create_shipped_form(Page.get_first_root_node()) == create_shipped_form(Page.get_first_root_node())


def queries_of_each_screen(client, asked, extra, slug):
    """The number of queries of every request on the way through a form with ``extra`` questions more."""
    many = [question("one_of", f"Question {n}", options=("Yes", "No"), required=True) for n in range(extra)]
    first, second = [asked["title"], asked["engagement"]], [asked["actor_kind"], asked["email"]]
    form = published_form(section("One", *first, *many), section("Two", *second), name=slug)
    page = JoinPageFactory(parent=HomePage.objects.get(locale__language_code="en"), form=form, slug=slug)
    answers = first_answers(asked) | {name(one): option_ids(one)[0] for one in many}
    step = begin(client, page, answers)["Location"]
    check = step.replace("/2/", "/check/")
    post(client, step, second_answers(asked))
    client.get(page.url)  # fills Wagtail's cache of site roots
    requests = {
        "join": lambda: client.get(page.url),
        "invalid": lambda: begin(client, page, {}),
        "begin": lambda: begin(client, page, answers),
        "first": lambda: client.get(step.replace("/2/", "/1/")),
        "second": lambda: client.get(step),
        "answer": lambda: post(client, step, second_answers(asked)),
        "check": lambda: client.get(check),
    }
    counts, statuses = {}, {}
    for screen, request in requests.items():
        with CaptureQueriesContext(connection) as queries:
            statuses[screen] = request().status_code
        counts[screen] = len(queries)
    assert list(statuses.values()) == [200, 422, 303, 200, 200, 303, 200]
    return counts


def test_queries_stay_within_budget_and_do_not_grow_with_the_questions(client, lists, asked, pages):
    few = queries_of_each_screen(client, asked, 1, "few")
    many = queries_of_each_screen(client, asked, 46, "many")
    assert few == many
    assert max(many.values()) <= QUERY_BUDGET, many


def test_a_yearly_flow_begins_this_year(client, lists, asked, pages):
    IndicatorFactory(code="flow", unit=Unit.TONNE, kind=IndicatorKind.FLOW)
    step = begin(client, pages["en"], first_answers(asked, **{name(asked["engagement"]): "flow"}))["Location"]
    send(client, post(client, step, second_answers(asked))["Location"])
    assert Pledge.objects.get().contributions.get().first_year == timezone.localdate().year
