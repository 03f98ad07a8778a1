"""Contact data stand in the inbox and nowhere else; what is erased stands nowhere at all.

A marked name, address and telephone number are planted in every field that takes one. Then the whole site is walked,
and afterwards every table and every file is read.
"""

import json
import logging
import uuid
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.db import connection, models
from django.test import Client
from django.utils.log import AdminEmailHandler
from wagtail.models import ModelLogEntry

from bbacms.core.models import CustomImage
from pledges.choices import LinkPurpose, MailKind, MailState, PledgeState, PrivacyClass
from pledges.duplicates.keys import keep_match_keys
from pledges.inbox.search import index_case
from pledges.links import give_link
from pledges.mail.sender import send_due
from pledges.models import ChangeRequest, MemberLink, OutgoingMail, Pledge, PledgeDraft, ProposedChange
from pledges.moves import MOVES, Said, apply
from pledges.notes import write_note
from pledges.personal_data.erasure import Wishes, erase
from pledges.personal_data.person import Person
from tests.factories.core import ActorKindFactory, IndicatorFactory, ObjectiveFactory
from tests.factories.pledges import (
    AnswerFactory,
    ConsentRecordFactory,
    ContributionFactory,
    OutgoingMailFactory,
    PledgeDraftFactory,
    PledgeFactory,
    PledgeFileFactory,
    PledgeFormFactory,
)
from tests.factories.stories import StoryIndexPageFactory, StoryPageFactory
from tests.factories.users import UserFactory
from tests.support.crawling import walk
from tests.support.join_forms import join_pages, needed_questions, published_form, question, section
from tests.support.members import Member
from tests.support.members_data import published_picture
from tests.support.trees import make_home_pages

pytestmark = pytest.mark.django_db

NAME, ADDRESS, PHONE = "Zyxwanda Qvorptree", "zyxwanda.qvorptree@vexmail.example", "+32470998877"
MARKS = ("zyxwanda", "qvorptree", "vexmail", "470998877", "470 99 88 77")
ALL = f"{NAME}, {ADDRESS}, {PHONE}"
# What anybody may read of an accepted engagement, so that a member who names themselves there is read.
PUBLIC_TEXTS = ("title", "summary", "organisation", "municipality", "place", "website", "figure_text")
NOT_WRITTEN_BY_MEMBERS = {"public_id", "token", "language", "source", "state", "spam_signs", "region", "erasure"}
# Codes that are chosen from a list.
CODES = {"municipality_code", "postcode", "province", "enterprise_number"}


def marks_in(text):
    return [mark for mark in MARKS if mark in text.casefold()]


@pytest.fixture(autouse=True)
def _stores(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def staff():
    return UserFactory(is_superuser=True)


def columns_of_members():
    """Every column of an engagement that holds words of its member."""
    texts = [field for field in Pledge._meta.concrete_fields if isinstance(field, models.CharField | models.TextField)]
    return {field.name for field in texts} - NOT_WRITTEN_BY_MEMBERS - CODES


def test_every_column_is_thought_of():
    known = {*PUBLIC_TEXTS, "name", "email", "phone", "held_because"}
    assert columns_of_members() == known


def planted(staff, *, public):
    """An accepted engagement with the marks in every field that takes one; ``public``: in those for everybody too."""
    form = PledgeFormFactory()
    pledge = PledgeFactory(
        name=NAME, email=ADDRESS, phone=PHONE, form=form, **(dict.fromkeys(PUBLIC_TEXTS, ALL[:80]) if public else {})
    )
    ContributionFactory(pledge=pledge, indicator=IndicatorFactory(), declared=1, place=ALL if public else "")
    for privacy in PrivacyClass if public else (PrivacyClass.STAFF, PrivacyClass.CONTACT):
        AnswerFactory(pledge=pledge, display=ALL, value={"deep": [ALL]}, privacy=privacy, label="Who")
    revision = form.save_revision()
    ConsentRecordFactory(pledge=pledge, form_revision=revision)
    PledgeFileFactory(pledge=pledge, name=f"{NAME}.pdf", content=f"%PDF-1.4 {ALL} %%EOF".encode())
    write_note(pledge, staff, ALL)
    pledge = apply(pledge, MOVES["decline"], staff, pledge.version, Said(reason=ALL, message=ALL))
    pledge = apply(pledge, MOVES["reopen"], staff, pledge.version, Said(reason=ALL))
    pledge = apply(pledge, MOVES["ask_changes"], staff, pledge.version, Said(message=ALL))
    pledge = apply(pledge, MOVES["reopen"], staff, pledge.version, Said(reason=ALL))
    pledge = apply(pledge, MOVES["accept"], staff, pledge.version, Said(message=ALL))
    ChangeRequest.objects.create(pledge=pledge, pledge_version=pledge.version, message=ALL)
    ProposedChange.objects.create(
        pledge=pledge,
        question_id=uuid.uuid4(),
        form_revision=revision,
        order=1,
        kind="short_text",
        label="Who",
        value=ALL,
        display=ALL,
        privacy=PrivacyClass.STAFF,
    )
    keep_match_keys(pledge)
    index_case(pledge)
    link = give_link(LinkPurpose.MINE, pledge)
    OutgoingMailFactory(pledge=pledge, reply_to=ADDRESS, subject=NAME, body=ALL, error="550").links.add(link)
    OutgoingMailFactory(pledge=None, recipient=ADDRESS, body=ALL, kind=MailKind.DATA)
    MemberLink.objects.create(address=ADDRESS, purpose=LinkPurpose.DATA, expires_at="2035-01-01T00:00Z")
    PledgeDraftFactory(answers={"a": ALL}, unfinished={"b": [ALL]}, form=form)
    change = PledgeDraftFactory(answers={"a": ALL}, form=form)
    PledgeDraft.objects.filter(pk=change.pk).update(pledge=pledge)
    return pledge


class TestWhileItIsHeld:
    """Planted in everything that is not public; looked for everywhere but in the inbox."""

    @pytest.fixture
    def site(self, staff):
        homes = make_home_pages()
        index = StoryIndexPageFactory(parent=homes["en"])
        StoryPageFactory(parent=index)
        return planted(staff, public=False)

    STARTS = (
        *("/", "/en/", "/nl/", "/fr/", "/de/", "/sitemap.xml", "/robots.txt", "/api/v2/pages/", "/api/v2/images/"),
        *("/api/v2/documents/", "/en/nothing-here/", "/healthz", "/readyz"),
        *(
            f"/{language}/search/?q={word}"
            for language in ("en", "nl")
            for word in ("zyxwanda", "vexmail", "470998877")
        ),
        *(f"/api/v2/pages/?search={word}" for word in MARKS),
    )

    def test_a_visitor_finds_it_nowhere(self, site, client):
        walked = list(walk(client, self.STARTS, most=200))
        assert len(walked) > len(self.STARTS)
        assert told(walked) == {}

    @pytest.mark.parametrize("group", ["Editors", "Moderators"])
    def test_neither_does_an_editor_or_moderator_in_the_admin(self, site, group):
        client = Client()
        client.force_login(UserFactory(group=group))
        numbers = [
            *(f"/admin/inbox/{site.pk}/{end}" for end in ("", "version/", "compare/")),
            *(f"/admin/inbox/{site.pk}/files/{file.pk}/" for file in site.files.all()),
            *("/admin/inbox/", "/admin/inbox/person/", "/admin/inbox/all/?q=zyxwanda", "/admin/inbox/export/"),
            *("/admin/outgoing-mail/", "/admin/consents/", "/admin/exports/", "/admin/reports/site-history/"),
            *("/admin/pages/search/?q=zyxwanda", "/admin/images/?q=zyxwanda", "/admin/documents/?q=zyxwanda"),
        ]
        walked = list(walk(client, ["/admin/", *numbers], most=160))
        assert len(walked) > len(numbers) + 20
        assert told(walked) == {}

    def test_an_officer_does_find_it(self, site):
        client = Client()
        client.force_login(UserFactory(group="Pledge officers"))
        walked = walk(client, ["/admin/inbox/all/"], most=40)
        case = [marks for address, marks in told(walked).items() if address.startswith(f"/admin/inbox/{site.pk}/?")]
        assert {"zyxwanda", "vexmail", "470 99 88 77"} <= case[0]

    def test_it_is_in_no_index_of_wagtail(self, site):
        for table in ("wagtailsearch_indexentry", "wagtailcore_referenceindex"):
            assert marks_in(rows_of(table)) == []


def told(walked):
    """The marks that answers held, by address; without the word that was searched for, which a page repeats."""
    found = {address: set(marks_in(body_of(response))) - set(marks_in(address)) for address, response in walked}
    return {address: marks for address, marks in found.items() if marks}


def body_of(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace")


class TestWhatIsWrittenDown:
    """Logs, and the report of an error."""

    @pytest.fixture
    def member(self):
        ActorKindFactory(code="citizen")
        IndicatorFactory(objective=ObjectiveFactory(code="A1-1"), code="ha")
        asked = needed_questions()
        asked["name"] = question("short_text", "Name", meaning="name", privacy="contact")
        asked["phone"] = question("phone", "Phone", meaning="phone", privacy="contact")
        form = published_form(
            section("What", asked["title"], asked["engagement"]),
            section("Who", asked["actor_kind"], asked["email"], asked["name"], asked["phone"]),
        )
        return Member(join_pages(form)["en"], asked)

    def join(self, member):
        member.begin(title="A pond", engagement="ha")
        said = {"actor_kind": "citizen", "email": ADDRESS, "name": NAME}
        assert member.post("2", **said, phone="call me").status_code == 422
        assert member.post("2", **said, phone="0470 99 88 77").status_code == 303
        return member.send()

    def test_no_log_names_the_member(self, member, caplog, settings):
        settings.EMAIL_BACKEND = "tests.support.mails.RefusingBackend"
        with caplog.at_level(logging.DEBUG):
            assert self.join(member).status_code == 303
            send_due()
            member.client.get(f"/en/pledge/{member.token}/nothing/")
        assert Pledge.objects.get().email == ADDRESS
        assert marks_in(caplog.text) == []
        assert OutgoingMail.objects.filter(error__gt="").exists()
        assert marks_in(str(list(OutgoingMail.objects.values_list("error")))) == []

    def test_no_report_of_an_error_does(self, member, caplog, settings, monkeypatch):
        settings.ADMINS = [("Operator", "operator@example.org")]

        def broken(*args, **kwargs):
            raise RuntimeError("The pond is dry")

        monkeypatch.setattr("pledges.views.steps.take_screen", broken)
        handler = AdminEmailHandler()
        logging.getLogger("django.request").addHandler(handler)
        try:
            member.begin(title="A pond", engagement="ha")
            assert member.post("2", email=ADDRESS, name=NAME, phone=PHONE).status_code == 500
        finally:
            logging.getLogger("django.request").removeHandler(handler)
        [report] = mail.outbox
        assert "The pond is dry" in report.body
        assert marks_in(report.body + str(report.alternatives)) == []
        assert marks_in(caplog.text) == []


def rows_of(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
        return "\n".join(json.dumps(row, default=str, ensure_ascii=False) for row in cursor.fetchall())


def found_in_tables():
    tables = connection.introspection.table_names()
    return {table: found for table in tables if (found := marks_in(rows_of(table)))}


def found_in_files():
    folders = (Path(django_settings.MEDIA_ROOT), Path(django_settings.PRIVATE_ROOT))
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {
        path.name: found
        for path in files
        if (found := marks_in(path.name + path.read_bytes().decode(errors="replace")))
    }


class TestOnceItIsErased:
    def test_it_is_found_in_no_table_and_no_file(self, staff, django_capture_on_commit_callbacks):
        pledge = planted(staff, public=True)
        image = published_picture(pledge, staff)
        CustomImage.objects.filter(pk=image.pk).update(title=NAME, description=ALL, credit=NAME)
        log_of_image = ModelLogEntry.objects.filter(content_type__model="customimage", object_id=str(image.pk))
        assert log_of_image.update(label=NAME)
        before = found_in_tables()
        assert {Pledge._meta.db_table, OutgoingMail._meta.db_table, "wagtailcore_modellogentry"} <= before.keys()
        assert found_in_files()
        with django_capture_on_commit_callbacks(execute=True):
            record = erase(Person(ADDRESS), Wishes())
        assert record.numbers == {pledge.public_id: "nameless"}
        assert found_in_tables() == {}
        assert found_in_files() == {}

    @pytest.mark.parametrize("state", [PledgeState.SUBMITTED, PledgeState.DECLINED, PledgeState.SPAM])
    def test_neither_is_one_that_does_not_count(self, staff, django_capture_on_commit_callbacks, state):
        pledge = planted(staff, public=True)
        Pledge.objects.filter(pk=pledge.pk).update(state=state)
        OutgoingMail.objects.update(state=MailState.SENT)
        with django_capture_on_commit_callbacks(execute=True):
            erase(Person(ADDRESS.upper()), Wishes())
        assert found_in_tables() == {}
        assert found_in_files() == {}
        assert ModelLogEntry.objects.filter(object_id=str(pledge.pk)).exists()
