"""What the home app, which knows both stories and engagements, answers to signals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, Model, OuterRef, Q
from django.dispatch import receiver
from wagtail.models import Page

from bbacms.core.deletion import name_for
from bbacms.core.models import LANGUAGE_CODES, Objective
from bbacms.core.querysets import open_to_readers
from bbacms.core.signals import collect_blockers, story_context
from home.engagement import engagement_behind
from home.models import ObjectivePage
from pledges.models import Pledge
from stories.cards import ObjectiveLink
from stories.models import StoryPage

if TYPE_CHECKING:
    from django.http import HttpRequest


@receiver(collect_blockers, dispatch_uid="home_engagements_behind_stories")
def engagements_behind_stories(sender: Any, objects: Sequence[Model], user: Any, **kwargs: Any) -> list[str]:
    """Name the engagements that a story among ``objects`` tells about, to ``user``."""
    keys = [item.translation_key for item in objects if isinstance(item, Page)]
    return [name_for(user, pledge) for pledge in Pledge.objects.filter(story_key__in=keys)]


@receiver(collect_blockers, dispatch_uid="home_users_of_objective_pages")
def users_of_objective_pages(sender: Any, objects: Sequence[Model], user: Any, **kwargs: Any) -> list[str]:
    """Name the stories and engagements whose objective would lose its last page in a language.

    A page that stays and is live in the same language stands in for one that goes; a draft or a translation does not.
    Stories that go as well hold nothing. An axis page is held through the objective pages below it.
    """
    going = [item.pk for item in objects if isinstance(item, Page)]
    stand_in = (
        ObjectivePage.objects.live()
        .filter(objective=OuterRef("objective"), locale=OuterRef("locale"))
        .exclude(pk__in=going)
    )
    losing = ObjectivePage.objects.filter(pk__in=going).exclude(Exists(stand_in)).order_by().values("objective")
    stories = (
        StoryPage.objects.exclude(pk__in=going)
        .filter(Q(main_objective__in=losing) | Q(further_objectives__in=losing))
        .distinct()
    )
    pledges = Pledge.objects.filter(contributions__objective__in=losing).distinct()
    return list(dict.fromkeys(name_for(user, holder) for holder in [*stories, *pledges]))


@receiver(story_context, sender=StoryPage)
def add_engagement(sender: type[StoryPage], story: StoryPage, **kwargs: Any) -> dict[str, Any]:
    """Give a story page the engagement behind it."""
    return {"engagement": engagement_behind(story)}


@receiver(story_context, sender=StoryPage)
def add_objectives(
    sender: type[StoryPage], story: StoryPage, request: HttpRequest, **kwargs: Any
) -> dict[str, ObjectiveLink | list[ObjectiveLink] | None]:
    """Give a story page its objectives, each with the page about it that suits the reader best."""
    language = story.locale.language_code
    order = [language, *(code for code in LANGUAGE_CODES if code != language)]
    # By "id", because the preview holds unsaved choices in memory, where nothing knows "pk".
    named = Q(pk=story.main_objective_id) | Q(pk__in=story.further_objectives.values_list("id", flat=True))
    # One row per objective and page about it, hidden ones included; a row without address where there is none.
    rows = list(
        Objective.objects.filter(named)
        .select_related("axis")
        .annotate(
            page_address=F("pages__url_path"),
            page_is_open=ExpressionWrapper(open_to_readers("pages__"), output_field=BooleanField()),
            page_language=F("pages__locale__language_code"),
        )
    )
    links: dict[int, ObjectiveLink] = {}
    for row in sorted(rows, key=lambda row: order.index(row.page_language) if row.page_is_open else len(order)):
        links.setdefault(row.pk, _objective_link(row, language, request))
    main = links.pop(story.main_objective_id, None) if story.main_objective_id else None
    in_order = dict.fromkeys(row.pk for row in rows if row.pk in links)
    return {"main_objective": main, "further_objectives": [links[key] for key in in_order]}


def _objective_link(row: Any, language: str, request: HttpRequest) -> ObjectiveLink:
    url = Page(url_path=row.page_address).get_url(request) if row.page_is_open else ""
    return ObjectiveLink(
        name=row.name,
        icon=row.icon,
        colour=row.axis.colour,
        url=url or "",
        language=row.page_language if url and row.page_language != language else "",
    )
