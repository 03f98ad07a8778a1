"""What a file is, is told by its content; what is not safe is refused with a sentence, whatever its name."""

import io
from functools import partial

import pytest
from PIL import Image

from pledges.file_content import MEGABYTE, shown_name
from pledges.models import PledgeFile
from tests.support.join_forms import name, post
from tests.support.member_files import (
    BAD_FILES,
    JPEG,
    PDF,
    PICTURES,
    begun,
    page_text,
    part,
    post_files,
    post_part,
    stored_files,
    upload,
)
from tests.support.picture_files import SECRET

pytestmark = pytest.mark.django_db


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
        for send_as in (client.post, partial(post, client)):
            response = send_as(step, {name(asked["note"]): "x" * 2 * MEGABYTE})
            assert response.status_code == 413
            assert "far more text" in page_text(response)


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
