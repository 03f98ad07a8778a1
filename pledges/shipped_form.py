"""The join form that the site ships with: two short screens, and what may be told afterwards, in four languages.

Every level carries an id of its own. They are permanent: answers are kept under them.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction

from bbacms.core.models import LANGUAGE_CODES
from pledges.choices import ConditionTest, ConsentPurpose, FileKind, Meaning, PrivacyClass, SectionStage
from pledges.models import PledgeForm

NAME = "Voluntary engagement"

NO_TEXT = ("", "", "", "")
ACTOR_KIND = "6f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b11"


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
    **more: Any,
) -> dict[str, Any]:
    value: dict[str, Any] = {
        "label": _texts(label),
        "help": _texts(help_text),
        "required": required,
        "privacy": privacy.value,
        **more,
    }
    if meaning is not None:
        value["meaning"] = meaning.value
    return {"type": kind, "id": question_id, "value": value}


def _consent(
    question_id: str,
    purpose: ConsentPurpose,
    label: tuple[str, str, str, str],
    wording: tuple[str, str, str, str],
    **more: Any,
) -> dict[str, Any]:
    value = {"label": _texts(label), "wording": _texts(wording), "purpose": purpose.value, **more}
    return {"type": "consent", "id": question_id, "value": value}


def _file(
    question_id: str, label: tuple[str, str, str, str], meaning: Meaning, *, how_many: int = 1, **more: Any
) -> dict[str, Any]:
    picture: dict[str, Any] = {
        "kinds": [FileKind.PICTURE.value],
        "largest": 10,
        "ask_rights": True,
        "rights_label": _texts(NO_TEXT),
    }
    return _question(
        "file",
        question_id,
        label,
        privacy=PrivacyClass.STAFF,
        meaning=meaning,
        how_many=how_many,
        **picture,
        **more,
    )


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
        most=3,
        ask_by=True,
        ask_where=False,
    ),
    _question(
        "place",
        "6f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b05",
        ("Where?", "Waar?", "Où ?", "Wo?"),
        (
            "A municipality or its postcode is enough; a province, a region or Belgium will do too.",
            "Een gemeente of haar postcode volstaat; een provincie, een gewest of België mag ook.",
            "Une commune ou son code postal suffit ; une province, une région ou la Belgique convient aussi.",
            "Eine Gemeinde oder ihre Postleitzahl genügt; auch eine Provinz, eine Region oder Belgien ist möglich.",
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
        ACTOR_KIND,
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
            "As it should be read by everybody.",
            "Zoals iedereen ze mag lezen.",
            "Tel que tout le monde pourra le lire.",
            "So, wie ihn alle lesen dürfen.",
        ),
        meaning=Meaning.ORGANISATION,
        shown_when={"question": ACTOR_KIND, "test": ConditionTest.IS_NOT.value, "value": "citizen"},
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
    _consent(
        "6f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b15",
        ConsentPurpose.NAME,
        ("Name in public", "Naam openbaar", "Nom en public", "Name öffentlich"),
        (
            "My name may stand beside my engagement on the public list.",
            "Mijn naam mag bij mijn engagement op de openbare lijst staan.",
            "Mon nom peut figurer à côté de mon engagement sur la liste publique.",
            "Mein Name darf neben meiner Verpflichtung in der öffentlichen Liste stehen.",
        ),
        shown_when={"question": ACTOR_KIND, "test": ConditionTest.EQUALS.value, "value": "citizen"},
    ),
]

MORE_ABOUT_IT = [
    _question(
        "criteria",
        "6f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b21",
        (
            "Which criteria do you respect?",
            "Welke criteria leeft u na?",
            "Quels critères respectez-vous ?",
            "Welche Kriterien beachten Sie?",
        ),
        (
            "Tick what holds; say how where you like.",
            "Vink aan wat klopt; vertel hoe, als u wilt.",
            "Cochez ce qui s’applique ; dites comment si vous le souhaitez.",
            "Kreuzen Sie an, was zutrifft; sagen Sie, wie, wenn Sie möchten.",
        ),
    ),
    _question(
        "short_text",
        "6f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b22",
        (
            "Where exactly?",
            "Waar precies?",
            "Où exactement ?",
            "Wo genau?",
        ),
        (
            "A street, a plot or a place name. No private address, please: it will be public.",
            "Een straat, een perceel of een plaatsnaam. Geen privéadres, want het wordt openbaar.",
            "Une rue, une parcelle ou un lieu-dit. Pas d’adresse privée : ce sera public.",
            "Eine Straße, ein Grundstück oder ein Ortsname. Bitte keine Privatadresse: Es wird öffentlich.",
        ),
        meaning=Meaning.PLACE,
    ),
    _question(
        "number",
        "6f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b23",
        (
            "What will it cost, roughly?",
            "Wat zal het ongeveer kosten?",
            "Combien cela coûtera-t-il, environ ?",
            "Was wird es ungefähr kosten?",
        ),
        (
            "In euro. Only our staff see it.",
            "In euro. Alleen onze medewerkers zien dit.",
            "En euros. Seule notre équipe le voit.",
            "In Euro. Nur unsere Mitarbeitenden sehen das.",
        ),
        privacy=PrivacyClass.STAFF,
        unit=_texts(("€", "€", "€", "€")),
        smallest="0",
    ),
    _question(
        "long_text",
        "6f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b24",
        (
            "Who takes part?",
            "Wie doet mee?",
            "Qui participe ?",
            "Wer macht mit?",
        ),
        (
            "Partners, schools, neighbours, suppliers. Name organisations, not persons.",
            "Partners, scholen, buren, leveranciers. Noem organisaties, geen personen.",
            "Partenaires, écoles, voisins, fournisseurs. Citez des organisations, pas des personnes.",
            "Partner, Schulen, Nachbarn, Lieferanten. Nennen Sie Organisationen, keine Personen.",
        ),
    ),
    _question(
        "web_address",
        "6f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b25",
        (
            "Where can people read more?",
            "Waar kan men er meer over lezen?",
            "Où peut-on en lire plus ?",
            "Wo kann man mehr darüber lesen?",
        ),
        meaning=Meaning.WEBSITE,
    ),
    _question(
        "enterprise_number",
        "6f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b26",
        (
            "Enterprise number of your organisation",
            "Ondernemingsnummer van uw organisatie",
            "Numéro d’entreprise de votre organisation",
            "Unternehmensnummer Ihrer Organisation",
        ),
        meaning=Meaning.ENTERPRISE_NUMBER,
        shown_when={"question": ACTOR_KIND, "test": ConditionTest.IS_NOT.value, "value": "citizen"},
    ),
    _consent(
        "6f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b27",
        ConsentPurpose.NEWSLETTER,
        ("Newsletter", "Nieuwsbrief", "Lettre d’information", "Newsletter"),
        (
            "You may send me news of the Alliance by e-mail.",
            "U mag mij nieuws van de Alliantie per e-mail sturen.",
            "Vous pouvez m’envoyer des nouvelles de l’Alliance par e-mail.",
            "Sie dürfen mir Neuigkeiten der Allianz per E-Mail senden.",
        ),
    ),
]

PICTURES = [
    _file(
        "6f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b31",
        ("A picture of the place", "Een foto van de plek", "Une photo de l’endroit", "Ein Bild des Ortes"),
        Meaning.PICTURE,
        how_many=3,
    ),
    _file(
        "6f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b32",
        (
            "The logo of your organisation",
            "Het logo van uw organisatie",
            "Le logo de votre organisation",
            "Das Logo Ihrer Organisation",
        ),
        Meaning.LOGO,
        shown_when={"question": ACTOR_KIND, "test": ConditionTest.IS_NOT.value, "value": "citizen"},
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
    {
        "type": "section",
        "id": "6f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b20",
        "value": {
            "title": _texts(("More about it", "Meer erover", "Plus d’informations", "Mehr dazu")),
            "introduction": _texts(
                (
                    "All of this is optional. Answer what you like and leave the rest.",
                    "Dit hoeft allemaal niet. Antwoord op wat u wilt en laat de rest open.",
                    "Tout ceci est facultatif. Répondez à ce que vous voulez et laissez le reste.",
                    "All das ist freiwillig. Beantworten Sie, was Sie möchten, und lassen Sie den Rest offen.",
                )
            ),
            "stage": SectionStage.MORE.value,
            "questions": MORE_ABOUT_IT,
        },
    },
    {
        "type": "section",
        "id": "6f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b30",
        "value": {
            "title": _texts(("Pictures", "Beelden", "Images", "Bilder")),
            "introduction": _texts(
                (
                    "Only our staff see what you hand in here, until they show it with the credit that you give.",
                    "Alleen onze medewerkers zien wat u hier indient, tot ze het tonen met uw vermelding erbij.",
                    "Seule notre équipe voit ce que vous déposez ici, jusqu’à ce qu’elle le montre avec la mention que "
                    "vous indiquez.",
                    "Nur unsere Mitarbeitenden sehen, was Sie hier einreichen, bis sie es mit Ihrem Nachweis zeigen.",
                )
            ),
            "stage": SectionStage.MORE.value,
            "questions": PICTURES,
        },
    },
]


@transaction.atomic
def create_shipped_form() -> PledgeForm:
    """Return the shipped form, published; made once, and left alone when a form of this name is there already."""
    existing = PledgeForm.objects.filter(name=NAME).first()
    if existing is not None:
        return existing
    form = PledgeForm.objects.create(name=NAME, body=json.dumps(BODY), live=False)
    form.save_revision().publish()
    form.refresh_from_db()
    return form
