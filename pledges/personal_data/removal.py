"""Take personal data out of one engagement: by removing it, or by leaving its figures without a name.

Both are called in the caller's transaction, for a pledge that it holds fast, and return what went as a ``Counter`` of
plain English kinds, which ``KINDS`` puts into words.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry, ReferenceIndex

from bbacms.core.models import CustomImage
from pledges.choices import Erasure, PledgeState, PrivacyClass
from pledges.inbox.search import index_case
from pledges.models import Pledge, PledgeDraft
from pledges.models.draft import new_token
from pledges.pictures import PUBLISH_ACTION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django_stubs_ext import StrOrPromise

KINDS: dict[str, StrOrPromise] = {
    "removed": _("engagements removed"),
    "nameless": _("engagements left without a name"),
    "mentions": _("engagements of others without the address"),
    "drafts": _("drafts"),
    "answers": _("answers"),
    "files": _("files"),
    "mails": _("mails"),
    "notes": _("notes of staff"),
    "consents": _("consents"),
    "links": _("personal links"),
    "pictures": _("published pictures"),
    "log": _("entries of the history without their words"),
}
# What the log of a case may tell once nobody is named any more: numbers, codes and times. Words of staff go.
KEPT_IN_LOG = frozenset(
    {
        *("version", "from", "to", "decided_at", "state_since", "answered_at", "suspected", "signs", "assignee"),
        *(
            "other",
            "number",
            "figures",
            "withheld",
            "mail",
            "image",
            "export",
            "file",
            "purpose",
            "met",
            "unmet",
            "undone",
        ),
        *("kind", "draft", "answers_request", "questions", "erasure", "leaves_on"),
    }
)
# What hangs on a pledge and tells of its member, by the name of the relation.
OF_MEMBER = ("answers", "files", "mails", "notes", "consents", "links")
OTHERS_OF_MEMBER = ("changes", "sent_changes", "proposals", "change_requests", "match_keys", "checked_criteria")
# What a nameless engagement has in each column. ``region``, kind of actor, language and dates name nobody.
EMPTY: dict[str, Any] = {
    **dict.fromkeys(("name", "email", "phone"), ""),
    "email_confirmed_at": None,
    "answered_at": None,
    "proposed_at": None,
    "spam_signs": "",
    "held_because": "",
    "held_at": None,
    "leaves_on": None,
}
# And what was public besides, where the member does not want that to stay.
EMPTY_PUBLIC: dict[str, Any] = {
    **dict.fromkeys(("summary", "organisation", "municipality", "municipality_code", "postcode"), ""),
    **dict.fromkeys(("province", "place", "website", "enterprise_number", "figure_text"), ""),
    "story_key": None,
}


def remove(pledge: Pledge) -> Counter[str]:
    """Remove ``pledge``, into which none is merged, with everything that hangs on it; its log stays, without words."""
    went = Counter(removed=1) + _counted(pledge, OF_MEMBER) + remove_pictures(pledge) + clean_log([pledge.pk])
    _remove_drafts(pledge)
    pledge.delete()
    return went


def leave_nameless(pledge: Pledge, erasure: Erasure, *, state: PledgeState | None = None) -> Counter[str]:
    """Leave of ``pledge`` what is counted, and after its time what was public; it may go to ``state`` with that.

    At the wish of its member nothing that was public stays either. Published pictures stay after its time, with the
    consent to show them.
    """
    by_wish = erasure is Erasure.WISH
    went = Counter(nameless=1) + clean_log([pledge.pk])
    if by_wish:
        went += remove_pictures(pledge)
    relations = {name: getattr(pledge, name).all() for name in (*OF_MEMBER, *OTHERS_OF_MEMBER) if name != "changes"}
    if not by_wish:
        shown = list(pledge.files.filter(image__isnull=False).values_list("question_id", flat=True))
        relations["answers"] = relations["answers"].exclude(privacy=PrivacyClass.PUBLIC)
        relations["files"] = relations["files"].filter(image__isnull=True)
        relations["consents"] = relations["consents"].exclude(question_id__in=shown)
    for name, rows in relations.items():
        # Row by row where a file belongs to it: the signal that follows removes that.
        removed = rows.delete()[1].get(rows.model._meta.label, 0)
        if name in OF_MEMBER:
            went[name] += removed
    _remove_drafts(pledge)
    # The number is what lists show and link in the place of a title.
    columns = EMPTY | (EMPTY_PUBLIC | {"title": pledge.public_id} if by_wish else {})
    if state is not None:
        columns |= {"state": state, "state_since": timezone.now()}
    Pledge.objects.filter(pk=pledge.pk).update(
        version=F("version") + 1, token=new_token(), erased_at=timezone.now(), erasure=erasure, **columns
    )
    if by_wish:
        pledge.contributions.update(place="")
    index_case(Pledge.objects.get(pk=pledge.pk))
    return +went


def remove_pictures(pledge: Pledge) -> Counter[str]:
    """Remove what was published of the files of ``pledge``, but for what a page shows: see ``pictures_in_use``."""
    went: Counter[str] = Counter()
    in_use = {image.pk for image in pictures_in_use(pledge)}
    for image in published_pictures(pledge):
        if image.pk in in_use:
            continue
        _entries_of(CustomImage, [image.pk]).update(label="")
        image.delete()
        went["pictures"] += 1
    return went


def published_pictures(pledge: Pledge) -> list[CustomImage]:
    """The pictures of the library that were made of files of ``pledge``, those that are gone meanwhile too."""
    keys = set(pledge.files.filter(image__isnull=False).values_list("image", flat=True))
    published = _entries_of(Pledge, [pledge.pk]).filter(action=PUBLISH_ACTION)
    keys |= {entry.data.get("image") for entry in published}
    return list(CustomImage.objects.filter(pk__in=keys - {None}).order_by("pk"))


def pictures_in_use(pledge: Pledge) -> list[CustomImage]:
    """Those of them that a page shows: an editor has to choose another one there first."""
    return [image for image in published_pictures(pledge) if ReferenceIndex.get_references_to(image).exists()]


def clean_log(keys: Iterable[int]) -> Counter[str]:
    """Take the words out of the log of the pledges of these ``keys``; who did what and when stays."""
    went: Counter[str] = Counter()
    for entry in _entries_of(Pledge, keys).iterator():
        kept = {key: value for key, value in entry.data.items() if key in KEPT_IN_LOG}
        if kept != entry.data:
            ModelLogEntry.objects.filter(pk=entry.pk).update(data=kept)
            went["log"] += any(entry.data[key] for key in entry.data.keys() - kept.keys())
    return +went


def _remove_drafts(pledge: Pledge) -> None:
    # Held fast: what hangs on a draft is looked up before it goes, and in between somebody may type again.
    begun = [draft.pk for draft in pledge.changes.select_for_update().order_by("pk").only("pk")]
    PledgeDraft.objects.filter(pk__in=begun).delete()


def _counted(pledge: Pledge, relations: Iterable[str]) -> Counter[str]:
    return +Counter({name: getattr(pledge, name).count() for name in relations})


def _entries_of(model: Any, keys: Iterable[int]) -> Any:
    content_type = ContentType.objects.get_for_model(model)
    return ModelLogEntry.objects.filter(content_type=content_type, object_id__in=[str(key) for key in keys])
