"""Files of members: what is taken, where it lies, and that nothing typed or chosen is lost on the way."""

import io
import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from PIL import Image

from pledges.choices import PrivacyClass
from pledges.drafts import purge_expired
from pledges.file_content import MEGABYTE, check_file, shown_name
from pledges.models import Pledge, PledgeDraft, PledgeFile
from tests.factories.core import ActorKindFactory, IndicatorFactory
from tests.support.join_forms import (
    join_pages,
    name,
    needed_questions,
    post,
    published_form,
    question,
    section,
    send,
    texts,
)
from tests.support.member_files import BAD_FILES, JPEG, PDF, PICTURES, part, post_files, post_part, upload
from tests.support.picture_files import SECRET

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    """The folder of private files, this test's own."""
    settings.PRIVATE_ROOT = tmp_path / "private"
    return settings.PRIVATE_ROOT


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.fixture
def asked():
    ActorKindFactory(code="citizen")
    IndicatorFactory(code="ha")
    return needed_questions() | {
        "file": question("file", "Plan", kinds=["picture", "pdf"], largest=1, how_many=2),
        "note": question("short_text", "Note", required=True),
    }


def begun(client, asked, language="en"):
    """The address of a second screen that asks for files."""
    form = published_form(
        section("One", asked["title"], asked["engagement"], asked["actor_kind"], asked["email"]),
        section("Two", asked["file"], asked["note"]),
    )
    page = join_pages(form)[language]
    answers = {
        name(asked["title"]): "A pond",
        name(asked["engagement"]): "ha",
        name(asked["actor_kind"]): "citizen",
        name(asked["email"]): "an@example.org",
    }
    return post(client, f"/{language}/pledge/start/{page.pk}/", answers)["Location"]


@pytest.fixture
def step(client, asked):
    return begun(client, asked)


@pytest.fixture
def note(asked):
    return {name(asked["note"]): "Behind the school"}


def stored_files(store):
    return [path for path in Path(store).rglob("*") if path.is_file()]


def page_text(response):
    return unescape(response.content.decode())


def answer(asked):
    return PledgeDraft.objects.get().answers.get(asked["file"]["id"])


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


@pytest.mark.parametrize("file_name", PICTURES)
def test_no_picture_keeps_what_the_camera_wrote(client, asked, step, note, store, file_name):
    post_files(client, step, asked["file"], upload(file_name, PICTURES[file_name]), **note)
    (path,) = stored_files(store)
    content = path.read_bytes()
    assert SECRET.encode() not in content
    assert Image.open(io.BytesIO(content)).format in ("JPEG", "PNG")


def test_nothing_that_hides_behind_a_picture_is_kept(client, asked, step, note, store):
    post_files(client, step, asked["file"], upload("pond.jpg", JPEG + b"<script>alert(1)</script>PK\x05\x06"), **note)
    (path,) = stored_files(store)
    assert b"<script>" not in path.read_bytes()


@pytest.mark.parametrize("bad", BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_file_is_refused_by_name_beside_its_question(client, asked, step, note, store, bad):
    file_name, content, sentence = bad
    response = post_files(client, step, asked["file"], upload(file_name, content, "image/jpeg"), **note)
    text = page_text(response)
    assert response.status_code == 422
    assert f'<a href="#{name(asked["file"])}">“{file_name}”' in text
    assert sentence in text
    assert "Behind the school" in text
    assert not stored_files(store)
    assert not PledgeFile.objects.exists()


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


class TestSize:
    def test_a_file_above_the_limit_of_the_question_is_refused_beside_it(self, client, asked, step, note):
        large = upload("plan.pdf", PDF + b" " * MEGABYTE)
        response = post_files(client, step, asked["file"], large, **note)
        assert response.status_code == 422
        assert "“plan.pdf” is larger than 1 MB." in page_text(response)
        assert "Behind the school" in page_text(response)

    def test_26_megabytes_are_refused_beside_the_question(self, client, asked, note, store):
        asked["file"]["value"] |= {"largest": 25, "how_many": 1}
        step = begun(client, asked)
        response = post_files(client, step, asked["file"], upload("plan.pdf", PDF + b" " * 26 * MEGABYTE), **note)
        assert response.status_code == 422
        assert "“plan.pdf” is larger than 25 MB." in page_text(response)
        assert not stored_files(store)

    def test_a_body_far_above_all_limits_is_not_even_read(self, client, asked, step):
        multipart = {"content_type": "multipart/form-data; boundary=x"}
        response = client.generic("POST", step, b"x", CONTENT_LENGTH=str(500 * MEGABYTE), **multipart)
        assert response.status_code == 413
        assert "These files are far too large" in page_text(response)

    @pytest.mark.parametrize("end", ["1/", "check/", "received/"])
    def test_other_addresses_stay_as_strict_as_before(self, client, asked, step, end):
        body = part(name(asked["file"]), "pond.jpg", b"x" * 2 * MEGABYTE)
        response = post_part(client, step.replace("2/", end), body)
        assert response.status_code == 413
        assert "far more text" in page_text(response)

    def test_text_on_a_screen_with_files_is_as_short_as_everywhere(self, client, asked, step):
        response = client.post(step, {name(asked["note"]): "x" * 2 * MEGABYTE})
        assert response.status_code == 400
        response = post(client, step, {name(asked["note"]): "x" * 2 * MEGABYTE})
        assert response.status_code == 413


NAMES = {
    "../../x": "x.jpg",
    "..\\..\\x.jpg": "x.jpg",
    "/etc/passwd": "passwd.jpg",
    "C:\\Users\\An\\pond.png": "pond.jpg",
    "pond.php": "pond.php.jpg",
    "pond.jpg.html": "pond.jpg.html.jpg",
    "photo\u202egpj.exe": "photogpj.exe.jpg",
    "a\u200bb\u2066.jpg": "ab.jpg",
    "a%0d%0aSet-Cookie: x=1.jpg": "a%0d%0aSet-Cookie: x=1.jpg",
    "&#13;&#10;Set-Cookie: x.jpg": "Set-Cookie: x.jpg",
    "<script>alert(1)</script>.jpg": "script>.jpg",
    "   .jpg": "jpg.jpg",
    "...jpg": "jpg.jpg",
    "é́ 池 🐸.jpg": "é́ 池 🐸.jpg",
    "x" * 400 + ".jpg": "x" * 115 + "….jpg",
    "a." + "x" * 600: "x" * 115 + "….jpg",  # Django takes the end of what is too long for an ending
}


@pytest.mark.parametrize("sent", NAMES, ids=ascii)
def test_a_name_is_cleaned_and_ends_as_what_the_file_is(client, asked, step, note, store, sent):
    response = post_part(client, step, part(name(asked["file"]), sent))
    assert response.status_code == 422  # the note is missing
    file = PledgeFile.objects.get()
    assert file.name == NAMES[sent]
    assert len(file.name) <= 120
    assert file.name.isprintable()
    (path,) = stored_files(store)
    assert path.parent == store / "pledge-files"
    assert post(client, step, note).status_code == 303


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("../../x", "x"),
        ("a\r\nSet-Cookie: b.jpg", "a Set-Cookie: b.jpg"),
        ("photo\u202egpj.exe", "photo gpj.exe"),
        ("\x00\x1f\u2028", "file"),
        ("..", "file"),
        ("/", "file"),
        ("\ud800.jpg", "jpg"),
        ("x" * 10_000, "x" * 119 + "…"),
    ],
    ids=ascii,
)
def test_a_name_is_shown_without_what_nobody_can_see(typed, shown):
    assert shown_name(typed) == shown


@pytest.mark.parametrize(
    "sent", ["..", ".", "", "x" * 10_000, "x" * 10_000 + ".jpg", 'a"; filename="b.jpg', "a\r\nX: y"]
)
def test_a_name_that_is_none_is_no_error(client, asked, step, store, sent):
    response = post_part(client, step, part(name(asked["file"]), sent))
    assert response.status_code in (400, 422)
    assert b"<h1" in response.content
    assert all(len(path.name) == 40 for path in stored_files(store))


def test_a_name_with_markup_stays_text(client, asked, step, note):
    post_files(client, step, asked["file"], upload("<b>pond.jpg"), **note)
    assert "<b>pond" not in client.get(step).content.decode()


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
        assert (response.status_code, response["Location"]) == (303, check.replace("/check/", "/received/"))
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
        assert (response.status_code, response["Location"]) == (303, check.replace("/check/", "/received/"))
        assert not PledgeFile.objects.exists()
        assert not stored_files(store)

    def test_a_draft_that_has_expired_takes_nothing(self, client, asked, step, note, store):
        PledgeDraft.objects.update(updated_at=timezone.now() - timedelta(hours=25))
        assert post_files(client, step, asked["file"], upload(), **note).status_code == 404
        assert not stored_files(store)


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


class TestSending:
    @pytest.fixture
    def check(self, client, asked, step, note):
        return post_files(client, step, asked["file"], upload(), **note)["Location"]

    def test_the_files_go_with_the_engagement(self, client, asked, check, store, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            send(client, check)
        pledge = Pledge.objects.get()
        file = PledgeFile.objects.get()
        assert (file.pledge, file.draft) == (pledge, None)
        kept = pledge.answers.get(kind="file")
        assert kept.value[0]["file"] == str(file.pk)
        assert "pond.jpg (" in kept.display
        assert len(stored_files(store)) == 1
        assert not PledgeDraft.objects.exists()

    def test_a_file_that_no_answer_lists_goes_with_the_draft(
        self, client, asked, step, check, store, django_capture_on_commit_callbacks
    ):
        post_files(client, step, asked["file"], upload("second.jpg"), **{name(asked["note"]): ""})
        with django_capture_on_commit_callbacks(execute=True):
            send(client, check)
        assert [file.name for file in PledgeFile.objects.all()] == ["pond.jpg"]
        assert len(stored_files(store)) == 1

    def test_no_file_is_public_whatever_the_editor_ticked(self, client, asked, check):
        assert asked["file"]["value"]["privacy"] == PrivacyClass.PUBLIC
        send(client, check)
        assert Pledge.objects.get().answers.get(kind="file").privacy == PrivacyClass.STAFF

    def test_when_sending_fails_the_files_stay_with_the_draft(self, client, check, store, monkeypatch):
        monkeypatch.setattr("pledges.intake.queue_receipt", lambda pledge: 1 / 0)
        assert send(client, check).status_code == 500
        file = PledgeFile.objects.get()
        assert file.draft is not None
        assert len(stored_files(store)) == 1


class TestRemoval:
    @pytest.fixture
    def file(self, client, asked, step, note):
        post_files(client, step, asked["file"], upload(), **note)
        return PledgeFile.objects.get()

    def test_with_the_draft(self, file, store, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            file.draft.delete()
        assert not stored_files(store)

    @pytest.mark.parametrize("purge", [purge_expired, lambda: call_command("purge_drafts")], ids=["code", "command"])
    def test_with_a_draft_that_is_purged(self, file, store, purge, capsys, django_capture_on_commit_callbacks):
        PledgeDraft.objects.update(updated_at=timezone.now() - timedelta(hours=25))
        with django_capture_on_commit_callbacks(execute=True):
            removed = purge()
        assert removed == 1 or "Drafts removed: 1\n" in capsys.readouterr().out
        assert not PledgeFile.objects.exists()
        assert not stored_files(store)

    def test_with_the_engagement(self, client, step, file, store, django_capture_on_commit_callbacks):
        send(client, step.replace("2/", "check/"))
        with django_capture_on_commit_callbacks(execute=True):
            Pledge.objects.get().delete()
        assert not PledgeFile.objects.exists()
        assert not stored_files(store)

    def test_a_removal_that_is_rolled_back_removes_nothing(self, file, store):
        with transaction.atomic():
            file.draft.delete()
            transaction.set_rollback(True)
        assert len(stored_files(store)) == 1
        assert PledgeFile.objects.exists()

    def test_a_file_whose_row_cannot_be_written_leaves_nothing_behind(
        self, file, store, client, asked, step, note, monkeypatch
    ):
        monkeypatch.setattr("pledges.uploads.PledgeDraft.save", lambda *args, **kwargs: 1 / 0)
        assert post_files(client, step, asked["file"], upload("second.jpg"), **note).status_code == 500
        assert [row.name for row in PledgeFile.objects.all()] == ["pond.jpg"]
        assert len(stored_files(store)) == 1

    def test_its_name_is_the_number_alone(self, client, step, file):
        assert str(file) == str(file.pk)
        send(client, step.replace("2/", "check/"))
        file.refresh_from_db()
        assert str(file) == Pledge.objects.get().public_id


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
