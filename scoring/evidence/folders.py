"""A suggested folder layout: one folder for each item, one for each department with the list of what it provides."""

from __future__ import annotations

import os
import re

from scoring.base.files import write_atomic
from scoring.base.text import departments_of
from scoring.model.criteria import Basis, Criteria, Item

__all__ = ["COLLECT", "LIST", "layout"]

COLLECT = "材料收集"
LIST = "需要提供的材料.txt"
UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def layout(criteria: Criteria, base_dir: str) -> tuple[str, ...]:
    """Make the folders under `base_dir` and return those that are new, relative to it.

    `evidence/1.1` holds what the submission lists; `材料收集/部门/` tells each department what it is asked for. Files
    that exist already are never changed. Raises OSError where a folder cannot be made.
    """
    made: list[str] = []
    for section in criteria.sections:
        for item in section.items:
            _make(base_dir, f"evidence/{item.id}", made)
    for owner, lines in _owners(criteria).items():
        folder = f"{COLLECT}/{UNSAFE.sub('_', owner).strip('. ') or '_'}"
        _make(base_dir, folder, made)
        target = os.path.join(base_dir, *folder.split("/"), LIST)
        if not os.path.lexists(target):
            write_atomic(target, ("\ufeff" + "\r\n".join(lines) + "\r\n").encode("utf-8"))
    return tuple(made)


def _make(base_dir: str, folder: str, made: list[str]) -> None:
    full = os.path.join(base_dir, *folder.split("/"))
    if not os.path.isdir(full):
        os.makedirs(full)
        made.append(folder)


def _owners(criteria: Criteria) -> dict[str, list[str]]:
    """For each department of the pack, what it is asked for, by item."""
    found: dict[str, list[str]] = {}
    for section in criteria.sections:
        for item in section.items:
            for owner, lines in _of_item(item).items():
                head = f"{owner}：下列材料请按编号放在本文件夹，由汇总人员移入 evidence 下相应的文件夹。"
                found.setdefault(owner, [head]).extend(lines)
    return found


def _of_item(item: Item) -> dict[str, list[str]]:
    owners: dict[str, list[str]] = {}
    for request in item.evidence:
        facts = [fact for fact in item.facts if fact.name in request.supports]
        names = departments_of(*(fact.owner for fact in facts))
        basis = "" if request.basis is Basis.OFFICIAL else "（建议）"
        for name in names:
            owners.setdefault(name, []).append(f"{item.id}　{request.title}{basis}　放入 evidence/{item.id}")
    return owners
