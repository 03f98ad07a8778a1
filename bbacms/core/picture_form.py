"""The form behind every way to put a picture into the library: one file, many files, the chooser, a new file."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from bbacms.core.picture_files import CleanPicture, UnreadablePictureError, clean_picture

# Pixels of the longer side: the narrowest size the site shows. A smaller file is a mistake, or a tracking dot.
SMALLEST_SIDE: Final = 160


class PictureFileField(WagtailImageField):
    """Takes a file that the library can show; of any other it says in a sentence what is wrong and what to do."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        too_many = _(
            "This picture has more than %(million)s million pixels. Make it smaller, for instance 4000 pixels wide, "
            "and upload that."
        )
        self.error_messages |= {
            "invalid_image": _(
                "This file is damaged or is not a picture. Save it again as JPEG or PNG and upload that."
            ),
            "empty": _("This file is empty. See whether it opens on your computer, and choose it again."),
            "file_too_many_pixels": too_many % {"million": self.max_image_pixels // 1_000_000},
            "too_small": _(
                "This picture is only %(width)s × %(height)s pixels. It needs at least %(smallest)s on its longer "
                "side: look for the original."
            ),
        }

    def to_python(self, data: UploadedFile | None) -> CleanPicture | None:
        damaged = ValidationError(self.error_messages["invalid_image"], code="invalid_image")
        try:
            file = super().to_python(data)
        except ValidationError:
            raise
        except Exception as error:  # Wagtail measures a picture before anybody has read it whole.
            raise damaged from error
        if file is None:
            return None
        try:
            clean = clean_picture(file, file.name)
        except UnreadablePictureError as error:
            raise damaged from error
        width, height = clean.original_size
        if max(width, height) < SMALLEST_SIDE:
            values = {"width": width, "height": height, "smallest": SMALLEST_SIDE}
            raise ValidationError(self.error_messages["too_small"], code="too_small", params=values)
        return clean


class PictureForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            field = self.fields["file"]
            self.fields["file"] = PictureFileField(label=field.label, required=field.required, widget=field.widget)
