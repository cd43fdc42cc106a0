"""From paths to reviews: single files, and every review below a folder with the settings that lie beside them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache

from msgspec import Struct

from scoring import submissions
from scoring.base.errors import Problem, Result, Severity, sort_problems
from scoring.base.reading import open_regular
from scoring.documents import kinds, strict
from scoring.documents.fields import Reader, schema_of
from scoring.documents.kinds import other_kind
from scoring.documents.nodes import Document
from scoring.documents.problems import Report
from scoring.documents.schema.checking import check
from scoring.loading import load_criteria
from scoring.model.criteria import Criteria
from scoring.model.review import Review, ReviewSettings
from scoring.review.review_file import UNDECLARED, read_review
from scoring.submissions.keys import unknown_key

__all__ = [
    "MOST",
    "Read",
    "ReviewSet",
    "is_review",
    "load_review",
    "load_reviews",
    "load_settings",
    "read_reviews",
    "review_files",
]

SETTINGS_FILE = "审核设置.yaml"
"""How differences are settled in a cycle: beside the reviews in a folder."""
ENDINGS = (".yaml", ".yml")
PackOf = Callable[[str], Result[Criteria]]
MOST = 100_000
"""The most files looked at below a folder of reviews; with more of them the folder is surely not the one that was meant."""
TEXT = re.compile(r"\.(?:ya?ml\.txt|txt)$", re.IGNORECASE)
DOCUMENTS = (".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".zip", ".rar", ".7z")
WORDS = ("审核意见", "审核人")
BEGINNING = 65536


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
            if whole and os.path.basename(file) == SETTINGS_FILE:
                continue
            if whole and document.value is not None and not is_review(document.value):
                (strange if other_kind(document.value, kinds.REVIEW) is None else others).append(file)
                continue
            places.add(os.path.dirname(file))
            yield Read(file=file, result=_made(document, pack_of))
        if whole:
            for file, problem in _unread(path, places, strange, alone=not others):
                yield Read(file=file, result=Result(value=None, problems=(problem,)), meant=False)


def _too_many(folder: str) -> Problem:
    message = f"{folder} 里有超过{MOST}个 YAML 文件，后面的没有看"
    hint = "请只写审核意见所在的文件夹；确实有这么多的，分成几个文件夹，一并写上。"
    return Problem(code="too-many-files", message=message, hint=hint)


def load_settings(paths: Sequence[str]) -> Result[ReviewSettings]:
    """The settings beside the reviews in `paths`, so that one city's folder and that of all cities follow the same ones:
    those of the first that has the file in its folder, in the folder above, or in a single folder below; the default ones
    where none has."""
    for path in paths:
        folder = path if os.path.isdir(path) else os.path.dirname(path) or "."
        beside = [os.path.join(folder, SETTINGS_FILE), os.path.normpath(os.path.join(folder, os.pardir, SETTINGS_FILE))]
        below = _below(folder)
        for file in (*beside, *(below if len(below) == 1 else ())):
            if os.path.isfile(file):
                return _read_settings(file)
    return Result(value=ReviewSettings())


def _below(folder: str) -> list[str]:
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    return [file for name in names if os.path.isfile(file := os.path.join(folder, name, SETTINGS_FILE))]


def _read_settings(path: str) -> Result[ReviewSettings]:
    document = strict.read_document(path)
    if document.value is None or not document.ok:
        return Result(value=None, problems=document.problems)
    root, report = document.value.root, Report(document.value.root)
    if check(root, schema_of(ReviewSettings), unknown_key, report):
        return Result(value=None, problems=sort_problems([*document.problems, *report.problems]))
    return Result(value=Reader(report).record(ReviewSettings, root), problems=document.problems)


def _unread(
    folder: str, places: Collection[str], strange: Sequence[str], *, alone: bool
) -> Iterator[tuple[str, Problem]]:
    """Each file below `folder` that may be meant as a review and cannot be read as one, with a question: never passed over in
    silence. `places` are the folders in which reviews lie, `strange` YAML files of
    no known kind, `alone` says that nothing but reviews lies below: then every folder is one of reviews."""
    for file in strange:
        if alone or os.path.dirname(file) in places:
            yield _not_read(file, "不是审核意见：没有“审核人”和“审核意见”", "请用 review init 生成的文件填写。")
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = os.path.join(place, name)
            if name.startswith((".", "~$")):
                continue
            if TEXT.search(name) and _meant(file):
                yield _not_read(file, "内容是审核意见，扩展名是 .txt", "请把扩展名改成 .yaml，再运行一次。")
            elif (alone or place in places) and name.lower().endswith(DOCUMENTS):
                ending = os.path.splitext(name)[1]
                yield _not_read(file, f"{ending} 文件读不了", "是审核意见的，请填在 review init 生成的 .yaml 文件里。")


def _meant(file: str) -> bool:
    """Whether a text reads like a review."""
    try:
        with open_regular(file) as stream:
            text = stream.read(BEGINNING).decode("utf-8", "ignore")
    except OSError:
        return False
    return all(re.search(rf"^{word}[:：]", text, re.MULTILINE) for word in WORDS)


def _not_read(file: str, why: str, hint: str) -> tuple[str, Problem]:
    message = f"没有计入 {file}：{why}"
    return file, Problem(code="not-read", message=message, hint=hint, severity=Severity.QUESTION)
