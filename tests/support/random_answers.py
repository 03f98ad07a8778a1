"""Random questions with random answers, for property tests: what is sent for each kind, and what has to be stored.

What is stored is worked out here by hand or by a rule of its own, never by the code that is tested.
"""

import datetime
import uuid
from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st

from pledges.engine.numbers import typed_text
from tests.support.join_forms import name, option_ids, question, texts, when
from tests.support.member_files import upload

WORDS = st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=60).filter(
    lambda text: text.strip() and text.isprintable()
)
NUMBERS = st.decimals(min_value=-999_999, max_value=999_999, places=3, allow_nan=False)
DAYS = st.dates(min_value=datetime.date(1950, 1, 1), max_value=datetime.date(2090, 1, 1))
OPTIONS = ("A", "B", "C")
WAYS = ("filled", "same", "other", "not", "not other")
# By what is typed: what is stored of it.
KNOWN = {
    "email": {"bea@example.org": "bea@example.org"},
    "web_address": {"https://example.org/pond": "https://example.org/pond", "example.org": "https://example.org"},
    "phone": {"0470 12 34 56": "+32470123456", "+31 20 123 4567": "+31201234567"},
    "enterprise_number": {"0403.019.261": "0403019261", "BE 0403 019 261": "0403019261"},
    "place": {
        "9000": {"kind": "municipality", "code": "44021", "postcode": "9000"},
        "Namur": {"kind": "municipality", "code": "92094", "postcode": ""},
        "België": {"kind": "country", "code": "belgium", "postcode": ""},
    },
}
# By indicator: the small unit and how many of it make one. The lists of the test hold these three, and two criteria
# for the objective of the first and one for that of the second.
INDICATORS = {"ha": ("m2", 10_000), "km": ("m", 1_000), "share": ("", 1)}
OBJECTIVES = {"ha": "A1-1", "km": "A1-5", "share": "A2-1"}
CRITERIA = ("A1-1/native", "A1-1/no-poison", "A1-5/dead-wood")
TYPED = {
    "short_text": WORDS,
    "long_text": WORDS,
    "number": NUMBERS,
    "date": DAYS,
    "yes_no": st.booleans(),
    "one_of": st.integers(0, 2),
    "several_of": st.sets(st.integers(0, 2), min_size=1),
    "criteria": st.dictionaries(st.sampled_from(CRITERIA), st.one_of(st.just(""), WORDS), min_size=1),
    "consent": st.just(True),
    "file": st.just("pond.jpg"),
    **{kind: st.sampled_from(sorted(known)) for kind, known in KNOWN.items()},
}
CONTRIBUTION = st.fixed_dictionaries(
    {
        "quantity": st.one_of(st.none(), st.decimals(min_value=0, max_value=100, places=2)),
        "is_small": st.booleans(),
        "by": st.one_of(st.none(), st.integers(2027, 2060)),
        "where": st.one_of(st.just(""), WORDS),
    }
)
# By indicator; "unsure" has nothing but its place.
ENGAGEMENTS = st.dictionaries(st.sampled_from([*INDICATORS, "unsure"]), CONTRIBUTION, min_size=1, max_size=3)


@dataclass(frozen=True)
class Asked:
    """A question that is to be composed: nothing may be ``typed``, and ``depends`` says on what it hangs.

    That is a number, which chooses the decider among the questions before it, and a way: "filled", or the answer of
    the decider or another one as the operand of one of its tests.
    """

    kind: str
    typed: object
    depends: tuple[int, str] | None
    screen: int


ASKED = st.lists(
    st.sampled_from(sorted(TYPED)).flatmap(
        lambda kind: st.builds(
            Asked,
            st.just(kind),
            st.one_of(st.none(), TYPED[kind]),
            st.one_of(
                st.none(),
                st.tuples(st.integers(0, 20), st.sampled_from(["filled", "same", "other", "not", "not other"])),
            ),
            # Criteria are those of an objective named on an earlier screen; the first screen takes no files.
            st.integers(2 if kind in ("criteria", "file") else 1, 4),
        )
    ),
    max_size=7,
)


@dataclass
class Answered:
    """A question of the form with what is sent for it; ``stored`` is None where nothing may be kept of it."""

    block: dict
    fields: dict
    stored: object


def block_of(asked, label, condition):
    if asked.kind == "consent":
        value = {"label": texts(label), "wording": texts(f"{label}?"), "purpose": "newsletter"}
        block = {"type": "consent", "id": str(uuid.uuid4()), "value": value}
        if condition:
            value["shown_when"] = condition
        return block
    more = {"kinds": ["picture"], "largest": 1, "how_many": 1} if asked.kind == "file" else {}
    options = OPTIONS if asked.kind in ("one_of", "several_of") else ()
    return question(asked.kind, label, options=options, shown_when=condition, privacy="staff", **more)


def what_is_sent(block, typed, language):
    """The fields that a browser sends."""
    field = name(block)
    match block["type"]:
        case _ if typed is None:
            return {}
        case "number":
            return {field: typed_text(typed, language)}
        case "date":
            return {field: typed.isoformat()}
        case "yes_no":
            return {field: "yes" if typed else "no"}
        case "one_of":
            return {field: option_ids(block)[typed]}
        case "several_of":
            return {field: [option_ids(block)[index] for index in sorted(typed)]}
        case "criteria":
            ticks = {f"{field}-{key}": "on" for key in typed}
            return ticks | {f"{field}-{key}-how": how for key, how in typed.items()}
        case "consent":
            return {field: "on"}
        case "file":
            return {field: upload(typed)}
    return {field: typed}


def what_is_stored(block, typed, indicators):
    """The value of the answer when ``indicators`` were named; None for no answer."""
    match block["type"]:
        case _ if typed is None:
            return None
        case "short_text" | "long_text":
            return typed.strip()
        case "number":
            return f"{typed:.3f}".rstrip("0").rstrip(".")
        case "date":
            return typed.isoformat()
        case "one_of":
            return option_ids(block)[typed]
        case "several_of":
            return [option_ids(block)[index] for index in sorted(typed)]
        case "criteria":
            chosen = {OBJECTIVES[code] for code in indicators if code != "unsure"}
            return {key: how.strip() for key, how in typed.items() if key.split("/")[0] in chosen} or None
        case "yes_no" | "consent" | "file":
            return typed
    return KNOWN[block["type"]][typed]


def engagement_fields(block, said, language):
    """What a browser sends for contributions by indicator."""
    fields = {}
    for number, (code, parts) in enumerate(said.items(), start=1):
        row = name(block) if number == 1 else f"{name(block)}-{number}"
        fields |= {row: code, f"{row}-where": parts["where"]}
        if code == "unsure":
            continue
        unit = INDICATORS[code][0]
        quantity = parts["quantity"]
        fields[f"{row}-quantity"] = "" if quantity is None else typed_text(quantity, language)
        fields[f"{row}-unit"] = unit if parts["is_small"] else ""
        fields[f"{row}-by"] = parts["by"] or ""
    return fields


def quantity_of(code, parts):
    """In the unit of the indicator."""
    if code == "unsure" or parts["quantity"] is None:
        return None
    return parts["quantity"] / (INDICATORS[code][1] if parts["is_small"] else 1)


def engagement_stored(said):
    stored = []
    for code, parts in said.items():
        quantity = quantity_of(code, parts)
        entry = {"indicator": None if code == "unsure" else code, "quantity": None}
        if quantity is not None:
            plain = f"{quantity:.6f}"
            entry["quantity"] = plain.rstrip("0").rstrip(".")
            if parts["is_small"] and INDICATORS[code][0]:
                entry["unit"] = INDICATORS[code][0]
        if parts["by"] and code != "unsure":
            entry["by"] = parts["by"]
        if parts["where"].strip():
            entry["where"] = parts["where"].strip()
        stored.append(entry)
    return stored


def condition_on(decider, way):
    """A condition on ``decider`` and whether it is met by what was answered; "filled" where only that can be asked."""
    kind, stored = decider.block["type"], decider.stored
    if stored is None:
        return when(decider.block, "filled"), False
    same, other = _operands(decider.block, stored)
    if way == "filled" or same is None or (kind == "several_of" and (way.startswith("not") or other is None)):
        return when(decider.block, "filled"), True
    is_test = "contains" if kind == "several_of" else "equals"
    match way:
        case "same":
            return when(decider.block, is_test, same), True
        case "other":
            return when(decider.block, is_test, other), False
        case "not":
            return when(decider.block, "is_not", same), False
    return when(decider.block, "is_not", other), True


def _operands(block, stored):
    """What a condition on this question may name: the answer, and another one. Nothing for some kinds."""
    match block["type"]:
        case "short_text" | "email":
            return stored, f"{stored}x"
        case "number":
            return stored, str(Decimal(stored) + 1)
        case "date":
            return stored, "1949-12-31"
        case "yes_no":
            return ("yes", "no") if stored else ("no", "yes")
        case "one_of":
            return stored, next(option for option in option_ids(block) if option != stored)
        case "several_of":
            return stored[0], next((option for option in option_ids(block) if option not in stored), None)
    return None, None
