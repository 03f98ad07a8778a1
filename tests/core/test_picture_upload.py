"""Every way an editor puts a picture into the library: what is stored tells nothing; a bad file is refused whole."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection, UploadedFile

from bbacms.core.models import CustomImage
from tests.factories.users import UserFactory
from tests.support.picture_files import SCRIPT_SVG, SECRET, encode, exif, telling_files, two_colours

pytestmark = pytest.mark.django_db

FILES = telling_files()
BAD_FILES = {
    "empty": (b"", "pond.jpg", "This file is empty."),
    "broken": (FILES["pond.jpg"][:2000], "pond.jpg", "This file is damaged or is not a picture."),
    "only a beginning": (b"\xff\xd8\xff\xe0\x00", "pond.jpg", "This file is damaged or is not a picture."),
    "text": (b"Dear sir or madam", "pond.png", "This file is damaged or is not a picture."),
    "drawing with script": (SCRIPT_SVG, "logo.svg", "Not a supported image format."),
    "drawing with script under another name": (SCRIPT_SVG, "logo.png", "The extension does not match"),
    "moving picture": (encode(two_colours(), "GIF"), "pond.gif", "Not a supported image format."),
    "one pixel": (encode(Image.new("RGB", (1, 1)), "PNG"), "dot.png", "This picture is only 1 × 1 pixels."),
    "too many pixels": (
        encode(Image.new("L", (12_000, 9_000)), "PNG"),
        "wall.png",
        "This picture has more than 50 million pixels.",
    ),
}


@pytest.fixture(autouse=True)
def _storage_of_its_own(settings, tmp_path):
    """Other tests that run at the same time store files too."""
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(group="Editors"))
    return client


def upload_one(client, content, name):
    fields = {"title": "Pond", "collection": Collection.get_first_root_node().pk}
    return client.post(reverse("wagtailimages:add"), fields | {"file": SimpleUploadedFile(name, content)})


def upload_many(client, content, name, title="Pond"):
    fields = {"title": title, "collection": Collection.get_first_root_node().pk}
    return client.post(reverse("wagtailimages:add_multiple"), fields | {"files[]": SimpleUploadedFile(name, content)})


def upload_in_chooser(client, content, name):
    prefix = "image-chooser-upload"
    fields = {f"{prefix}-title": "Pond", f"{prefix}-collection": Collection.get_first_root_node().pk}
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("wagtailimages_chooser:create"), fields | {f"{prefix}-file": file})


def replace_file(client, content, name):
    image = CustomImage.objects.first() or CustomImage.objects.create(
        title="Old", file=SimpleUploadedFile("old.png", encode(two_colours(), "PNG")), file_size=1
    )
    fields = {"title": "Pond", "collection": image.collection_id, "file": SimpleUploadedFile(name, content)}
    return client.post(reverse("wagtailimages:edit", args=[image.pk]), fields)


WAYS = {"one": upload_one, "many": upload_many, "chooser": upload_in_chooser, "replace": replace_file}


def uploads():
    """Everything that came in and was kept, by path. Sizes that the admin's own pages cut are not among it."""
    folders = [folder for folder in default_storage.listdir("")[0] if folder != "images"]
    paths = [f"{folder}/{name}" for folder in folders for name in default_storage.listdir(folder)[1]]
    return {path: default_storage.open(path).read() for path in paths}


@pytest.mark.parametrize("way", WAYS)
class TestEveryWay:
    @pytest.mark.parametrize("name", FILES)
    def test_a_photograph_is_stored_without_what_it_tells(self, editor, way, name):
        WAYS[way](editor, FILES[name], name)
        image = CustomImage.objects.get()
        content = image.file.read()
        assert SECRET.encode() not in content
        assert image.file_size == len(content)
        assert not any(SECRET.encode() in content for content in uploads().values())

    def test_a_portrait_stands_upright(self, editor, way):
        WAYS[way](editor, encode(two_colours(), "JPEG", exif=exif(orientation=6)), "pond.jpg")
        image = CustomImage.objects.get()
        assert (image.width, image.height) == (200, 400)

    @pytest.mark.parametrize("bad", BAD_FILES)
    def test_a_bad_file_is_refused_in_a_sentence_and_nothing_is_kept(self, editor, way, bad):
        content, name, sentence = BAD_FILES[bad]
        if way == "replace":
            replace_file(editor, encode(two_colours(), "PNG"), "pond.png")
        before = uploads(), list(CustomImage.objects.values())
        response = WAYS[way](editor, content, name)
        assert response.status_code == 200
        assert sentence in shown(response)
        assert (uploads(), list(CustomImage.objects.values())) == before
        assert not UploadedFile.objects.exists()


def shown(response):
    """What the editor reads, whether the answer is a page or a message for the page's script."""
    if not response["Content-Type"].startswith("application/json"):
        return response.text
    answer = response.json()
    return answer.get("error_message") or answer["htmlFragment"]


def test_a_file_whose_title_is_too_long_is_cleaned_as_well(editor):
    """Wagtail keeps it aside until the editor has given a title, and puts it into the library past the form."""
    answer = upload_many(editor, FILES["pond.jpg"], "pond.jpg", title="p" * 300).json()
    url = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[answer["uploaded_file_id"]])
    prefix = f"uploaded-image-{answer['uploaded_file_id']}"
    root = Collection.get_first_root_node().pk
    editor.post(url, {f"{prefix}-title": "Pond", f"{prefix}-collection": root})
    image = CustomImage.objects.get()
    assert SECRET.encode() not in image.file.read()
    assert not any(SECRET.encode() in content for content in uploads().values())


def test_changing_the_credit_leaves_the_file_alone(editor):
    upload_one(editor, encode(two_colours(), "PNG"), "pond.png")
    image = CustomImage.objects.get()
    editor.post(
        reverse("wagtailimages:edit", args=[image.pk]),
        {"title": "Pond", "collection": image.collection_id, "credit": "A. Berger"},
    )
    changed = CustomImage.objects.get()
    assert (changed.file.name, changed.credit) == (image.file.name, "A. Berger")
    assert changed.file.read()


def test_a_refused_file_loses_no_word_of_the_editor(editor):
    fields = {"title": "A pond in May", "credit": "A. Berger", "collection": Collection.get_first_root_node().pk}
    response = editor.post(reverse("wagtailimages:add"), fields | {"file": SimpleUploadedFile("x.jpg", b"no")})
    assert "A pond in May" in response.text
    assert "A. Berger" in response.text


def test_the_editor_sees_what_may_be_uploaded(editor):
    page = editor.get(reverse("wagtailimages:add")).text
    assert "Supported formats: AVIF, HEIC, JPEG, JPG, PNG, WEBP. Maximum filesize: 20.0" in page
