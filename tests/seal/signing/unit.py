"""A certificate of an invented office, made by the tests."""

from __future__ import annotations

import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID

__all__ = ["PASSWORD", "write_unit"]

START = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
PASSWORD = "密码".encode()


def write_unit(folder: Path) -> Path:
    """unit.p12 with its key, and root.pem to trust, in `folder`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "示例市卫生健康委（虚构）")])
    usage = x509.KeyUsage(True, True, False, False, False, True, True, False, False)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(START)
        .not_valid_after(START + datetime.timedelta(days=36500))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = BestAvailableEncryption(PASSWORD)
    (folder / "unit.p12").write_bytes(serialize_key_and_certificates(b"unit", key, certificate, None, secret))
    (folder / "root.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    return folder / "unit.p12"
