"""The mail of a move, looked at before anything is done."""

import html
import re

import pytest
from django.conf import settings
from wagtail.models import Site

from bbacms.core.models import SiteSettings
from pledges.choices import LinkPurpose, MailKind, PledgeSource, PledgeState
from pledges.links import give_link
from pledges.mail.messages import compose_letter
from pledges.models import MailText, MemberLink, OutgoingMail, Pledge
from pledges.moves import MOVES, Said, apply
from tests.factories.pledges import AnswerFactory, PledgeFactory
from tests.factories.users import UserFactory
from tests.pledges.test_mail_messages import LANGUAGES

WITH_MAIL = [name for name, move in MOVES.items() if move.mail]
# What stands for the secret of a link, different for each link.
MASK = re.compile("…[0-9a-f]{16}…")

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return UserFactory(group="Pledge officers")


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


def preview(desk, pledge, name, **typed):
    return desk.post(f"/admin/inbox/{pledge.pk}/{name}/preview/", {"version": pledge.version, **typed})


def shown_text(response):
    (text,) = re.findall(r'class="inbox-case__preview".*?<pre[^>]*>(.*?)</pre>', response.content.decode(), re.DOTALL)
    return html.unescape(text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", WITH_MAIL)
@pytest.mark.parametrize("has_link", [True, False])
def test_what_is_shown_is_what_is_queued(desk, officer, name, language, has_link):
    pledge = PledgeFactory(language=language, title="Hagen & <poelen>")
    asked = AnswerFactory(pledge=pledge, label="Waar?")
    if has_link:
        give_link(LinkPurpose.MINE, pledge)
    typed = {"message": "Dank u!\n\n{name} <b>", "questions": [str(asked.question_id)], "reason": "internal"}
    response = preview(desk, pledge, name, **typed)
    assert response.status_code == 200
    letter = response.context["view"].preview.letter
    apply(
        pledge, MOVES[name], officer, 1, Said(message=typed["message"], questions=tuple(typed["questions"]), reason="r")
    )
    mail = OutgoingMail.objects.get()
    if has_link:
        assert shown_text(response) == mail.body
    assert MASK.sub("", shown_text(response)) == MASK.sub("", mail.body)
    for column in ("kind", "recipient", "language", "subject", "reply_to"):
        assert getattr(letter, column) == getattr(mail, column), column
    page = html.unescape(response.content.decode())
    assert f"<dd>{settings.DEFAULT_FROM_EMAIL}</dd>" in page
    assert mail.subject in page


@pytest.mark.parametrize("name", WITH_MAIL)
def test_a_preview_writes_nothing(desk, name, django_assert_max_num_queries):
    pledge = PledgeFactory()
    # Wagtail writes a setting when it is read for the first time.
    SiteSettings.for_site(Site.objects.get(is_default_site=True))
    # The first look is noted.
    desk.get(f"/admin/inbox/{pledge.pk}/")
    before = Pledge.objects.filter(pk=pledge.pk).values().get()
    with django_assert_max_num_queries(40) as queries:
        preview(desk, pledge, name, message="Hello")
    written = [row["sql"] for row in queries if row["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert written == []
    assert Pledge.objects.filter(pk=pledge.pk).values().get() == before
    assert [model.objects.count() for model in (OutgoingMail, MemberLink)] == [0, 0]


def test_all_that_was_typed_stays_and_nothing_is_asked_for_yet(desk):
    pledge = PledgeFactory()
    answer = AnswerFactory(pledge=pledge, label="Waar?")
    page = preview(desk, pledge, "ask_changes", message="", questions=[str(answer.question_id)]).content.decode()
    assert re.search(rf'value="{answer.question_id}"[^>]* checked', page)
    assert "Please write to the member" not in page
    page = preview(desk, pledge, "decline", message="Dear you", reason="").content.decode()
    assert "Dear you</textarea>" in page
    assert "Please give a reason." not in page
    page = preview(desk, pledge, "decline", reason="For us alone").content.decode()
    assert "For us alone</textarea>" in page


def test_it_can_be_sent_as_it_was_looked_at(desk):
    pledge = PledgeFactory()
    page = preview(desk, pledge, "accept", message="Splendid").content.decode()
    forms = re.findall(rf'<form method="post" action="/admin/inbox/{pledge.pk}/accept/".*?</form>', page, re.DOTALL)
    assert "Splendid</textarea>" in forms[1]
    assert 'name="version" value="1"' in forms[1]
    desk.post(f"/admin/inbox/{pledge.pk}/accept/", {"version": 1, "message": "Splendid"})
    assert "Splendid" in OutgoingMail.objects.get().body


def test_the_text_that_staff_wrote_is_the_one_shown(desk):
    MailText.objects.create(kind=MailKind.ACCEPTED, language="nl", subject="Ja {number}", body="Ja! {message}")
    pledge = PledgeFactory(language="nl")
    response = preview(desk, pledge, "accept", message="Top")
    assert shown_text(response) == "Ja! Top"
    assert f'<dd lang="nl">Ja {pledge.public_id}</dd>' in response.content.decode()


def test_the_page_of_the_mail_can_do_nothing(desk):
    pledge = PledgeFactory(title="<script>alert(1)</script>")
    page = preview(desk, pledge, "accept").content.decode()
    (frame,) = re.findall(r"<iframe[^>]*>", page)
    assert " sandbox " in frame
    source = html.unescape(re.search(r'srcdoc="([^"]*)"', frame)[1])
    assert source.startswith("<!doctype html>")
    assert "<script" not in source
    assert "<script>alert(1)" not in page


def test_a_message_that_cannot_be_sent_is_shown_again_without_a_mail(desk):
    response = preview(desk, PledgeFactory(), "accept", message="x" * 2001)
    assert response.status_code == 422
    assert "at most 2000 characters" in response.content.decode()
    assert "inbox-case__preview" not in response.content.decode()


@pytest.mark.parametrize("version", ["", "x", "-1", "0"])
def test_a_forged_version_shows_nothing(desk, version):
    response = desk.post(f"/admin/inbox/{PledgeFactory().pk}/accept/preview/", {"version": version}, follow=True)
    assert "This form was not complete." in response.content.decode()


@pytest.mark.parametrize("name", [*sorted(set(MOVES) - set(WITH_MAIL)), "nonsense"])
def test_a_move_without_mail_has_no_preview(desk, name):
    assert preview(desk, PledgeFactory(), name).status_code == 404


@pytest.mark.parametrize("columns", [{"email": ""}, {"source": PledgeSource.IMPORT}])
def test_where_no_mail_goes_out_the_page_says_so(desk, columns):
    pledge = PledgeFactory(**columns)
    assert compose_letter(MailKind.ACCEPTED, pledge) is None
    page = desk.get(f"/admin/inbox/{pledge.pk}/").content.decode()
    assert "Preview the mail" not in page
    assert "No mail goes out: no address is known." in page
    assert "inbox-case__preview" not in preview(desk, pledge, "accept").content.decode()


def test_a_move_that_became_impossible_keeps_what_was_typed(desk):
    pledge = PledgeFactory(state=PledgeState.WITHDRAWN)
    response = preview(desk, pledge, "decline", message="Dear you", reason="For us")
    text = response.content.decode()
    assert "“Decline” is not possible any more. What you typed was not saved:" in text
    assert "Dear you" in text
    assert "For us" in text


def test_a_get_leads_to_the_case(desk):
    pledge = PledgeFactory()
    response = desk.get(f"/admin/inbox/{pledge.pk}/accept/preview/")
    assert (response.status_code, response["Location"]) == (302, f"/admin/inbox/{pledge.pk}/")


def test_accepting_stays_one_click(desk):
    pledge = PledgeFactory()
    page = desk.get(f"/admin/inbox/{pledge.pk}/").content.decode()
    (form, _with_words) = re.findall(
        rf'<form method="post" action="/admin/inbox/{pledge.pk}/accept/".*?</form>', page, re.DOTALL
    )
    assert "<textarea" not in form
    assert page.index(form) < page.index("<details")
