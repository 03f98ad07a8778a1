"""Previewing every screen of a form, and trying it without a trace."""

import re
import uuid

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail import blocks
from wagtail_factories import ImageFactory

from bbacms.core.pictures import make_renditions
from pledges.blocks.form import QuestionStreamBlock
from pledges.form_trial import SALT
from pledges.models import PledgeForm
from tests.factories.core import ActorKindFactory, IndicatorFactory, ObjectiveFactory
from tests.support.join_forms import name, needed_questions, question, ready_form, republish, section, texts, when

pytestmark = pytest.mark.django_db


def picture(image):
    return {"type": "picture", "id": str(uuid.uuid4()), "value": {"image": image.pk, "alt_text": texts("A pond")}}


@pytest.fixture
def asked():
    ActorKindFactory(code="citizen", name_en="Citizen", name_nl="Burger")
    IndicatorFactory(code="hedges", objective=ObjectiveFactory(code="A1-3", name_en="Hedges", name_nl="Hagen"))
    return needed_questions() | {"visits": question("yes_no", "Visits"), "euro": question("number", "Euro")}


@pytest.fixture
def form(asked):
    late = question("short_text", "When to visit", required=True)
    late["value"]["shown_when"] = {"question": asked["visits"]["id"], "test": "equals", "value": "yes"}
    more = section("Costs", asked["euro"], stage="more")
    first = section("What", asked["title"], asked["engagement"], asked["visits"])
    form = ready_form(first, section("Who", asked["actor_kind"], asked["email"], late), more)
    form.save()
    form.save_revision()
    return form


@pytest.fixture
def editor(client):
    client.force_login(get_user_model().objects.create_superuser("chief", "chief@example.org", "secret"))
    return client


def address(view, form, language=""):
    path = reverse(PledgeForm.snippet_viewset.get_url_name(view), args=[form.pk])
    return f"{path}?language={language}" if language else path


def state_of(response):
    return re.search(r'name="state" value="([^"]+)"', response.content.decode())[1]


def answer(client, path, shown, screen, go="on", **answers):
    return client.post(path, {"state": state_of(shown), "screen": screen, "go": go, **answers})


def first_answers(asked, visits="no"):
    return {name(asked["title"]): "A pond", name(asked["engagement"]): "hedges", name(asked["visits"]): visits}


def second_answers(asked):
    return {name(asked["actor_kind"]): "citizen", name(asked["email"]): "an@example.org"}


def at_check(client, form, asked, language="nl"):
    path = address("try", form, language)
    shown = answer(client, path, client.get(path), "1", **first_answers(asked))
    return path, answer(client, path, shown, "2", **second_answers(asked))


def nothing_in(kind):
    """What a draft keeps of a question in which nothing was filled in."""

    def empty(block):
        if isinstance(block, blocks.StructBlock):
            return {}
        return [] if isinstance(block, (blocks.ListBlock, blocks.MultipleChoiceBlock)) else None

    return {key: empty(block) for key, block in QuestionStreamBlock().child_blocks[kind].child_blocks.items()}


class TestPreview:
    def preview(self, client, form, **said):
        response = form.make_preview_request(client.get("/admin/").wsgi_request, said.get("mode", "en"))
        return response.content.decode()

    def test_every_screen_is_shown_whatever_it_hangs_on(self, editor, form):
        page = self.preview(editor, form)
        for words in ("What", "Who", "When to visit", "Check your answers", "Tell us more: Costs", "Euro"):
            assert words in page
        assert "When to visit: Only if your answer to “Visits” is: Yes." in page

    @pytest.mark.parametrize(("language", "words"), [("nl", "Title (nl)"), ("de", "Euro (de)")])
    def test_in_the_language_of_the_editors_choice(self, editor, form, language, words):
        assert words in self.preview(editor, form, mode=language)

    def test_with_an_objective_that_the_address_names(self, editor, form):
        request = editor.get("/admin/", {"objective": "A1-3", "mode": "nl"}).wsgi_request
        page = form.make_preview_request(request, "nl").content.decode()
        assert '<option value="A1-3" selected>A1-3 · Hagen</option>' in page
        assert re.search(r'<option value="hedges"[^>]* selected[ >]', page)
        assert '<input type="hidden" name="mode" value="nl">' in page

    def test_an_unknown_objective_or_hostile_address_changes_nothing(self, editor, form):
        request = editor.get("/admin/", {"objective": "<script>x", "<b>": "<i>"}).wsgi_request
        page = form.make_preview_request(request, "en").content.decode()
        assert "<script>x" not in page
        assert "<b>" not in page

    def test_its_queries_do_not_grow_with_the_sections(self, editor, form):
        counts = []
        self.preview(editor, form)
        for number in (1, 20):
            form.body = [("section", form.body[0].value)] * number
            with CaptureQueriesContext(connection) as queries:
                self.preview(editor, form)
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_its_queries_do_not_grow_with_the_sections_that_show_pictures(self, editor, asked):
        images = [ImageFactory(file__width=40, file__height=30) for _number in range(6)]
        for image in images:
            make_renditions(image, "form")
        counts = []
        for number in (1, 6):
            pictured = [
                section(f"Picture {index}", question("short_text", "Seen"), picture(image), picture(images[0]))
                for index, image in enumerate(images[:number])
            ]
            form = ready_form(section("What", *asked.values()), *pictured)
            form.save()
            self.preview(editor, form)
            form = PledgeForm.objects.get(pk=form.pk)
            with CaptureQueriesContext(connection) as queries:
                page = self.preview(editor, form)
            assert page.count("<picture") == 2 * number
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestTrial:
    @pytest.mark.parametrize("language", ["en", "nl", "fr", "de"])
    def test_a_draft_is_tried_to_the_end_and_no_row_is_written(self, editor, form, asked, language):
        def rows():
            return {model: model._default_manager.count() for model in apps.get_models() if model._meta.managed}

        path = address("try", form, language)
        shown = editor.get(path)
        assert ("What" if language == "en" else f"What ({language})") in shown.content.decode()
        before = rows()
        with CaptureQueriesContext(connection) as queries:
            path, check = at_check(editor, form, asked, language)
            assert "A pond" in check.content.decode()
            sent = answer(editor, path, check, "check", "send")
            more = answer(editor, path, sent, "received", "more")
            added = answer(
                editor, path, answer(editor, path, more, "1", **{name(asked["euro"]): "12"}), "check", "send"
            )
        assert sent.status_code == added.status_code == 200
        assert 'name="state"' not in added.content.decode()
        written = [query["sql"] for query in queries if query["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
        assert [sql for sql in written if "django_session" not in sql] == []
        assert rows() == before

    def test_it_ends_with_what_would_have_been_sent(self, editor, form, asked):
        path, check = at_check(editor, form, asked, "en")
        assert "This would have been sent" in answer(editor, path, check, "check", "send").content.decode()

    def test_a_mistake_is_shown_with_all_that_was_typed(self, editor, form, asked):
        path = address("try", form)
        response = answer(editor, path, editor.get(path), "1", **{name(asked["title"]): "A pond"})
        assert response.status_code == 422
        assert "A pond" in response.content.decode()
        assert "Something has to be mended" in response.content.decode()

    def test_conditions_decide_as_for_members(self, editor, form, asked):
        path = address("try", form)
        shown = answer(editor, path, editor.get(path), "1", **first_answers(asked, visits="yes"))
        assert "When to visit" in shown.content.decode()
        assert answer(editor, path, shown, "2", **second_answers(asked)).status_code == 422
        shown = answer(editor, path, editor.get(path), "1", **first_answers(asked, visits="no"))
        assert "When to visit" not in shown.content.decode()

    def test_a_required_file_is_answered_by_an_example_and_nothing_is_taken(self, editor, asked):
        photo = question("file", "Photograph", required=True, kinds=["picture"], largest=5, how_many=1)
        shown_with_it = question("short_text", "Seen by", shown_when=when(photo, "filled"))
        second = section("Who", asked["actor_kind"], asked["email"], photo)
        form = ready_form(section("What", asked["title"], asked["engagement"]), second, section("Sight", shown_with_it))
        form.save()
        form.save_revision()
        path = address("try", form, "en")
        shown = answer(editor, path, editor.get(path), "1", **first_answers(asked))
        assert re.search(rf'<input type="file" name="{name(photo)}"[^>]* disabled', shown.content.decode())
        shown = answer(editor, path, shown, "2", **second_answers(asked))
        assert "<h1>Sight</h1>" in shown.content.decode()
        check = answer(editor, path, shown, "3")
        assert "example.jpg" in check.content.decode()
        assert "This would have been sent" in answer(editor, path, check, "check", "send").content.decode()

    def test_back_and_change_show_what_was_answered(self, editor, form, asked):
        path, check = at_check(editor, form, asked)
        assert "A pond" in answer(editor, path, check, "check", "1").content.decode()
        shown = answer(editor, path, editor.get(path), "1", **first_answers(asked))
        assert 'value="A pond"' in answer(editor, path, shown, "2", "back").content.decode()

    def test_another_language_keeps_the_answers(self, editor, form, asked):
        _path, check = at_check(editor, form, asked, "nl")
        page = answer(editor, address("try", form, "fr"), check, "check", "stay").content.decode()
        assert '<html lang="fr"' in page
        assert "Title (fr)" in page
        assert "A pond" in page

    def test_another_language_calls_an_unfinished_screen_no_mistake(self, editor, form, asked):
        begun = editor.get(address("try", form, "en"))
        page = answer(editor, address("try", form, "nl"), begun, "1", "stay", **{name(asked["title"]): "A pond"})
        assert page.status_code == 200
        assert "Title (nl)" in page.content.decode()
        assert 'value="A pond"' in page.content.decode()
        assert "moet nog iets worden verbeterd" not in page.content.decode()

    def test_another_language_keeps_what_cannot_be_an_answer(self, editor, form, asked):
        path, check = at_check(editor, form, asked, "en")
        sent = answer(editor, path, check, "check", "send")
        more = answer(editor, path, sent, "received", "more")
        shown = answer(editor, address("try", form, "nl"), more, "1", "stay", **{name(asked["euro"]): "a lot"})
        assert 'value="a lot"' in shown.content.decode()

    def tell_more(self, client, form, asked, language="en"):
        path, check = at_check(client, form, asked, language)
        return path, answer(client, path, answer(client, path, check, "check", "send"), "received", "more")

    def test_it_goes_on_with_what_is_asked_afterwards_to_its_own_check_and_end(self, editor, form, asked):
        path, check = at_check(editor, form, asked, "en")
        sent = answer(editor, path, check, "check", "send")
        assert "Go on with “Tell us more”" in sent.content.decode()
        shown = answer(editor, path, sent, "received", "more")
        assert "<h1>Costs</h1>" in shown.content.decode()
        refused = answer(editor, path, shown, "1", **{name(asked["euro"]): "many"})
        assert refused.status_code == 422
        check = answer(editor, path, shown, "1", **{name(asked["euro"]): "1200"})
        page = check.content.decode()
        assert "Check your answers" in page
        assert "1,200" in page
        assert "A pond" not in page
        page = answer(editor, path, check, "check", "send").content.decode()
        assert "This would have been added to the engagement" in page
        assert "Go on with “Tell us more”" not in page

    def test_another_language_keeps_the_answers_on_both_ends(self, editor, form, asked):
        path, check = at_check(editor, form, asked, "en")
        sent = answer(editor, path, check, "check", "send")
        dutch = answer(editor, address("try", form, "nl"), sent, "received", "stay")
        assert '<html lang="nl"' in dutch.content.decode()
        shown = answer(editor, address("try", form, "nl"), dutch, "received", "more")
        assert "<h1>Costs (nl)</h1>" in shown.content.decode()

    def test_what_is_asked_afterwards_follows_conditions_on_the_answers_before(self, editor, asked):
        visited = when(asked["visits"], "equals", "yes")
        seen = section("Sight", question("short_text", "Seen by"), stage="more", shown_when=visited)
        first = section("What", asked["title"], asked["engagement"], asked["visits"])
        form = ready_form(first, section("Who", asked["actor_kind"], asked["email"]), seen)
        form.save()
        form.save_revision()
        path, check = at_check(editor, form, asked, "en")
        sent = answer(editor, path, check, "check", "send")
        assert "Go on with" not in sent.content.decode()
        # A post that nobody was offered changes nothing.
        assert "This would have been sent" in answer(editor, path, check, "received", "more").content.decode()
        shown = answer(editor, path, editor.get(path), "1", **first_answers(asked, visits="yes"))
        check = answer(editor, path, shown, "2", **second_answers(asked))
        sent = answer(editor, path, check, "check", "send")
        assert "<h1>Sight</h1>" in answer(editor, path, sent, "received", "more").content.decode()

    def test_a_form_that_asks_nothing_afterwards_ends_with_sending(self, editor, asked):
        first = section("What", asked["title"], asked["engagement"], asked["visits"])
        form = ready_form(first, section("Who", asked["actor_kind"], asked["email"]))
        form.save()
        form.save_revision()
        path, check = at_check(editor, form, asked, "en")
        assert "Tell us more" not in answer(editor, path, check, "check", "send").content.decode()

    def test_telling_more_before_everything_is_answered_leads_to_what_is_missing(self, editor, form):
        path = address("try", form)
        response = answer(editor, path, editor.get(path), "received", "more")
        assert "<h1>What</h1>" in response.content.decode()

    def test_a_file_asked_for_afterwards_is_answered_by_an_example(self, editor, asked):
        photo = question("file", "Photograph", privacy="staff", kinds=["picture"], largest=5, how_many=1)
        form = ready_form(
            section("What", asked["title"], asked["engagement"], asked["visits"]),
            section("Who", asked["actor_kind"], asked["email"]),
            section("Sight", photo, stage="more"),
        )
        form.save()
        form.save_revision()
        path, shown = self.tell_more(editor, form, asked)
        assert re.search(rf'<input type="file" name="{name(photo)}"[^>]* disabled', shown.content.decode())
        assert "example.jpg" in answer(editor, path, shown, "1").content.decode()

    def test_back_keeps_what_is_half_typed(self, editor, form, asked):
        path = address("try", form)
        second = answer(editor, path, editor.get(path), "1", **first_answers(asked))
        typed = {name(asked["actor_kind"]): "citizen", name(asked["email"]): "an@"}
        first = answer(editor, path, second, "2", "back", **typed)
        assert "<h1>What</h1>" in first.content.decode()
        again = answer(editor, path, first, "1", **first_answers(asked)).content.decode()
        assert re.search(rf'name="{name(asked["actor_kind"])}" value="citizen"[^>]* checked', again)
        assert re.search(rf'name="{name(asked["email"])}" value="an@"', again)
        assert "error-summary" not in again
        # What is not finished is not sent either.
        assert "<h1>Who</h1>" in answer(editor, path, first, "check", "send").content.decode()

    @pytest.mark.parametrize("screen", ["", "0", "99", "٣", "x" * 50, "9" * 400])
    def test_a_screen_that_does_not_exist_leads_to_the_first(self, editor, form, screen):
        path = address("try", form)
        response = answer(editor, path, editor.get(path), screen)
        assert response.status_code == 200
        assert "<h1>What</h1>" in response.content.decode()

    def test_sending_before_everything_is_answered_leads_to_what_is_missing(self, editor, form):
        path = address("try", form)
        response = answer(editor, path, editor.get(path), "check", "send")
        assert "<h1>What</h1>" in response.content.decode()

    @pytest.mark.parametrize("state", ["", "nonsense", "a:b:c"])
    def test_altered_answers_begin_it_anew(self, editor, form, state):
        response = editor.post(address("try", form), {"state": state, "screen": "check", "go": "send"})
        assert "<h1>What</h1>" in response.content.decode()

    def test_answers_of_another_form_are_not_taken(self, editor, form, asked):
        stolen = signing.dumps(
            {"form": form.pk + 1, "revision": None, "answers": {asked["title"]["id"]: "X"}}, salt=SALT
        )
        response = editor.post(address("try", form), {"state": stolen, "screen": "check"})
        assert "<h1>What</h1>" in response.content.decode()

    def test_what_is_saved_meanwhile_does_not_change_a_trial_that_has_begun(self, editor, form, asked):
        path, check = at_check(editor, form, asked, "en")
        republish(form, section("New", *[asked[key] for key in ("title", "engagement", "actor_kind", "email")]))
        assert "This would have been sent" in answer(editor, path, check, "check", "send").content.decode()
        assert "<h1>New</h1>" in editor.get(path).content.decode()

    def test_a_form_without_questions_says_so(self, editor):
        form = ready_form()
        form.save()
        assert "no questions yet" in editor.get(address("try", form)).content.decode()

    def test_only_those_who_may_edit_the_form_may_try_it(self, client, form):
        path = address("try", form)
        assert client.get(path).status_code == 302
        assert client.post(path).status_code == 302
        user = get_user_model().objects.create_user("ed", "ed@example.org", "secret")
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(user)
        for method in (client.get, client.post):
            refused = method(path)
            assert refused.status_code == 302
            assert b"What" not in refused.content
        user.groups.add(Group.objects.get(name="Moderators"))
        assert client.get(path).status_code == 200
        assert client.post(path, {"screen": "1", "go": "on"}).status_code == 422
        assert client.get(address("try", PledgeForm(pk=form.pk + 7))).status_code == 404

    @pytest.mark.parametrize("kind", QuestionStreamBlock().child_blocks)
    def test_a_draft_of_which_a_question_is_still_empty_can_be_previewed_and_tried(self, editor, asked, kind):
        empty = {"type": kind, "id": str(uuid.uuid4()), "value": nothing_in(kind)}
        form = ready_form(section("Begin", asked["visits"]), section("Empty", empty, asked["euro"]))
        form.save()
        form.save_revision()
        preview = form.make_preview_request(editor.get("/admin/").wsgi_request, "nl")
        assert "Euro (nl)" in preview.content.decode()
        path = address("try", form, "nl")
        shown = answer(editor, path, editor.get(path), "1")
        assert "Euro (nl)" in shown.content.decode()
        assert answer(editor, path, shown, "2").status_code in (200, 422)

    @pytest.mark.parametrize("pk", ["abc", "0x1", "1_5F"])
    def test_an_address_without_the_number_of_a_form_is_not_found(self, editor, form, pk):
        path = address("try", form).replace(f"/{form.pk}/", f"/{pk}/")
        assert editor.get(path).status_code == 404

    def test_the_editor_leads_to_it(self, editor, form):
        page = editor.get(address("edit", form)).content.decode()
        assert f'href="{address("try", form)}"' in page
        add = editor.get(reverse(PledgeForm.snippet_viewset.get_url_name("add"))).content.decode()
        assert "Try the form" not in add
