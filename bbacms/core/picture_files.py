"""What happens to a picture file on its way into the library.

A photograph tells more than it shows: where and when it was taken, with whose camera. So no file is stored as it
came. Only its pixels and its colour profile are kept, upright, as JPEG, or as PNG where it is a drawing or has
see-through parts. That holds for every way in, because the field of the model does it; the form does it earlier, to be
able to tell the editor what is wrong.
"""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from pathlib import PurePath
from typing import IO, Any, Final

from django.core.files.base import ContentFile, File
from PIL import Image, ImageCms, ImageOps
from PIL.JpegImagePlugin import JpegImageFile, get_sampling
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

# Pixels. A third more than the widest size the site shows; all that is above only makes every size slower to cut.
LONGEST_SIDE: Final = 2560
# Of 100; used where the original has no JPEG setting of its own to keep.
JPEG_QUALITY: Final = 90
# A PNG of more colours is a photograph, and as such ten times as heavy as a JPEG of it.
COLOURS_OF_A_DRAWING: Final = 4096
# The colour spaces of profiles that fit what is stored, by mode of picture.
COLOUR_SPACES: Final = {"1": "GRAY", "L": "GRAY", "LA": "GRAY", "P": "RGB", "RGB": "RGB", "RGBA": "RGB"}


class UnreadablePictureError(ValueError):
    """The file is not a picture, or only a part of one."""


class CleanPicture(ContentFile):
    """A picture file that holds nothing but the picture. ``original_size`` is its width and height as it came."""

    def __init__(self, content: bytes, name: str, original_size: tuple[int, int]) -> None:
        super().__init__(content, name)
        self.original_size = original_size


def clean_picture(file: IO[bytes] | File, name: str) -> CleanPicture:
    """Return ``file`` without metadata, upright, at most ``LONGEST_SIDE`` pixels wide and high.

    Reads every pixel, so a file that breaks off is found. Raises ``UnreadablePictureError``. Whoever takes files from
    strangers refuses too many pixels before calling.
    """
    file.seek(0)
    try:
        image = Image.open(file)
        original_size = image.size
        jpeg_options = _jpeg_options(image)
        may_be_drawing = image.format == "PNG"
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        ImageOps.exif_transpose(image, in_place=True)
    except Exception as error:  # Each of the decoders has errors of its own.
        raise UnreadablePictureError(name) from error
    picture, profile = _in_common_colours(image)
    # Some formats write what they find here: comments, times, the maker's notes.
    picture.info = {name: value for name, value in image.info.items() if name == "transparency"}
    output = BytesIO()
    keep_png = _is_see_through(picture) or (may_be_drawing and picture.getcolors(COLOURS_OF_A_DRAWING) is not None)
    if keep_png:
        picture.save(output, "PNG", icc_profile=profile)
    else:
        flat = picture if picture.mode in ("L", "RGB") else picture.convert("RGB")
        flat.save(output, "JPEG", icc_profile=profile, **jpeg_options)
    suffix = ".png" if keep_png else ".jpg"
    return CleanPicture(output.getvalue(), PurePath(name).stem + suffix, original_size)


def _in_common_colours(image: Image.Image) -> tuple[Image.Image, bytes | None]:
    """Return the picture in colours that every size can be cut from, and its profile where that fits them.

    Colours of print become those of screens, sixteen bits become eight.
    """
    profile = _open_profile(image.info.get("icc_profile"))
    if image.mode == "CMYK":
        return _for_screens(image, profile), None
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif image.mode not in COLOUR_SPACES:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    fits = profile and _colour_space(profile) == COLOUR_SPACES[image.mode]
    return image, profile.tobytes() if profile and fits else None


def _colour_space(profile: ImageCms.ImageCmsProfile) -> str:
    """The colour space that ``profile`` is for; empty where it is damaged."""
    try:
        return profile.profile.xcolor_space.strip()
    except UnicodeDecodeError:
        return ""


def _for_screens(image: Image.Image, profile: ImageCms.ImageCmsProfile | None) -> Image.Image:
    if profile and profile.profile.xcolor_space.strip() == "CMYK":
        screen = ImageCms.createProfile("sRGB")
        # Some profiles only lead to paper, not away from it.
        with suppress(ImageCms.PyCMSError):
            return ImageCms.profileToProfile(image, profile, screen, outputMode="RGB") or image.convert("RGB")
    return image.convert("RGB")


def _open_profile(content: bytes | None) -> ImageCms.ImageCmsProfile | None:
    if not content:
        return None
    try:
        return ImageCms.ImageCmsProfile(BytesIO(content))
    except (OSError, ImageCms.PyCMSError):
        return None


def _is_see_through(image: Image.Image) -> bool:
    """Whether any point lets something through; many files have the means and do not use them."""
    if not image.has_transparency_data:
        return False
    return image.convert("RGBA").getchannel("A").getextrema() != (255, 255)


def _jpeg_options(image: Image.Image) -> dict[str, Any]:
    """Keep the compression a JPEG came with: compressing it anew as it was loses next to nothing."""
    if isinstance(image, JpegImageFile):
        return {"qtables": image.quantization, "subsampling": get_sampling(image)}
    return {"quality": JPEG_QUALITY}


class PictureFieldFile(WagtailImageFieldFile):
    def save(self, name: str, content: File, save: bool = True) -> None:
        clean = content if isinstance(content, CleanPicture) else clean_picture(content, name)
        super().save(str(PurePath(name).with_suffix(PurePath(str(clean.name)).suffix)), clean, save)


class PictureField(WagtailImageField):
    """An image field that stores clean pictures only, whoever hands them in."""

    attr_class = PictureFieldFile
