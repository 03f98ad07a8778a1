"""A model project, told by editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.forms import Select
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index

from bbacms.core.blocks import StoryBodyBlock
from bbacms.core.choices import Region
from bbacms.core.models import BasePage, CostBand, Criterion, CustomImage, Indicator, Initiative, Objective
from bbacms.core.signals import story_context
from stories.cards import story_card
from stories.facts import key_facts, told_contributions
from stories.querysets import StoryManager

if TYPE_CHECKING:
    from django.http import HttpRequest


class ParticipantBlock(blocks.StreamBlock):
    """Who took part, with the role or share each had."""

    participant = blocks.StructBlock(
        [
            ("name", blocks.CharBlock(label=_("Name"), max_length=160)),
            ("role", blocks.CharBlock(label=_("Role"), required=False, max_length=255)),
        ],
        icon="user",
        label=_("Participant"),
    )


class BenefitBlock(blocks.StreamBlock):
    """What people and nature gain, one entry a benefit."""

    benefit = blocks.CharBlock(label=_("Benefit"), max_length=255, icon="tick")


class StoryPage(BasePage):
    """One model project. Its figures are told, never counted: only engagements of the register are."""

    page_description = _("A model project: what was done, where, by whom, and how it lasts.")
    parent_page_types = ["stories.StoryIndexPage"]
    subpage_types: list[str] = []
    served_with = ("locale", "cost_band", "lead_image")
    streams_with_pictures = ("body",)

    teaser = models.TextField(
        _("teaser"), blank=True, help_text=_("Two or three sentences below the title and on cards.")
    )
    lead_image = models.ForeignKey(
        "core.CustomImage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead picture"),
        help_text=_("Shown at the top of the story and on its cards."),
    )
    lead_image_alt = models.CharField(
        _("alternative text"),
        max_length=255,
        blank=True,
        help_text=_("What the picture shows, for people who do not see it."),
    )
    body = StreamField(StoryBodyBlock(), blank=True, verbose_name=_("text"), help_text=_("The story, part by part."))

    lead_organisation = models.CharField(
        _("lead organisation"), max_length=160, blank=True, help_text=_("Who runs the project.")
    )
    main_objective = models.ForeignKey(
        Objective,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="main_stories",
        verbose_name=_("main objective"),
        help_text=_("The objective this project helps most."),
    )
    further_objectives = ParentalManyToManyField(
        Objective,
        blank=True,
        related_name="further_stories",
        verbose_name=_("further objectives"),
        help_text=_("Others it helps too."),
    )
    region = models.CharField(
        _("region"), max_length=20, choices=Region.choices, blank=True, help_text=_("Where the project has its effect.")
    )
    place = models.CharField(
        _("place"), max_length=160, blank=True, help_text=_("Municipality or area, as readers know it.")
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("In degrees, for instance 50.85."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("In degrees, for instance 4.35."),
    )
    start_year = models.PositiveSmallIntegerField(
        _("started in"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
        help_text=_("The year the project began. Leave it empty when it is not known."),
    )
    joined_on = models.DateField(
        _("joined on"), null=True, blank=True, help_text=_("The day the project joined the Alliance.")
    )
    cost_band = models.ForeignKey(
        CostBand,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stories",
        verbose_name=_("project costs"),
        help_text=_("The range the costs lie in."),
    )
    initiatives = ParentalManyToManyField(
        Initiative,
        blank=True,
        related_name="stories",
        verbose_name=_("initiatives"),
        help_text=_("Programmes the project is part of."),
    )
    participants = StreamField(
        ParticipantBlock(), blank=True, verbose_name=_("participants"), help_text=_("Who took part, and how.")
    )
    upkeep = models.TextField(_("upkeep"), blank=True, help_text=_("How the project is kept up over the years."))
    monitoring = models.TextField(_("monitoring"), blank=True, help_text=_("How its effect is watched."))
    benefits = StreamField(
        BenefitBlock(), blank=True, verbose_name=_("benefits"), help_text=_("What people and nature gain.")
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("teaser"),
        MultiFieldPanel([FieldPanel("lead_image"), FieldPanel("lead_image_alt")], heading=_("Lead picture")),
        FieldPanel("body"),
    ]
    facts_panels = [
        FieldPanel("lead_organisation"),
        MultiFieldPanel([FieldPanel("main_objective"), FieldPanel("further_objectives")], heading=_("Objectives")),
        InlinePanel(
            "contributions",
            heading=_("Contributions"),
            label=_("Contribution"),
            help_text=_("Figures to tell. They are never added to the Alliance's totals; engagements are."),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("region"), FieldPanel("place")]),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            ],
            heading=_("Place"),
        ),
        # A cost band is a snippet; five short names are quicker to choose from a list than from Wagtail's own window.
        FieldRowPanel([FieldPanel("start_year"), FieldPanel("joined_on"), FieldPanel("cost_band", widget=Select)]),
        InlinePanel(
            "criteria",
            heading=_("How the criteria are met"),
            label=_("Criterion"),
            help_text=_("One entry for each criterion that the project meets."),
        ),
        FieldPanel("participants"),
        FieldPanel("upkeep"),
        FieldPanel("monitoring"),
        FieldPanel("initiatives"),
        FieldPanel("benefits"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("teaser"),
        index.SearchField("body"),
        index.SearchField("lead_organisation"),
        index.SearchField("place"),
        index.FilterField("region"),
        index.FilterField("main_objective"),
    ]

    objects: ClassVar[Any] = StoryManager()

    api_fields = [
        APIField(name)
        for name in (
            "teaser",
            "lead_organisation",
            "region",
            "place",
            "latitude",
            "longitude",
            "start_year",
            "joined_on",
            "body",
        )
    ]

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    @property
    def own_image(self) -> CustomImage | None:
        return self.lead_image

    @property
    def own_summary(self) -> str:
        return self.teaser

    def get_next_story(self) -> StoryPage | None:
        """Return the next story for the same objective, in this story's language where there is one."""
        if self.main_objective_id is None:
            return None
        stories = StoryPage.objects.for_reader(self.locale.language_code)
        return stories.filter(main_objective=self.main_objective_id).after(self).first()

    def get_structured_data(self, request: HttpRequest) -> list[dict[str, Any]]:
        article = {
            "@context": "https://schema.org",
            "@type": "Article",
            "headline": self.title,
            "description": self.shared_text,
            "inLanguage": self.locale.language_code,
            "url": self.get_full_url(request),
            "datePublished": self.first_published_at and self.first_published_at.isoformat(),
            "dateModified": self.last_published_at and self.last_published_at.isoformat(),
            "contentLocation": self.place,
        }
        return [*super().get_structured_data(request), {key: value for key, value in article.items() if value}]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        added: Any
        for _handler, added in story_context.send(sender=StoryPage, story=self, request=request):
            context.update(added)
        next_story = self.get_next_story()
        engagement = context.get("engagement")
        told = [] if engagement else told_contributions(self)
        context["facts"] = key_facts(self, engagement.quantities if engagement else told)
        context["has_told_figures"] = bool(told)
        context["criteria"] = self.criteria.select_related("criterion")
        context["next_story"] = next_story and story_card(next_story, self.locale.language_code, request)
        return context


class StoryContribution(Orderable):
    """A figure the story tells, in the indicator's unit."""

    story = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="contributions")
    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.PROTECT,
        related_name="story_contributions",
        verbose_name=_("what is counted"),
        help_text=_("The objective and the unit that the figure is told in."),
    )
    quantity = models.DecimalField(
        _("quantity"),
        max_digits=14,
        decimal_places=2,
        validators=[MinValueValidator(0)],
        help_text=_("In the unit of what is counted."),
    )

    panels = [FieldPanel("indicator"), FieldPanel("quantity")]


class StoryCriterion(TranslatableMixin, Orderable):
    """How the project meets one criterion of its objective."""

    story = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="criteria")
    criterion = models.ForeignKey(
        Criterion,
        on_delete=models.PROTECT,
        related_name="story_criteria",
        verbose_name=_("criterion"),
        help_text=_("A criterion of one of the story's objectives."),
    )
    how = models.TextField(_("how it is met"), blank=True, help_text=_("One or two sentences."))

    panels = [FieldPanel("criterion"), FieldPanel("how")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("criterion met")

    @property
    def name(self) -> str:
        """The criterion in the reader's language."""
        return self.criterion.name
