"""Factories of the shared records. Every name is the same in all languages unless a test says otherwise."""

import factory
from factory.django import DjangoModelFactory

from bbacms.core.choices import AxisColour, IndicatorKind, Unit
from bbacms.core.models import ActorKind, Axis, CostBand, Criterion, EverydayAction, Indicator, Initiative, Objective


class FourLanguageFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    class Params:
        label = factory.Sequence(lambda n: f"Name {n}")

    name_en = factory.LazyAttribute(lambda o: o.label)
    name_nl = factory.LazyAttribute(lambda o: f"{o.label} NL")
    name_fr = factory.LazyAttribute(lambda o: f"{o.label} FR")
    name_de = factory.LazyAttribute(lambda o: f"{o.label} DE")


class AxisFactory(FourLanguageFactory):
    class Meta:
        model = Axis

    code = factory.Sequence(lambda n: f"A{n}")
    order = factory.Sequence(lambda n: n)
    colour = AxisColour.WATER


class ObjectiveFactory(FourLanguageFactory):
    class Meta:
        model = Objective

    axis = factory.SubFactory(AxisFactory)
    code = factory.Sequence(lambda n: f"O{n}")
    order = factory.Sequence(lambda n: n)


class IndicatorFactory(FourLanguageFactory):
    class Meta:
        model = Indicator

    objective = factory.SubFactory(ObjectiveFactory)
    code = factory.Sequence(lambda n: f"indicator-{n}")
    sort_order = factory.Sequence(lambda n: n)
    unit = Unit.HECTARE
    kind = IndicatorKind.STOCK
    target = 1000


class CriterionFactory(FourLanguageFactory):
    class Meta:
        model = Criterion

    objective = factory.SubFactory(ObjectiveFactory)
    key = factory.Sequence(lambda n: f"criterion-{n}")


class ListEntryFactory(FourLanguageFactory):
    class Meta:
        abstract = True

    code = factory.Sequence(lambda n: f"entry-{n}")


class ActorKindFactory(ListEntryFactory):
    class Meta:
        model = ActorKind


class CostBandFactory(ListEntryFactory):
    class Meta:
        model = CostBand


class InitiativeFactory(ListEntryFactory):
    class Meta:
        model = Initiative


class EverydayActionFactory(ListEntryFactory):
    class Meta:
        model = EverydayAction

    indicator = factory.SubFactory(IndicatorFactory)
