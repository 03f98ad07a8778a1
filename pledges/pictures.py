"""From a picture that a member handed in to one of the image library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry
from wagtail.permissions import policy_registry

from bbacms.core.models import CustomImage
from bbacms.core.picture_files import clean_picture
from pledges.choices import COUNTED_STATES, UNDECIDED_STATES, PledgeState
from pledges.consents import last_consents
from pledges.models import Answer, ConsentRecord, Pledge, PledgeFile
from pledges.permissions import may_decide

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from wagtail.models import Collection

    from pledges.querysets import PledgeQuerySet

PUBLISH_ACTION = "pledges.publish_picture"
# Nothing of an engagement is public before staff accept it.
PUBLISHABLE_STATE = PledgeState.ACCEPTED


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


def lacks_consent(file: PledgeFile, entry: dict[str, Any], consents: Mapping[UUID, ConsentRecord]) -> str:
    """Why ``file`` may not be shown, whatever becomes of its engagement; empty where it may.

    ``entry`` is what the answer says of it, ``consents`` the last record of the ledger for each question.
    """
    if not file.is_picture:
        return _("Only a picture can be published.")
    record = consents.get(file.question_id)
    if record is not None and not record.given:
        return _("The member withdrew the consent to show it.")
    # The ledger knows the question alone: one of its files may have come when the form did not ask for the rights.
    if record is None or not entry.get("rights"):
        return _("The member did not say that it may be shown.")
    return ""


def forbidden_by_state(pledge: Pledge) -> str:
    """Why no picture of ``pledge`` may be published as it stands; empty where one may."""
    if pledge.state == PUBLISHABLE_STATE:
        return ""
    if pledge.state in UNDECIDED_STATES:
        return _("It can be published once the engagement is accepted.")
    return _("The engagement is %(state)s, so its pictures are not published.") % {"state": pledge.state_label}


def pictures_left(files: list[PledgeFile], entries: Iterable[ModelLogEntry]) -> list[CustomImage]:
    """The pictures of the library of files that a pledge has no more; ``entries`` is its log."""
    published = {entry.data.get("image") for entry in entries if entry.action == PUBLISH_ACTION}
    return list(CustomImage.objects.filter(pk__in=published - {file.image_id for file in files}))


def with_pictures_left(pledges: PledgeQuerySet) -> PledgeQuerySet:
    """Those of ``pledges`` of which a picture is in the library that nobody would publish any more.

    The consent to show it ended, the engagement does not count as engaged any more, or the file is gone.
    """
    last = ConsentRecord.objects.filter(pledge=OuterRef("pledge"), question_id=OuterRef("question_id"))
    published = PledgeFile.objects.filter(image__isnull=False, pledge__isnull=False).annotate(
        given=Coalesce(Subquery(last.order_by("-recorded_at", "-pk").values("given")[:1]), False)
    )
    ended = published.exclude(given=True, pledge__state__in=COUNTED_STATES)
    return pledges.filter(Q(pk__in=ended.values("pledge")) | Q(pk__in=_with_files_gone()))


def _with_files_gone() -> set[str]:
    """The keys of the engagements whose file is gone while its picture is still there; few, for they are put right."""
    entries = ModelLogEntry.objects.filter(action=PUBLISH_ACTION).values_list("object_id", "data__image")
    owners = {image: pledge for pledge, image in entries}
    held = PledgeFile.objects.filter(image__isnull=False).values("image")
    gone = CustomImage.objects.filter(pk__in=owners).exclude(pk__in=held).values_list("pk", flat=True)
    return {owners[image] for image in gone}


def publish_picture(file: PledgeFile, user: Any) -> tuple[CustomImage, bool]:
    """Put a copy of ``file``, which belongs to a pledge, into the library; returns it, and whether it is new.

    Done twice it makes no second one. Raises ``PermissionDenied`` for somebody who may not decide on the pledge or not
    add pictures, and ``NotPublishableError`` without the member's consent, for a pledge that is not accepted, or where
    the file cannot be read.
    """
    pledge = file.pledge
    collection = collection_for(user)
    if pledge is None or collection is None or not may_decide(user, pledge):
        raise PermissionDenied
    with transaction.atomic():
        # Held fast, so that neither the engagement nor a consent is withdrawn at the same moment.
        pledge = Pledge.objects.select_for_update().get(pk=pledge.pk)
        # Of two who press the button at the same moment, the second finds the picture of the first.
        current = PledgeFile.objects.select_for_update().get(pk=file.pk)
        if current.image is not None:
            return current.image, False
        entry = entries_of(list(pledge.answers.filter(kind="file"))).get(str(file.pk), {})
        if reason := lacks_consent(current, entry, last_consents(pledge)) or forbidden_by_state(pledge):
            raise NotPublishableError(reason)
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
