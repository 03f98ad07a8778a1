"""A file that a member handed in."""

from __future__ import annotations

import secrets
import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bbacms.core.private_storage import private_storage
from pledges.file_content import NAME_LENGTH
from pledges.models.draft import PledgeDraft
from pledges.models.pledge import Pledge

# Where in the private storage they lie, and nothing else.
FOLDER = "pledge-files"


def stored_name(instance: PledgeFile, name: str) -> str:
    """A random name without extension: the storage tells neither what a file is nor whose."""
    return f"{FOLDER}/{secrets.token_hex(20)}"


class PledgeFile(models.Model):
    """Belongs to a draft until that is sent, then to the pledge; removed from the storage with its row.

    ``content_type`` is what the content was found to be, ``size`` is in bytes, ``image`` the picture that staff
    published of it. What the member said of a file stands in the answer, which lists it by its key.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(PledgeDraft, on_delete=models.CASCADE, null=True, related_name="files")
    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, null=True, related_name="files")
    question_id = models.UUIDField()
    name = models.CharField(max_length=NAME_LENGTH)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    file = models.FileField(storage=private_storage, upload_to=stored_name)
    image = models.ForeignKey("core.CustomImage", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("file of an engagement")
        verbose_name_plural = _("files of engagements")
        ordering = ["created_at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(draft__isnull=True, pledge__isnull=False) | Q(draft__isnull=False, pledge__isnull=True),
                name="file_of_draft_or_pledge",
            )
        ]

    def __str__(self) -> str:
        return self.pledge.public_id if self.pledge else str(self.pk)

    @property
    def is_picture(self) -> bool:
        return self.content_type.startswith("image/")

    @property
    def entry(self) -> dict[str, Any]:
        """How an answer lists it."""
        return {"file": str(self.pk), "name": self.name, "size": self.size, "type": self.content_type}

    def write(self, content: Any) -> None:
        """Write ``content`` to the storage; leaves nothing there when that fails. The row is yet to be saved."""
        try:
            self.file.save(self.name, content, save=False)
        except Exception:
            self.remove_from_storage()
            raise

    def remove_from_storage(self) -> None:
        """Remove the file alone; its row is gone, or never came to be."""
        if self.file.name:
            self.file.storage.delete(self.file.name)
