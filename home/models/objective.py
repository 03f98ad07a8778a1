"""A page about one objective: target, progress, criteria, stories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from bbacms.core.blocks.text import RICH_TEXT_FEATURES
from bbacms.core.models import BasePage, Objective
from home.progress import indicator_figures
from pledges.counting import count_totals
from stories.cards import story_cards
from stories.models import StoryPage

if TYPE_CHECKING:
    from django.http import HttpRequest

# Two rows of three cards; the story index, filtered by objective, shows all.
STORY_LIMIT = 6


class TextListBlock(blocks.StreamBlock):
    """A list of short texts, each translated on its own."""

    entry = blocks.CharBlock(label=_("Entry"), max_length=255)

    class Meta:
        icon = "list-ul"


class DefinitionListBlock(blocks.StreamBlock):
    """Terms that need an explanation."""

    definition = blocks.StructBlock(
        [
            ("term", blocks.CharBlock(label=_("Term"), max_length=120)),
            ("text", blocks.TextBlock(label=_("Meaning"), max_length=600)),
        ],
        icon="list-ul",
        label=_("Definition"),
    )


class ObjectivePage(BasePage):
    """What one objective asks for, how far the accepted engagements have come, and what helps to reach it."""

    page_description = _("A page about one of the ten objectives: target, aims, criteria, stories.")
    parent_page_types = ["home.AxisPage"]
    subpage_types: list[str] = []
    served_with = ("locale", "objective__axis")

    objective = models.ForeignKey(
        Objective,
        on_delete=models.PROTECT,
        related_name="pages",
        verbose_name=_("objective"),
        help_text=_("The record this page tells about; target, unit, criteria and engagements come from there."),
    )
    target_statement = models.CharField(
        _("target in one sentence"),
        max_length=255,
        help_text=_("What should be reached by 2030. The figure itself comes from the objective."),
    )
    why = RichTextField(
        _("why it matters"),
        features=RICH_TEXT_FEATURES,
        blank=True,
        help_text=_("Why this objective matters, in one or two paragraphs."),
    )
    aims = StreamField(
        TextListBlock(), blank=True, verbose_name=_("what is to be achieved"), help_text=_("One aim an entry.")
    )
    co_benefits = StreamField(
        TextListBlock(), blank=True, verbose_name=_("co-benefits"), help_text=_("What else people gain from it.")
    )
    actions = StreamField(
        TextListBlock(),
        blank=True,
        verbose_name=_("example actions"),
        help_text=_("Everyday things one can do for this objective, such as planting a hedge."),
    )
    definitions = StreamField(
        DefinitionListBlock(), blank=True, verbose_name=_("terms"), help_text=_("Words that need an explanation.")
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("objective"),
        HelpPanel(
            heading=_("Target and criteria"),
            content=_("Target, unit and criteria are kept with the objective itself, under Lists › Objectives."),
        ),
        FieldPanel("target_statement"),
        FieldPanel("why"),
        FieldPanel("aims"),
        FieldPanel("co_benefits"),
        FieldPanel("actions"),
        FieldPanel("definitions"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("target_statement"),
        index.SearchField("why"),
        index.SearchField("aims"),
        index.SearchField("actions"),
        index.SearchField("co_benefits"),
    ]

    class Meta:
        verbose_name = _("objective page")
        verbose_name_plural = _("objective pages")

    @property
    def own_summary(self) -> str:
        return self.target_statement

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        language = self.locale.language_code
        totals = count_totals()
        # One more than is shown tells whether the index has more.
        found = StoryPage.objects.for_reader(language).for_objective(self.objective).main_first(self.objective)
        stories = list(found[: STORY_LIMIT + 1])
        shown = stories[:STORY_LIMIT]
        main = [story for story in shown if story.main_objective_id == self.objective_id]
        further = [story for story in shown if story.main_objective_id != self.objective_id]
        context["figures"] = indicator_figures(self.objective.indicators.all(), totals)
        context["engagements"] = totals.per_objective.get(self.objective_id, 0)
        context["criteria"] = self.objective.criteria.all()
        context["main_stories"] = story_cards(main, language, request)
        context["further_stories"] = story_cards(further, language, request)
        context["has_more_stories"] = len(stories) > STORY_LIMIT
        return context
