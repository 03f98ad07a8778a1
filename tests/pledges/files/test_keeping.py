"""Where files lie, how many there are, and that none is lost on the way from screen to screen."""

import re
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone

from pledges.file_content import check_file
from pledges.models import PledgeDraft, PledgeFile
from tests.support.join_forms import name, post, send, texts
from tests.support.member_files import PDF, answer, begun, page_text, part, post_files, post_part, stored_files, upload

pytestmark = pytest.mark.django_db


def test_a_picture_and_a_pdf_are_kept_and_read_back_on_the_check_page(client, asked, step, note, store):
    response = post_files(client, step, asked["file"], upload(), upload("plan.pdf", PDF), **note)
    assert response.status_code == 303
    text = page_text(client.get(response["Location"]))
    sizes = [file.size for file in PledgeFile.objects.all()]
    assert re.search(r"pond\.jpg \([\d.]+.(KB|bytes)\)", text)
    assert "plan.pdf (" in text
    assert [(entry["name"], entry["type"]) for entry in answer(asked)] == [
        ("pond.jpg", "image/jpeg"),
        ("plan.pdf", "application/pdf"),
    ]
    assert sorted(path.stat().st_size for path in stored_files(store)) == sorted(sizes)


def test_a_file_chosen_before_going_back_is_kept(client, asked, step):
    response = post_files(client, step, asked["file"], upload(), back="1")
    assert response.status_code == 303
    assert response["Location"] == step.replace("/2/", "/1/")
    assert "pond.jpg (" in page_text(client.get(step))


def test_what_lies_in_the_store_tells_neither_name_nor_kind_and_no_address_leads_there(
    client, asked, step, note, store
):
    post_files(client, step, asked["file"], upload("An Peeters.jpg"), **note)
    (path,) = stored_files(store)
    file = PledgeFile.objects.get()
    assert re.fullmatch("[0-9a-f]{40}", path.name)
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(ValueError, match="no address"):
        _address = file.file.url
    for address in (f"/media/{file.file.name}", f"/media/../private/{file.file.name}", f"/private/{file.file.name}"):
        assert client.get(address).status_code == 404


def test_private_files_do_not_lie_among_the_pictures_of_the_site():
    from bbacms.settings import base

    assert not base.PRIVATE_ROOT.is_relative_to(base.MEDIA_ROOT)
    assert storages["private"].location != storages["default"].location


def test_a_bad_file_does_not_take_the_good_one_with_it(client, asked, step, note):
    response = post_files(client, step, asked["file"], upload("plan.pdf", PDF), upload("logo.svg", b"<svg/>"), **note)
    assert response.status_code == 422
    assert "plan.pdf (" in page_text(response)
    assert post(client, step, note).status_code == 303
    assert [entry["name"] for entry in answer(asked)] == ["plan.pdf"]


def test_a_file_is_kept_when_another_answer_is_wrong(client, asked, step, note, store):
    response = post_files(client, step, asked["file"], upload(), **{name(asked["note"]): ""})
    assert response.status_code == 422
    assert "pond.jpg (" in page_text(response)
    assert "pond.jpg (" in page_text(client.get(step))
    response = post(client, step, note)
    assert response.status_code == 303
    assert "pond.jpg (" in page_text(client.get(response["Location"]))
    assert len(stored_files(store)) == 1


def test_a_second_visit_keeps_what_was_given_and_removes_what_is_ticked(
    client, asked, step, note, store, django_capture_on_commit_callbacks
):
    post_files(client, step, asked["file"], upload(), upload("plan.pdf", PDF), **note)
    post(client, step, note)
    assert [entry["name"] for entry in answer(asked)] == ["pond.jpg", "plan.pdf"]

    text = page_text(client.get(step))
    ticks = re.findall(rf'name="{name(asked["file"])}-remove" value="([^"]+)"', text)
    with django_capture_on_commit_callbacks(execute=True):
        response = post(client, step, {**note, f"{name(asked['file'])}-remove": ticks[0]})
    assert response.status_code == 303
    assert [entry["name"] for entry in answer(asked)] == ["plan.pdf"]
    assert len(stored_files(store)) == 1


def test_what_is_ticked_is_gone_even_when_another_answer_is_wrong(client, asked, step, note):
    post_files(client, step, asked["file"], upload(), **note)
    ticked = {f"{name(asked['file'])}-remove": str(PledgeFile.objects.get().pk), name(asked["note"]): ""}
    response = post(client, step, ticked)
    assert response.status_code == 422
    assert "pond.jpg" not in page_text(response)
    assert answer(asked) is None
    assert "pond.jpg" not in page_text(client.get(step.replace("/2/", "/check/")))


@pytest.mark.parametrize("ticked", ["", "x", "0", "\0", "٣", "00000000-0000-0000-0000-000000000000", "' OR 1=1"])
def test_a_tick_for_nothing_removes_nothing(client, asked, step, note, ticked):
    post_files(client, step, asked["file"], upload(), **note)
    assert post(client, step, {**note, f"{name(asked['file'])}-remove": ticked}).status_code == 303
    assert PledgeFile.objects.count() == 1


def test_nobody_removes_the_file_of_somebody_else(client, asked, step, note):
    post_files(client, step, asked["file"], upload(), **note)
    theirs = PledgeFile.objects.get()
    draft = PledgeDraft.objects.get()
    other = PledgeDraft.objects.create(
        form=draft.form, form_revision=draft.form_revision, language="en", answers=dict(draft.answers)
    )
    step_of_other = step.replace(draft.token, other.token)
    response = post(client, step_of_other, {**note, f"{name(asked['file'])}-remove": str(theirs.pk)})
    assert response.status_code == 303
    assert PledgeFile.objects.filter(pk=theirs.pk, draft=draft).exists()


class TestHowMany:
    def test_two_files_when_one_is_allowed_are_refused(self, client, asked, note, store):
        asked["file"]["value"]["how_many"] = 1
        step = begun(client, asked)
        response = post_files(client, step, asked["file"], upload("a.jpg"), upload("b.jpg"), **note)
        assert response.status_code == 422
        assert "One file can be given here." in page_text(response)
        assert not stored_files(store)

    def test_another_file_takes_the_place_of_the_only_one(
        self, client, asked, note, store, django_capture_on_commit_callbacks
    ):
        asked["file"]["value"]["how_many"] = 1
        step = begun(client, asked)
        with django_capture_on_commit_callbacks(execute=True):
            post_files(client, step, asked["file"], upload("a.jpg"), **note)
            post_files(client, step, asked["file"], upload("b.jpg"), **note)
        assert [entry["name"] for entry in answer(asked)] == ["b.jpg"]
        assert len(stored_files(store)) == 1

    def test_more_than_fit_beside_those_given_are_refused_and_those_stay(self, client, asked, step, note):
        post_files(client, step, asked["file"], upload("a.jpg"), upload("b.jpg"), **note)
        response = post_files(client, step, asked["file"], upload("c.jpg"), **note)
        assert response.status_code == 422
        assert "2 files can be given here." in page_text(response)
        assert [file.name for file in PledgeFile.objects.all()] == ["a.jpg", "b.jpg"]

    def test_a_hundred_and_one_files_are_no_error(self, client, asked, step, note):
        response = post_files(client, step, asked["file"], *[upload("a.pdf", PDF)] * 101, **note)
        assert response.status_code == 400
        assert not PledgeFile.objects.exists()

    def test_a_question_that_must_be_answered_asks_for_a_file(self, client, asked, note):
        asked["file"]["value"]["required"] = True
        step = begun(client, asked)
        response = post(client, step, note)
        assert response.status_code == 422
        assert "“Plan” needs an answer." in page_text(response)
        assert post_files(client, step, asked["file"], upload(), **note).status_code == 303


class TestWhoSendsWhatWhere:
    def test_only_the_screen_with_the_question_sends_files(self, client, asked, step):
        assert 'enctype="multipart/form-data"' in client.get(step).content.decode()
        assert "multipart" not in client.get(step.replace("2/", "1/")).content.decode()

    def test_a_file_on_another_screen_is_thrown_away(self, client, asked, step, store):
        response = post_part(client, step.replace("2/", "1/"), part(name(asked["title"]), "pond.jpg"))
        assert response.status_code == 422
        assert not stored_files(store)

    def test_a_file_under_another_name_is_thrown_away(self, client, asked, step, store):
        post_part(client, step, part(name(asked["note"]), "pond.jpg"))
        post_part(client, step, part("q-nobody", "pond.jpg"))
        assert not stored_files(store)
        assert not PledgeFile.objects.exists()

    def test_a_post_from_another_site_stores_nothing(self, client, asked, step, note, store):
        response = client.post(step, {**note, name(asked["file"]): upload()}, headers={"Sec-Fetch-Site": "cross-site"})
        assert response.status_code == 403
        assert not stored_files(store)

    def test_looking_writes_nothing(self, client, asked, step, note):
        post_files(client, step, asked["file"], upload(), **note)
        before = PledgeDraft.objects.values_list("updated_at", "answers").get()
        for end in ("1/", "2/", "check/"):
            client.get(step.replace("2/", end))
        assert PledgeDraft.objects.values_list("updated_at", "answers").get() == before

    def test_what_is_possible_is_said_in_the_members_language_by_the_control(self, client, asked):
        text = page_text(client.get(begun(client, asked)))
        assert "At most 2 files of 1 MB each. Possible: picture (JPEG, PNG, WebP, AVIF or HEIC), PDF." in text
        control = re.search(rf'<input type="file"[^>]* id="{name(asked["file"])}"[^>]*>', text)[0]
        assert "multiple" in control
        assert "application/pdf" in control
        assert f'aria-describedby="{name(asked["file"])}_helptext"' in control

    def test_a_question_about_pictures_takes_no_pdf(self, client, asked, note):
        asked["file"]["value"]["kinds"] = ["picture"]
        response = post_files(client, begun(client, asked), asked["file"], upload("plan.pdf", PDF), **note)
        assert response.status_code == 422
        assert "“plan.pdf” cannot be taken. Possible here: picture (JPEG, PNG, WebP, AVIF or HEIC)." in page_text(
            response
        )

    def test_the_draft_of_a_sent_engagement_takes_nothing_more(self, client, asked, step, note, store):
        check = post_files(client, step, asked["file"], upload(), **note)["Location"]
        send(client, check)
        response = post_files(client, step, asked["file"], upload("late.jpg"), **note)
        assert response.status_code == 409
        assert [file.name for file in PledgeFile.objects.all()] == ["pond.jpg"]
        assert len(stored_files(store)) == 1

    def test_a_draft_that_was_sent_while_its_file_was_looked_at_takes_nothing(
        self, client, asked, step, note, store, monkeypatch
    ):
        check = post(client, step, note)["Location"]

        def look_slowly(*arguments):
            send(Client(), check)
            return check_file(*arguments)

        monkeypatch.setattr("pledges.uploads.check_file", look_slowly)
        response = post_files(client, step, asked["file"], upload(), **note)
        assert response.status_code == 409
        assert not PledgeFile.objects.exists()
        assert not stored_files(store)

    def test_a_draft_that_has_expired_takes_nothing(self, client, asked, step, note, store):
        PledgeDraft.objects.update(updated_at=timezone.now() - timedelta(hours=25))
        assert post_files(client, step, asked["file"], upload(), **note).status_code == 404
        assert not stored_files(store)


def test_rights_credit_and_caption_are_kept_with_the_answer_and_shown_again(client, asked, note):
    asked["file"]["value"] |= {"ask_rights": True, "rights_label": texts("You may show it")}
    step = begun(client, asked)
    field = name(asked["file"])
    said = {f"{field}-caption": "A frog", f"{field}-credit": "An, CC BY", f"{field}-rights": "yes"}
    assert "You may show it" in page_text(client.get(step))
    response = post_files(client, step, asked["file"], upload(), **note, **said)
    (entry,) = answer(asked)
    assert (entry["caption"], entry["credit"], entry["rights"]) == ("A frog", "An, CC BY", True)
    text = page_text(client.get(response["Location"]))
    assert re.search(r"pond\.jpg \(.*\)<br>A frog<br>An, CC BY<br>You may show it", text)
    again = client.get(step).content.decode()
    assert 'value="A frog"' in again
    assert re.search(rf'name="{field}-rights" value="yes"[^>]* checked', again)


def test_rights_are_not_taken_for_given(client, asked, note):
    asked["file"]["value"]["ask_rights"] = True
    step = begun(client, asked)
    text = page_text(client.get(step))
    assert "I may give this picture, and the Alliance may show it with this credit." in text
    assert not re.search(r'-rights"[^>]* checked', text)
    post_files(client, step, asked["file"], upload(), **note)
    assert answer(asked)[0]["rights"] is False


def test_the_number_of_queries_does_not_grow_with_files(client, asked, note, django_assert_max_num_queries):
    asked["file"]["value"]["how_many"] = 10
    step = begun(client, asked)
    post_files(client, step, asked["file"], *[upload("a.pdf", PDF)] * 10, **note)
    for request in (
        lambda: client.get(step),
        lambda: post(client, step, note),
        lambda: client.get(step.replace("2/", "check/")),
    ):
        with django_assert_max_num_queries(12):
            request()
