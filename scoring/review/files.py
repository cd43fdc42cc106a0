"""From paths to reviews: single files, and every review below a folder with the settings that lie beside them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from msgspec import Struct

from scoring.base.errors import Problem, Result, sort_problems
from scoring.documents import kinds, strict, submissions
from scoring.documents.kinds import other_kind
from scoring.documents.nodes import Document
from scoring.loading import load_criteria
from scoring.model.criteria import Criteria
from scoring.model.review import Review
from scoring.review.review_file import UNDECLARED, read_review
from scoring.review.settings import FILE
from scoring.review.unread import unread

__all__ = ["MOST", "Read", "ReviewSet", "is_review", "load_review", "load_reviews", "read_reviews", "review_files"]

ENDINGS = (".yaml", ".yml")
PackOf = Callable[[str], Result[Criteria]]
MOST = 100_000
"""The most files looked at below a folder of reviews; with more of them the folder is surely not the one that was meant."""


class ReviewSet(Struct, frozen=True, kw_only=True):
    """The reviews that could be read, in the order of their paths, and the files that could not."""

    reviews: tuple[Review, ...]
    broken: tuple[str, ...]
    problems: tuple[Problem, ...]


class Read(Struct, frozen=True, kw_only=True):
    """One file and what could be made of it; `meant` says that it is surely meant as a review."""

    file: str
    result: Result[Review]
    meant: bool = True


def load_review(path: str, search: Sequence[str] | None = None) -> Result[Review]:
    """Read and validate one review with the pack it names; the value is None when a problem is an error."""
    return _made(strict.read_document(path), lambda name: load_criteria(name, search))


def _made(document: Result[Document], pack_of: PackOf) -> Result[Review]:
    read = submissions.read_following(document, kinds.REVIEW, pack_of, read_review)
    return Result(value=None if read.value is None else read.value[1], problems=read.problems)


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
    """Every review named, and every review below each folder named; see `read_reviews`. That a file has no declaration is
    the reason why it does not count, and told with that."""
    reviews: list[Review] = []
    broken: list[str] = []
    problems: list[Problem] = []
    for one in read_reviews(paths, search):
        problems += [problem for problem in one.result.problems if problem.code != UNDECLARED]
        if one.result.value is not None:
            reviews.append(one.result.value)
        elif one.meant:
            broken.append(one.file)
    return ReviewSet(reviews=tuple(reviews), broken=tuple(broken), problems=sort_problems(problems))


def read_reviews(paths: Sequence[str], search: Sequence[str] | None = None) -> Iterator[Read]:
    """Every review named, and every review below each folder named, one after the other. In a folder, files of other
    kinds are passed over, and what may be meant as a review but cannot be read is a problem of its own; a file named by
    itself must be a review."""
    pack_of = cache(lambda name: load_criteria(name, search))  # a folder holds many reviews by one pack
    seen: set[str] = set()
    for path in paths:
        whole = os.path.isdir(path)
        places: set[str] = set()
        others: list[str] = []
        strange: list[str] = []
        for number, file in enumerate(review_files(path) if whole else (path,)):
            if number == MOST:
                yield Read(file=path, result=Result(value=None, problems=(_too_many(path),)))
                break
            real = os.path.realpath(file)
            if real in seen:
                continue
            seen.add(real)
            document = strict.read_document(file)
            if whole and os.path.basename(file) == FILE:
                continue
            if whole and document.value is not None and not is_review(document.value):
                (strange if other_kind(document.value, kinds.REVIEW) is None else others).append(file)
                continue
            places.add(os.path.dirname(file))
            yield Read(file=file, result=_made(document, pack_of))
        if whole:
            for file, problem in unread(path, places, strange, alone=not others):
                yield Read(file=file, result=Result(value=None, problems=(problem,)), meant=False)


def _too_many(folder: str) -> Problem:
    message = f"{folder} 里有超过{MOST}个 YAML 文件，后面的没有看"
    hint = "请只写审核意见所在的文件夹；确实有这么多的，分成几个文件夹，一并写上。"
    return Problem(code="too-many-files", message=message, hint=hint)
