"""Which sizes and formats of a picture exist, and who makes them.

``PRESETS`` is the only list. Every size is made when a picture is uploaded or its focal point moves, never by a
reader's request: the template tag shows what exists and makes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import prefetch_related_objects
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.images.models import AbstractImage, Filter

if TYPE_CHECKING:
    from bbacms.core.models import CustomImage, CustomRendition

# Best first: a browser takes the first it understands; JPEG is what every one does.
FORMATS = ("avif", "webp", "jpeg")
# Steps between focal point classes in static/css/components/picture.css, in per cent.
FOCUS_STEP = 10


@dataclass(frozen=True)
class Preset:
    """One use of a picture: its widths in pixels, and the room it takes on the page (the ``sizes`` attribute)."""

    widths: tuple[int, ...]
    sizes: str

    @property
    def filter_specs(self) -> list[str]:
        """Wagtail filter specs of every width in every format."""
        return [f"width-{width}|format-{name}" for name in FORMATS for width in self.widths]


# The presets share one ladder of widths, so that the same file serves several uses. Cutting to shape is left to
# the style sheet, which knows the focal point.
PRESETS: dict[str, Preset] = {
    "hero": Preset((640, 960, 1440, 1920), "100vw"),
    "wide": Preset((320, 640, 960, 1440), "(min-width: 64rem) 60rem, 92vw"),
    "card": Preset((320, 640, 960), "(min-width: 64rem) 23rem, (min-width: 40rem) 45vw, 92vw"),
    "form": Preset((320, 640, 960), "(min-width: 40rem) 36rem, 92vw"),
    "thumb": Preset((160, 320), "8rem"),
}
# What other sites show when a page is shared; most of them cut to this shape.
SHARE_SPEC = "fill-1200x630|format-jpeg"


def filter_specs(preset: str | None = None) -> list[str]:
    """Return the specs of one preset, or of everything the site may ask for, without doubles.

    Raises ``KeyError`` for a preset that does not exist.
    """
    if preset is not None:
        return PRESETS[preset].filter_specs
    specs = [spec for entry in PRESETS.values() for spec in entry.filter_specs]
    return list(dict.fromkeys([*specs, SHARE_SPEC]))


def make_renditions(image: CustomImage, preset: str | None = None) -> dict[str, CustomRendition]:
    """Make the sizes of ``image`` that do not exist yet and return all of them by filter spec.

    Without ``preset``, every size the site uses. Raises ``SourceImageIOError`` when the file is gone.
    """
    return image.get_renditions(*filter_specs(preset))


def existing_renditions(image: CustomImage, specs: Iterable[str]) -> dict[str, CustomRendition]:
    """Return the sizes of ``image`` that exist, by filter spec, in the order of ``specs``; make none."""
    filters = [Filter(spec=spec) for spec in specs]
    found = {entry.spec: rendition for entry, rendition in image.find_existing_renditions(*filters).items()}
    return {entry.spec: found[entry.spec] for entry in filters if entry.spec in found}


def attach_renditions(images: Sequence[CustomImage | None]) -> None:
    """Load the sizes of all ``images`` in one query, so that a list of cards does not ask once a card."""
    prefetch_related_objects([image for image in images if image is not None], "renditions")


def pictures_in(value: Any) -> list[CustomImage]:
    """Return the pictures in a stream or block, however deep they lie, in reading order."""
    if isinstance(value, AbstractImage):
        return [value]
    if isinstance(value, StreamValue):
        parts = [child.value for child in value]
    elif isinstance(value, StructValue):
        parts = list(value.values())
    else:
        parts = list(value) if isinstance(value, ListValue) else []
    return [picture for part in parts for picture in pictures_in(part)]


def focus_classes(image: CustomImage) -> str:
    """Return the class names that keep the focal point in sight where the style sheet cuts the picture.

    Classes, because the site allows no inline styles. Empty without a focal point: the middle is kept.
    """
    point = image.get_focal_point()
    if point is None or not image.width or not image.height:
        return ""
    across = _step(point.centroid_x / image.width)
    down = _step(point.centroid_y / image.height)
    return f"focus-x-{across} focus-y-{down}"


def _step(fraction: float) -> int:
    return min(100, max(0, round(fraction * 100 / FOCUS_STEP) * FOCUS_STEP))
