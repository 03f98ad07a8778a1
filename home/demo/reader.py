"""Reads the data files of the demo content."""

import json
from pathlib import Path
from typing import Any

from django.utils.html import format_html_join

DEMO_DIR = Path(__file__).resolve().parent
PICTURES_DIR = DEMO_DIR / "pictures"


def read_content(name: str) -> Any:
    """Return the parsed file ``content/<name>.json``."""
    return json.loads((DEMO_DIR / "content" / f"{name}.json").read_text(encoding="utf-8"))


def rich_text(paragraphs: list[str]) -> str:
    """Return plain paragraphs as the HTML that rich text fields hold."""
    return format_html_join("", "<p>{}</p>", ((paragraph,) for paragraph in paragraphs))
