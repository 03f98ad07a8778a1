"""Which alternative texts the checker sends back. The pattern runs in the browser as it does here."""

import re

import pytest

from bbacms.core.content_checker import NO_DESCRIPTION

PATTERN = re.compile(NO_DESCRIPTION, re.IGNORECASE)


@pytest.mark.parametrize(
    "text",
    [
        "Photo of a pond",
        "a picture of frogs",
        "Foto van een poel",
        "Een afbeelding van de weide",
        "photo du jardin",
        "Photo des enfants",
        "Une photographie d’un ruisseau",
        "Foto der Wiese",
        "Foto vom Teich",
        "Ein Bild eines Bachs",
        "IMG 2041",
        "DSC0123",
        "pond_final",
        "pond.HEIC",
    ],
)
def test_no_description(text):
    assert PATTERN.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Frogs in a pond",
        "A photographer lies in the meadow",
        "Drawing of a canal",
        "Bilder einer Ausstellung hängen am Zaun",
        "Des enfants plantent une haie",
        "Een fotograaf in het riet",
    ],
)
def test_a_description(text):
    assert not PATTERN.search(text)
