"""What the page of components shows: a template, and what it is given, for every state that readers can meet."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from wagtail.images import get_image_model

from bbacms.core.choices import AxisColour, IndicatorKind, Unit
from bbacms.core.frame import LanguageLink, MenuLink
from bbacms.core.icons import ICONS
from bbacms.core.models import CustomImage, Indicator
from bbacms.core.pictures import PRESETS
from home.cards import ObjectiveRow
from home.progress import indicator_figure
from pledges.counting import Totals
from pledges.register.sums import Sum
from stories.cards import ObjectiveLink, StoryCard

LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamte"


@dataclass(frozen=True)
class Example:
    """One state: ``template`` with ``context``; ``wrapper`` is the class of the element it stands in on pages."""

    state: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    wrapper: str = ""


@dataclass(frozen=True)
class Group:
    name: str
    examples: list[Example]


def first_image() -> CustomImage | None:
    return get_image_model().objects.order_by("pk").first()


def components() -> list[Group]:
    """The components in the order of a page, from its head to its foot."""
    return [
        Group("Signs", _signs()),
        Group("Ways through the site", _navigation()),
        Group("Pictures", _pictures()),
        Group("Story cards", _cards()),
        Group("Facts and objectives", [*_facts(), *_objectives()]),
        Group("Progress", _progress()),
        Group("Counter and call", _counter_and_call()),
    ]


def _signs() -> list[Example]:
    return [
        Example("mark", "components/mark.html"),
        Example("motif", "components/motif.html"),
        Example("outline of Belgium", "components/belgium.html"),
        Example("buttons", "styleguide/buttons.html"),
        Example("icons of axes and objectives", "styleguide/icons.html", {"names": [name for name, _label in ICONS]}),
    ]


def _navigation() -> list[Example]:
    entries = [
        MenuLink("About", "#about", current="page"),
        MenuLink("Erzählungen", "#stories", language="de"),
        MenuLink("Join us", "#join", highlighted=True),
    ]
    languages = [
        LanguageLink("en", "English", "#en", active=True),
        LanguageLink("nl", "Nederlands", "#nl", active=False),
        LanguageLink("de", "Deutsch", "", active=False, note="noch nicht übersetzt"),
    ]
    ancestors = [{"url": "#home", "title": "Home"}, {"url": "#axis", "title": "The green-blue network"}]
    page_obj = Paginator(range(100), 10).page(4)
    return [
        Example(
            "menu: where the reader is, another language, highlighted", "components/menu.html", {"entries": entries}
        ),
        Example(
            "languages: this one, another, not yet there", "components/language_switch.html", {"languages": languages}
        ),
        Example("breadcrumbs", "components/breadcrumbs.html", {"pages": ancestors, "title": LONG_WORD}),
        Example("pages of a list", "components/pagination.html", {"page_obj": page_obj, "querystring": "q=pond"}),
        Example("search with a mistake", "search/form.html", {"typed": "", "errors": ["Type at least one word."]}),
        Example("note of a language", "components/language_note.html", {"language": "fr"}),
    ]


def _pictures() -> list[Example]:
    image = first_image()
    template = "components/picture.html"
    caption = "components/picture_caption.html"
    shown = {"image": image, "alt": "What is to be seen", "priority": False}
    return [
        *(Example(preset, template, {**shown, "preset": preset}, f"picture styleguide-{preset}") for preset in PRESETS),
        Example(
            "no size made yet", template, {**shown, "image": CustomImage(pk=0), "preset": "card"}, "styleguide-card"
        ),
        Example("caption and credit", caption, {"caption": "The pond in May", "credit": "A. Berger, CC0"}, "figure"),
        Example("credit alone", caption, {"caption": "", "credit": "A. Berger, CC0"}, "figure"),
    ]


def _cards() -> list[Example]:
    def card(state: str, **changes: Any) -> Example:
        values: dict[str, Any] = {
            "page": None,
            "url": "#story",
            "title": "A rampart became a reserve",
            "teaser": "Nightingales sing where soldiers stood.",
            "image": first_image(),
            "image_alt": "",
            "label": "Urban areas",
            "language": "",
        }
        context = {"card": StoryCard(**(values | changes)), "heading_level": "h3"}
        return Example(state, "components/story_card.html", context, "styleguide-card")

    return [
        card("whole"),
        card("in another language", title="Der Wall wurde ein Reservat", language="de"),
        card("nothing but a title", teaser="", label="", image=None),
        card("a long word", title=LONG_WORD, teaser=LONG_WORD, label=LONG_WORD),
    ]


def _facts() -> list[Example]:
    facts = [
        {"label": "Where", "values": ["Antwerp (Berchem), Flanders"]},
        {"label": "Part of", "values": ["One", "Two"]},
    ]
    further = [ObjectiveLink("Surplus food", "apple", AxisColour.SOIL, "#objective", "de")]
    criteria = [{"name": "It uses native species.", "how": "Seed from the next valley."}, {"name": "It lasts."}]
    template = "components/facts.html"
    return [
        Example("key facts", template, {"facts": facts, "objectives": []}, "styleguide-card"),
        Example("criteria, one told how", "components/checklist.html", {"entries": criteria}),
        Example("with further objectives", template, {"facts": facts, "objectives": further}, "styleguide-card"),
    ]


def _objectives() -> list[Example]:
    def row(state: str, **changes: Any) -> Example:
        values: dict[str, Any] = {
            "code": "A1-1",
            "name": "Urban areas",
            "icon": "sprout",
            "colour": AxisColour.WATER,
            "url": "#objective",
            "language": "",
            "target_text": "2,500 ha",
            "engagements": 12,
        }
        context = {"row": ObjectiveRow(**(values | changes))}
        return Example(state, "components/objective_row.html", context, "objective-line")

    return [
        row("with engagements"),
        row("without engagement", engagements=0),
        row("of the other axis, in another language", colour=AxisColour.SOIL, name="Lebensmittel", language="de"),
        row("without page and target", url="", target_text=""),
    ]


def _progress() -> list[Example]:
    def figure(state: str, accepted: str, kind: str = IndicatorKind.STOCK, unit: str = Unit.HECTARE) -> Example:
        indicator = Indicator(pk=1, unit=unit, kind=kind, target=Decimal(50_000), target_year=2030)
        indicator.name_en = indicator.name_nl = indicator.name_fr = indicator.name_de = "Restored areas"
        totals = Totals(engagements=1, year=2026, per_indicator={1: Decimal(accepted)})
        return Example(state, "components/indicator_figure.html", {"figure": indicator_figure(indicator, totals)})

    return [
        figure("nothing yet", "0"),
        figure("0.28 %", "140"),
        figure("40 %", "20000"),
        figure("just under all", "49999"),
        figure("reached", "50000"),
        figure("more than the target", "61000"),
        figure("a yearly flow", "20000", kind=IndicatorKind.FLOW),
        figure("a share, which is not added up", "20", kind=IndicatorKind.SHARE, unit=Unit.PERCENT),
    ]


def _counter_and_call() -> list[Example]:
    counter = "components/counter.html"
    sums = [Sum("1,141.5 ha", "Restored areas"), Sum("57 t per year", "Food that is eaten", year=2026)]
    whole = {"engagements": 1204, "heading": "Voluntary engagements", "sums": sums, "url": "#register"}
    band = {"heading": "Are you ready to take action?", "label": "Join us", "url": "#join"}
    return [
        Example(
            "with sums", counter, {"engagements": 1204, "heading": "Voluntary engagements", "sums": sums, "url": "#"}
        ),
        Example("nothing yet", counter, {**whole, "engagements": 0, "sums": [], "url": ""}),
        Example("call", "components/join_band.html", {**band, "text": "Three short screens."}),
        Example("call without text", "components/join_band.html", {**band, "text": ""}),
    ]
