"""The join form that the site ships with: two short screens in four languages.

Every level carries an id of its own. They are permanent: answers are kept under them.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction
from wagtail.models import Page

from bbacms.core.models import LANGUAGE_CODES
from pledges.choices import Meaning, PrivacyClass
from pledges.models import PledgeForm

NAME = "Voluntary engagement"

NO_TEXT = ("", "", "", "")


def _texts(texts: tuple[str, str, str, str]) -> dict[str, str]:
    """English, Dutch, French and German, by language code."""
    return dict(zip(LANGUAGE_CODES, texts, strict=True))


def _question(
    kind: str,
    question_id: str,
    label: tuple[str, str, str, str],
    help_text: tuple[str, str, str, str] = NO_TEXT,
    *,
    required: bool = False,
    privacy: PrivacyClass = PrivacyClass.PUBLIC,
    meaning: Meaning | None = None,
) -> dict[str, Any]:
    value: dict[str, Any] = {
        "label": _texts(label),
        "help": _texts(help_text),
        "required": required,
        "privacy": privacy.value,
    }
    if meaning is not None:
        value["meaning"] = meaning.value
    return {"type": kind, "id": question_id, "value": value}


WHAT_AND_WHERE = [
    _question(
        "short_text",
        "6f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b01",
        (
            "What do you want to do, in one line?",
            "Wat wilt u doen, in één zin?",
            "Que voulez-vous faire, en une phrase ?",
            "Was möchten Sie tun, in einem Satz?",
        ),
        (
            "This becomes the title of your engagement. For instance: a flower meadow behind the town hall.",
            "Dit wordt de titel van uw engagement. Bijvoorbeeld: een bloemenweide achter het gemeentehuis.",
            "Ce sera le titre de votre engagement. Par exemple : une prairie fleurie derrière la maison communale.",
            "Das wird der Titel Ihrer Verpflichtung. Zum Beispiel: eine Blumenwiese hinter dem Gemeindehaus.",
        ),
        required=True,
        meaning=Meaning.TITLE,
    ),
    _question(
        "engagement",
        "6f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b02",
        (
            "Which objective does it serve?",
            "Aan welke doelstelling draagt het bij?",
            "À quel objectif cela contribue-t-il ?",
            "Welcher Zielsetzung dient es?",
        ),
        (
            "Choose what comes closest. If you are not sure, say so: we will look at it with you.",
            "Kies wat het best past. Twijfelt u? Geef dat gerust aan, dan bekijken we het samen met u.",
            "Choisissez ce qui s’en rapproche le plus. En cas de doute, dites-le : nous verrons cela avec vous.",
            "Wählen Sie, was am besten passt. Wenn Sie unsicher sind, geben Sie das einfach an: "
            "Wir schauen es uns mit Ihnen an.",
        ),
        required=True,
    ),
    _question(
        "short_text",
        "6f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b03",
        (
            "In which municipality or place?",
            "In welke gemeente of op welke plek?",
            "Dans quelle commune ou à quel endroit ?",
            "In welcher Gemeinde oder an welchem Ort?",
        ),
        (
            "The name of the municipality is enough.",
            "De naam van de gemeente volstaat.",
            "Le nom de la commune suffit.",
            "Der Name der Gemeinde genügt.",
        ),
        meaning=Meaning.MUNICIPALITY,
    ),
    _question(
        "long_text",
        "6f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b04",
        (
            "Would you like to tell more?",
            "Wilt u er meer over vertellen?",
            "Souhaitez-vous en dire plus ?",
            "Möchten Sie mehr dazu erzählen?",
        ),
        (
            "Two or three sentences: what is there now, what will change, and by when.",
            "Twee of drie zinnen: hoe is het nu, wat verandert er en tegen wanneer?",
            "Deux ou trois phrases : la situation actuelle, ce qui va changer et pour quand.",
            "Zwei oder drei Sätze: wie es jetzt ist, was sich ändern soll und bis wann.",
        ),
        meaning=Meaning.SUMMARY,
    ),
]

WHO_YOU_ARE = [
    _question(
        "actor_kind",
        "6f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b11",
        (
            "As whom do you engage?",
            "Als wie gaat u dit engagement aan?",
            "En quelle qualité vous engagez-vous ?",
            "Als wer verpflichten Sie sich?",
        ),
        required=True,
    ),
    _question(
        "short_text",
        "6f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b12",
        (
            "Name of your organisation",
            "Naam van uw organisatie",
            "Nom de votre organisation",
            "Name Ihrer Organisation",
        ),
        (
            "Leave it empty if you engage as a citizen.",
            "Laat dit leeg als u het als burger doet.",
            "Laissez ce champ vide si vous vous engagez en tant que citoyen.",
            "Lassen Sie das Feld leer, wenn Sie sich privat verpflichten.",
        ),
        meaning=Meaning.ORGANISATION,
    ),
    _question(
        "short_text",
        "6f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b13",
        ("Your name", "Uw naam", "Votre nom", "Ihr Name"),
        (
            "The person we may write to. Only our staff see it.",
            "De persoon aan wie we mogen schrijven. Alleen onze medewerkers zien dit.",
            "La personne à qui nous pouvons écrire. Seule notre équipe la voit.",
            "Die Person, der wir schreiben dürfen. Nur unsere Mitarbeitenden sehen das.",
        ),
        required=True,
        privacy=PrivacyClass.CONTACT,
        meaning=Meaning.NAME,
    ),
    _question(
        "email",
        "6f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b14",
        ("Your e-mail address", "Uw e-mailadres", "Votre adresse e-mail", "Ihre E-Mail-Adresse"),
        (
            "We send you a copy of your answers. Only our staff see the address.",
            "We sturen u een kopie van uw antwoorden. Alleen onze medewerkers zien het adres.",
            "Nous vous envoyons une copie de vos réponses. Seule notre équipe voit cette adresse.",
            "Wir senden Ihnen eine Kopie Ihrer Antworten. Nur unsere Mitarbeitenden sehen die Adresse.",
        ),
        required=True,
        privacy=PrivacyClass.CONTACT,
        meaning=Meaning.EMAIL,
    ),
]

BODY = [
    {
        "type": "section",
        "id": "6f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b00",
        "value": {
            "title": _texts(("What and where", "Wat en waar", "Quoi et où", "Was und wo")),
            "introduction": _texts(NO_TEXT),
            "questions": WHAT_AND_WHERE,
        },
    },
    {
        "type": "section",
        "id": "6f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b10",
        "value": {
            "title": _texts(("Who you are", "Wie u bent", "Qui vous êtes", "Wer Sie sind")),
            "introduction": _texts(NO_TEXT),
            "questions": WHO_YOU_ARE,
        },
    },
]


@transaction.atomic
def create_shipped_form(privacy_page: Page) -> PledgeForm:
    """Return the shipped form, published with this privacy notice.

    It is made once, and left alone when a form of this name is there already.
    """
    existing = PledgeForm.objects.filter(name=NAME).first()
    if existing is not None:
        return existing
    form = PledgeForm.objects.create(name=NAME, body=json.dumps(BODY), privacy_page=privacy_page, live=False)
    form.save_revision().publish()
    form.refresh_from_db()
    return form
