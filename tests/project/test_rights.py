"""Who may open and do what, as one table, and what nobody without the inbox ever sees of it."""

import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import Group
from django.urls import get_resolver
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import translate_object

from bbacms.core.models import CostBand
from pledges.choices import MailState, PledgeState
from pledges.inbox.bulk.actions import BULK_ACTIONS
from pledges.models import (
    BulkRun,
    ConsentRecord,
    ErasureRecord,
    ExportRecord,
    MailSettings,
    OutgoingMail,
    RetentionRun,
)
from pledges.moves import MOVES, Mark, Said, apply
from pledges.permissions import pledge_policy
from tests.factories.core import (
    ActorKindFactory,
    AxisFactory,
    CostBandFactory,
    CriterionFactory,
    IndicatorFactory,
    InitiativeFactory,
)
from tests.factories.home import HomePageFactory, StandardPageFactory
from tests.factories.pledges import (
    AnswerFactory,
    ConsentRecordFactory,
    ContributionFactory,
    MailTextFactory,
    OutgoingMailFactory,
    PledgeFactory,
    PledgeFileFactory,
)
from tests.factories.users import UserFactory
from tests.support.join_forms import needed_questions, published_form, section
from tests.support.trees import make_home_pages

pytestmark = pytest.mark.django_db

EDITORS, MODERATORS, OFFICERS, TEAM = "Editors", "Moderators", "Pledge officers", "Communications team"
ADMIN, OUTSIDER, VISITOR = "administrator", "account without group", "visitor"
ROLES = (VISITOR, OUTSIDER, EDITORS, MODERATORS, OFFICERS, TEAM, ADMIN)

INBOX = {OFFICERS, TEAM, ADMIN}
LISTS = {MODERATORS, TEAM, ADMIN}
ADMIN_ONLY = {ADMIN}
ANYONE_IN_ADMIN = {EDITORS, MODERATORS, OFFICERS, TEAM, ADMIN}
WRITERS = ANYONE_IN_ADMIN - {OFFICERS}
PUBLISHERS = {MODERATORS, TEAM, ADMIN}

# The row of each ledger, by a key of records.
LEDGERS = {
    "outgoing-mail": "mail",
    "consents": "consent",
    "exports": "export",
    "retention-runs": "retention_run",
    "erasures": "erasure",
}
# What stands at each address, and who gets in. {pledge}, {axis} and so on become the keys of records.
VIEWS = {
    "/admin/": ANYONE_IN_ADMIN,
    "/admin/inbox/": INBOX,
    "/admin/inbox/results/": INBOX,
    **{
        f"/admin/inbox/{name}/{part}": INBOX
        for name in ("mine", "unassigned", "waiting", "overdue", "accepted", "spam", "archive", "leaving", "all")
        for part in ("", "results/")
    },
    "/admin/inbox/export/": INBOX,
    "/admin/inbox/person/": INBOX,
    "/admin/inbox/paper/": INBOX,
    "/admin/inbox/runs/": INBOX,
    "/admin/inbox/runs/{run}/": INBOX,
    **{f"/admin/bulk/pledges/pledge/{action.action_type}/?id={{pledge}}": INBOX for action in BULK_ACTIONS},
    "/admin/inbox/{pledge}/": INBOX,
    "/admin/inbox/{pledge}/files/{file}/": INBOX,
    "/admin/inbox/{pledge}/compare/{twin}/": INBOX,
    "/admin/inbox/{pledge}/version/": INBOX,
    **{
        f"/admin/{ledger}/{part}": INBOX
        for ledger, row in LEDGERS.items()
        for part in ("", "?export=csv", "?export=xlsx", f"inspect/{{{row}}}/")
    },
    "/admin/mail-texts/": INBOX,
    "/admin/mail-texts/results/": INBOX,
    "/admin/mail-texts/new/": INBOX,
    "/admin/mail-texts/edit/{text}/": INBOX,
    "/admin/mail-texts/history/{text}/": INBOX,
    "/admin/mail-texts/history-results/{text}/": INBOX,
    "/admin/mail-texts/usage/{text}/": INBOX,
    "/admin/mail-texts/delete/{text}/": INBOX,
    "/admin/snippets/pledges/pledgeform/": LISTS,
    "/admin/snippets/pledges/pledgeform/results/": LISTS,
    "/admin/snippets/pledges/pledgeform/add/": LISTS,
    "/admin/snippets/pledges/pledgeform/edit/{form}/": LISTS,
    "/admin/snippets/pledges/pledgeform/history/{form}/": LISTS,
    "/admin/snippets/pledges/pledgeform/history-results/{form}/": LISTS,
    "/admin/snippets/pledges/pledgeform/history/{form}/revisions/{revision}/view/": LISTS,
    "/admin/snippets/pledges/pledgeform/history/{form}/revisions/{revision}/revert/": LISTS,
    "/admin/snippets/pledges/pledgeform/history/{form}/revisions/compare/live...{revision}/": LISTS,
    "/admin/snippets/pledges/pledgeform/history/{form}/revisions/{scheduled}/unschedule/": LISTS,
    "/admin/snippets/pledges/pledgeform/usage/{form}/": LISTS,
    "/admin/snippets/pledges/pledgeform/copy/{form}/": LISTS,
    "/admin/snippets/pledges/pledgeform/try/{form}/": LISTS,
    "/admin/snippets/pledges/pledgeform/preview/": LISTS,
    "/admin/snippets/pledges/pledgeform/preview/{form}/": LISTS,
    "/admin/snippets/choose/pledges/pledgeform/create/": LISTS,
    # Whoever edits a page may choose the form that stands on it: its name is no secret.
    "/admin/snippets/choose/pledges/pledgeform/": ANYONE_IN_ADMIN,
    "/admin/snippets/choose/pledges/pledgeform/results/": ANYONE_IN_ADMIN,
    "/admin/snippets/choose/pledges/pledgeform/chosen/{form}/": ANYONE_IN_ADMIN,
    "/admin/snippets/choose/pledges/pledgeform/chosen-multiple/": ANYONE_IN_ADMIN,
    "/admin/snippets/pledges/pledgeform/unpublish/{form}/": LISTS,
    "/admin/snippets/pledges/pledgeform/delete/{form}/": ADMIN_ONLY,
    "/admin/settings/core/sitesettings/": LISTS,
    "/admin/settings/pledges/mailsettings/": INBOX,
    "/admin/settings/pledges/spamsettings/": LISTS,
    **{
        f"/admin/{name}/{verb}": roles
        for name, record, growing in (
            ("axes", "axis", False),
            ("objectives", "objective", False),
            ("cost-bands", "band", True),
            ("initiatives", "initiative", True),
            ("actor-kinds", "kind", True),
        )
        for verb, roles in {
            "": LISTS,
            "results/": LISTS,
            "add/" if growing else "new/": LISTS if growing else ADMIN_ONLY,
            f"edit/{{{record}}}/": LISTS,
            f"history/{{{record}}}/": LISTS,
            f"history-results/{{{record}}}/": LISTS,
            f"usage/{{{record}}}/": LISTS,
            f"delete/{{{record}}}/": LISTS if growing else ADMIN_ONLY,
        }.items()
    },
    # Whoever may enter the admin may choose from the small lists, which are public words; adding is another right.
    **{f"/admin/snippets/choose/core/{name}/": ANYONE_IN_ADMIN for name in ("costband", "initiative", "actorkind")},
    "/admin/pages/{root}/": WRITERS,
    "/admin/pages/{translated}/edit/": WRITERS,
    "/admin/images/": WRITERS,
    "/admin/images/add/": WRITERS,
    "/admin/documents/": WRITERS,
    "/admin/workflows/list/": ADMIN_ONLY,
    "/admin/workflows/tasks/index/": ADMIN_ONLY,
    "/admin/reports/workflow/": WRITERS,
    "/admin/reports/workflow_tasks/": WRITERS,
    "/admin/pages/workflow/action/{submitted}/approve/{task_state}/": PUBLISHERS,
    "/admin/pages/workflow/action/{submitted}/reject/{task_state}/": PUBLISHERS,
    # Words for scripts, no records.
    "/admin/localize/jsi18n/": ANYONE_IN_ADMIN,
    "/admin/localize/reports/translations/": WRITERS,
    "/admin/localize/reports/translations/results/": WRITERS,
    "/admin/localize/submit/page/{submitted}/": PUBLISHERS,
    "/admin/localize/update/{source}/": PUBLISHERS,
    "/admin/localize/translate/{translation}/preview/": WRITERS,
    "/admin/localize/translate/{translation}/pofile/download/": WRITERS,
    "/admin/localize/page/{translated}/convert_to_alias/": set(),
    "/admin/users/": ADMIN_ONLY,
    "/admin/groups/": ADMIN_ONLY,
    "/admin/sites/": ADMIN_ONLY,
    "/admin/locales/": ADMIN_ONLY,
}
# Addresses that answer nothing to a GET, or nothing for what this site has: see the tests below.
NOT_OPENED = {
    # Leads to the case; who publishes is in tests/pledges/files/test_case.py.
    "/admin/inbox/{pledge}/files/{file}/publish/",
    # Lead to the case too; who may press them is in tests/pledges/test_personal_link.py.
    "/admin/inbox/{pledge}/link/send/",
    "/admin/inbox/{pledge}/link/revoke/",
    # And so do these: tests/pledges/test_proposals.py.
    "/admin/inbox/{pledge}/changes/take-over/",
    "/admin/inbox/{pledge}/undo/",
    # And these lead to the case or the comparison: tests/pledges/test_compare.py.
    "/admin/inbox/{pledge}/compare/",
    "/admin/inbox/{pledge}/compare/{twin}/same/",
    "/admin/inbox/{pledge}/compare/{twin}/apart/",
    "/admin/inbox/{pledge}/compare/{twin}/warn/",
    # Lead to the case or to the page of a person: tests/pledges/personal_data/.
    "/admin/inbox/{pledge}/keep/",
    "/admin/inbox/{pledge}/let-go/",
    "/admin/inbox/person/hand-over/",
    "/admin/inbox/person/erase/",
    # What somebody has begun to type in from paper is theirs alone: tests/pledges/test_paper.py.
    "/admin/inbox/paper/{draft}/{number}/",
    "/admin/inbox/paper/{draft}/check/",
    "/admin/inbox/paper/{draft}/delete/",
    # tests/pledges/test_case_notes.py, test_case_checklist.py, test_troubled_mail.py and test_mail_preview.py.
    "/admin/inbox/{pledge}/notes/add/",
    "/admin/inbox/{pledge}/checklist/",
    "/admin/inbox/{pledge}/mails/{mail}/send-again/",
    # Leads to the mail; who sends it again is below.
    "/admin/outgoing-mail/send-again/{mail}/",
    "/admin/inbox/{pledge}/{name}/preview/",
    "/admin/inbox/{pledge}/changes/leave/",
    "/admin/localize/translate/{translation}/preview/{mode}/",
    "/admin/localize/submit/snippet/{app}/{model}/{pk}/",
    "/admin/localize/translate/{translation}/strings/{segment}/edit/",
    "/admin/localize/translate/{translation}/overrides/{segment}/edit/",
    "/admin/localize/translate/{translation}/pofile/upload/",
    "/admin/localize/translate/{translation}/machine_translate/",
    "/admin/localize/translate/{translation}/disable/",
    "/admin/localize/api/snippets/{app}/{model}/",
    "/admin/localize/api/snippets/{app}/{model}/{pk}/",
}
# A state from which each move starts.
MOVE_STATES = {name: sorted(move.sources)[0] for name, move in MOVES.items()}


def submitted_page(parent):
    """A draft that an editor handed in, and where it stands in moderation."""
    page = StandardPageFactory(parent=parent, title="Handed in", live=False)
    page.save_revision()
    state = page.get_workflow().start(page, UserFactory(group=EDITORS))
    return page, state.current_task_state


def form_records():
    """A published join form with an earlier wording, and one that will be published tomorrow."""
    form = published_form(section("All", *needed_questions().values()))
    later = timezone.now() + timedelta(days=1)
    return {
        "form": form.pk,
        "revision": form.latest_revision_id,
        "scheduled": form.save_revision(approved_go_live_at=later).pk,
    }


@pytest.fixture
def records():
    objective = IndicatorFactory().objective
    homes = make_home_pages()
    source = StandardPageFactory(parent=homes["en"])
    translate_object(source, [homes["nl"].locale])
    translation = Translation.objects.get()
    submitted, task_state = submitted_page(homes["en"])
    file = PledgeFileFactory()
    return {
        "root": homes["en"].pk,
        "translated": translation.get_target_instance().pk,
        "translation": translation.pk,
        "source": translation.source_id,
        "submitted": submitted.pk,
        "task_state": task_state.pk,
        "pledge": file.pledge_id,
        "file": file.pk,
        "twin": PledgeFactory().pk,
        "run": BulkRun.objects.create(key=uuid.uuid4(), move="spam", total=0).pk,
        "mail": OutgoingMailFactory(state=MailState.FAILED).pk,
        "consent": ConsentRecordFactory().pk,
        "retention_run": RetentionRun.objects.create().pk,
        "erasure": ErasureRecord.objects.create(key=uuid.uuid4()).pk,
        "export": ExportRecord.objects.create(format="csv", filters="/admin/inbox/").pk,
        "text": MailTextFactory().pk,
        "axis": AxisFactory().pk,
        "objective": objective.pk,
        "band": CostBandFactory().pk,
        "initiative": InitiativeFactory().pk,
        "kind": ActorKindFactory().pk,
        **form_records(),
    }


def log_in(client, role):
    if role == VISITOR:
        return None
    group = role if role in (EDITORS, MODERATORS, OFFICERS, TEAM) else None
    user = UserFactory(group=group, is_superuser=role == ADMIN)
    client.force_login(user)
    return user


@pytest.mark.parametrize("role", ROLES)
def test_who_gets_in(client, records, role):
    log_in(client, role)
    wrong = {}
    for view, roles in VIEWS.items():
        response = client.get(view.format(**records))
        if response.status_code == 302 and response["Location"].startswith("/admin/settings/"):
            # A setting leads on to the one of the default site.
            response = client.get(response["Location"])
        # Wagtail sends whoever may not enter to the login or the dashboard.
        expected = 200 if role in roles else 302
        if response.status_code != expected:
            wrong[view] = response.status_code
    assert wrong == {}


@pytest.mark.parametrize("role", [VISITOR, OUTSIDER, EDITORS, MODERATORS])
def test_a_script_is_refused_too(client, records, role):
    """What the admin fetches in the background is answered with a 403, or the login for a visitor."""
    log_in(client, role)
    for view, roles in VIEWS.items():
        if roles is INBOX:
            response = client.get(view.format(**records), headers={"X-Requested-With": "XMLHttpRequest"})
            assert response.status_code == 403 or (role == VISITOR and response.status_code == 302), view


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("method", ["get", "head", "options", "post", "put", "patch", "delete"])
@pytest.mark.parametrize(("ledger", "row"), LEDGERS.items())
def test_whatever_is_asked_of_a_ledger_nothing_changes(client, records, role, method, ledger, row):
    log_in(client, role)
    models = (OutgoingMail, ConsentRecord, ExportRecord, RetentionRun, ErasureRecord)
    before = [list(model.objects.values()) for model in models]
    reads = method in ("get", "head", "options")
    for address, answer in {
        f"/admin/{ledger}/": 200 if reads else 405,
        f"/admin/{ledger}/inspect/{records[row]}/": 200 if reads else 405,
        # It is handed over, and not made.
        f"/admin/{ledger}/?export=csv": 200,
    }.items():
        assert getattr(client, method)(address).status_code == (answer if role in INBOX else 302), address
    assert [list(model.objects.values()) for model in models] == before


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("method", ["get", "head", "options", "post", "put", "patch", "delete"])
def test_who_sends_a_mail_again_from_its_ledger(client, role, method):
    mail = OutgoingMailFactory(state=MailState.FAILED)
    log_in(client, role)
    getattr(client, method)(f"/admin/outgoing-mail/send-again/{mail.pk}/")
    mail.refresh_from_db()
    assert (mail.state == MailState.QUEUED) is (role in INBOX and method == "post")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", [name for name in MOVES if name != "merge"])
def test_who_moves_a_pledge(client, role, name):
    log_in(client, role)
    move = MOVES[name]
    row = ContributionFactory(
        pledge=PledgeFactory(
            state=MOVE_STATES[name],
            archived_at=timezone.now() if move.mark is Mark.RESTORE else None,
            merged_into=PledgeFactory() if move.mark is Mark.SEPARATE else None,
        ),
        indicator=IndicatorFactory(),
        declared=5,
    )
    said = {"reason": "because", "message": "Where?", f"figure-{row.pk}": "3"}
    client.post(f"/admin/inbox/{row.pledge_id}/{name}/", {"version": 1, **said})
    row.pledge.refresh_from_db()
    expected = (move.target or MOVE_STATES[name]) if role in INBOX else MOVE_STATES[name]
    assert (row.pledge.state, row.pledge.version) == (expected, 2 if role in INBOX else 1)


@pytest.mark.parametrize("role", ROLES)
def test_who_takes_a_move_back(client, role):
    accepted = apply(PledgeFactory(), MOVES["accept"], UserFactory(is_superuser=True), 1)
    log_in(client, role)
    client.post(f"/admin/inbox/{accepted.pk}/undo/", {"version": 2})
    accepted.refresh_from_db()
    assert accepted.state == (PledgeState.SUBMITTED if role in INBOX else PledgeState.ACCEPTED)


@pytest.mark.parametrize("role", ROLES)
def test_who_takes_contact_data_out(client, role):
    PledgeFactory(email="ann@example.org")
    log_in(client, role)
    file = b"".join(client.post("/admin/inbox/export/?view=all", {"format": "csv"}))
    assert (b"ann@example.org" in file) is (role in INBOX)
    assert ExportRecord.objects.exists() is (role in INBOX)


@pytest.mark.parametrize("role", ROLES)
def test_who_writes_on_a_case(client, role):
    criterion, mail = CriterionFactory(), OutgoingMailFactory(state=MailState.FAILED)
    pledge = ContributionFactory(pledge=mail.pledge, objective=criterion.objective).pledge
    log_in(client, role)
    case = f"/admin/inbox/{pledge.pk}/"
    client.post(f"{case}notes/add/", {"text": "Phoned."})
    client.post(f"{case}checklist/", {"met": criterion.pk})
    client.post(f"{case}mails/{mail.pk}/send-again/")
    shown = client.post(f"{case}accept/preview/", {"version": 1})
    mail.refresh_from_db()
    done = (pledge.notes.count(), pledge.checked_criteria.count(), mail.state, pledge.public_id in str(shown.content))
    assert done == ((1, 1, MailState.QUEUED, True) if role in INBOX else (0, 0, MailState.FAILED, False))


@pytest.mark.parametrize("role", ROLES)
def test_who_changes_lists_texts_and_settings_by_a_forged_post(client, records, role):
    log_in(client, role)
    names = {f"name_{code}": "Changed" for code in ("en", "nl", "fr", "de")}
    band = f"/admin/cost-bands/edit/{records['band']}/"
    text = f"/admin/mail-texts/edit/{records['text']}/"
    changed = client.post(band, {"code": CostBand.objects.get().code, "order": 1, **names})["Location"].endswith(
        "/admin/cost-bands/"
    )
    assert changed is (role in LISTS)
    values = {"kind": "receipt", "language": "nl", "subject": "s", "body": "b"}
    assert client.post(text, values)["Location"].endswith("/admin/mail-texts/") is (role in INBOX)
    deleted = client.post(f"/admin/mail-texts/delete/{records['text']}/")["Location"].endswith("/admin/mail-texts/")
    assert deleted is (role in INBOX)


@pytest.mark.parametrize("role", ROLES)
def test_who_directs_the_notices_to_staff(client, role):
    """Whoever could write himself in would read what the inbox keeps from him."""
    site = HomePageFactory().sites_rooted_here.get()
    log_in(client, role)
    client.post(f"/admin/settings/pledges/mailsettings/{site.pk}/", {"staff_recipients": "me@example.org"})
    assert (MailSettings.for_site(site).recipients == ["me@example.org"]) is (role in INBOX)


def test_the_table_names_every_address_of_our_own(records):
    """A view that somebody adds to the admin has to be written into the table."""
    ours = (
        "inbox",
        "mail-texts",
        *LEDGERS,
        "axes",
        "objectives",
        "cost-bands",
        "initiatives",
        "actor-kinds",
        "localize",
    )
    forms = ("snippets/pledges", "snippets/choose/pledges")

    def walk(patterns, prefix=""):
        for pattern in patterns:
            here = prefix + str(pattern.pattern).lstrip("^")
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern.url_patterns, here)
            else:
                yield here.rstrip("$")

    def shape(address):
        return tuple("*" if "<" in part or "{" in part else part for part in address.strip("/").split("/"))

    found = {shape(address) for address in walk(get_resolver().url_patterns) if address.startswith("admin/")}
    known = {shape(address) for address in [*VIEWS, *NOT_OPENED]} | {("admin", "inbox", "*", "*")}
    named = {address for address in found if address[1:2] and address[1] in ours}
    named |= {address for address in found if "/".join(address[1:]).startswith(forms)}
    assert named - known == set()


class TestWhoeverLacksTheInbox:
    """sees neither the inbox nor a count of it, on any address."""

    SECRETS = ("Ann Peeters", "ann@example.org", "0470123456", "Secret answer", "Secret title", "Secret organisation")

    @pytest.fixture
    def pledge(self):
        pledge = PledgeFactory(
            name="Ann Peeters",
            email="ann@example.org",
            phone="0470123456",
            title="Secret title",
            organisation="Secret organisation",
        )
        AnswerFactory(pledge=pledge, display="Secret answer")
        officer = UserFactory(group=OFFICERS)
        pledge = apply(pledge, MOVES["decline"], officer, 1, Said(reason="Secret reason"))
        return apply(pledge, MOVES["reopen"], officer, 2, Said(reason="Secret second thought"))

    @pytest.mark.parametrize("role", [EDITORS, MODERATORS, OUTSIDER])
    def test_nothing_shows(self, client, pledge, role):
        log_in(client, role)
        for address in (
            "/admin/",
            "/admin/account/",
            "/admin/pages/",
            "/admin/pages/search/?q=Secret",
            "/admin/images/?q=Secret",
            "/admin/reports/site-history/",
            "/admin/reports/site-history/results/",
            "/admin/reports/site-history/?export=csv",
            "/admin/reports/locked/",
            "/admin/reports/aging-pages/",
            "/admin/snippets/",
            "/admin/cost-bands/",
            f"/admin/actor-kinds/usage/{pledge.actor_kind_id}/",
            f"/admin/inbox/{pledge.pk}/",
        ):
            text = b"".join(client.get(address)).decode()
            hints = (*self.SECRETS, pledge.public_id, "pledges.decline", "declined", '/admin/inbox/"', "outgoing-mail")
            assert [hint for hint in hints if hint in text] == [], address

    def test_the_site_history_of_an_officer_has_the_moves_and_no_contact(self, client, pledge):
        log_in(client, OFFICERS)
        text = client.get("/admin/reports/site-history/").content.decode()
        assert pledge.public_id in text
        assert "The engagement is declined." in text
        assert [word for word in self.SECRETS if word in text] == []

    @pytest.mark.parametrize("role", ROLES)
    def test_the_menu_shows_the_inbox_to_those_who_may_use_it(self, client, role):
        log_in(client, role)
        text = client.get("/admin/").content.decode()
        assert ("/admin/inbox/" in text) is (role in INBOX)
        assert ("/admin/objectives/" in text) is (role in LISTS)

    @pytest.mark.parametrize("role", ROLES)
    def test_join_forms_have_a_menu_entry_of_their_own(self, client, role):
        log_in(client, role)
        text = unescape(client.get("/admin/").content.decode())
        assert ('"label": "Join forms"' in text) is (role in LISTS)
        assert '"url": "/admin/snippets/"' not in text


class TestTranslations:
    @pytest.fixture
    def translation(self, records):
        return Translation.objects.get(pk=records["translation"])

    @pytest.mark.parametrize("role", ROLES)
    def test_who_changes_a_text(self, client, translation, role):
        log_in(client, role)
        segment = translation.source.stringsegment_set.get(context__path="title")
        client.put(
            f"/admin/localize/translate/{translation.pk}/strings/{segment.pk}/edit/",
            "value=Titel",
            content_type="application/x-www-form-urlencoded",
        )
        assert StringTranslation.objects.filter(data="Titel").exists() is (role in WRITERS)

    @pytest.mark.parametrize("role", ROLES)
    def test_who_stops_one(self, client, translation, role):
        log_in(client, role)
        client.post(f"/admin/localize/translate/{translation.pk}/disable/")
        translation.refresh_from_db()
        assert translation.enabled is (role not in WRITERS)

    @pytest.mark.parametrize("role", ROLES)
    def test_who_starts_one(self, client, translation, role):
        log_in(client, role)
        french = Locale.objects.get(language_code="fr")
        page = translation.source.get_source_instance()
        client.post(f"/admin/localize/submit/page/{page.pk}/", {"locales": [french.pk]})
        assert page.has_translation(french) is (role in PUBLISHERS)

    @pytest.mark.parametrize("role", ROLES)
    def test_who_publishes_one(self, client, translation, role, django_capture_on_commit_callbacks):
        for segment in translation.source.stringsegment_set.all():
            StringTranslation.objects.create(
                translation_of=segment.string,
                locale=translation.target_locale,
                context=segment.context,
                data=segment.string.data,
            )
        log_in(client, role)
        page = translation.get_target_instance()
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"/admin/pages/{page.pk}/edit/", {"action": "publish"})
        assert Page.objects.get(pk=page.pk).live is (role in PUBLISHERS)


class TestModeration:
    """What an editor hands in waits for whoever may publish."""

    @pytest.fixture
    def submitted(self):
        return submitted_page(HomePageFactory())

    @pytest.mark.parametrize("role", ROLES)
    def test_who_sees_it_waiting(self, client, submitted, role):
        log_in(client, role)
        assert ("1 draft to review" in client.get("/admin/").content.decode()) is (role in PUBLISHERS)
        report = client.get("/admin/reports/workflow/", {"reviewable": "true"}).content.decode()
        assert ("Handed in" in report) is (role in PUBLISHERS)

    @pytest.mark.parametrize("role", ROLES)
    def test_who_approves_it(self, client, submitted, role):
        page, task_state = submitted
        log_in(client, role)
        client.post(f"/admin/pages/workflow/action/{page.pk}/approve/{task_state.pk}/")
        assert Page.objects.get(pk=page.pk).live is (role in PUBLISHERS)

    @pytest.mark.parametrize("role", ROLES)
    def test_who_sends_it_back(self, client, submitted, role):
        page, task_state = submitted
        log_in(client, role)
        client.post(f"/admin/pages/workflow/action/{page.pk}/reject/{task_state.pk}/", {"comment": "Shorter."})
        task_state.refresh_from_db()
        assert (task_state.status == "rejected") is (role in PUBLISHERS)


class TestGroups:
    SUBMIT = "wagtail_localize.submit_translation"

    def rights(self, name):
        group = Group.objects.get(name=name)
        found = {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.select_related("content_type")}
        found |= {f"page:{row.permission.codename}" for row in group.page_permissions.all()}
        return found | {f"collection:{row.permission.codename}" for row in group.collection_permissions.all()}

    def test_the_team_is_the_union_of_the_others(self):
        assert self.rights(TEAM) == self.rights(EDITORS) | self.rights(MODERATORS) | self.rights(OFFICERS)
        assert self.rights(EDITORS) < self.rights(MODERATORS)
        assert not self.rights(OFFICERS) & {"page:add_page", "page:change_page", "page:publish_page"}

    def test_there_are_no_doubles(self):
        assert sorted(Group.objects.values_list("name", flat=True)) == sorted([EDITORS, MODERATORS, OFFICERS, TEAM])

    @pytest.mark.parametrize("group", [EDITORS, MODERATORS, OFFICERS, TEAM])
    def test_users_targets_and_erasure_stay_with_administrators(self, group):
        forbidden = ("users.", "auth.", "core.change_target", "pledges.delete_pledge", "core.delete_objective")
        assert [name for name in self.rights(group) if name.startswith(forbidden)] == []

    def test_pages(self):
        home = HomePageFactory()
        able = {
            role: {
                verb
                for verb in ("add_subpage", "edit", "publish", "unlock")
                if getattr(Page.objects.get(pk=home.pk).permissions_for_user(UserFactory(group=role)), f"can_{verb}")()
            }
            for role in (EDITORS, MODERATORS, OFFICERS, TEAM)
        }
        everything = {"add_subpage", "edit", "publish"}
        assert able[EDITORS] == {"add_subpage", "edit"}
        assert everything <= able[MODERATORS]
        assert everything <= able[TEAM]
        assert able[OFFICERS] == set()

    def test_who_may_submit_translations_and_publish_forms(self):
        """wagtail-localize knows no moderation: whoever starts a translation must be able to finish it."""
        allowed = {name for name in (EDITORS, MODERATORS, OFFICERS, TEAM) if self.SUBMIT in self.rights(name)}
        assert allowed == {MODERATORS, TEAM}
        assert "pledges.publish_pledgeform" in self.rights(MODERATORS)
        assert "pledges.publish_pledgeform" not in self.rights(EDITORS)


def test_nobody_may_delete_or_add_a_pledge_through_the_policy(admin_user):
    for action in ("add", "delete", "publish"):
        assert not pledge_policy.user_has_permission(admin_user, action)
        assert not pledge_policy.users_with_permission(action).exists()
    assert list(pledge_policy.users_with_permission("change")) == [admin_user]
