"""The workspace on a network with a certificate: pages come over TLS only, by the names of the machine, to those who log in."""

from __future__ import annotations

import http.client
import os
import re
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from scoring.web.accounts import Account, Accounts, Role
from scoring.web.guarding import hosts_of
from scoring.web.serving import names_of_machine
from tests.cli.running import ROOT, run
from tests.web.served import city_in

x509 = pytest.importorskip("cryptography.x509")
PASSWORD = "春天的第一场雨落在海边"


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for this machine that it signed itself, and its key."""
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).add_extension(names, critical=False)
    made = made.not_valid_before(datetime(2020, 1, 1)).not_valid_after(datetime(2020, 1, 1) + timedelta(days=36500))
    path, secret = folder / "证书.pem", folder / "私钥.pem"
    path.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return path, secret


@pytest.fixture
def city(tmp_path: Path) -> Path:
    file = city_in(tmp_path / "市")
    accounts, at = Accounts(file.parent / ".scoring-accounts.sqlite"), datetime.now().timestamp()
    accounts.add(Account(name="管理", role=Role.ADMINISTRATOR), PASSWORD, by="", at=at)
    accounts.add(Account(name="汇总", role=Role.COORDINATOR), PASSWORD, by="", at=at)
    return file


@pytest.fixture
def address(city: Path) -> Iterator[str]:
    path, secret = certificate(city.parent.parent)
    words = [sys.executable, "-m", "scoring", "serve", str(city), "--lan", "--name", "Jisuanji"]
    process = subprocess.Popen(
        [*words, "--certificate", str(path), "--key", str(secret)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env={**os.environ},
    )
    assert process.stdout is not None
    try:
        found = next(filter(None, (re.search(r"https?://\S+", line) for line in process.stdout)), None)
        assert found is not None, "the workspace did not start"
        yield found[0]
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


def test_a_login_over_tls_and_nothing_without(city: Path, address: str) -> None:
    assert address.startswith("https://Jisuanji:")
    port = urlsplit(address).port
    trusted = ssl.create_default_context(cafile=str(city.parent.parent / "证书.pem"))
    client = http.client.HTTPSConnection("localhost", port, timeout=30, context=trusted)

    def ask(method: str, path: str, body: str | None = None, **headers: str) -> http.client.HTTPResponse:
        client.request(method, path, body, {name.replace("_", "-"): text for name, text in headers.items()})
        answer = client.getresponse()
        answer.text = answer.read().decode()  # type: ignore[attr-defined]
        return answer

    assert client.sock is None
    shown = ask("GET", "/form")
    assert client.sock is not None
    assert client.sock.version() in ("TLSv1.2", "TLSv1.3")
    assert (shown.status, shown.headers["location"]) == (303, "/login")
    assert shown.headers["strict-transport-security"]

    form = urlencode({"name": "汇总", "password": PASSWORD})
    kind = "application/x-www-form-urlencoded"
    plain = ask("POST", "/login", form, Origin=f"http://localhost:{port}", Content_Type=kind)
    assert plain.status == 403
    entered = ask("POST", "/login", form, Origin=f"https://localhost:{port}", Content_Type=kind)
    assert entered.status == 303
    cookie = entered.headers["set-cookie"]
    assert cookie.startswith(f"__Host-scoring-{port}=")
    assert "domain" not in cookie.casefold()
    assert "; path=/;" in cookie.casefold()
    assert all(word in cookie.casefold() for word in ("; secure", "; httponly", "; samesite=strict"))
    inside = ask("GET", "/form", Cookie=cookie.partition(";")[0])
    assert inside.status == 200
    assert "示例市" in inside.text

    for host, status in ((f"jisuanji:{port}", 303), ("evil.example", 421), (f"evil.example:{port}", 421)):
        assert ask("GET", "/", Host=host).status == status, host
    client.close()

    with socket.create_connection(("127.0.0.1", port or 0), timeout=30) as bare:
        bare.sendall(f"GET /login HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode())
        assert b"HTTP/1.1 200" not in bare.recv(1000)


def test_what_cannot_be_served_says_why(city: Path) -> None:
    path, secret = certificate(city.parent.parent)
    junk = city.parent.parent / "别的.pem"
    junk.write_text("不是证书", encoding="utf-8")
    tries = {
        "用不了": ["--certificate", str(junk), "--key", str(secret)],
        "用 --key 写私钥": ["--certificate", str(path)],
        "没有写证书": ["--key", str(secret)],
        "核对证书和私钥的路径": ["--certificate", str(path), "--key", f"{secret}x"],
    }
    for said, words in tries.items():
        done = run("serve", str(city), "--lan", *words)
        assert done.code == 1
        assert said in done.told


def test_without_an_administrator_nothing_is_served(tmp_path: Path) -> None:
    file = city_in(tmp_path / "市")
    store = Accounts(file.parent / ".scoring-accounts.sqlite")
    store.add(Account(name="汇总", role=Role.COORDINATOR), PASSWORD, by="", at=0.0)

    done = run("serve", str(file), "--lan")

    assert done.code == 1
    assert "还没有管理员" in done.told


def test_a_name_is_ours_however_it_is_written() -> None:
    assert "desktop-甲:8321" in hosts_of(["DESKTOP-甲"], 8321)


def test_the_address_shown_first_is_one_that_colleagues_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, 0, 0, "", (one, 0)) for one in ("127.0.1.1", "192.0.2.7")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: found)
    monkeypatch.setattr(socket, "gethostname", lambda: "jisuanji")

    names = names_of_machine()

    assert not names[0].startswith("127.")
    assert names.index("192.0.2.7") < names.index("jisuanji") < names.index("127.0.1.1")
    assert names_of_machine(["ziping"])[0] == "ziping"
