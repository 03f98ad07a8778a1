"""The editor of a join form in a browser: one language at a time, and conditions that are chosen from lists."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from pledges.engine.numbers import parse_number
from tests.support.editors_form import NAME, NAME_WITH_NUMBER
from tests.support.join_path import LAPTOP

pytestmark = pytest.mark.e2e

FORMS = "/admin/snippets/pledges/pledgeform/"


@pytest.fixture
def editor(browser: Browser, live_site):
    """The form of ``editors_form`` in its first wording, opened by an administrator."""
    live_site.run("tests.support.editors_form.write")
    context = browser.new_context(viewport=LAPTOP, locale="en-GB")
    page = context.new_page()
    page.goto(f"{live_site.base_url}/admin/login/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill(live_site.admin_password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")
    page.goto(f"{live_site.base_url}{FORMS}")
    page.get_by_role("link", name=NAME).click()
    expect(language(page, "English")).to_have_text(re.compile("0 missing"))
    yield page
    context.close()


def language(page: Page, name: str):
    return page.get_by_role("group", name="Language of the texts below").get_by_role("button", name=name)


def field(page: Page, name: str):
    return page.locator(f'[name="{name}"]')


def save(page: Page) -> None:
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messages")).to_contain_text(re.compile("saved|updated"))
    expect(language(page, "English")).to_have_text(re.compile("missing"))


def publish(page: Page) -> None:
    page.get_by_role("button", name="More actions").last.click()
    page.get_by_role("button", name="Publish").click()


def test_texts_are_shown_in_one_language_with_a_count_of_what_is_missing(editor: Page):
    assert field(editor, "body-0-value-title-en").is_visible()
    assert not field(editor, "body-0-value-title-nl").is_visible()
    language(editor, "Dutch").focus()
    editor.keyboard.press("Enter")
    expect(language(editor, "Dutch")).to_have_attribute("aria-pressed", "true")
    expect(field(editor, "body-0-value-title-nl")).to_be_visible()
    expect(field(editor, "closed_message_nl")).to_be_visible()
    assert not field(editor, "body-0-value-title-en").is_visible()
    assert not field(editor, "closed_message_en").is_visible()

    field(editor, "body-0-value-title-nl").fill("")
    field(editor, "body-0-value-introduction-nl").fill("Welkom")
    expect(language(editor, "Dutch")).to_have_text(re.compile("1 missing"))
    expect(language(editor, "French")).to_have_text(re.compile("1 missing"))
    editor.get_by_text("What is missing in this language").click()
    editor.get_by_role("button", name="Section “What” › Title").click()
    expect(field(editor, "body-0-value-title-nl")).to_be_focused()


def test_a_new_block_shows_the_chosen_language_only(editor: Page):
    language(editor, "German").click()
    questions = field(editor, "body-2-value-questions-count").locator("xpath=..")
    questions.get_by_role("button", name="Insert a block").last.click()
    editor.get_by_role("option", name="Short text").first.click()
    expect(field(editor, "body-2-value-questions-1-value-label-de")).to_be_visible()
    expect(field(editor, "body-2-value-questions-1-value-label-en")).to_be_hidden()
    expect(language(editor, "English")).to_have_text(re.compile("1 missing"))
    questions.get_by_role("button", name="Delete").last.click()
    expect(language(editor, "English")).to_have_text(re.compile("0 missing"))


def test_a_condition_is_chosen_from_the_earlier_questions_and_their_options(editor: Page):
    panel = editor.locator("#block_group-body-2-value-shown_when-section")
    expect(panel).to_contain_text("Always shown")
    panel.get_by_role("button", name="Toggle section").click()
    chosen = panel.get_by_label("Earlier question")
    chosen.focus()
    earlier = ["Title", "Objective", "Who owns it", "Kind of actor", "E-mail"]
    assert chosen.locator("option").all_inner_texts() == ["Always shown", *earlier]
    chosen.select_option(label="Kind of actor")
    expect(panel.get_by_label("Compared with").locator("option", has_text="Municipality")).to_have_count(1)
    chosen.select_option(label="Who owns it")
    assert "is above" not in panel.get_by_label("Its answer").locator("option:not([hidden])").all_inner_texts()
    panel.get_by_label("Compared with").select_option(label="Somebody else")
    expect(panel).to_contain_text("“Who owns it” is Somebody else")
    panel.get_by_label("Its answer").select_option("one_of")
    expect(panel.get_by_role("group", name="Compared with")).to_be_visible()
    panel.get_by_label("We do").check()
    save(editor)
    expect(panel).to_contain_text("“Who owns it” is one of We do / Somebody else")
    violations = Axe().run(editor, context=".form-languages").response["violations"]
    assert not [violation["id"] for violation in violations]
    violations = Axe().run(editor, context="#block_group-body-2-value-shown_when-content").response["violations"]
    assert not [violation["id"] for violation in violations]


def test_the_condition_of_a_text_between_questions_looks_at_the_questions_before_it(editor: Page):
    panel = editor.locator("#block_group-body-0-value-questions-3-value-shown_when-section")
    panel.get_by_role("button", name="Toggle section").click()
    chosen = panel.get_by_label("Earlier question")
    chosen.focus()
    assert chosen.locator("option").all_inner_texts() == ["Always shown", "Title", "Objective", "Who owns it"]


def test_a_refused_publication_shows_the_language_that_has_to_be_mended(editor: Page):
    language(editor, "French").click()
    field(editor, "body-0-value-title-fr").fill("")
    language(editor, "English").click()
    publish(editor)
    expect(editor.locator(".messages")).to_contain_text("Missing in French: section “What”: Title.")
    expect(language(editor, "French")).to_have_attribute("aria-pressed", "true")
    expect(field(editor, "body-0-value-title-fr")).to_be_visible()
    language(editor, "English").click()
    expect(field(editor, "body-0-value-title-fr")).to_be_visible()


def wait_until_watched(page: Page) -> None:
    """Wagtail looks for changes from two seconds after the page came, or from when it has saved what was refused."""
    page.wait_for_function(
        """() => window.wagtail?.app?.getControllerForElementAndIdentifier(
            document.querySelector("#w-editor-form"), "w-unsaved"
        )?.initialFormData"""
    )


def saved_by_itself(page: Page):
    return page.expect_response(lambda answer: answer.request.method == "POST" and "/edit/" in answer.url)


def test_after_a_refused_publication_every_change_is_still_saved_by_itself(editor: Page):
    title = field(editor, "body-0-value-title-en")
    wait_until_watched(editor)
    with saved_by_itself(editor):
        title.fill("")
    expect(editor.locator("#w-autosave-indicator")).to_contain_text("Saved")
    publish(editor)
    expect(editor.locator(".messages")).to_contain_text("Missing in English")
    wait_until_watched(editor)
    for text in ("First change", "Second change"):
        with saved_by_itself(editor) as saved:
            title.fill(text)
        assert text in saved.value.request.post_data
        assert saved.value.json()["success"]


def test_a_new_form_can_be_tried_as_soon_as_it_was_saved_by_itself(editor: Page):
    editor.get_by_role("link", name="Join forms").first.click()
    editor.get_by_role("link", name="Add join form").click()
    expect(editor.get_by_role("link", name="Try the form")).to_have_count(0)
    wait_until_watched(editor)
    field(editor, "name").fill("A form that was just begun")
    expect(editor.get_by_role("link", name="Try the form")).to_be_visible()


def test_a_draft_is_tried_from_its_editor(editor: Page):
    with editor.context.expect_page() as opened:
        editor.get_by_role("link", name="Try the form").click()
    trial = opened.value
    expect(trial.get_by_role("heading", level=1)).to_have_text("What")
    trial.get_by_label("Title").fill("A pond")
    trial.get_by_label("Objective").first.select_option("unsure")
    trial.get_by_role("button", name="Continue").click()
    trial.get_by_label("Municipality").check()
    trial.get_by_label("E-mail").fill("an@example.org")
    trial.get_by_role("button", name="Nederlands").click()
    expect(trial.get_by_label("E-mail (nl)")).to_have_value("an@example.org")
    assert not Axe().run(trial).response["violations"]


@pytest.fixture
def tried_in_dutch(editor: Page, live_site):
    """The first screen of the form that asks for a number, as its editor tries it."""
    live_site.run("tests.support.editors_form.write_with_number")
    editor.goto(f"{live_site.base_url}{FORMS}")
    editor.get_by_role("link", name=NAME_WITH_NUMBER).click()
    address = editor.get_by_role("link", name="Try the form").get_attribute("href")
    editor.goto(f"{live_site.base_url}{address}?language=nl")
    return editor


def test_a_number_shows_the_same_question_at_once_as_it_will_when_sent(tried_in_dutch: Page):
    ponds, depth = (tried_in_dutch.get_by_label(label) for label in ("Ponds (nl)", "Depth (nl)"))
    for typed in ("", "1.5", "1,5", "5", "0.500", "6", "15", "1.500", "1 500", "1.500,5", "1,500.5", "\u22126"):
        ponds.fill(typed)
        is_more = bool(typed) and parse_number(typed, "nl") > 5
        assert (depth.is_visible(), depth.is_enabled()) == (is_more, is_more), typed


def test_a_question_is_shown_with_its_sentence_where_only_the_server_can_say(tried_in_dutch: Page):
    ponds, depth = (tried_in_dutch.get_by_label(label) for label in ("Ponds (nl)", "Depth (nl)"))
    sentence = tried_in_dutch.locator(".question__only-if")
    ponds.fill("6")
    expect(depth).to_be_visible()
    expect(sentence).to_be_hidden()
    for typed in ("1500.000", "several"):
        ponds.fill(typed)
        expect(depth).to_be_enabled()
        expect(sentence).to_be_visible()


def test_a_question_that_has_to_be_mended_is_never_hidden(tried_in_dutch: Page):
    ponds, depth = (tried_in_dutch.get_by_label(label) for label in ("Ponds (nl)", "Depth (nl)"))
    ponds.fill("6")
    depth.fill("deep")
    tried_in_dutch.get_by_role("button", name="Verder").click()
    expect(tried_in_dutch.locator(".field--wrong").filter(has=depth)).to_be_visible()
    ponds.fill("2")
    expect(depth).to_be_visible()
    expect(depth).to_be_enabled()
