"""Signing a PDF with an organisation's certificate, and checking such signatures (the extra `sign`)."""

from __future__ import annotations

from scoring.seal.signing.checking import Checked, check
from scoring.seal.signing.making import NO_SEAL, MissingError, SignError, sign

__all__ = ["NO_SEAL", "Checked", "MissingError", "SignError", "check", "sign"]
