"""Querysets of stories, each method named after what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Value, When
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from bbacms.core.models import LANGUAGE_CODES, Axis, Objective
from bbacms.core.querysets import open_to_readers

if TYPE_CHECKING:
    from stories.models import StoryPage

OWN_LANGUAGE = 0


class StoryQuerySet(PageQuerySet):
    def for_reader(self, language: str) -> StoryQuerySet:
        """Each public story once: in ``language`` where it exists, else in the first other one; own language first.

        Call it before narrowing further: which translation stands for a story is decided among the stories that this
        queryset holds. ``language_rank`` is 0 for a story in the reader's language.
        """
        others = [code for code in LANGUAGE_CODES if code != language]
        rank = Case(
            *[
                When(locale__language_code=code, then=Value(position))
                for position, code in enumerate([language, *others], start=OWN_LANGUAGE)
            ],
            default=Value(len(LANGUAGE_CODES)),
            output_field=IntegerField(),
        )
        public = self.filter(open_to_readers()).annotate(language_rank=rank)
        better = public.filter(
            translation_key=OuterRef("translation_key"), language_rank__lt=OuterRef("language_rank")
        ).order_by()
        return (
            public.filter(~Exists(better))
            .annotate(in_other_language=Case(When(language_rank=OWN_LANGUAGE, then=Value(0)), default=Value(1)))
            .select_related("locale", "main_objective", "lead_image", "listing_image")
            .order_by("in_other_language", F("first_published_at").desc(nulls_last=True), "-pk")
        )

    def for_objective(self, objective: Objective) -> StoryQuerySet:
        """Stories that name ``objective`` as their main or a further one."""
        return self.filter(Q(main_objective=objective) | Q(pk__in=self._naming_further(further_objectives=objective)))

    def main_first(self, objective: Objective) -> StoryQuerySet:
        """The same stories, those with ``objective`` as their main one first."""
        is_further = Case(When(main_objective=objective, then=Value(0)), default=Value(1))
        return self.annotate(is_further=is_further).order_by("is_further", *self.query.order_by)

    def for_axis(self, axis: Axis) -> StoryQuerySet:
        """Stories with a main or further objective on ``axis``."""
        return self.filter(Q(main_objective__axis=axis) | Q(pk__in=self._naming_further(further_objectives__axis=axis)))

    def after(self, story: StoryPage) -> StoryQuerySet:
        """The other stories in reading order: the ones published before ``story``, then round again from the newest."""
        others = self.exclude(translation_key=story.translation_key)
        published = story.first_published_at
        if published is None:
            return others
        older = Q(first_published_at__lt=published) | Q(first_published_at=published, pk__lt=story.pk)
        return others.annotate(round=Case(When(older, then=Value(0)), default=Value(1))).order_by(
            "in_other_language", "round", F("first_published_at").desc(nulls_last=True), "-pk"
        )

    def _naming_further(self, **condition: object) -> PageQuerySet:
        """Primary keys of stories by a condition on their further objectives, without joining rows twice."""
        return self.model._base_manager.filter(**condition).values("pk")


StoryManager = PageManager.from_queryset(StoryQuerySet)
