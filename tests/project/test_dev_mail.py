"""The developer's list of sent mail."""

import importlib
import os

import pytest
from django.core.mail import EmailMessage, get_connection
from django.urls import Resolver404, clear_url_caches, resolve

import bbacms.urls
from bbacms.dev_mail import sent_mail


@pytest.fixture
def mail_folder(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return settings.EMAIL_FILE_PATH


def send(subject, body):
    EmailMessage(subject, body, "bba@example.org", ["member@example.org"], reply_to=["hello@example.org"]).send()


def test_mail_is_readable_and_newest_first(rf, mail_folder):
    send("Reçu : votre engagement", "Été à Liège & <b>ailleurs</b>\nhttp://localhost/admin/")
    # Files written within one tick of the clock have no order.
    for file in mail_folder.glob("*.log"):
        os.utime(file, (0, 0))
    send("Second", "Later")

    page = sent_mail(rf.get("/dev/mail/")).content.decode()

    assert page.index("Second") < page.index("Reçu : votre engagement")
    assert "Été à Liège &amp; &lt;b&gt;ailleurs&lt;/b&gt;" in page
    assert 'href="http://localhost/admin/"' in page
    assert "member@example.org" in page
    assert "hello@example.org" in page


def test_of_several_mails_in_one_file_the_last_is_the_newest(rf, mail_folder):
    mails = [EmailMessage(subject, "Text", "bba@example.org", ["member@example.org"]) for subject in ("First", "Last")]
    get_connection().send_messages(mails)

    page = sent_mail(rf.get("/dev/mail/")).content.decode()

    assert page.index("Last") < page.index("First")


def test_before_the_first_mail_the_page_says_so(rf, mail_folder):
    assert "No mail yet." in sent_mail(rf.get("/dev/mail/")).content.decode()


def test_page_exists_in_development_only(settings):
    with pytest.raises(Resolver404):
        resolve("/dev/mail/")

    settings.DEBUG = True
    importlib.reload(bbacms.urls)
    clear_url_caches()
    try:
        assert resolve("/dev/mail/").func is sent_mail
    finally:
        settings.DEBUG = False
        importlib.reload(bbacms.urls)
        clear_url_caches()
