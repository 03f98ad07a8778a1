"""The home page: who the Alliance is, what it wants, how far it is, and how to join."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index
from wagtail.url_routing import RouteResult

from bbacms.core.blocks.text import RICH_TEXT_FEATURES
from bbacms.core.models import BasePage, CustomImage, Objective
from home.cards import axis_columns, model_projects
from pledges.counting import count_totals
from pledges.register.sums import sums

if TYPE_CHECKING:
    from django.http import HttpRequest


class FeaturedStoryBlock(blocks.StreamBlock):
    """Stories chosen for the home page, in the order shown."""

    story = blocks.PageChooserBlock(
        page_type="stories.StoryPage",
        label=_("Story"),
        help_text=_("Choose it in any language; readers get theirs where it exists."),
    )


class HomePage(BasePage):
    """The first page of the site in one language."""

    page_description = _("The first page of the site in one language.")
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.AxisPage",
        "home.StandardPage",
        "stories.StoryIndexPage",
        "pledges.JoinPage",
        "pledges.RegisterPage",
    ]
    served_with = ("locale", "hero_image")

    hero_image = models.ForeignKey(
        "core.CustomImage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("A wide picture; set its focal point in the image library."),
    )
    hero_image_alt = models.CharField(
        _("alternative text"),
        max_length=255,
        blank=True,
        help_text=_("What the picture shows, for people who do not see it."),
    )
    name = models.CharField(
        _("name"),
        max_length=120,
        default="Belgian Biodiversity Alliance",
        help_text=_("The large line on the picture."),
    )
    tagline = models.CharField(_("tagline"), max_length=160, blank=True, help_text=_("One line below the name."))
    invitation = models.CharField(
        _("invitation"), max_length=255, blank=True, help_text=_("One sentence that invites the reader to take part.")
    )
    join_label = models.CharField(
        _("text of the join button"), max_length=40, help_text=_("Leads to the join form, for instance Join us.")
    )
    stories_label = models.CharField(
        _("text of the stories button"),
        max_length=40,
        help_text=_("Leads to the stories, for instance Read the stories."),
    )
    introduction = RichTextField(
        _("introduction"),
        features=RICH_TEXT_FEATURES,
        blank=True,
        help_text=_("Who the Alliance is, in three short paragraphs."),
    )
    objectives_heading = models.CharField(
        _("heading of the objectives"), max_length=120, help_text=_("Above the list of axes and objectives.")
    )
    counter_heading = models.CharField(
        _("words beside the counter"),
        max_length=120,
        help_text=_("The number itself is counted: all accepted engagements. It cannot be typed in."),
    )
    join_heading = models.CharField(_("heading of the join band"), max_length=120, help_text=_("A question or a call."))
    join_text = models.CharField(
        _("text of the join band"), max_length=255, blank=True, help_text=_("One sentence above the button.")
    )
    stories_heading = models.CharField(
        _("heading of the stories"), max_length=120, help_text=_("Above the picture cards.")
    )
    featured_stories = StreamField(
        FeaturedStoryBlock(),
        blank=True,
        max_num=6,
        verbose_name=_("model projects"),
        help_text=_("Up to six stories, in the order shown. Without any, the newest appear."),
    )

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("hero_image"),
                FieldPanel("hero_image_alt"),
                FieldPanel("name"),
                FieldPanel("tagline"),
                FieldPanel("invitation"),
                FieldPanel("join_label"),
                FieldPanel("stories_label"),
            ],
            heading=_("Top of the page"),
        ),
        FieldPanel("introduction"),
        MultiFieldPanel(
            [FieldPanel("objectives_heading"), FieldPanel("counter_heading")], heading=_("Objectives and counter")
        ),
        MultiFieldPanel([FieldPanel("join_heading"), FieldPanel("join_text")], heading=_("Join band")),
        MultiFieldPanel([FieldPanel("stories_heading"), FieldPanel("featured_stories")], heading=_("Model projects")),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("tagline"),
        index.SearchField("invitation"),
        index.SearchField("introduction"),
    ]

    api_fields = [APIField("name"), APIField("tagline"), APIField("introduction")]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @property
    def own_image(self) -> CustomImage | None:
        return self.hero_image

    @property
    def own_summary(self) -> str:
        return self.tagline

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find a page below this one. Raises ``Http404`` while this page is not live: that closes its language."""
        if not self.live:
            raise Http404
        return super().route(request, path_components)

    def get_structured_data(self, request: HttpRequest) -> list[dict[str, Any]]:
        organisation = {
            "@context": "https://schema.org",
            "@type": "Organization",
            "name": self.name,
            "description": self.shared_text,
            "slogan": self.tagline,
            "url": self.get_full_url(request),
        }
        return [{key: value for key, value in organisation.items() if value}]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        language = self.locale.language_code
        objectives = Objective.objects.select_related("axis").prefetch_related("indicators")
        totals = count_totals()
        context["axes"] = axis_columns(objectives, totals, language, request)
        context["engagements"] = totals.engagements
        context["sums"] = sums((item for objective in objectives for item in objective.indicators.all()), totals)
        context["stories"] = model_projects(self, language, request)
        return context
