"""A page with what an editor can get wrong, written into the database of a running site (``LiveSite.run``)."""

from wagtail.models import Locale

from bbacms.core.models import CustomImage
from home.models import HomePage, StandardPage

SLUG = "faulty"


def write() -> None:
    """Add a page with a file name and a “photo of” for alternative texts, and a heading that skips a level."""
    home = HomePage.objects.get(locale=Locale.objects.get(language_code="en"))
    image = CustomImage.objects.first()
    pictures = [
        ("picture", {"image": {"image": image, "alt_text": alt, "decorative": False}, "caption": ""})
        for alt in ("IMG_2041.jpg", "Photo of a pond")
    ]
    body = StandardPage.body.field.stream_block.normalize([("text", "<h3>Straight to the third level</h3>"), *pictures])
    page = StandardPage(title="Faulty", slug=SLUG, locale=home.locale, search_description="For a test.", body=body)
    home.add_child(instance=page)
    page.save_revision().publish()
