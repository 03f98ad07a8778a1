"""Colours: every pair of text and ground can be read in light and in dark, and no file names a raw colour."""

import re

import pytest
from django.conf import settings

CSS_DIR = settings.BASE_DIR / "static" / "css"
TOKENS = (CSS_DIR / "tokens.css").read_text(encoding="utf-8")
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgb\(|\bhsl\(|\boklch\(")

TEXT_PAIRS = [
    (text, ground) for ground in ("paper", "raised") for text in ("ink", "quiet", "forest", "water", "soil", "alert")
] + [("on-forest", "forest"), ("on-deep", "deep"), ("on-sun", "sun"), ("on-sun", "logo-ground"), ("on-sun", "on-deep")]
CONTROL_PAIRS = [("edge", "paper"), ("edge", "raised"), ("sun", "deep")]


def colour(name, scheme):
    """The value of a token in one scheme, as hexadecimal digits."""
    pair = re.search(rf"--{name}: light-dark\(#(\w{{6}}), #(\w{{6}})\);", TOKENS)
    if pair:
        return pair.group(1 if scheme == "light" else 2)
    return re.search(rf"--{name}: #(\w{{6}});", TOKENS).group(1)


def luminance(digits):
    """Relative luminance after WCAG 2.2."""
    parts = [int(digits[index : index + 2], 16) / 255 for index in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first, second):
    """Contrast ratio after WCAG 2.2, from 1 to 21."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself():
    assert contrast("ffffff", "000000") == pytest.approx(21)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground", "least"), [(*pair, 4.5) for pair in TEXT_PAIRS] + [(*pair, 3) for pair in CONTROL_PAIRS]
)
def test_text_and_controls_stand_out(scheme, text, ground, least):
    assert contrast(colour(text, scheme), colour(ground, scheme)) >= least


@pytest.mark.parametrize("path", sorted(CSS_DIR.rglob("*.css")), ids=lambda path: path.name)
def test_only_the_tokens_name_colours(path):
    if path.name != "tokens.css":
        assert not COLOUR.findall(path.read_text(encoding="utf-8"))


def test_files_stay_small():
    assert (settings.BASE_DIR / "static/fonts/fraunces-latin.woff2").stat().st_size <= 35 * 1024
    assert (settings.BASE_DIR / "static/images/motif.svg").stat().st_size <= 3 * 1024


def test_every_style_sheet_is_imported():
    site = (CSS_DIR / "site.css").read_text(encoding="utf-8")
    names = {str(path.relative_to(CSS_DIR)) for path in CSS_DIR.rglob("*.css")} - {"site.css"}
    assert names == set(re.findall(r'@import url\("([^"]+)"\)', site))


def test_every_focus_step_has_a_class():
    source = (CSS_DIR / "components/picture.css").read_text(encoding="utf-8")
    for step in range(0, 101, 10):
        assert f".focus-x-{step} {{" in source
        assert f".focus-y-{step} {{" in source
