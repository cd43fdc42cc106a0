"""What a Word report carries along unseen, so that it can be read back when somebody has edited it: whose it is, and what its
texts and points were when it was printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256

import msgspec
from msgspec import Struct

from scoring.model.criteria import Criteria
from scoring.model.submission import Submission
from scoring.reports.papers.report import CityReport
from scoring.wording import text_lines

__all__ = ["NOTE", "Carried", "carried", "carried_from", "fingerprint"]

NOTE = "说明"
LENGTH = 12


class Carried(Struct, frozen=True, kw_only=True):
    """What was printed.

    criteria, city, digest: the pack, the city and the SHA-256 (hex) of the submission
    texts: the fingerprints of the texts that were not empty, by their keys
    points: full points and score as printed, by item
    total: the total score as printed
    """

    criteria: str
    city: str
    digest: str
    texts: Mapping[str, str]
    points: Mapping[str, tuple[str, str]]
    total: str

    def printed(self, key: str) -> str:
        """The fingerprint of a text."""
        return self.texts.get(key, fingerprint(()))


def fingerprint(lines: Iterable[str]) -> str:
    """Of the paragraphs of a text."""
    return sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]


def carried(criteria: Criteria, submission: Submission, view: CityReport) -> dict[str, object]:
    """What the report of a submission is to carry."""
    own = {key: text_lines(text) for key, text in (submission.summary or {}).items()}
    notes = {f"{NOTE}/{item}": text_lines(text) for item, text in submission.notes.items()}
    made = Carried(
        criteria=criteria.id,
        city=submission.city,
        digest=submission.digest,
        texts={key: fingerprint(lines) for key, lines in {**own, **notes}.items() if lines},
        points={item.id: (item.points, item.score) for section in view.form for item in section.items},
        total=view.total.score,
    )
    found = msgspec.to_builtins(made)
    assert isinstance(found, dict)
    return found


def carried_from(kept: Mapping[str, object]) -> Carried | None:
    """What a document carries; None where it is not there, or not whole."""
    try:
        return msgspec.convert(kept, Carried)
    except msgspec.ValidationError:
        return None
