"""Files under conditions."""

import pytest

from pledges.models import PledgeFile
from tests.support.join_forms import join_pages, name, post, published_form, question, section
from tests.support.member_files import answer, begun, page_text, post_files, stored_files, upload

pytestmark = pytest.mark.django_db


class TestConditions:
    @pytest.fixture
    def asked(self, asked):
        asked["note"] = question("yes_no", "Is there a plan?", required=True)
        asked["file"]["value"]["shown_when"] = {"question": asked["note"]["id"], "test": "equals", "value": "yes"}
        return asked

    @pytest.fixture
    def step(self, client, asked):
        form = published_form(
            section("One", asked["title"], asked["engagement"], asked["actor_kind"], asked["email"]),
            section("Two", asked["note"], asked["file"]),
        )
        page = join_pages(form)["en"]
        answers = {
            name(asked["title"]): "A pond",
            name(asked["engagement"]): "ha",
            name(asked["actor_kind"]): "citizen",
            name(asked["email"]): "an@example.org",
        }
        return post(client, f"/en/pledge/start/{page.pk}/", answers)["Location"]

    def test_a_file_is_kept_with_the_answer_that_shows_its_question(self, client, asked, step):
        post_files(client, step, asked["file"], upload(), **{name(asked["note"]): "yes"})
        assert [entry["name"] for entry in answer(asked)] == ["pond.jpg"]

    def test_the_file_of_a_hidden_question_is_not_kept(
        self, client, asked, step, store, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            response = post_files(
                client, step, asked["file"], upload("logo.svg", b"<svg/>"), **{name(asked["note"]): "no"}
            )
            assert response.status_code == 303
            post_files(client, step, asked["file"], upload(), **{name(asked["note"]): "yes"})
            assert post(client, step, {name(asked["note"]): "no"}).status_code == 303
        assert answer(asked) is None
        assert not PledgeFile.objects.exists()
        assert not stored_files(store)


def test_a_later_question_may_hang_on_whether_there_is_a_file(client, asked):
    asked["note"]["value"]["shown_when"] = {"question": asked["file"]["id"], "test": "filled", "value": ""}
    step = begun(client, asked)
    response = post_files(client, step, asked["file"], upload())
    assert response.status_code == 422
    assert "“Note” needs an answer." in page_text(response)
    held = {f"{name(asked['file'])}-remove": str(PledgeFile.objects.get().pk)}
    assert post(client, step, held).status_code == 303
