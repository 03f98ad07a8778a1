"""Loads the demo pictures into the image library."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from django.core.files.images import ImageFile
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


def load_pictures() -> PictureLibrary:
    """Create one image of the library for each shipped picture."""
    data = json.loads((PICTURES_DIR / "pictures.json").read_text(encoding="utf-8"))
    library = PictureLibrary(uses=data["uses"])
    for file_name, details in data["pictures"].items():
        with (PICTURES_DIR / file_name).open("rb") as file:
            width, height = WillowImage.open(file).get_size()
            image = CustomImage(title=details["title"], credit=details["credit"], width=width, height=height)
            focal_x, focal_y = details["focal_point"]
            image.focal_point_x = round(focal_x * width)
            image.focal_point_y = round(focal_y * height)
            image.focal_point_width = round(FOCAL_SHARE * width)
            image.focal_point_height = round(FOCAL_SHARE * height)
            image.file = ImageFile(file, name=file_name)
            image.save()
        library.images[file_name] = image
        library.alt_texts[file_name] = details["alt"]
    return library
