"""Join forms for tests: composed from raw blocks as Wagtail stores them, published, and put on a page."""

import json
import re
import uuid
from datetime import timedelta
from urllib.parse import urlencode

from django.utils import timezone
from wagtail.models import Page

from pledges.models import JoinPage, PledgeDraft, PledgeForm
from tests.factories.home import HomePageFactory
from tests.factories.pledges import JoinPageFactory

LANGUAGES = ("en", "nl", "fr", "de")


def texts(text):
    """``text`` in four languages that can be told apart: "Name", "Name (nl)", …; nothing stays nothing."""
    return {code: text if code == "en" or not text else f"{text} ({code})" for code in LANGUAGES}


def question(
    kind, label, *, meaning="", required=False, privacy="public", options=(), shown_when=None, question_id=None, **more
):
    """One question block. ``options`` are labels; each gets an id of its own, to be read with ``option_ids``.

    ``more`` are the values of further children of the block.
    """
    value = {"label": texts(label), "help": texts(""), "required": required, "privacy": privacy, **more}
    if shown_when:
        value["shown_when"] = shown_when
    if meaning:
        value["meaning"] = meaning
    if kind in ("one_of", "several_of"):
        value["options"] = [{"type": "item", "id": str(uuid.uuid4()), "value": texts(option)} for option in options]
    return {"type": kind, "id": question_id or str(uuid.uuid4()), "value": value}


def option_ids(block):
    return [option["id"] for option in block["value"]["options"]]


def section(title, *questions, stage="join", shown_when=None):
    value = {"title": texts(title), "introduction": texts(""), "stage": stage, "questions": list(questions)}
    if shown_when:
        value["shown_when"] = shown_when
    return {"type": "section", "id": str(uuid.uuid4()), "value": value}


def when(decider, test, value=""):
    """The condition that the answer to ``decider``, a question block, has to meet; options are named by their ids."""
    return {"question": decider["id"], "test": test, "value": value}


def needed_questions():
    """What every open form asks: title, engagement, kind of actor and e-mail address, by short names."""
    return {
        "title": question("short_text", "Title", meaning="title", required=True),
        "engagement": question("engagement", "Objective", required=True),
        "actor_kind": question("actor_kind", "Kind of actor", required=True),
        "email": question("email", "E-mail", meaning="email", required=True, privacy="contact"),
    }


def unsaved_form(*sections, name="Join form"):
    return PledgeForm(name=name, body=json.dumps(list(sections)), live=False)


def ready_form(*sections, name="Join form"):
    """An unsaved form with all that is set beside the sections; the root stands for the page with the notice."""
    form = unsaved_form(*sections, name=name)
    form.privacy_page = Page.get_first_root_node()
    return form


def published_form(*sections, name="Join form"):
    form = ready_form(*sections, name=name)
    form.save()
    form.save_revision().publish()
    form.refresh_from_db()
    return form


def republish(form, *sections):
    """Publish another wording of ``form``."""
    form.body = json.dumps(list(sections))
    form.save_revision().publish()
    form.refresh_from_db()


def join_pages(form, languages=("en", "nl")):
    """Home and join page in each language; returns the join pages by language."""
    pages: dict[str, JoinPage] = {}
    home = join = None
    for language in languages:
        same_home = {"translation_key": home.translation_key} if home else {}
        same_join = {"translation_key": join.translation_key} if join else {}
        home = HomePageFactory(language=language, **same_home)
        join = JoinPageFactory(parent=home, form=form, title=f"Join us ({language})", slug="join", **same_join)
        pages[language] = join
    return pages


def name(block):
    """The field name of a question block."""
    return f"q-{block['id']}"


def post(client, path, data, **headers):
    """Post ``data`` as the browser does: one urlencoded body; a list is sent as one field several times."""
    body = data if isinstance(data, str) else urlencode(data, doseq=True)
    return client.post(path, body, content_type="application/x-www-form-urlencoded", headers=headers)


def shown_version(client, check):
    """The version of the answers that the check page at ``check`` shows, as its form sends it."""
    return re.search(r'name="version" value="([^"]+)"', client.get(check).content.decode())[1]


def take_time(token):
    """Let the draft of ``token`` be a minute old: people need longer than the time trap allows a script."""
    PledgeDraft.objects.filter(token=token).update(created_at=timezone.now() - timedelta(minutes=1))


def send(client, check, **headers):
    """Open the check page and press "Send", at the pace of a person."""
    take_time(check.split("/")[3])
    return post(client, check, {"version": shown_version(client, check)}, **headers)
