"""The workbooks that go out: one for every department, one with everything, and the list that goes with them."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

from msgspec import Struct

from scoring.base.guard import claim
from scoring.base.marks import FORM
from scoring.exchange.covering import COVERING, write_covering
from scoring.exchange.departments import COMMISSION, Assignment
from scoring.exchange.form import Form
from scoring.exchange.submitted import Submitted
from scoring.exchange.writing import write_form

__all__ = ["Workbook", "workbooks", "write_workbooks"]

UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


class Workbook(Struct, frozen=True, kw_only=True):
    """A workbook to write: its form, and the name of its file."""

    form: Form
    name: str


def workbooks(source: Submitted, assignment: Assignment, only: Sequence[str] = ()) -> list[Workbook]:
    """One with everything and one for every lead; of the departments named `only`, theirs alone."""
    departments = only or (COMMISSION, *assignment.departments)
    forms = [Form(source=source, assignment=assignment, department=one) for one in departments]
    return [Workbook(form=form, name=f"{UNSAFE.sub('／', form.name)}.xlsx") for form in forms]


def write_workbooks(written: Sequence[Workbook], folder: str, *, cover: bool) -> None:
    """Write them, with the list where `cover` says so. Raises OSError, and ProtectedError before anything is written where one
    would take the place of a file that somebody has worked on."""
    paths = [os.path.join(folder, one.name) for one in written]
    covering = os.path.join(folder, f"{COVERING}.xlsx")
    os.makedirs(folder, exist_ok=True)
    for path in (*paths, *((covering,) if cover else ())):
        claim(path, (FORM,))
    for one, path in zip(written, paths, strict=True):
        write_form(one.form, path)
    if cover:
        write_covering([(one.form, one.name) for one in written], covering)
