"""Loads axes, objectives, indicators, criteria and the small lists."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bbacms.core.models import ActorKind, Axis, CostBand, Criterion, EverydayAction, Indicator, Initiative, Objective
from home.demo.reader import read_content

LISTS = {"cost_bands": CostBand, "initiatives": Initiative, "actor_kinds": ActorKind}


def load_vocabulary() -> None:
    """Create every record of the vocabulary."""
    vocabulary = read_content("vocabulary")
    for data in vocabulary["axes"]:
        Axis.objects.create(
            code=data["code"],
            order=data["order"],
            colour=data["colour"],
            icon=data["icon"],
            review_note=data["review_note"],
            **_names(data),
        )
    for data in vocabulary["objectives"]:
        _create_objective(data)
    for data in vocabulary["everyday_actions"]:
        EverydayAction.objects.create(
            code=data["code"],
            order=data["order"],
            indicator=Indicator.objects.get(code=data["indicator"].lower()),
            review_note=data["review_note"],
            **_names(data),
        )
    for key, model in LISTS.items():
        for data in vocabulary[key]:
            model._default_manager.create(
                code=data["code"], order=data["order"], review_note=data.get("review_note", ""), **_names(data)
            )


def _create_objective(data: dict[str, Any]) -> None:
    objective = Objective.objects.create(
        code=data["code"],
        axis=Axis.objects.get(code=data["axis"]),
        order=data["order"],
        icon=data["icon"],
        review_note=data["review_note"],
        **_names(data),
    )
    for indicator in data["indicators"]:
        Indicator.objects.create(
            objective=objective,
            code=indicator["code"].lower(),
            sort_order=indicator["order"],
            unit=indicator["unit"],
            kind=indicator["kind"],
            target=Decimal(indicator["target"]),
            target_year=indicator["target_year"],
            usual_most=Decimal(indicator["usual_most"]) if "usual_most" in indicator else None,
            **_names(indicator),
        )
    for criterion in data["criteria"]:
        Criterion.objects.create(
            objective=objective, key=criterion["key"], sort_order=criterion["order"], **_names(criterion)
        )


def _names(data: dict[str, Any]) -> dict[str, str]:
    return {f"name_{language}": name for language, name in data["name"].items()}
