"""A paper made in a process of its own: `python -m scoring.web.making KIND SUBMISSION TARGET [FOLDER OF PACKS …]`.

What came of it is printed as one line of JSON, so that the page can say it in its own words: what was not bound and why, what is
missing, what is in the way. The exit code is 0 where the paper was made.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout

import msgspec
from msgspec import Struct

from scoring.assess import Assessment, Request, assess
from scoring.base.assets import pack_search
from scoring.base.errors import ProblemsError, Severity
from scoring.base.files import write_atomic
from scoring.base.guard import Guard, ProtectedError, guarding
from scoring.base.marks import BINDER, BUNDLE, REPORT, marked_html
from scoring.base.text import os_error_text
from scoring.exchange.word_carried import carried
from scoring.reports import render
from scoring.reports.papers.report import city_report
from scoring.reports.unprintable import unprintable_texts
from scoring.reports.word import report_word
from scoring.seal.binder import Binder, bind
from scoring.seal.bundle import make_bundle
from scoring.seal.sealed_report import sealed_report
from scoring.web.outcome import Outcome, Unbound

__all__ = ["KINDS", "make"]


class Order(Struct, frozen=True, kw_only=True):
    """What is to be made of what."""

    found: Assessment
    file: str
    target: str
    search: tuple[str, ...]


def _pdf(order: Order) -> Outcome:
    write_atomic(order.target, sealed_report(order.found, order.file, search=order.search))
    return Outcome()


def _word(order: Order) -> Outcome:
    view = city_report(order.found, editable=True)
    kept = carried(order.found.criteria, order.found.submission, view)
    write_atomic(order.target, report_word(view, mark=REPORT, kept=kept))
    return Outcome()


def _html(order: Order) -> Outcome:
    write_atomic(order.target, marked_html(render.html(city_report(order.found)), REPORT).encode("utf-8"))
    return Outcome()


def _binder(order: Order) -> Outcome:
    assert order.found.evidence is not None
    bound = bind(order.found.criteria, order.found.submission, order.found.evidence, order.target, with_office=False)
    return Outcome(unbound=_unbound(bound))


def _bundle(order: Order) -> Outcome:
    made = make_bundle(order.found, order.file, order.target, search=order.search)
    return Outcome(unbound=_unbound(made.bound), absent=made.absent, fingerprint=made.fingerprint)


def _unbound(bound: Binder) -> tuple[Unbound, ...]:
    return tuple(Unbound(number=one.number, path=one.path, reason=one.reason) for one in bound.left_out)


KINDS: Mapping[str, tuple[str, Callable[[Order], Outcome]]] = {
    "pdf": (REPORT, _pdf),
    "word": (REPORT, _word),
    "html": (REPORT, _html),
    "binder": (BINDER, _binder),
    "bundle": (BUNDLE, _bundle),
}
"""The papers: what kind of file each is, and how it is made."""


def make(kind: str, file: str, target: str, folders: Sequence[str] = ()) -> Outcome:
    """Make a paper of the submission at `file`. Nothing is left at `target` where it cannot be made."""
    mark, maker = KINDS[kind]
    search = pack_search(tuple(folders), file)
    try:
        with guarding(Guard(force=True)) as guard:
            guard.protect(file)
            guard.claim(target, (mark,))
            result = assess(Request(file=file, search=search))
            if result.value is None:
                worst = next(one for one in result.problems if one.severity is Severity.ERROR)
                return Outcome(fault=f"自评文件有错误：{worst.message}", hint="到“原文件”页按提示改好。")
            found = result.value
            made = maker(Order(found=found, file=file, target=target, search=search))
            odd = unprintable_texts(found.criteria, search, (file,)) if kind != "html" else ()
    except ProblemsError as error:
        return Outcome(fault=error.problems[0].message, hint=error.problems[0].hint)
    except ProtectedError as error:
        return Outcome(fault=error.problem.message, hint=error.problem.hint)
    except ValueError as error:
        return Outcome(fault=str(error), hint="按上面说的改好后再生成。")
    except OSError as error:
        return Outcome(fault=f"写不了文件：{os_error_text(error)}", hint="请关掉打开着它的程序，或核对权限和磁盘空间。")
    return msgspec.structs.replace(made, remarks=tuple(f"{one.message}。" for one in odd))


if __name__ == "__main__":
    with redirect_stdout(sys.stderr):
        told = make(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
    sys.stdout.buffer.write(msgspec.json.encode(told) + b"\n")
    sys.exit(1 if told.fault else 0)
