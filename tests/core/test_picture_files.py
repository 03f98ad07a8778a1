"""Picture files lose what they tell about their owner, and nothing that is seen."""

from contextlib import suppress
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bbacms.core.models import CustomImage
from bbacms.core.picture_files import LONGEST_SIDE, CleanPicture, UnreadablePictureError, clean_picture
from bbacms.core.pictures import filter_specs, make_renditions
from tests.support.picture_files import (
    BLUE,
    PROFILE,
    RED,
    SCRIPT_SVG,
    SECRET,
    encode,
    exif,
    telling_files,
    two_colours,
    two_in_one_jpeg,
)

FILES = telling_files()
NAMES = list(FILES)


def clean(content, name="pond.jpg"):
    return clean_picture(BytesIO(content), name)


def named(content, name="pond.jpg"):
    return ContentFile(content, name)


def opened(file):
    return Image.open(BytesIO(file.read()))


def looks_like(colour, wanted):
    return all(abs(one - other) < 40 for one, other in zip(colour, wanted, strict=True))


class TestWhatIsTaken:
    @pytest.mark.parametrize("name", NAMES)
    def test_the_file_came_with_secrets(self, name):
        """Otherwise the next test would prove nothing."""
        assert SECRET.encode() in FILES[name]

    @pytest.mark.parametrize("name", NAMES)
    def test_nothing_told_is_left(self, name):
        file = clean(FILES[name], name)
        assert SECRET.encode() not in file.read()
        file.seek(0)
        image = opened(file)
        assert not image.getexif()
        assert set(image.info) <= {"icc_profile", "jfif", "jfif_version", "jfif_unit", "jfif_density"}

    def test_the_second_picture_of_a_phone_goes(self):
        content = two_in_one_jpeg()
        assert Image.open(BytesIO(content)).n_frames == 2
        file = clean(content)
        assert SECRET.encode() not in file.read()
        file.seek(0)
        assert opened(file).format == "JPEG"

    def test_bytes_behind_the_picture_go(self):
        assert SECRET.encode() not in clean(encode(two_colours(), "JPEG") + SECRET.encode()).read()


class TestWhatIsKept:
    @pytest.mark.parametrize("name", NAMES)
    def test_the_colour_profile(self, name):
        assert opened(clean(FILES[name], name)).info["icc_profile"] == PROFILE

    @pytest.mark.parametrize(
        ("orientation", "size", "red_at"),
        [
            (1, (400, 200), (10, 10)),
            (2, (400, 200), (390, 10)),
            (3, (400, 200), (390, 190)),
            (4, (400, 200), (10, 190)),
            (5, (200, 400), (10, 10)),
            (6, (200, 400), (190, 10)),
            (7, (200, 400), (190, 390)),
            (8, (200, 400), (10, 390)),
        ],
    )
    def test_the_way_up(self, orientation, size, red_at):
        image = opened(clean(encode(two_colours(), "JPEG", exif=exif(orientation))))
        assert image.size == size
        assert looks_like(image.getpixel(red_at), RED)
        assert looks_like(image.getpixel((size[0] - red_at[0], size[1] - red_at[1])), BLUE)

    def test_the_compression_of_a_jpeg(self):
        content = encode(two_colours(), "JPEG", quality=62, subsampling="4:2:0")
        before, after = Image.open(BytesIO(content)), opened(clean(content))
        assert after.quantization == before.quantization
        assert after.layer == before.layer

    @pytest.mark.parametrize("format_name", ["PNG", "WEBP", "AVIF"])
    def test_see_through_parts(self, format_name):
        image = two_colours(mode="RGBA")
        image.putpixel((0, 0), (0, 0, 0, 0))
        image.paste((0, 0, 0, 0), (0, 0, 50, 50))
        file = clean(encode(image, format_name), "pond.x")
        assert file.name == "pond.png"
        stored = opened(file).convert("RGBA")
        assert stored.getpixel((10, 10))[3] == 0
        assert stored.getpixel((300, 150))[3] == 255

    def test_a_see_through_colour_of_a_palette(self):
        image = two_colours(mode="P")
        content = encode(image, "PNG", transparency=image.getpixel((0, 0)))
        assert opened(clean(content, "pond.png")).convert("RGBA").getpixel((0, 0))[3] == 0

    def test_grey(self):
        assert opened(clean(encode(two_colours(mode="L"), "JPEG"))).mode == "L"

    @pytest.mark.parametrize("profile", [None, PROFILE, b"nonsense"])
    def test_colours_of_print_become_those_of_screens(self, profile):
        image = opened(clean(encode(two_colours(mode="CMYK"), "JPEG", icc_profile=profile)))
        assert image.mode == "RGB"
        assert looks_like(image.getpixel((10, 10)), RED)
        assert "icc_profile" not in image.info

    def test_sixteen_bits_of_grey(self):
        image = opened(clean(encode(Image.new("I;16", (200, 200), 40_000), "PNG"), "pond.png"))
        assert (image.mode, image.getpixel((0, 0))) == ("L", 156)

    @pytest.mark.parametrize(("mode", "profile"), [("RGB", b"nonsense"), ("L", PROFILE)])
    def test_a_profile_that_does_not_fit_goes(self, mode, profile):
        image = opened(clean(encode(two_colours(mode=mode), "JPEG", icc_profile=profile)))
        assert "icc_profile" not in image.info

    def test_a_photograph_of_the_best_quality(self):
        noise = Image.effect_noise((400, 300), 120)
        content = encode(Image.merge("RGB", [noise] * 3), "JPEG", quality=100, subsampling="4:4:4")
        assert opened(clean(content)).size == (400, 300)


class TestSizeAndName:
    @pytest.mark.parametrize(
        ("name", "stored"),
        [("pond.heic", "pond.jpg"), ("pond.webp", "pond.jpg"), ("pond.png", "pond.png"), ("pond.avif", "pond.jpg")],
    )
    def test_every_browser_can_read_what_is_stored(self, name, stored):
        assert clean(FILES[name], name).name == stored

    @pytest.mark.parametrize("mode", ["RGB", "RGBA"])
    def test_a_photograph_is_stored_as_jpeg_whatever_it_came_as(self, mode):
        photograph = Image.merge("RGB", [Image.effect_noise((300, 200), 90) for _channel in range(3)]).convert(mode)
        assert clean(encode(photograph, "PNG"), "pond.png").name == "pond.jpg"

    def test_a_drawing_stays_sharp(self):
        assert clean(encode(two_colours(mode="RGBA"), "PNG"), "logo.png").name == "logo.png"

    def test_a_picture_of_one_pixel_is_a_picture(self):
        assert clean(encode(Image.new("RGB", (1, 1)), "PNG"), "dot.png").original_size == (1, 1)

    def test_a_huge_picture_is_made_smaller(self):
        file = clean(encode(Image.new("RGB", (8_000, 6_000), BLUE), "JPEG"))
        assert file.original_size == (8_000, 6_000)
        assert opened(file).size == (LONGEST_SIDE, LONGEST_SIDE * 6 // 8)

    def test_a_usual_picture_keeps_its_size(self):
        assert opened(clean(encode(Image.new("RGB", (2400, 1600)), "JPEG"))).size == (2400, 1600)


class TestBrokenFiles:
    @pytest.mark.parametrize("name", NAMES)
    def test_a_file_that_breaks_off(self, name):
        content = FILES[name]
        with pytest.raises(UnreadablePictureError):
            clean(content[: len(content) * 2 // 3], name)

    @pytest.mark.parametrize("content", [b"", b"not a picture", SCRIPT_SVG, b"\xff\xd8\xff\xe0"])
    def test_no_picture(self, content):
        with pytest.raises(UnreadablePictureError):
            clean(content)

    @pytest.mark.filterwarnings("ignore::UserWarning")
    @settings(deadline=None)
    @given(name=st.sampled_from(NAMES), position=st.floats(0, 0.999), damage=st.binary(min_size=1, max_size=9))
    def test_damage_anywhere_never_ends_in_another_error(self, name, position, damage):
        content = bytearray(FILES[name])
        start = int(len(content) * position)
        content[start : start + len(damage)] = damage
        with suppress(UnreadablePictureError):
            assert isinstance(clean(bytes(content), name), CleanPicture)


@pytest.mark.django_db
class TestLibrary:
    """What enters the library past the forms, such as a picture that a command brings, is cleaned as well."""

    def test_a_new_record(self):
        image = CustomImage.objects.create(title="Pond", file=named(FILES["pond.heic"], "pond.heic"))
        assert image.file.name.endswith(".jpg")
        assert SECRET.encode() not in image.file.read()

    @pytest.mark.parametrize(
        "content",
        [
            encode(Image.new("I;16", (200, 200), 40_000), "PNG"),
            encode(two_colours(mode="CMYK"), "JPEG", icc_profile=PROFILE),
            encode(two_colours(mode="CMYK"), "JPEG", icc_profile=b"nonsense"),
            encode(two_colours(mode="P"), "PNG"),
            encode(two_colours(mode="LA"), "PNG"),
            encode(two_colours(mode="1"), "PNG"),
        ],
        ids=["16 bits", "print with the profile of a screen", "print with a broken profile", "palette", "LA", "1 bit"],
    )
    def test_every_size_can_be_cut_from_it(self, content):
        image = CustomImage.objects.create(title="Pond", file=named(content, "pond.x"))
        assert set(make_renditions(image)) == set(filter_specs())

    def test_size_is_that_of_the_upright_picture(self):
        content = encode(two_colours(), "JPEG", exif=exif(orientation=6))
        image = CustomImage.objects.create(title="Pond", file=named(content))
        image.refresh_from_db()
        assert (image.width, image.height) == (200, 400)

    def test_a_file_put_in_later(self):
        image = CustomImage.objects.create(title="Pond", file=named(FILES["pond.png"], "pond.png"))
        image.file.save("new.jpg", named(FILES["pond.jpg"]))
        assert SECRET.encode() not in CustomImage.objects.get().file.read()
