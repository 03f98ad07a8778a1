"""Content that is hard to lay out, written into the database of a running site (``LiveSite.run``)."""

from wagtail.models import Locale, Page

from bbacms.core.choices import AxisColour
from bbacms.core.models import Axis, Objective
from home.models import AxisPage, HomePage
from stories.models import StoryIndexPage, StoryPage

LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunte"
assert len(LONG_WORD) == 60
ARABIC = "الماء يعود إلى المدينة، والطيور معه."
PARTICIPANTS = 200


def write() -> None:
    """Add an empty axis and four stories: bare, of long words, crowded, and with Arabic in its quote."""
    home = HomePage.objects.get(locale=Locale.objects.get(language_code="en"))
    index = StoryIndexPage.objects.child_of(home).get()
    names = {f"name_{code}": "Nothing here yet" for code in ("en", "nl", "fr", "de")}
    axis = Axis.objects.create(code="A9", order=9, colour=AxisColour.WATER, **names)
    _publish(home, AxisPage(title="Nothing here yet", slug="nothing-here-yet", axis=axis, introduction="<p>Soon.</p>"))
    objective = Objective.objects.get(code="A1-1")
    _publish(index, StoryPage(title="Nothing but a title", slug="bare"))
    _publish(
        index,
        StoryPage(
            title=LONG_WORD,
            slug="long-words",
            teaser=LONG_WORD,
            lead_organisation=LONG_WORD,
            place=LONG_WORD,
            main_objective=objective,
            body=[
                ("heading", LONG_WORD),
                ("text", f"<p>{LONG_WORD}</p><ul><li>{LONG_WORD}</li></ul>"),
                ("quote", {"text": LONG_WORD, "source": LONG_WORD}),
                ("figure", {"value": "1,234,567,890", "unit": LONG_WORD, "text": LONG_WORD}),
                ("video", {"url": "https://example.org/", "title": LONG_WORD, "description": LONG_WORD}),
            ],
            participants=[("participant", {"name": LONG_WORD, "role": LONG_WORD})],
            benefits=[("benefit", LONG_WORD)],
            upkeep=LONG_WORD,
        ),
    )
    crowd = [
        ("participant", {"name": f"Partner {number}", "role": "Planting"}) for number in range(1, PARTICIPANTS + 1)
    ]
    _publish(index, StoryPage(title="A crowd", slug="crowd", participants=crowd))
    quote = ("quote", {"text": ARABIC, "source": "فاطمة"})
    _publish(index, StoryPage(title="Water comes back", slug="arabic", body=[quote]))


def hide_stories() -> None:
    """Take every story off the site."""
    StoryPage.objects.update(live=False)


def show_stories() -> None:
    """Put every story back."""
    StoryPage.objects.update(live=True)


def _publish(parent: Page, page: Page) -> None:
    page.locale = parent.locale
    parent.add_child(instance=page)
    page.save_revision().publish()
