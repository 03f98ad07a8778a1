"""From a picture that a member handed in to one of the image library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from bbacms.core.models import CustomImage
from bbacms.core.picture_files import clean_picture
from pledges.models import Answer, PledgeFile
from pledges.permissions import may_decide

if TYPE_CHECKING:
    from wagtail.models import Collection

PUBLISH_ACTION = "pledges.publish_picture"


class NotPublishableError(Exception):
    """Nothing was published; ``message`` says why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def collection_for(user: Any) -> Collection | None:
    """Where ``user`` may put a picture: the topmost such collection; None for somebody who may add none."""
    policy = policy_registry.get_by_type(CustomImage)
    return policy.collections_user_has_permission_for(user, "add").order_by("path").first()


def entries_of(answers: list[Answer]) -> dict[str, dict[str, Any]]:
    """What the answers say of each file, by its key."""
    return {entry["file"]: entry for answer in answers if answer.kind == "file" for entry in answer.value or []}


def may_be_shown(file: PledgeFile, entry: dict[str, Any] | None) -> bool:
    """Whether ``file`` is a picture and the member ticked the rights; ``entry`` is what the answer says of it."""
    return file.is_picture and bool(entry and entry.get("rights"))


def publish_picture(file: PledgeFile, user: Any) -> tuple[CustomImage, bool]:
    """Put a copy of ``file``, which belongs to a pledge, into the library; returns it, and whether it is new.

    Done twice it makes no second one. Raises ``PermissionDenied`` for somebody who may not decide on the pledge or not
    add pictures, and ``NotPublishableError`` without the rights or where the file cannot be read.
    """
    pledge = file.pledge
    collection = collection_for(user)
    if pledge is None or collection is None or not may_decide(user, pledge):
        raise PermissionDenied
    with transaction.atomic():
        # Of two who press the button at the same moment, the second finds the picture of the first.
        current = PledgeFile.objects.select_for_update().get(pk=file.pk)
        if current.image is not None:
            return current.image, False
        entry = entries_of(list(pledge.answers.filter(kind="file"))).get(str(file.pk))
        if entry is None or not may_be_shown(current, entry):
            raise NotPublishableError(_("This file is not published: the member did not tick the rights."))
        # A contact's name never becomes public by itself, so without a credit the organisation stands there.
        image = CustomImage(
            title=(entry["caption"] or pledge.title)[:255],
            description=(entry["caption"] or pledge.title)[:255],
            credit=(entry["credit"] or pledge.organisation)[:255],
            collection=collection,
            uploaded_by_user=user,
        )
        try:
            with current.file.open("rb") as content:
                image.file.save(current.name, clean_picture(content, current.name), save=False)
        except (OSError, ValueError) as error:
            raise NotPublishableError(_("The file could not be read, so nothing was published.")) from error
        image._set_image_file_metadata()
        image.save()
        current.image = image
        current.save(update_fields=["image"])
        log(instance=image, action="wagtail.create", user=user)
        log(instance=pledge, action=PUBLISH_ACTION, user=user, data={"image": image.pk})
    return image, True
