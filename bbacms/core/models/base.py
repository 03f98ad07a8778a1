"""The base of every page type: tabs of the editor, breadcrumbs, canonical address, structured data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.models import Page, PageViewRestriction

from bbacms.core.models.mixins import ListingFieldsMixin, SocialFieldsMixin
from bbacms.core.page_forms import BasePageForm
from bbacms.core.pictures import attach_renditions, pictures_in
from bbacms.core.querysets import under_restriction

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.forms import Form
    from django.http import HttpRequest

    from bbacms.core.models.images import CustomImage


class BasePage(ListingFieldsMixin, SocialFieldsMixin, Page):
    """Abstract page. A page type declares ``content_panels`` (and ``facts_panels`` for a tab of its own)."""

    review_note = models.TextField(
        _("to be reviewed"),
        blank=True,
        help_text=_("What somebody still has to read or confirm, for instance a translation. Never shown to visitors."),
    )

    base_form_class = BasePageForm
    content_panels: list[Any] = Page.content_panels
    facts_panels: list[Any] = []
    facts_heading = _("Key facts")
    # Relations that are loaded together with the page when a visitor's address leads to it.
    served_with: tuple[str, ...] = ("locale",)
    # Stream fields that may hold pictures.
    streams_with_pictures: tuple[str, ...] = ()
    # Set by load_for_visitor.
    is_restricted: bool | None = None
    promote_panels = [
        *Page.promote_panels,
        *ListingFieldsMixin.listing_panels,
        *SocialFieldsMixin.social_panels,
    ]
    settings_panels = [*Page.settings_panels, FieldPanel("review_note")]

    class Meta:
        abstract = True

    @classmethod
    def get_edit_handler(cls) -> Any:
        """Build the editor's tabs from the panel lists of the page type."""
        tabs = [ObjectList(cls.content_panels, heading=_("Content"))]
        if cls.facts_panels:
            tabs.append(ObjectList(cls.facts_panels, heading=cls.facts_heading))
        tabs.append(ObjectList(cls.promote_panels, heading=_("Promote")))
        tabs.append(ObjectList(cls.settings_panels, heading=_("Settings")))
        return TabbedInterface(tabs, base_form_class=cls.base_form_class).bind_to_model(cls)

    @property
    def own_image(self) -> CustomImage | None:
        """The picture that stands for this page; page types with a picture of their own override it."""
        return None

    @property
    def own_summary(self) -> str:
        """The text that stands for this page; page types with a teaser override it."""
        return ""

    @property
    def card_image(self) -> CustomImage | None:
        """The picture on cards that lead to this page, or ``None``."""
        return self.listing_image or self.own_image

    @property
    def card_summary(self) -> str:
        """The text on cards that lead to this page; empty where the page says nothing of itself."""
        return self.listing_summary or self.own_summary or self.search_description

    @property
    def shared_image(self) -> CustomImage | None:
        """The picture other sites show with a link to this page, or ``None``."""
        return self.social_image or self.own_image

    @property
    def shared_text(self) -> str:
        """The text other sites show with a link to this page; empty where there is none."""
        return self.social_text or self.search_description or self.own_summary

    @classmethod
    def load_for_visitor(cls, pk: int) -> Self:
        """Return the page with all it is served with, and whether it is restricted, in one query."""
        found = cls._default_manager.filter(pk=pk).select_related(*cls.served_with)
        return found.annotate(is_restricted=under_restriction()).get()

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Return the restrictions of this page and of those above it, without asking again where none is known."""
        if self.is_restricted is False:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def get_breadcrumbs(self, request: HttpRequest) -> list[Page]:
        """Return the live, public ancestors from the home page down, without the page itself.

        A restricted ancestor is left out, so that its title does not leak.
        """
        from bbacms.core.frame import frame_for  # the frame needs the models of this package

        return frame_for(request, self).ancestors

    def get_structured_data(self, request: HttpRequest) -> list[dict[str, Any]]:
        """Return schema.org objects for this page; page types add their own to the breadcrumb list."""
        trail = [*self.get_breadcrumbs(request), self]
        if len(trail) < 2:
            return []
        return [
            {
                "@context": "https://schema.org",
                "@type": "BreadcrumbList",
                "itemListElement": [
                    {
                        "@type": "ListItem",
                        "position": position,
                        "name": page.title,
                        "item": page.get_full_url(request),
                    }
                    for position, page in enumerate(trail, start=1)
                ],
            }
        ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the structured data, and load the sizes of all pictures of the page in one query."""
        context = super().get_context(request, *args, **kwargs)
        in_streams = [picture for name in self.streams_with_pictures for picture in pictures_in(getattr(self, name))]
        attach_renditions([self.own_image, self.shared_image, *in_streams])
        context["structured_data"] = self.get_structured_data(request)
        return context

    def serve_password_required_response(self, request: HttpRequest, form: Form, action_url: str) -> TemplateResponse:
        """Ask for the password of a restricted page; the page itself is kept out of what the template sees."""
        return TemplateResponse(request, "wagtailcore/password_required.html", {"form": form, "action_url": action_url})
