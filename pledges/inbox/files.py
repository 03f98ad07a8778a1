"""The files of a case: their list, downloading one, and publishing a picture of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages

from pledges.choices import COUNTED_STATES
from pledges.consents import last_consents
from pledges.inbox.access import InboxMixin
from pledges.inbox.visits import note_opened_file
from pledges.models import Answer, Pledge, PledgeFile
from pledges.pictures import (
    NotPublishableError,
    collection_for,
    entries_of,
    forbidden_by_state,
    lacks_consent,
    publish_picture,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True)
class FileLine:
    """One file of a case.

    ``publish_url`` is set where this person may publish it now; ``note`` says why not. ``is_left`` marks a picture that
    is in the library although nobody would publish it any more, and ``note`` says why.
    """

    file: PledgeFile
    label: str
    kind: str
    url: str
    publish_url: str
    image_url: str
    note: str
    is_left: bool


def file_lines(pledge: Pledge, answers: list[Answer], user: Any, namespace: str) -> list[FileLine]:
    """The files of ``pledge`` as ``user`` may handle them."""
    files = list(pledge.files.all())
    if not files:
        return []
    entries = entries_of(answers)
    labels = {answer.question_id: answer.label for answer in answers}
    consents = last_consents(pledge)
    state_forbids = forbidden_by_state(pledge)
    publishable = not state_forbids and any(file.is_picture for file in files)
    may_publish = publishable and collection_for(user) is not None
    kinds = {"image/jpeg": _("JPEG picture"), "image/png": _("PNG picture"), "application/pdf": _("PDF")}
    lines = []
    for file in files:
        address = [pledge.pk, file.pk]
        lacking = lacks_consent(file, entries.get(str(file.pk), {}), consents)
        # A completed engagement stays public, and so does its picture.
        is_left = bool(file.image_id and (lacking or pledge.state not in COUNTED_STATES))
        note = (lacking or state_forbids) if file.is_picture and (is_left or not file.image_id) else ""
        if file.is_picture and not (note or may_publish or lacking or file.image_id):
            note = _("The member says that it may be shown. Somebody who may add images can publish it.")
        free = may_publish and not (lacking or state_forbids or file.image_id)
        lines.append(
            FileLine(
                file=file,
                label=labels.get(file.question_id, ""),
                kind=kinds.get(file.content_type, file.content_type),
                url=reverse(f"{namespace}:file", args=address),
                publish_url=reverse(f"{namespace}:publish", args=address) if free else "",
                image_url=reverse("wagtailimages:edit", args=[file.image_id]) if file.image_id else "",
                note=note,
                is_left=is_left,
            )
        )
    return lines


class FileView(InboxMixin, View):
    """Hands one file over to be saved; nothing of it is ever shown or run in the admin."""

    # Given to every view of the inbox.
    header_icon = namespace = ""

    def get_file(self) -> PledgeFile:
        """The file of the address, if it belongs to the pledge of the address and that may be seen."""
        pledge = get_object_or_404(self.get_base_queryset(), pk=self.kwargs["pk"])
        return get_object_or_404(pledge.files.select_related("image"), pk=self.kwargs["file"])

    def get(self, request: HttpRequest, pk: int, file: Any) -> HttpResponse | FileResponse:
        row = self.get_file()
        try:
            content = row.file.open("rb")
        except OSError as error:
            raise Http404 from error
        note_opened_file(row, request.user)
        # Never the type that was found: a browser saves what it does not know, whatever it is asked to do with it.
        response = FileResponse(content, as_attachment=True, filename=row.name, content_type="application/octet-stream")
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        response["Cache-Control"] = "private, no-store"
        return response


class PublishView(FileView):
    """Puts a picture into the image library. Only by POST."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, pk: int, file: Any) -> HttpResponse:
        """Lead to the case: who had to log in again on the way arrives here."""
        return redirect(self.case_url(self.get_file().pledge_id))

    def post(self, request: HttpRequest, pk: int, file: Any) -> HttpResponse:
        try:
            image, is_new = publish_picture(self.get_file(), request.user)
        except NotPublishableError as refusal:
            messages.error(request, refusal.message)
        else:
            done = _("The picture is in the image library.")
            text = done if is_new else _("This picture is in the image library already.")
            button = messages.button(reverse("wagtailimages:edit", args=[image.pk]), _("Open the picture"))
            messages.success(request, text, buttons=[button])
        return redirect(self.case_url(pk))
