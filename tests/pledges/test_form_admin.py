"""The join form in the admin: composed, saved unfinished, previewed, published, copied."""

import html
import json
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from pledges.choices import FormState
from pledges.models import PledgeForm
from tests.support.editor_posts import posted
from tests.support.join_forms import (
    join_pages,
    needed_questions,
    option_ids,
    published_form,
    question,
    ready_form,
    section,
    unsaved_form,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(get_user_model().objects.create_superuser("chief", "chief@example.org", "secret"))
    return client


@pytest.fixture
def asked():
    return needed_questions() | {"choice": question("one_of", "How", options=("Sowing", "Mowing"))}


@pytest.fixture
def form(asked):
    form = ready_form(section("What", *asked.values()), section("More", question("number", "Trees")))
    form.save()
    form.save_revision()
    return form


def address(view, *args):
    return reverse(PledgeForm.snippet_viewset.get_url_name(view), args=args)


def test_the_list_says_which_forms_are_open(editor, form, asked):
    published_form(section("What", *asked.values()), name="Spring form")
    rows = BeautifulSoup(editor.get(address("list")).content, "html.parser").select("tbody tr")
    states = {
        row.select_one(".title a").get_text(strip=True): row.select_one(".w-status").get_text(strip=True)
        for row in rows
    }
    assert states == {"Join form": "draft", "Spring form": "open"}


def test_a_form_is_published_with_the_ids_that_the_editor_holds(editor, asked):
    sections = [section("What", *asked.values())]
    response = editor.post(address("add"), posted(sections, **{"action-publish": "1"}))
    assert response.status_code == 302, response.context["form"].errors
    form = PledgeForm.objects.get()
    assert form.live
    questions = form.body[0].value["questions"]
    assert [block.id for block in questions] == [block["id"] for block in asked.values()]
    assert [item.id for item in questions[-1].value["options"].bound_blocks] == option_ids(asked["choice"])
    assert form.live_revision is not None


def test_a_new_form_that_was_saved_by_itself_can_be_tried_at_once(editor, asked):
    data = posted([section("What", *asked.values())])
    saved = editor.post(address("add"), data, headers={"accept": "application/json"}).json()
    try_address = address("try", PledgeForm.objects.get().pk)
    assert try_address in editor.get(saved["hydrate_url"]).content.decode()
    again = editor.post(saved["url"], data, headers={"accept": "application/json"}).json()
    assert try_address not in again["html"]


@pytest.mark.parametrize("missing", ["title", "engagement", "actor_kind", "email"])
def test_an_unfinished_form_is_saved_as_a_draft_but_not_published(editor, asked, missing):
    del asked[missing]
    data = posted([section("What", *asked.values())])
    refused = editor.post(address("add"), data | {"action-publish": "1"})
    assert refused.status_code == 200
    assert "cannot be opened without" in refused.content.decode()
    assert not PledgeForm.objects.exists()
    assert editor.post(address("add"), data).status_code == 302
    assert not PledgeForm.objects.get().live


def test_a_missing_translation_waits_for_publishing(editor, asked):
    asked["title"]["value"]["label"]["fr"] = ""
    data = posted([section("What", *asked.values())])
    refused = editor.post(address("add"), data | {"action-publish": "1"})
    assert refused.status_code == 200
    page = refused.content.decode()
    assert "Missing in French: section “What”, question “Title”: Question." in page
    assert "StreamBlock" not in page.split('<ul class="errorlist">')[1].split("</ul>")[0]
    assert not PledgeForm.objects.exists()
    assert editor.post(address("add"), data).status_code == 302


def test_a_help_text_in_one_language_only_waits_for_publishing(editor, asked):
    asked["title"]["value"]["help"]["en"] = "In one line."
    data = posted([section("What", *asked.values())])
    refused = editor.post(address("add"), data | {"action-publish": "1"}).content.decode()
    for language in ("Dutch", "French", "German"):
        assert f"Missing in {language}: section “What”, question “Title”: Help." in refused
    assert "Missing in English" not in refused
    assert not PledgeForm.objects.exists()
    assert editor.post(address("add"), data).status_code == 302


@pytest.mark.parametrize("field", ["privacy_page", "retention_months"])
def test_what_is_not_set_yet_waits_for_publishing(editor, asked, field):
    data = posted([section("What", *asked.values())]) | {field: ""}
    refused = editor.post(address("add"), data | {"action-publish": "1"})
    assert refused.status_code == 200
    assert list(refused.context["form"].errors) == [field]
    assert editor.post(address("add"), data).status_code == 302


def test_a_condition_that_cannot_be_kept_is_refused_even_in_a_draft(editor, asked):
    late = question("short_text", "Late")
    late["value"]["shown_when"] = {"question": asked["choice"]["id"], "test": "equals", "value": "gone"}
    refused = editor.post(address("add"), posted([section("What", *asked.values(), late)]))
    assert refused.status_code == 200
    assert "names an option that" in refused.content.decode()
    assert not PledgeForm.objects.exists()


def test_a_condition_is_offered_the_questions_and_not_what_stands_between_them(editor, form):
    page = editor.get(address("edit", form.pk)).content.decode()
    kinds = json.loads(re.search(r'id="form-conditions-kinds"[^>]*>(.*?)</script>', page)[1])
    assert {"short_text", "engagement", "file"} <= set(kinds)
    assert not {"text", "picture"} & set(kinds)


def test_a_form_is_put_on_a_schedule_in_the_editor(editor, form):
    begin, end = (timezone.localtime() + timedelta(days=days) for days in (1, 30))
    times = {"go_live_at": f"{begin:%Y-%m-%d %H:%M}", "expire_at": f"{end:%Y-%m-%d %H:%M}"}
    data = posted(json.loads(json.dumps(list(form.body.raw_data))), **times, **{"action-publish": "1"})
    response = editor.post(address("edit", form.pk), data)
    assert response.status_code == 302, response.context["form"].errors
    assert PledgeForm.objects.get().state == FormState.SCHEDULED


def test_times_are_typed_as_the_clock_in_belgium_shows_them(editor, form):
    times = {"go_live_at": "2035-07-01 09:00", "expire_at": "2035-12-31 18:00"}
    data = posted(json.loads(json.dumps(list(form.body.raw_data))), **times, **{"action-publish": "1"})
    assert editor.post(address("edit", form.pk), data).status_code == 302
    (schedule,) = PledgeForm.objects.get().schedules
    assert schedule.approved_go_live_at == datetime(2035, 7, 1, 7, tzinfo=UTC)
    assert schedule.as_object().expire_at == datetime(2035, 12, 31, 17, tzinfo=UTC)


def test_a_number_with_limits_is_saved(editor, asked):
    asked["trees"] = question("number", "Trees", smallest="0.5", largest="1000")
    response = editor.post(address("add"), posted([section("What", *asked.values())]))
    assert response.status_code == 302, response.context["form"].errors
    value = PledgeForm.objects.get().body[0].value["questions"][-1].value
    assert (value["smallest"], value["largest"]) == (Decimal("0.5"), Decimal(1000))


def test_a_repeated_meaning_names_section_and_question(editor, asked):
    asked["again"] = question("short_text", "Other title", meaning="title")
    response = editor.post(address("add"), posted([section("What", *asked.values())]))
    assert response.status_code == 200
    # The sentence reaches the editor as JSON, for Wagtail's script to show above the sections.
    sentence = json.dumps("section “What”, question “Other title”").strip('"')
    assert sentence in html.unescape(response.content.decode())


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Title"), ("nl", "Title (nl)"), ("fr", "Title (fr)"), ("de", "Title (de)")],
)
def test_the_preview_shows_the_form_in_each_language_and_posts_nothing(editor, form, language, words):
    editor.post(address("preview_on_edit", form.pk), posted(json.loads(json.dumps(list(form.body.raw_data)))))
    response = editor.get(address("preview_on_edit", form.pk), {"mode": language})
    page = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}"' in page
    assert words in page
    assert ("More" if language == "en" else f"More ({language})") in page
    assert 'method="post"' not in page.split("<main")[1].split("</main")[0]


def test_a_form_without_questions_can_be_previewed(editor):
    form = unsaved_form()
    form.save()
    editor.post(address("preview_on_edit", form.pk), posted([]))
    response = editor.get(address("preview_on_edit", form.pk), {"mode": "nl"})
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 200
    assert page.html["lang"] == "nl"
    assert not page.select("main input:not([type=hidden]), main textarea")


def test_a_copy_in_the_admin_starts_with_the_same_ids(editor, form, asked):
    page = editor.get(address("copy", form.pk)).content.decode()
    for one in (*(block["id"] for block in asked.values()), *option_ids(asked["choice"])):
        assert one in page


def test_history_names_who_did_what_and_usage_the_pages(editor, form):
    join_pages(form)
    sections = json.loads(json.dumps(list(form.body.raw_data)))
    editor.post(address("edit", form.pk), posted(sections, **{"action-publish": "1"}))
    history = BeautifulSoup(editor.get(address("history", form.pk)).content, "html.parser").select("tbody tr")
    said = [row.get_text(" ", strip=True) for row in history]
    assert any("Published" in line and "chief" in line for line in said), said
    assert "Join us (nl)" in editor.get(address("usage", form.pk)).content.decode()


def test_a_join_page_can_be_previewed_before_it_is_first_saved(editor, form, asked):
    form.latest_revision.publish()
    home = join_pages(form)["en"].get_parent()
    add = reverse("wagtailadmin_pages:preview_on_add", args=["pledges", "joinpage", home.pk])
    data = {"title": "Join", "slug": "join-2", "form": form.pk, "introduction": "null", "closed_text": "null"}
    editor.post(add, data)
    response = editor.get(add, {"mode": ""})
    assert response.status_code == 200
    assert "Sowing" in response.content.decode()
