"""What wagtail-localize may do here: nothing untranslated goes online, and no page mirrors another language.

Its views check less than this site promises, and offer no hook. So each of them that matters stands here again, as a
subclass or a refusal, under the same address; ``bbacms.core.wagtail_hooks`` registers them in front of the originals.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail_localize.models import Translation
from wagtail_localize.views.report import TranslationsReportView
from wagtail_localize.views.submit_translations import SubmitPageTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse


def may_edit_pages(user: Any) -> bool:
    return page_permission_policy.user_has_permission(user, "change")


def missing_texts(translation: Translation) -> int:
    """Return how many texts of the source have no translation, or one that the page refused."""
    total, translated = translation.get_progress()
    return total - translated


def publication_refusal(translation: Translation) -> str:
    """Return the sentence that says why ``translation`` stays offline; empty when nothing is missing."""
    missing = missing_texts(translation)
    if not missing:
        return ""
    return ngettext(
        "“%(title)s” is not published in %(language)s: %(count)d text is not translated yet. "
        "What is translated so far is kept.",
        "“%(title)s” is not published in %(language)s: %(count)d texts are not translated yet. "
        "What is translated so far is kept.",
        missing,
    ) % {
        "title": translation.source.object_repr,
        "language": translation.target_locale.get_display_name(),
        "count": missing,
    }


def translation_of(page: Page) -> Translation | None:
    """Return the side-by-side translation that fills ``page``, if there is one and nobody stopped it."""
    return (
        Translation.objects.filter(
            source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
        )
        .select_related("source", "target_locale")
        .first()
    )


def refuse_unfinished_publication(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Answer "Publish" in the translation editor while texts are missing. A ``before_edit_page`` hook."""
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    translation = translation_of(page)
    refusal = publication_refusal(translation) if translation else ""
    if not refusal:
        return None
    messages.error(request, refusal)
    return redirect(request.path)


def refuse_unfinished_bulk_publication(
    request: HttpRequest, pages: Iterable[Page], back_url: str, *, with_drafts_below: bool
) -> HttpResponse | None:
    """Refuse to publish ``pages`` together while texts are missing in one of them, or in a draft that would go too."""
    refusals = []
    for page in pages:
        for going in [page, *(page.get_descendants().not_live() if with_drafts_below else [])]:
            translation = translation_of(going)
            refusals.append(publication_refusal(translation) if translation else "")
    for refusal in filter(None, refusals):
        messages.error(request, refusal)
    return redirect(back_url) if any(refusals) else None


def refuse_mirror(request: HttpRequest, page_id: int) -> HttpResponse:
    """Stand in for "Convert to alias page", which overwrites a live page and asks for no right to publish."""
    page = get_object_or_404(Page, pk=page_id)
    messages.error(request, _("“%(title)s” stays as it is: a page does not mirror another language.") % {"title": page})
    return redirect("wagtailadmin_pages:edit", page.pk)


class GuardedUpdateTranslationsView(UpdateTranslationsView):
    """Brings new texts of the source to its translations, and publishes only those in which nothing is missing."""

    def get_form(self) -> Form:
        form = super().get_form()
        form.fields["publish_translations"].help_text = gettext_lazy(
            "Only translations in which nothing is missing are published; the others stay as visitors see them now."
        )
        return form

    @transaction.atomic
    def form_valid(self, form: Form) -> HttpResponse:
        publish = form.cleaned_data["publish_translations"]
        form.cleaned_data["publish_translations"] = False
        response = super().form_valid(form)
        if publish:
            for translation in self.object.translations.filter(enabled=True).select_related("target_locale"):
                self.publish(translation)
        return response

    def publish(self, translation: Translation) -> None:
        """Publish one translation, or say why not."""
        page = translation.get_target_instance()
        refusal = publication_refusal(translation)
        if not page.permissions_for_user(self.request.user).can_publish():
            refusal = _("You may not publish “%(title)s”.") % {"title": page}
        if not refusal:
            try:
                translation.save_target(user=self.request.user, publish=True)
            except ValidationError as error:
                refusal = _("“%(title)s” is not published: %(reasons)s") % {
                    "title": page,
                    "reasons": " ".join(error.messages),
                }
        if refusal:
            messages.warning(self.request, refusal)


class GuardedSubmitPageTranslationView(SubmitPageTranslationView):
    """Starts a translation only where the page above has one: localize would put a mirror of that page there."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        locales: Any = self.get_form().fields["locales"]
        if not locales.queryset.exists():
            messages.info(request, _("“%(title)s” exists in every language already.") % {"title": self.get_subtitle()})
            return redirect("wagtailadmin_pages:edit", self.object.pk)
        return super().get(request, *args, **kwargs)

    def get_form(self) -> Form:
        form = super().get_form()
        if form.is_bound and form.is_valid():
            parent = self.object.get_parent()
            for locale in form.cleaned_data["locales"]:
                if not parent.is_root() and not parent.has_translation(locale):
                    form.add_error(
                        "locales",
                        _("Translate “%(title)s” into %(language)s first.")
                        % {"title": parent.get_admin_display_title(), "language": locale.get_display_name()},
                    )
        return form


class GuardedTranslationsReportView(TranslationsReportView):
    """The list of translations, for those who may edit pages; in a fixed order, without which its pages overlap."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_edit_pages(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Translation]:
        return super().get_queryset().order_by("-pk")


def editor_props(props: str) -> str:
    """Return the properties of the translation editor (JSON) without what it must not offer.

    That is "Convert to alias page"; and "Delete" for whoever may not publish, because the editor makes its last action
    the big button. Deleting stays in the menu of the page.
    """
    values = json.loads(props)
    values["links"]["convertToAliasUrl"] = None
    values["perms"]["canDelete"] = values["perms"]["canDelete"] and values["perms"]["canPublish"]
    return json.dumps(values)
