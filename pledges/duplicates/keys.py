"""What an engagement may have in common with others, written so that two ways to say the same thing are one.

The keys are contact data as much as what they are made of: they never leave the inbox, and go with the pledge.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from django.utils.encoding import punycode

from bbacms.core.belgium import find
from pledges.choices import MatchKind
from pledges.models import MatchKey

if TYPE_CHECKING:
    from pledges.models import Contribution, Pledge

# Where a dot in the address means nothing.
DOTLESS_DOMAINS = frozenset({"gmail.com", "googlemail.com"})
# What people write or leave out: the legal forms of Belgium and its neighbours, and articles, as ``_words`` has them.
LEGAL_FORMS = {
    *("nv", "bv", "bvba", "cv", "cva", "cvba", "vof", "vzw", "ivzw", "commv", "gcv"),
    *("sa", "srl", "sprl", "sc", "sca", "scrl", "scs", "snc", "scomm", "asbl", "aisbl", "sarl", "sas", "se"),
    *("ag", "gmbh", "pgmbh", "kg", "eg", "ev", "vog"),
}
ARTICLES = {"a", "das", "de", "der", "die", "een", "het", "l", "la", "le", "les", "s", "t", "the"}
LONGEST = MatchKey._meta.get_field("value").max_length


def keep_match_keys(pledge: Pledge) -> None:
    """Write down by what a new ``pledge`` is found to be like another one. Two queries, in the caller's transaction."""
    values = match_values(pledge, pledge.contributions.all())
    MatchKey.objects.bulk_create(MatchKey(pledge=pledge, kind=kind, value=value) for kind, value in values)


def renew_match_keys(pledge: Pledge) -> None:
    """The same after its columns or contributions changed; ``pledge`` is as it is now."""
    pledge.match_keys.all().delete()
    keep_match_keys(pledge)


def match_values(pledge: Pledge, contributions: Iterable[Contribution]) -> list[tuple[MatchKind, str]]:
    """The kind and value of each key of ``pledge``; none where it says nothing of the sort."""
    place = pledge.municipality_code or place_key(pledge.municipality) or place_key(pledge.place)
    organisation = organisation_key(pledge.organisation)
    values = {
        (MatchKind.EMAIL, email_key(pledge.email)),
        (MatchKind.ENTERPRISE, enterprise_key(pledge.enterprise_number)),
        # Large organisations have many engagements, but seldom two in one place.
        (MatchKind.ORGANISATION, f"{organisation}|{place}" if organisation and place else ""),
    }
    for contribution in contributions:
        if contribution.indicator_id is None or contribution.declared is None:
            continue
        quantity = f"{contribution.declared.normalize():f}"
        # One member names the town, another one the field in it, a third one both.
        for where in {place, place_key(contribution.place)} - {""}:
            values.add((MatchKind.CONTRIBUTION, f"{contribution.indicator_id}|{quantity}|{where}"))
    return sorted({(kind, value[:LONGEST]) for kind, value in values if value})


def email_key(address: str) -> str:
    """``address`` without capitals, and without what people add to tell their mail apart."""
    local, at, domain = address.strip().casefold().rpartition("@")
    if not (at and local and domain):
        return ""
    local = local.split("+")[0] or local
    # A domain that cannot exist is compared as it is written.
    with suppress(UnicodeError):
        domain = punycode(domain)
    if domain in DOTLESS_DOMAINS:
        local, domain = local.replace(".", "") or local, "gmail.com"
    return f"{local}@{domain}"


def enterprise_key(number: str) -> str:
    """The ten figures of ``number``; older ones were written with nine."""
    figures = re.sub(r"[^0-9]", "", number)
    return figures.zfill(10) if len(figures) in (9, 10) else ""


def organisation_key(name: str) -> str:
    """The words of ``name`` in whatever order, without capitals, accents, punctuation, legal form and articles."""
    words = sorted(_words(name))
    telling = [word for word in words if word not in LEGAL_FORMS | ARTICLES]
    return " ".join(telling or words)


def place_key(text: str) -> str:
    """The code of the place in Belgium that ``text`` means in whatever language, else its words."""
    codes = {match.place.code for match in find(text)}
    return codes.pop() if len(codes) == 1 else " ".join(_words(text))


def _words(text: str) -> list[str]:
    """The words of ``text``; initials with dots between them are one, such as ``A.S.B.L.``"""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    plain = re.sub(r"\b(\w)\.(?=\w\b)", r"\1", plain)
    return re.findall(r"\w+", plain)
