"""The way from the join page to "received", as a browser test walks it: the words it looks for and what it answers."""

from dataclasses import dataclass
from datetime import timedelta

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from pledges.spam.speed import FASTEST_SCREEN, MOST_SCREENS

PHONE = {"width": 360, "height": 740}
LAPTOP = {"width": 1366, "height": 768}

TITLE = "Een haag & <b>poel</b> achter de school"
OBJECTIVE = "a1-1-ha"
ORGANISATION = "Basisschool De Haag"
NAME = "An Peeters"
EMAIL = "an.peeters@example.org"


@dataclass(frozen=True)
class JoinWords:
    """Labels and buttons of the site and its form in one language, and a quantity as that language writes it.

    A label is as long as it is the same whatever kind of space stands before its mark.
    """

    language: str
    skip: str
    join: str
    title: str
    objective: str
    quantity: str
    place: str
    actor_kind: str
    school: str
    organisation: str
    name: str
    email: str
    go_on: str
    back: str
    change: str
    send: str
    received: str
    two_and_a_half: str


DUTCH = JoinWords(
    language="nl",
    skip="Ga naar de inhoud",
    join="Doe mee",
    title="Wat wilt u doen, in één zin?",
    objective="Aan welke doelstelling draagt het bij?",
    quantity="Hoeveel?",
    place="Waar?",
    actor_kind="Als wie gaat u dit engagement aan?",
    school="School of kennisinstelling",
    organisation="Naam van uw organisatie",
    name="Uw naam",
    email="Uw e-mailadres",
    go_on="Verder",
    back="Terug",
    change="Wijzigen",
    send="Verzenden",
    received="Wij hebben uw engagement ontvangen",
    two_and_a_half="2,5",
)
ENGLISH = JoinWords(
    language="en",
    skip="Skip to the content",
    join="Join us",
    title="What do you want to do, in one line?",
    objective="Which objective does it serve?",
    quantity="How much of it?",
    place="Where?",
    actor_kind="As whom do you engage?",
    school="School or knowledge institution",
    organisation="Name of your organisation",
    name="Your name",
    email="Your e-mail address",
    go_on="Continue",
    back="Back",
    change="Change",
    send="Send",
    received="We have received your engagement",
    two_and_a_half="2.5",
)
FRENCH = JoinWords(
    language="fr",
    skip="Aller au contenu",
    join="Rejoignez-nous",
    title="Que voulez-vous faire, en une phrase",
    objective="À quel objectif cela contribue-t-il",
    quantity="En quelle quantité",
    place="Où",
    actor_kind="En quelle qualité vous engagez-vous",
    school="École ou institution scientifique",
    organisation="Nom de votre organisation",
    name="Votre nom",
    email="Votre adresse e-mail",
    go_on="Continuer",
    back="Retour",
    change="Modifier",
    send="Envoyer",
    received="Nous avons bien reçu votre engagement",
    two_and_a_half="2,5",
)
GERMAN = JoinWords(
    language="de",
    skip="Zum Inhalt springen",
    join="Machen Sie mit",
    title="Was möchten Sie tun, in einem Satz?",
    objective="Welcher Zielsetzung dient es?",
    quantity="Wie viel davon?",
    place="Wo?",
    actor_kind="Als wer verpflichten Sie sich?",
    school="Schule oder wissenschaftliche Einrichtung",
    organisation="Name Ihrer Organisation",
    name="Ihr Name",
    email="Ihre E-Mail-Adresse",
    go_on="Weiter",
    back="Zurück",
    change="Ändern",
    send="Absenden",
    received="Wir haben Ihre Verpflichtung erhalten",
    two_and_a_half="2,5",
)
LANGUAGES = (ENGLISH, DUTCH, FRENCH, GERMAN)


def fill_what_and_where(page: Page, words: JoinWords) -> None:
    """Answer the first screen and go on."""
    page.get_by_label(words.title).fill(TITLE)
    page.get_by_label(words.objective).select_option(OBJECTIVE)
    # Behind it, folded, stand those of further objectives.
    page.get_by_label(words.quantity).first.fill(words.two_and_a_half)
    page.get_by_label(words.place).fill("Genk")
    page.get_by_role("button", name=words.go_on).click()


def fill_who_you_are(page: Page, words: JoinWords, email: str = EMAIL) -> None:
    """Answer the second screen at the pace of a person, and go on to the check page."""
    page.wait_for_timeout(MOST_SCREENS * FASTEST_SCREEN / timedelta(milliseconds=1))
    page.get_by_label(words.school).check()
    page.get_by_label(words.organisation).fill(ORGANISATION)
    page.get_by_label(words.name).fill(NAME)
    page.get_by_label(words.email).fill(email)
    page.get_by_role("button", name=words.go_on).click()


def assert_accessible(page: Page) -> None:
    """No finding of axe."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def assert_fits(page: Page) -> None:
    """Nothing is wider than the window."""
    page.wait_for_load_state()
    sizes = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert sizes[0] <= sizes[1], f"{page.url} is {sizes[0]} px wide in a window of {sizes[1]}"
