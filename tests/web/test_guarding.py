"""Requests that no page of ours would send get nothing."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from scoring.web.guarding import LARGEST_FORM, Guard, hosts_of

OURS = "http://127.0.0.1:8321"
changed: list[str] = []


async def _ask(request: Request) -> Response:
    try:
        body = await request.body()
    except ClientDisconnect:
        return PlainTextResponse("没有收完", status_code=400)
    changed.append(f"{request.method} {len(body)}")
    return PlainTextResponse("好")


@pytest.fixture
def client() -> TestClient:
    changed.clear()
    inner = Starlette(routes=[Route("/", _ask, methods=["GET", "POST"])])
    guarded = Guard(inner, hosts=hosts_of(["127.0.0.1", "localhost", "::1"], 8321))
    return TestClient(guarded, base_url=OURS, raise_server_exceptions=True)


def test_a_page_of_ours_may_ask_and_change(client: TestClient) -> None:
    assert client.get("/").text == "好"
    assert client.post("/", headers={"origin": OURS}, content=b"1234").text == "好"
    assert changed == ["GET 0", "POST 4"]


@pytest.mark.parametrize("host", ["127.0.0.1:8321", "localhost:8321", "[::1]:8321", "LOCALHOST:8321"])
def test_every_name_of_this_machine_is_ours(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8321", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:8321.evil.example", ""]
)
def test_another_host_gets_nothing(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 421
    assert changed == []


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "",
        "http://evil.example",
        "https://127.0.0.1:8321",
        "http://127.0.0.1:8322",
        "http://localhost:8321",
    ],
)
def test_a_form_of_another_page_changes_nothing(client: TestClient, origin: str | None) -> None:
    headers = {} if origin is None else {"origin": origin}

    assert client.post("/", headers=headers, content=b"1").status_code == 403
    assert changed == []


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(client: TestClient, method: str) -> None:
    assert client.request(method, "/", headers={"origin": OURS}).status_code == 405
    assert changed == []


def test_a_body_beyond_the_limit_is_refused_whether_or_not_it_says_so(client: TestClient) -> None:
    headers = {"origin": OURS, "content-type": "application/x-www-form-urlencoded"}
    said = client.post("/", headers=headers, content=b"x" * (LARGEST_FORM + 1))
    silent = client.post("/", headers=headers, content=(b"x" * 65536 for _ in range(LARGEST_FORM // 65536 + 2)))

    assert said.status_code == 413
    assert silent.text == "没有收完"
    assert changed == []


@pytest.mark.parametrize("length", ["-1", "+1", "1 2", "abc", "9" * 20])
def test_a_length_that_is_no_number_is_refused(client: TestClient, length: str) -> None:
    assert client.post("/", headers={"origin": OURS, "content-length": length}).status_code == 400
    assert changed == []


def test_every_answer_keeps_the_browser_inside(client: TestClient) -> None:
    for answer in (client.get("/"), client.post("/"), client.get("/没有")):
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert policy.startswith("default-src 'none'")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert "strict-transport-security" not in answer.headers


def test_over_tls_the_origin_is_https() -> None:
    inner = Starlette(routes=[Route("/", _ask, methods=["POST"])])
    client = TestClient(Guard(inner, hosts=frozenset({"10.0.0.5:8321"}), secure=True), base_url="https://10.0.0.5:8321")

    assert client.post("/", headers={"origin": "http://10.0.0.5:8321"}).status_code == 403
    answer = client.post("/", headers={"origin": "https://10.0.0.5:8321"})
    assert answer.status_code == 200
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
