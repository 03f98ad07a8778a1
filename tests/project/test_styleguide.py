"""The page of components shows every one of them, and only to developers."""

from pathlib import Path

import pytest
from django.conf import settings
from wagtail.images.tests.utils import get_test_image_file_jpeg

from bbacms.core.models import CustomImage
from bbacms.core.pictures import make_renditions
from tests.factories.core import IndicatorFactory
from tests.support.trees import make_home_pages

pytestmark = pytest.mark.django_db

TEMPLATES = Path(settings.BASE_DIR) / "templates"
FOLDERS = ("components", "blocks", "pledges/questions")
EVERY_PART = {str(path.relative_to(TEMPLATES)) for folder in FOLDERS for path in (TEMPLATES / folder).glob("*.html")}


@pytest.mark.urls("tests.pages.urls")
class TestStyleguide:
    def test_no_part_is_missing(self, client):
        make_home_pages()
        IndicatorFactory()
        make_renditions(CustomImage.objects.create(title="Pond", file=get_test_image_file_jpeg(size=(64, 48))))
        shown = {template.name for template in client.get("/styleguide/").templates}
        assert EVERY_PART - shown == set()

    def test_a_site_without_any_content_has_one_too(self, client):
        assert client.get("/styleguide/").status_code == 200


def test_a_live_site_has_none(client):
    assert client.get("/styleguide/").status_code == 404
