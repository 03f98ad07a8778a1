"""The join form that the site ships with: two short screens, and what may be told afterwards, in four languages.

Every level carries an id of its own. They are permanent: answers are kept under them.
"""

from __future__ import annotations

import json

from django.db import transaction
from wagtail.models import Page

from pledges.choices import SectionStage
from pledges.models import PledgeForm
from pledges.shipped_form.join import WHAT_AND_WHERE, WHO_YOU_ARE
from pledges.shipped_form.more import MORE_ABOUT_IT, PICTURES
from pledges.shipped_form.parts import NO_TEXT, texts

NAME = "Voluntary engagement"

BODY = [
    {
        "type": "section",
        "id": "6f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b00",
        "value": {
            "title": texts(("What and where", "Wat en waar", "Quoi et où", "Was und wo")),
            "introduction": texts(NO_TEXT),
            "questions": WHAT_AND_WHERE,
        },
    },
    {
        "type": "section",
        "id": "6f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b10",
        "value": {
            "title": texts(("Who you are", "Wie u bent", "Qui vous êtes", "Wer Sie sind")),
            "introduction": texts(NO_TEXT),
            "questions": WHO_YOU_ARE,
        },
    },
    {
        "type": "section",
        "id": "6f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b20",
        "value": {
            "title": texts(("More about it", "Meer erover", "Plus d’informations", "Mehr dazu")),
            "introduction": texts(
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
            "title": texts(("Pictures", "Beelden", "Images", "Bilder")),
            "introduction": texts(
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
