"""What the shipped form asks before it is sent."""

from pledges.choices import ConditionTest, ConsentPurpose, Meaning, PrivacyClass
from pledges.shipped_form.parts import ACTOR_KIND, ask, ask_consent

WHAT_AND_WHERE = [
    ask(
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
    ask(
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
    ask(
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
    ask(
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
    ask(
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
    ask(
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
    ask(
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
    ask(
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
    ask_consent(
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
