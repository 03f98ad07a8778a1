"""Three members and what they write, in Dutch and in French."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Labels and buttons of the site in one language."""

    language: str
    join: str
    title: str
    objective: str
    quantity: str
    unit: str
    by: str
    place: str
    organisation: str
    name: str
    email: str
    go_on: str
    send: str
    received: str


@dataclass(frozen=True)
class Member:
    """Who comes and what they answer; empty is left empty. ``read_back`` stands on the check page."""

    who: str
    words: Words
    title: str
    action: str
    kind: str
    quantity: str = ""
    unit: str = ""
    by: str = ""
    place: str = ""
    organisation: str = ""
    name: str = "An Peeters"
    email: str = "an@example.org"
    read_back: str = ""


DUTCH = Words(
    language="nl",
    join="Doe mee",
    title="Wat wilt u doen, in één zin?",
    objective="Aan welke doelstelling draagt het bij?",
    quantity="Hoeveel?",
    unit="Eenheid",
    by="Tegen welk jaar?",
    place="Waar?",
    organisation="Naam van uw organisatie",
    name="Uw naam",
    email="Uw e-mailadres",
    go_on="Verder",
    send="Verzenden",
    received="Wij hebben uw engagement ontvangen",
)
FRENCH = Words(
    language="fr",
    join="Rejoignez-nous",
    title="Que voulez-vous faire, en une phrase",
    objective="À quel objectif cela contribue-t-il",
    quantity="En quelle quantité",
    unit="Unité",
    by="D’ici quelle année",
    place="Où",
    organisation="Nom de votre organisation",
    name="Votre nom",
    email="Votre adresse e-mail",
    go_on="Continuer",
    send="Envoyer",
    received="Nous avons bien reçu votre engagement",
)

MEMBERS = [
    Member(
        who="bakery",
        words=DUTCH,
        title="Brood van gisteren weggeven",
        action="Voedseloverschotten weggeven",
        quantity="1.500",
        unit="kg",
        place="2800",
        kind="Bedrijf",
        organisation="Bakkerij De Korst",
        read_back="1.500 kg (1,5 t per jaar)",
    ),
    Member(
        who="bakery",
        words=FRENCH,
        title="Donner le pain de la veille",
        action="Donner ou vendre des invendus",
        quantity="1500",
        unit="kg",
        place="5000",
        kind="Entreprise",
        organisation="Boulangerie La Croûte",
        read_back="kg (1,5 t par an)",
    ),
    Member(
        who="municipality",
        words=DUTCH,
        title="Een bloemenweide achter het gemeentehuis",
        action="Een bloemenweide inzaaien",
        quantity="2,5",
        by="2028",
        place="Bree",
        kind="Gemeente",
        organisation="Gemeente Bree",
        read_back="2,5 ha",
    ),
    Member(
        who="municipality",
        words=FRENCH,
        title="Une prairie fleurie derrière la maison communale",
        action="Semer ou laisser pousser",
        quantity="2,5",
        by="2028",
        place="Gembloux",
        kind="Commune",
        organisation="Commune de Gembloux",
        read_back="2,5 ha",
    ),
    Member(
        who="unsure citizen",
        words=DUTCH,
        title="Iets voor de egels in onze straat",
        action="Ik weet het nog niet zeker",
        kind="Burger",
    ),
    Member(
        who="unsure citizen",
        words=FRENCH,
        title="Quelque chose pour les hérissons de notre rue",
        action="Je ne sais pas encore",
        kind="Citoyen",
    ),
]
