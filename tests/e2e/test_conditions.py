"""Every test that a condition may put to every kind of question: the script shows what the server will ask for."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from playwright.sync_api import Browser

from bbacms.core.choices import Unit
from bbacms.core.models import ActorKind, Axis, Criterion, EverydayAction, Indicator, Objective
from pledges.engine.questions import QUESTIONS, Held
from pledges.engine.sections import read_sections
from pledges.engine.steps import SectionForm
from pledges.engine.vocabulary import Vocabulary
from tests.support.join_forms import name, option_ids, question, section, texts, unsaved_form, when
from tests.support.servers import ROOT

pytestmark = pytest.mark.e2e

TEXTS = {
    "equals": ("pond@example.org", {"": " Pond@Example.org "}, {"": "hedge@example.org"}),
    "is_not": ("pond@example.org", {"": "hedge@example.org"}, {"": "POND@example.org"}),
    "one_of": ("hedge@example.org, pond@example.org", {"": "Pond@example.org"}, {"": "toad@example.org"}),
    "contains": ("pond", {"": "The.PONDS@example.org"}, {"": "hedge@example.org"}),
    "filled": ("", {"": "pond@example.org"}, {"": "  "}),
}
OPTIONS = {
    "equals": ("{0}", {"": "{0}"}, {"": "{1}"}),
    "is_not": ("{0}", {"": "{1}"}, {"": "{0}"}),
    "one_of": ("{0}, {1}", {"": "{1}"}, {"": "{2}"}),
    "filled": ("", {"": "{2}"}, {}),
}
PLACE = ("44021", {"": "Gent"}, {"": "Namur"})
# By kind and test: what the answer is compared with, an answer that meets it and one that does not, by what stands
# behind the name of the question in the name of the field.
CASES = {
    "short_text": TEXTS,
    "email": TEXTS,
    "long_text": {test: TEXTS[test] for test in ("contains", "filled")},
    "phone": {"filled": ("", {"": "0470 12 34 56"}, {})},
    "web_address": {"filled": ("", {"": "example.org"}, {})},
    "enterprise_number": {"filled": ("", {"": "0403.019.261"}, {})},
    "place": {
        "equals": PLACE,
        "is_not": ("44021", {"": "Namur"}, {"": "Gent"}),
        "one_of": PLACE,
        "filled": ("", {"": "Gent"}, {}),
    },
    "number": {
        "equals": ("1500.5", {"": "1,500.5"}, {"": "1500"}),
        "is_not": ("1500", {"": "0"}, {"": "1500.0"}),
        "above": ("10", {"": "10.01"}, {"": "10"}),
        "below": ("10", {"": "-20"}, {"": "10"}),
        "filled": ("", {"": "0"}, {}),
    },
    "date": {
        "equals": ("2027-03-31", {"": "2027-03-31"}, {"": "2027-04-01"}),
        "is_not": ("2027-03-31", {"": "2027-04-01"}, {"": "2027-03-31"}),
        "above": ("2027-03-31", {"": "2027-04-01"}, {"": "2027-03-31"}),
        "below": ("2027-03-31", {"": "2027-03-30"}, {"": "2027-03-31"}),
        "filled": ("", {"": "2027-03-31"}, {}),
    },
    "yes_no": {
        "equals": ("yes", {"": "yes"}, {"": "no"}),
        "is_not": ("yes", {"": "no"}, {"": "yes"}),
        "one_of": ("yes, no", {"": "no"}, {}),
        "filled": ("", {"": "no"}, {}),
    },
    "one_of": OPTIONS,
    "several_of": {
        "contains": ("{0}", {"": ["{0}", "{1}"]}, {"": ["{1}"]}),
        "is_not": ("{0}", {"": ["{1}", "{2}"]}, {"": ["{0}", "{1}"]}),
        "one_of": ("{0}, {1}", {"": ["{1}", "{2}"]}, {"": ["{2}"]}),
        "filled": ("", {"": ["{2}"]}, {}),
    },
    "actor_kind": {
        "equals": ("citizen", {"": "citizen"}, {"": "company"}),
        "is_not": ("citizen", {"": "company"}, {"": "citizen"}),
        "one_of": ("company, citizen", {"": "citizen"}, {}),
        "filled": ("", {"": "citizen"}, {}),
    },
    "engagement": {
        "contains": ("A1-1", {"": "ha", "-2": "unsure"}, {"": "km"}),
        "is_not": ("A1-1", {"": "km", "-2": "unsure"}, {"": "km", "-2": "ha"}),
        "one_of": ("km, unsure", {"": "ha", "-2": "unsure"}, {"": "ha"}),
        "filled": ("", {"": "do:hedge"}, {}),
    },
    "criteria": {"filled": ("", {"-A1-1/native": "on"}, {})},
    "consent": {"filled": ("", {"": "on"}, {})},
    "file": {"filled": ("", {"-held": "1"}, {})},
}
FILL = """(answers) => {
    for (const [id, fields] of Object.entries(answers)) {
        const form = document.getElementById(id);
        for (const [name, said] of Object.entries(fields)) {
            for (const control of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
                if (["checkbox", "radio"].includes(control.type)) control.checked = said.includes(control.value);
                else control.value = said[0];
                control.dispatchEvent(new Event("input", { bubbles: true }));
            }
        }
    }
    return Object.fromEntries(Object.keys(answers).map((id) => {
        const follower = document.getElementById(id).querySelector(".question");
        return [id, follower.hasAttribute("data-shown-when") ? !follower.hasAttribute("data-hidden") : null];
    }));
}"""


def vocabulary():
    """Lists without a database, with one objective chosen on an earlier screen."""
    lists = Vocabulary()
    axis = Axis(code="A1")
    green, hedges = (
        Objective(pk=pk, code=code, axis=axis, **names_in(code)) for pk, code in enumerate(("A1-1", "A1-2"), start=1)
    )
    hectares = Indicator(objective=green, code="ha", unit=Unit.HECTARE, **names_in("Green"))
    kilometres = Indicator(objective=hedges, code="km", unit=Unit.KILOMETRE, **names_in("Hedges"))
    lists.indicators = {"ha": hectares, "km": kilometres}
    lists.actions = {"hedge": EverydayAction(code="hedge", indicator=kilometres, **names_in("Plant a hedge"))}
    lists.actor_kinds = {code: ActorKind(code=code, **names_in(code)) for code in ("citizen", "company")}
    lists.criteria = {"A1-1": [Criterion(objective=green, key="native", **names_in("Native plants"))]}
    lists.chosen = ["A1-1"]
    return lists


def names_in(words):
    return {f"name_{code}": words for code in ("en", "nl", "fr", "de")}


def filled(typed, options):
    """What is typed, with the ids of ``options`` in their places, as lists."""
    return {
        key: [text.format(*options) for text in ([said] if isinstance(said, str) else said)]
        for key, said in typed.items()
    }


class Case:
    """A question and one that hangs on it, and what is typed into the first."""

    def __init__(self, kind, test, operand, typed, lists):
        self.id = f"{kind} {test} {typed}"
        labels = ("A", "B", "C") if kind in ("one_of", "several_of") else ()
        more = {"purpose": "name", "wording": texts("Yes")} if kind == "consent" else {}
        more |= {"kinds": ["pdf"], "largest": 1, "how_many": 1, "ask_rights": False} if kind == "file" else {}
        decider = question(kind, "Decider", options=labels, **more)
        options = option_ids(decider) if labels else []
        follower = question(
            "short_text", "Follower", required=True, shown_when=when(decider, test, operand.format(*options))
        )
        self.section = read_sections(unsaved_form(section("One", decider, follower)).body, "en")[0]
        self.follower = follower["id"]
        self.typed = {name(decider) + key: said for key, said in filled(typed, options).items()}
        entry = {"file": "1", "name": "example.pdf", "size": 1, "type": "application/pdf"}
        self.held = {decider["id"]: Held([entry] if kind == "file" and typed else [])}
        self.lists = lists

    @property
    def is_asked(self):
        """Whether the server wants an answer to the second question."""
        sent = QueryDict(mutable=True)
        for key, said in self.typed.items():
            sent.setlist(key, said)
        form = SectionForm(self.section, self.lists, sent, held=self.held)
        form.full_clean()
        return name({"id": self.follower}) in form.errors

    @property
    def html(self):
        form = SectionForm(self.section, self.lists, held=self.held)
        fields = render_to_string("pledges/section_fields.html", {"section_form": form})
        return f'<form id="{self.id}">{fields}</form>'


def test_the_script_shows_what_the_server_asks_for(browser: Browser):
    lists = vocabulary()
    asking = {kind: question for kind, question in QUESTIONS.items() if question.asks}
    assert {kind: set(cases) for kind, cases in CASES.items()} == {
        kind: {test.value for test in question.tests} for kind, question in asking.items()
    }
    expected, cases = {}, []
    for kind, tests in CASES.items():
        for test, (operand, *answers) in tests.items():
            for typed, is_met in zip(answers, (True, False), strict=True):
                case = Case(kind, test, operand, typed, lists)
                expected[case.id] = is_met
                cases.append(case)
    assert {case.id: case.is_asked for case in cases} == expected

    script = (ROOT / "static/js/conditions.js").read_text()
    context = browser.new_context()
    page = context.new_page()
    page.set_content(
        f'<!doctype html><html lang="en"><script>{script}</script>{"".join(case.html for case in cases)}</html>'
    )
    shown = page.evaluate(FILL, {case.id: case.typed for case in cases})
    context.close()
    decided = {case: is_shown for case, is_shown in shown.items() if is_shown is not None}
    assert decided == {case: expected[case] for case in decided}
    # What is not compared by the script is always in reach.
    left_to_the_server = {case.partition(" ")[0] for case in shown.keys() - decided.keys()}
    assert left_to_the_server == {"place"}
