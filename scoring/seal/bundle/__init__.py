"""Sealed results: the report PDF that carries what it was made from, and the ZIP with everything a reviewer needs."""

from __future__ import annotations

from scoring.seal.bundle.making import Made, make_bundle
from scoring.seal.bundle.opening import Opened, PackState, open_sealed
from scoring.seal.bundle.sealed_report import sealed_report

__all__ = ["Made", "Opened", "PackState", "make_bundle", "open_sealed", "sealed_report"]
