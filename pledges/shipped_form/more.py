"""What the shipped form asks afterwards; nothing of it is required."""

from pledges.choices import ConditionTest, ConsentPurpose, Meaning, PrivacyClass
from pledges.shipped_form.parts import ACTOR_KIND, ask, ask_consent, ask_file, texts

MORE_ABOUT_IT = [
    ask(
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
    ask(
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
    ask(
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
        unit=texts(("€", "€", "€", "€")),
        smallest="0",
    ),
    ask(
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
    ask(
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
    ask(
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
    ask_consent(
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
    ask_file(
        "6f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b31",
        ("A picture of the place", "Een foto van de plek", "Une photo de l’endroit", "Ein Bild des Ortes"),
        Meaning.PICTURE,
        how_many=3,
    ),
    ask_file(
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
