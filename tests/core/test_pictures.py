"""Sizes of pictures: made at upload, shown as they are, never made by a reader."""

import re

import pytest
from django.template.loader import render_to_string
from wagtail.images.tests.utils import get_test_image_file_jpeg

from bbacms.core.models import CustomImage, CustomRendition
from bbacms.core.pictures import PRESETS, attach_renditions, filter_specs, make_renditions
from bbacms.core.templatetags.core_tags import picture_preload


def make_image(width=700, height=500, **fields):
    """A stored picture without any size made from it."""
    file = get_test_image_file_jpeg(size=(width, height))
    return CustomImage.objects.create(**({"title": "Pond", "file": file} | fields))


def show(image, preset="card", priority=False, alt="A pond"):
    context = {"image": image, "alt": alt, "preset": preset, "priority": priority}
    return render_to_string("components/picture.html", context).strip()


@pytest.mark.django_db
class TestPicture:
    def test_nothing_is_printed_without_an_image(self):
        assert show(None) == ""

    def test_three_formats_with_size_and_alternative_text(self):
        image = make_image()
        make_renditions(image, "card")
        html = show(image)
        assert html.index('type="image/avif"') < html.index('type="image/webp"') < html.index("<img")
        assert 'alt="A pond"' in html
        assert re.search(r'width="\d+"', html)
        assert re.search(r'height="\d+"', html)
        assert 'loading="lazy"' in html
        assert html.count("sizes=") == 3

    def test_the_lead_picture_is_not_lazy(self):
        image = make_image()
        make_renditions(image, "hero")
        html = show(image, preset="hero", priority=True)
        assert "lazy" not in html
        assert 'fetchpriority="high"' in html

    def test_the_lead_picture_is_announced_as_it_is_shown(self):
        image = make_image()
        make_renditions(image, "hero")
        preload = picture_preload(image, "hero")
        announced = re.search(r'imagesrcset="([^"]*)"', preload)[1]
        assert announced in show(image, preset="hero").partition("</")[0]
        assert announced.count(".avif") == 2
        assert f'imagesizes="{PRESETS["hero"].sizes}"' in preload

    @pytest.mark.parametrize("make", [lambda: None, make_image])
    def test_nothing_is_announced_that_is_not_there(self, make):
        assert picture_preload(make(), "hero") == ""

    def test_a_small_original_names_each_width_once(self):
        image = make_image(width=400, height=300)
        make_renditions(image, "card")
        for srcset in re.findall(r'srcset="([^"]*)"', show(image)):
            widths = [entry.split()[-1] for entry in srcset.split(",")]
            assert widths == ["320w", "400w"]

    def test_a_reader_makes_no_size(self):
        image = make_image()
        html = show(image)
        assert not CustomRendition.objects.exists()
        assert 'role="img" aria-label="A pond"' in html
        assert image.file.url not in html

    @pytest.mark.parametrize(
        ("point", "classes"),
        [((70, 450), "focus-x-10 focus-y-90"), ((0, 500), "focus-x-0 focus-y-100"), (None, "")],
    )
    def test_the_focal_point_stays_in_sight(self, point, classes):
        image = make_image()
        if point:
            image.focal_point_x, image.focal_point_y = point
            image.focal_point_width = image.focal_point_height = 10
            image.save()
        make_renditions(image, "card")
        assert f'class="{("picture__image " + classes).strip()}"' in show(image)

    def test_a_list_of_pictures_asks_once(self, django_assert_num_queries):
        for _number in range(4):
            make_renditions(make_image(width=200, height=150), "card")
        images = list(CustomImage.objects.all())
        with django_assert_num_queries(1):
            attach_renditions([*images, None])
            assert all("<picture" in show(image) for image in images)


@pytest.mark.django_db
class TestMaking:
    def test_an_upload_makes_every_size(self, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            image = make_image()
        made = set(image.renditions.values_list("filter_spec", flat=True))
        assert made >= set(filter_specs())
        assert {name for name in PRESETS if "<picture" in show(image, name)} == set(PRESETS)

    def test_a_picture_that_is_gone_stops_nothing(self, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            image = make_image()
            image.file.storage.delete(image.file.name)
        with django_capture_on_commit_callbacks(execute=True):
            CustomImage.objects.filter(pk=image.pk).delete()
        assert not CustomImage.objects.exists()
