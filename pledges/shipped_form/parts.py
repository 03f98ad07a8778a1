"""How the shipped form writes its questions: raw blocks, as Wagtail stores them."""

from __future__ import annotations

from typing import Any

from bbacms.core.models import LANGUAGE_CODES
from pledges.choices import ConsentPurpose, FileKind, Meaning, PrivacyClass

NO_TEXT = ("", "", "", "")
ACTOR_KIND = "6f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b11"


def texts(texts: tuple[str, str, str, str]) -> dict[str, str]:
    """English, Dutch, French and German, by language code."""
    return dict(zip(LANGUAGE_CODES, texts, strict=True))


def ask(
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
        "label": texts(label),
        "help": texts(help_text),
        "required": required,
        "privacy": privacy.value,
        **more,
    }
    if meaning is not None:
        value["meaning"] = meaning.value
    return {"type": kind, "id": question_id, "value": value}


def ask_consent(
    question_id: str,
    purpose: ConsentPurpose,
    label: tuple[str, str, str, str],
    wording: tuple[str, str, str, str],
    **more: Any,
) -> dict[str, Any]:
    value = {"label": texts(label), "wording": texts(wording), "purpose": purpose.value, **more}
    return {"type": "consent", "id": question_id, "value": value}


def ask_file(
    question_id: str, label: tuple[str, str, str, str], meaning: Meaning, *, how_many: int = 1, **more: Any
) -> dict[str, Any]:
    picture: dict[str, Any] = {
        "kinds": [FileKind.PICTURE.value],
        "largest": 10,
        "ask_rights": True,
        "rights_label": texts(NO_TEXT),
    }
    return ask(
        "file",
        question_id,
        label,
        privacy=PrivacyClass.STAFF,
        meaning=meaning,
        how_many=how_many,
        **picture,
        **more,
    )
