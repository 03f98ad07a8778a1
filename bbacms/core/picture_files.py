"""What happens to a picture file on its way into the library.

A photograph tells more than it shows: where and when it was taken, with whose camera. So no file is stored as it
came. Only its pixels and its colour profile are kept, upright, as JPEG, or as PNG where it was one or has see-through
parts. That holds for every way in, because the field of the model does it; the form does it earlier, to be able to
tell the editor what is wrong.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePath
from typing import IO, Any, Final

from django.core.files.base import ContentFile, File
from PIL import Image, ImageOps
from PIL.JpegImagePlugin import JpegImageFile, get_sampling
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

# Pixels. Twice the widest size the site shows; more only makes every size slower to cut.
LONGEST_SIDE: Final = 4000
# Of 100; used where the original has no JPEG setting of its own to keep.
JPEG_QUALITY: Final = 90
# How many bits a colour may have in a JPEG; others, such as a palette, become RGB.
JPEG_MODES: Final = ("L", "RGB", "CMYK")


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
        with Image.open(file) as image:
            original_size = image.size
            jpeg_options = _jpeg_options(image)
            keep_png = image.format == "PNG" or image.has_transparency_data
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            ImageOps.exif_transpose(image, in_place=True)
            profile = image.info.get("icc_profile")
            # Some formats write what they find here: comments, times, the maker's notes.
            image.info = {name: value for name, value in image.info.items() if name == "transparency"}
            output = BytesIO()
            if keep_png:
                image.save(output, "PNG", icc_profile=profile)
            else:
                flat = image if image.mode in JPEG_MODES else image.convert("RGB")
                flat.save(output, "JPEG", icc_profile=profile, optimize=True, **jpeg_options)
    except Exception as error:  # Each of the decoders has errors of its own.
        raise UnreadablePictureError(name) from error
    suffix = ".png" if keep_png else ".jpg"
    return CleanPicture(output.getvalue(), PurePath(name).stem + suffix, original_size)


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
