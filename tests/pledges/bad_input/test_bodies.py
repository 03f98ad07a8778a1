"""Whatever a post contains, the answer is a page with a sentence and a clear 4xx."""

import pytest
from django.test import Client

from pledges.models import PledgeDraft
from tests.factories.core import ActorKindFactory, IndicatorFactory
from tests.support.join_forms import join_pages, name, needed_questions, post, published_form, section

URLENCODED = "application/x-www-form-urlencoded"


@pytest.fixture
def asked(db):
    ActorKindFactory(code="citizen")
    IndicatorFactory(code="ha")
    return needed_questions()


@pytest.fixture
def start(asked):
    """The address that takes the first of two screens, in Dutch."""
    form = published_form(
        section("One", asked["title"], asked["engagement"]), section("Two", asked["actor_kind"], asked["email"])
    )
    return f"/nl/pledge/start/{join_pages(form)['nl'].pk}/"


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.fixture
def addresses(client, start, asked):
    """Every address that takes a post."""
    step = post(client, start, {name(asked["title"]): "A pond", name(asked["engagement"]): "ha"})["Location"]
    return [start, step]


def is_a_page_in_dutch(response):
    return b'<html lang="nl"' in response.content and b"<h1" in response.content


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("application/json", '{"a": 1}', 415),
        ("text/plain", "a=1", 415),
        ("", "a=1", 415),
        (f"{URLENCODED}; charset=utf-16", "a=1", 415),
        ("multipart/form-data; boundary=x; charset=unicode_escape", "--x--", 415),
        ("multipart/form-data", "no boundary", 400),
        ("multipart/form-data; boundary=x", "--x\r\nbroken", 422),
        (URLENCODED, "", 422),
        (URLENCODED, "=&=&&&", 422),
        (URLENCODED, "%ff%fe=%ed%a0%80", 422),
        (URLENCODED, "a=1&" * 20_000, 400),
        (URLENCODED, "a=" + "x" * 1024 * 1024, 413),
    ],
)
def test_bodies_that_are_no_answers_are_refused_with_a_page(client, addresses, content_type, body, status):
    for address in addresses:
        response = client.generic("POST", address, body, content_type=content_type)
        assert response.status_code == status, address
        assert is_a_page_in_dutch(response)
        assert "no-store" in response["Cache-Control"]
    assert PledgeDraft.objects.count() == 1


@pytest.mark.parametrize("length", ["abc", "-1", "1.5", "+3", "1_0", "0x10", "٣", "9" * 30, "9" * 5000])
def test_a_length_that_is_no_length_is_refused_with_a_page(client, addresses, length):
    for address in addresses:
        response = client.generic("POST", address, "a=1", content_type=URLENCODED, CONTENT_LENGTH=length)
        assert response.status_code == 400, address
        assert is_a_page_in_dutch(response)
    assert PledgeDraft.objects.count() == 1


@pytest.mark.parametrize("length", [None, "", "0"])
def test_a_post_without_a_length_has_no_answers(client, addresses, length):
    given = {} if length is None else {"CONTENT_LENGTH": length}
    for address in addresses:
        response = client.generic("POST", address, "", content_type=URLENCODED, **given)
        assert response.status_code == 422, address
        assert is_a_page_in_dutch(response)


def test_answers_sent_in_pieces_of_unknown_length_are_not_taken_for_none(client, addresses):
    for address in addresses:
        pieces = {"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": ""}
        response = client.generic("POST", address, "a=1", content_type=URLENCODED, **pieces)
        assert response.status_code == 400, address
        assert is_a_page_in_dutch(response)


def test_a_file_in_place_of_a_text_is_a_missing_answer(client, start, asked):
    boundary = "x"
    part = (
        f'--x\r\nContent-Disposition: form-data; name="{name(asked["title"])}"; filename="a.exe"\r\n\r\nMZ\r\n--x--\r\n'
    )
    response = client.generic("POST", start, part, content_type=f"multipart/form-data; boundary={boundary}")
    assert response.status_code == 422


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "   ",
        "%E2%80%8B%E2%81%A0",
        "x" * 256,
        "a%00b",
        "%00",
        "%ED%A0%80" * 200,
        "one&{title}=two",
        "&{title}=&{title}=",
    ],
    ids=["empty", "spaces", "invisible", "long", "nul in text", "nul", "long surrogates", "twice", "thrice"],
)
def test_a_title_that_cannot_be_taken_is_shown_again(client, start, asked, bad):
    title = name(asked["title"])
    response = post(client, start, f"{name(asked['engagement'])}=ha&{title}=" + bad.format(title=title))
    assert response.status_code == 422
    assert f'href="#{title}"' in response.content.decode()
    assert not PledgeDraft.objects.exists()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused(client, addresses, method):
    for address in addresses:
        assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize("token", ["x", "x" * 500, "start", "-", "_" * 43])
def test_a_token_nobody_gave_out_is_not_found(client, start, token):
    for end in ("1/", "2/", "check/", "received/"):
        assert client.get(f"/nl/pledge/{token}/{end}").status_code in (303, 404)
        assert post(client, f"/nl/pledge/{token}/{end}", "a=1").status_code in (404, 422)


def test_answers_of_a_visitor_with_a_broken_session_cookie_are_taken(start, asked):
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "broken"
    response = post(client, start, {name(asked["title"]): "A pond", name(asked["engagement"]): "ha"})
    assert response.status_code == 303
