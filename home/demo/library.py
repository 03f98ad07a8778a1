"""Loads the demo pictures into the image library."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from django.core.files.images import ImageFile
from django.db import transaction
from willow.image import Image as WillowImage

from bbacms.core.models import CustomImage
from home.demo.reader import PICTURES_DIR

# The focal area around the point named in the data, as a share of the picture's width and height.
FOCAL_SHARE = 0.2


@dataclass
class PictureLibrary:
    """The loaded pictures, found by what they are used for (``hero``, ``axis-1``, a story id)."""

    images: dict[str, CustomImage] = field(default_factory=dict)
    alt_texts: dict[str, dict[str, str]] = field(default_factory=dict)
    uses: dict[str, str] = field(default_factory=dict)

    def image(self, use: str) -> CustomImage | None:
        return self.images.get(self.uses.get(use, ""))

    def alt(self, use: str, language: str) -> str:
        return self.alt_texts.get(self.uses.get(use, ""), {}).get(language, "")


def load_pictures(report: Callable[[str], None]) -> PictureLibrary:
    """Create one image of the library for each shipped picture.

    Their sizes are made when the caller's transaction is committed, which takes seconds a picture; ``report`` then
    hears of each picture that is ready.
    """
    data = json.loads((PICTURES_DIR / "pictures.json").read_text(encoding="utf-8"))
    library = PictureLibrary(uses=data["uses"])
    total = len(data["pictures"])
    for position, (file_name, details) in enumerate(data["pictures"].items(), start=1):
        with (PICTURES_DIR / file_name).open("rb") as file:
            width, height = WillowImage.open(file).get_size()
            image = CustomImage(
                title=details["title"],
                credit=details["credit"],
                file=ImageFile(file, name=file_name),
                width=width,
                height=height,
            )
            focal_x, focal_y = details["focal_point"]
            image.focal_point_x = round(focal_x * width)
            image.focal_point_y = round(focal_y * height)
            image.focal_point_width = round(FOCAL_SHARE * width)
            image.focal_point_height = round(FOCAL_SHARE * height)
            image.save()
            transaction.on_commit(partial(report, f"sizes of picture {position} of {total}"))
        library.images[file_name] = image
        library.alt_texts[file_name] = details["alt"]
    return library
