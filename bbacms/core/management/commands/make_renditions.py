"""Make the sizes of all pictures that are missing, for instance after the list of sizes has changed."""

from typing import Any

from django.core.management.base import BaseCommand
from wagtail.images import get_image_model
from wagtail.images.models import SourceImageIOError

from bbacms.core.pictures import make_renditions


class Command(BaseCommand):
    help = "Makes the missing sizes of every picture of the library."

    def handle(self, *args: Any, **options: Any) -> None:
        images = get_image_model().objects.order_by("pk")
        for image in images.iterator():
            try:
                make_renditions(image)
            except SourceImageIOError:
                self.stderr.write(f"{image.title}: the file is missing")
        self.stdout.write(f"{images.count()} pictures looked at")
