"""From paths to reviews: single files, and every review below a folder with the settings that lie beside them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from scoring import load, validate
from scoring.errors import Problem, Result, Severity, sort_problems
from scoring.model.located import Document
from scoring.model.review import Review
from scoring.pipeline import load_criteria
from scoring.record import record
from scoring.review.reading import read_review

__all__ = ["MOST", "ReviewSet", "is_review", "load_review", "load_reviews", "review_files"]

ENDINGS = (".yaml", ".yml")
MOST = 100_000
"""The most files looked at below a folder of reviews; with more of them the folder is surely not the one that was meant."""


@record
class ReviewSet:
    """The reviews that could be read, in the order of their paths, and the files that could not."""

    reviews: tuple[Review, ...]
    broken: tuple[str, ...]
    problems: tuple[Problem, ...]


def load_review(path: str, search: Sequence[str] | None = None) -> Result[Review]:
    """Read and validate one review with the pack it names; the value is None when a problem is an error."""
    document = load.read_document(path)
    if document.value is None:
        return Result(value=None, problems=document.problems)
    return _review(document.value, document.problems, search)


def _review(document: Document, found: tuple[Problem, ...], search: Sequence[str] | None) -> Result[Review]:
    name = validate.criteria_name(document, validate.REVIEW)
    if name.value is None:
        return Result(value=None, problems=sort_problems([*found, *name.problems]))
    pack = load_criteria(name.value, search)
    if pack.value is None or not pack.ok:
        return Result(value=None, problems=sort_problems([*found, *validate.at_name(document, pack.problems)]))
    made = read_review(document, pack.value)
    problems = sort_problems([*found, *made.problems])
    if made.value is None or any(problem.severity is Severity.ERROR for problem in problems):
        return Result(value=None, problems=problems)
    return Result(value=made.value, problems=problems)


def is_review(document: Document) -> bool:
    """Whether a file is meant as a review."""
    return document.root.get("审核人") is not None or document.root.get("审核意见") is not None


def review_files(folder: str) -> Iterator[str]:
    """The YAML files below a folder in a fixed order, one more than MOST at most; links to folders are not followed,
    hidden files passed over."""
    count = 0
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.startswith(".") or not name.lower().endswith(ENDINGS):
                continue
            count += 1
            yield os.path.join(place, name)
            if count > MOST:
                return


def load_reviews(paths: Sequence[str], search: Sequence[str] | None = None) -> ReviewSet:
    """Every review named, and every review below each folder named. In a folder, files that are no reviews are passed
    over; a file named by itself must be one."""
    reviews: list[Review] = []
    broken: list[str] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    for path in paths:
        whole = os.path.isdir(path)
        for number, file in enumerate(review_files(path) if whole else (path,)):
            if number == MOST:
                problems.append(_too_many(path))
                broken.append(path)
                break
            real = os.path.realpath(file)
            if real in seen:
                continue
            seen.add(real)
            document = load.read_document(file)
            if whole and document.value is not None and not is_review(document.value):
                continue
            if document.value is None:
                made: Result[Review] = Result(value=None, problems=document.problems)
            else:
                made = _review(document.value, document.problems, search)
            problems += made.problems
            if made.value is None:
                broken.append(file)
            else:
                reviews.append(made.value)
    return ReviewSet(reviews=tuple(reviews), broken=tuple(broken), problems=sort_problems(problems))


def _too_many(folder: str) -> Problem:
    message = f"{folder} 里有超过{MOST}个 YAML 文件，后面的没有看"
    hint = "请只写审核意见所在的文件夹；确实有这么多的，分成几个文件夹，一并写上。"
    return Problem(code="too-many-files", message=message, hint=hint)
