"""Says what holds an object before somebody deletes it, so that a refusal is a sentence and never an error page.

Pages are deleted in code only inside ``transaction.atomic``: a refusal half-way would leave the page tree broken.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import CASCADE, Model, ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import DeleteView
from wagtail.admin.views.pages.bulk_actions import DeleteBulkAction
from wagtail.models import Page, TranslatableMixin

from bbacms.core.signals import collect_blockers

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

NAMES_SHOWN = 10


def blockers(objects: Iterable[Model], user: Any) -> list[str]:
    """Return the names of what holds any of ``objects``, each once, for ``user`` to read; an empty list: they may go.

    Looked at are the objects themselves, the pages below them and the translations of both: whoever protects one of
    these by a foreign key, lists it in a many-to-many field, or answers ``collect_blockers``.
    """
    going = with_what_goes_too(objects)
    names: dict[str, None] = {}
    for model in {type(item) for item in going}:
        same = [item for item in going if type(item) is model]
        for holder in [*_protectors(same), *_listers(same)]:
            names[name_for(user, holder)] = None
    for _receiver, found in collect_blockers.send(sender=None, objects=going, user=user):
        names.update(dict.fromkeys(found or ()))
    return list(names)


def with_what_goes_too(objects: Iterable[Model]) -> list[Model]:
    """Return ``objects`` with their translations and, for pages, everything below any of these; each once."""
    found: dict[tuple[type[Model], Any], Model] = {}
    for item in objects:
        versions = [item]
        if isinstance(item, TranslatableMixin):
            versions += item.get_translations()
        for version in versions:
            if isinstance(version, Page):
                for page in Page.objects.descendant_of(version, inclusive=True):
                    found[Page, page.pk] = page
            else:
                found[type(version), version.pk] = version
    return list(found.values())


def _protectors(objects: Sequence[Model]) -> list[Model]:
    """What Django itself would refuse the deletion for."""
    try:
        Collector(using=DEFAULT_DB_ALIAS).collect(objects)
    except ProtectedError as error:
        return list(error.protected_objects)
    except RestrictedError as error:
        return list(error.restricted_objects)
    return []


def _listers(objects: Sequence[Model]) -> list[Model]:
    """What names one of the objects in a many-to-many field: Django would drop it from there without a word."""
    return [
        lister
        for relation in objects[0]._meta.related_objects
        if relation.many_to_many
        for lister in relation.related_model._default_manager.filter(
            **{f"{relation.field.name}__in": [item.pk for item in objects]}
        ).distinct()
    ]


def name_for(user: Any, holder: Model) -> str:
    """Name what holds by its own kind; a row that is only a part of something (a figure of a story) by its whole.

    A model whose objects must not be told apart says in ``named_as_holder`` what all of them are called. One may say
    in ``permission_to_name`` which right reading its names takes: whoever lacks it is told the kind, and neither
    which nor how many there are.
    """
    if hasattr(holder, "named_as_holder"):
        return str(holder.named_as_holder)
    for field in holder._meta.concrete_fields:
        relation = field.remote_field
        if relation and getattr(relation, "on_delete", None) is CASCADE and not getattr(relation, "parent_link", False):
            whole = getattr(holder, field.name)
            if whole is not None:
                return name_for(user, whole)
    needed = getattr(holder, "permission_to_name", "")
    if needed and not user.has_perm(needed):
        return str(holder._meta.verbose_name_plural)
    return _("%(kind)s “%(name)s”") % {"kind": holder._meta.verbose_name, "name": holder}


def refusal(objects: Sequence[Model], held_by: Sequence[str]) -> str:
    """Return the sentence that says that ``objects`` stay, and what holds them; the longest lists are cut."""
    names = ", ".join(held_by[:NAMES_SHOWN])
    if len(held_by) > NAMES_SHOWN:
        names = _("%(names)s and others") % {"names": names}
    what = ", ".join(_("“%(name)s”") % {"name": item} for item in objects)
    return _("%(what)s cannot be deleted, because it is needed by: %(names)s.") % {"what": what, "names": names}


def refuse_if_held(request: HttpRequest, objects: Sequence[Model]) -> HttpResponse | None:
    """Return a page that names what holds ``objects``, or nothing when they may be deleted."""
    held_by = blockers(objects, request.user)
    if not held_by:
        return None
    back = get_valid_next_url_from_request(request) or AdminURLFinder(request.user).get_edit_url(objects[0])
    return render(
        request,
        "core/deletion_refused.html",
        {"refusal": refusal(objects, held_by), "back_url": back or reverse("wagtailadmin_home")},
    )


class GuardedPageBulkDelete(DeleteBulkAction):
    """Says what holds one of the chosen pages at once: Wagtail runs its hook only after "are you sure"."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pages, _others = self.get_actionable_objects()
        return (refuse_if_held(request, pages) if pages else None) or super().get(request, *args, **kwargs)


class GuardedDeleteView(DeleteView):
    """A delete view that says what holds the object, in place of asking or failing."""

    def run_before_hook(self) -> HttpResponse | None:
        return refuse_if_held(self.request, [self.object])
