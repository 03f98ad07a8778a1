"""Files as members hand them in, good and bad, the screen that asks for them, and the post of a browser."""

import io
import zipfile
from html import unescape
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from pledges.models import PledgeDraft
from tests.support.join_forms import join_pages, name, post, published_form, section
from tests.support.picture_files import SCRIPT_SVG, encode, telling_files, two_colours

PICTURES = telling_files()
JPEG = PICTURES["pond.jpg"]
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R/Size 3>>\nstartxref\n0\n%%EOF\n"
)


def zipped(content=b"x", comment=b""):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", content)
        archive.comment = comment
    return output.getvalue()


# By what they are: name, content, and what the member reads.
BAD_FILES = {
    "nothing in it": ("pond.jpg", b"", "is empty"),
    "a zip bomb": ("plan.zip", zipped(b"\0" * 20_000_000), "cannot be taken"),
    "a zip bomb called picture": ("pond.jpg", zipped(b"\0" * 20_000_000), "cannot be taken"),
    "a picture bomb": ("wall.png", encode(Image.new("1", (12_000, 9_000)), "PNG"), "million pixels"),
    "a drawing with script": ("logo.svg", SCRIPT_SVG, "cannot be taken"),
    "a drawing with script called picture": ("logo.png", SCRIPT_SVG, "cannot be taken"),
    "a page": ("index.html", b"<!doctype html><script>alert(1)</script>", "cannot be taken"),
    "a page called PDF": ("plan.pdf", b"<!doctype html><script>alert(1)</script>", "cannot be taken"),
    "a program": ("setup.exe", b"MZ\x90\0" + b"\0" * 500, "cannot be taken"),
    "a moving picture": ("pond.gif", encode(two_colours(), "GIF"), "cannot be taken"),
    "half a picture": ("pond.jpg", JPEG[: len(JPEG) // 2], "is damaged"),
    "half a PDF": ("plan.pdf", PDF[:60], "is not only a PDF"),
    "a PDF that begins late": ("plan.pdf", b"GIF89a" + PDF, "cannot be taken"),
    "a PDF that is a page too": ("plan.pdf", PDF.replace(b"1.4\n", b"1.4\n%<script>alert(1)</script>\n"), "not only"),
    "a PDF with an archive behind it": ("plan.pdf", PDF + zipped(), "not only a PDF"),
    "an archive with the end of a PDF": ("plan.pdf", b"%PDF-1.4\n" + zipped(comment=b"\n%%EOF\n"), "not only a PDF"),
    "a PDF without a version": ("plan.pdf", PDF.replace(b"-1.4", b"-x.y"), "not only a PDF"),
    "an office document": ("plan.docx", zipped(b"<w:document/>"), "cannot be taken"),
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


def stored_files(store):
    return [path for path in Path(store).rglob("*") if path.is_file()]


def page_text(response):
    return unescape(response.content.decode())


def answer(asked):
    return PledgeDraft.objects.get().answers.get(asked["file"]["id"])


def upload(file_name="pond.jpg", content=JPEG, content_type="application/octet-stream"):
    return SimpleUploadedFile(file_name, content, content_type)


def post_files(client, address, block, *uploads, **fields):
    """Send ``uploads`` for the question ``block`` with the other fields of the screen, as a browser does."""
    return client.post(address, {**fields, name(block): list(uploads)})


def part(field, file_name, content=JPEG):
    """A body with one file under a name that no browser would send; ``file_name`` stands there as it is."""
    head = f'--x\r\nContent-Disposition: form-data; name="{field}"; filename="{file_name}"\r\n\r\n'
    return head.encode() + content + b"\r\n--x--\r\n"


def post_part(client, address, body):
    return client.generic("POST", address, body, content_type="multipart/form-data; boundary=x")
