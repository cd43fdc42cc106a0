"""Word documents read back by what they say."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

__all__ = ["flaws", "opened", "said"]


def opened(data: bytes) -> Document:
    """The document of these bytes."""
    return docx.Document(io.BytesIO(data))


def said(document: Document) -> str:
    """Everything in its order, a line for each paragraph, those of tables too."""
    return "\n".join(_texts(document))


def _texts(document: Document) -> Iterator[str]:
    for paragraph in document.element.body.iter(qn("w:p")):
        yield "".join(one.text or "" for one in paragraph.iter(qn("w:t")))


def flaws(data: bytes, folder: Path) -> list[str]:
    """Where a document does not keep the schema of Office; the test is skipped where the validator is missing."""
    audit = pytest.importorskip("openxml_audit", reason="没有 openxml-audit：没有按 OOXML 的模式检查")
    file = folder / "检查.docx"
    file.write_bytes(data)
    return [str(one) for one in audit.OpenXmlValidator().validate(file).errors]
