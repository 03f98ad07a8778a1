"""Mails that the server took and that come back: the report marks the mail, and does nothing else whatever it holds."""

import io
import logging
import os
import re
import subprocess
import sys
import uuid

import pytest
from django.core import mail as django_mail
from django.core.management import CommandError, call_command
from wagtail.models import ModelLogEntry

from pledges.choices import MailKind, MailState
from pledges.mail.bounces import LARGEST_REPORT, MOST_MESSAGE_IDS, Outcome, take_bounce
from pledges.mail.undelivered import BOUNCED_ACTION
from pledges.models import OutgoingMail, Pledge
from tests.factories.pledges import OutgoingMailFactory, PledgeDraftFactory, PledgeFactory
from tests.support.bounces import RETURNED, forwarded, nested, recipient, report
from tests.support.mail_server import ROOT

pytestmark = pytest.mark.django_db

HEAD_ALONE = RETURNED.split("\n\n")[0] + "\n"


@pytest.fixture
def sent():
    pledge = PledgeFactory(email="an.peeters@gone.example")
    return OutgoingMailFactory(pledge=pledge, state=MailState.SENT)


def state_of(mail):
    mail.refresh_from_db()
    return mail.state, mail.error


def entries_of(mail):
    return list(ModelLogEntry.objects.for_instance(mail.pledge))


class TestReport:
    @pytest.mark.parametrize(
        "said",
        [
            {},
            {"returned_kind": "text/rfc822-headers", "returned": HEAD_ALONE},
            {"returned_kind": "text/rfc822-headers; charset=utf-8\nContent-Transfer-Encoding: 8bit"},
            {"returned": RETURNED.replace("Message-ID", "MESSAGE-Id")},
            {"returned": RETURNED.replace("Message-ID: ", "Message-ID:\n ")},
            {"recipients": recipient(action="Failed", status="5.1.1 (bad mailbox)")},
            {"recipients": recipient("delivered", "2.0.0") + "\n" + recipient()},
        ],
        ids=["whole mail", "head alone", "with charset", "other case", "folded", "comment", "second recipient"],
    )
    def test_it_marks_the_mail_that_it_returns(self, sent, said):
        other = OutgoingMailFactory(state=MailState.SENT)
        assert take_bounce(report(sent.message_id, **said)) is Outcome.MARKED
        assert state_of(sent) == (MailState.BOUNCED, "5.1.1")
        assert state_of(other) == (MailState.SENT, "")

    @pytest.mark.parametrize("name", ["In-Reply-To", "References"])
    def test_one_without_the_mail_names_it_in_its_own_head(self, sent, name):
        raw = report("", head=f"{name}: <other@example.net> {sent.message_id}\n", returned="Nothing.")
        assert take_bounce(raw) is Outcome.MARKED
        assert state_of(sent) == (MailState.BOUNCED, "5.1.1")

    def test_the_case_tells_it_without_address_or_text(self, sent, caplog):
        caplog.set_level(logging.DEBUG)
        take_bounce(report(sent.message_id))
        [entry] = entries_of(sent)
        assert entry.action == BOUNCED_ACTION
        assert entry.message == "A mail came back: receipt to the member (5.1.1)."
        sent.refresh_from_db()
        ours = [record.getMessage() for record in caplog.records if record.name == "pledges.mail"]
        assert ours == [f"Mail {sent.pk} came back: 5.1.1"]
        for place in (str(entry.data), sent.error, caplog.text):
            assert "gone.example" not in place

    def test_a_second_one_changes_nothing(self, sent):
        take_bounce(report(sent.message_id))
        raw = report(sent.message_id, recipients=recipient(status="5.2.2"))
        assert take_bounce(raw) is Outcome.NO_SUCH_MAIL
        assert state_of(sent) == (MailState.BOUNCED, "5.1.1")
        assert len(entries_of(sent)) == 1

    def test_it_moves_nothing_and_writes_to_nobody(self, sent):
        before = Pledge.objects.values().get()
        take_bounce(report(sent.message_id))
        assert Pledge.objects.values().get() == before
        assert not django_mail.outbox
        assert OutgoingMail.objects.count() == 1

    @pytest.mark.parametrize(
        "recipients",
        [
            recipient("delayed", "4.4.1"),
            recipient("failed", "4.4.7"),
            recipient("delayed", "5.0.0"),
            recipient("delivered", "2.1.5"),
            recipient("failed", "none"),
            recipient("failed", "5.1.1.1"),
            recipient("failed", "5.1234.1"),
            recipient("failed", "5.١.1"),
            "",
            "Status: 5.1.1\n",
        ],
    )
    def test_what_is_no_failure_for_good_is_left(self, sent, recipients):
        assert take_bounce(report(sent.message_id, recipients=recipients)) is Outcome.NO_FAILURE
        assert state_of(sent) == (MailState.SENT, "")

    @pytest.mark.parametrize("state", [state for state in MailState if state != MailState.SENT])
    def test_a_mail_that_does_not_count_as_sent_stays_as_it_is(self, sent, state):
        OutgoingMail.objects.update(state=state, error="")
        assert take_bounce(report(sent.message_id)) is Outcome.NO_SUCH_MAIL
        assert state_of(sent) == (state, "")
        assert not entries_of(sent)

    def test_the_mail_of_a_draft_is_marked_too(self):
        mail = OutgoingMailFactory(
            kind=MailKind.RESUME, pledge=None, draft=PledgeDraftFactory(), recipient="a@b.example", state=MailState.SENT
        )
        assert take_bounce(report(mail.message_id)) is Outcome.MARKED
        assert state_of(mail) == (MailState.BOUNCED, "5.1.1")


class TestAnythingElse:
    @pytest.mark.parametrize(
        "make",
        [
            lambda key: b"",
            lambda key: b"\x00\xff" * 1000,
            lambda key: b"Subject: Holiday\nIn-Reply-To: " + key.encode() + b"\n\nI am away until Monday.\n",
            lambda key: report(key, kind="multipart/mixed"),
            lambda key: report(key, kind="text/plain"),
            lambda key: report(key, kind="multipart/report; boundary=other"),
            lambda key: forwarded(report(key)),
            lambda key: report(key)[:200],
            lambda key: nested(200),
            lambda key: nested(20_000),
            lambda key: b"Content-Type: message/rfc822\n\n" * 20_000,
            lambda key: b"Subject: Long\n\n" + b"A" * 2 * LARGEST_REPORT + report(key),
        ],
        ids=[
            *("empty", "bytes", "holiday", "mixed", "plain", "other edge", "forwarded", "cut off"),
            *("nested", "nested deep", "mails in mails", "huge"),
        ],
    )
    def test_it_marks_nothing(self, sent, make):
        assert take_bounce(make(sent.message_id)) in {Outcome.NO_FAILURE, Outcome.UNREADABLE}
        assert state_of(sent) == (MailState.SENT, "")
        assert not entries_of(sent)

    @pytest.mark.parametrize(
        "message_id",
        ["", "<nobody@example.org>", f"<{uuid.UUID(int=7)}@example.org>", "<' OR 1=1 --@x>", "<%s@\x00>", "\udcff"],
    )
    def test_a_mail_that_is_not_ours_is_left(self, sent, message_id):
        raw = report("KEY").replace(b"KEY", message_id.encode("utf-8", "surrogateescape"))
        assert take_bounce(raw) is Outcome.NO_SUCH_MAIL
        assert state_of(sent) == (MailState.SENT, "")

    def test_of_very_many_mails_that_one_names_the_first_alone_are_looked_for(
        self, sent, django_assert_max_num_queries
    ):
        many = " ".join(f"<{uuid.UUID(int=7)}@example.org>" for _number in range(2000))
        raw = report("", head=f"References: {many} {sent.message_id}\n", returned="")
        with django_assert_max_num_queries(3 * MOST_MESSAGE_IDS):
            assert take_bounce(raw) is Outcome.NO_SUCH_MAIL

    def test_one_report_marks_one_mail(self, sent):
        second = OutgoingMailFactory(state=MailState.SENT)
        raw = report(sent.message_id, head=f"References: {second.message_id}\n")
        assert take_bounce(raw) is Outcome.MARKED
        assert [state_of(mail)[0] for mail in (sent, second)] == [MailState.BOUNCED, MailState.SENT]


class TestCommand:
    def pipe(self, monkeypatch, raw):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        call_command("take_bounce")
        return sys.stdin.buffer.read()

    def test_it_reads_a_message_from_the_pipe_to_its_end(self, sent, monkeypatch, capsys):
        left = self.pipe(monkeypatch, report(sent.message_id) + b"." * 3 * LARGEST_REPORT)
        assert left == b""
        assert state_of(sent) == (MailState.BOUNCED, "5.1.1")
        assert capsys.readouterr().out == "The mail is marked as come back.\n"

    def test_it_says_in_a_sentence_that_it_did_nothing(self, monkeypatch, capsys):
        self.pipe(monkeypatch, b"\xff\x00 no message")
        assert "Nothing was done." in capsys.readouterr().out

    def test_it_takes_what_is_new_in_a_folder_once(self, sent, tmp_path, capsys):
        for name in ("new", "cur", "tmp"):
            (tmp_path / name).mkdir()
        (tmp_path / "new" / "1.one").write_bytes(b"\x00nothing")
        (tmp_path / "new" / "2.two").write_bytes(report(sent.message_id))
        call_command("take_bounce", maildir=tmp_path)
        assert state_of(sent) == (MailState.BOUNCED, "5.1.1")
        assert not list((tmp_path / "new").iterdir())
        assert sorted(file.name for file in (tmp_path / "cur").iterdir()) == ["1.one:2,S", "2.two:2,S"]
        assert len(capsys.readouterr().out.splitlines()) == 2
        call_command("take_bounce", maildir=tmp_path)
        assert capsys.readouterr().out == ""

    def test_another_folder_is_refused_with_a_sentence(self, tmp_path):
        with pytest.raises(CommandError, match="is no Maildir"):
            call_command("take_bounce", maildir=tmp_path / "nowhere")

    def test_while_the_database_is_away_the_mail_server_is_asked_to_keep_the_message(self, tmp_path):
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "bbacms.settings.test",
            "DATABASE_URL": f"sqlite:///{tmp_path}/nowhere/none.sqlite3",
        }
        result = subprocess.run(
            [sys.executable, "manage.py", "take_bounce"],
            cwd=ROOT,
            env=environment,
            input=report(f"<{uuid.UUID(int=7)}@example.org>"),
            capture_output=True,
            check=False,
        )
        assert result.returncode == 75
        assert result.stdout == b""
        assert re.fullmatch(r"CommandError: The database does not answer, .*\n", result.stderr.decode())
