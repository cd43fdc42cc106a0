"""What is sealed: the submission, its references, the packs it was scored with, and the result under sealed names."""

from __future__ import annotations

import os

from msgspec.structs import replace

from scoring.assess import Assessment, Depth, Request, assess
from scoring.base.assets import criteria_search
from scoring.base.leftovers import workspace
from scoring.base.reading import open_regular
from scoring.documents.packs import find_pack
from scoring.explain import explain
from scoring.model.criteria import Criteria
from scoring.seal.bundle.archive import Source
from scoring.seal.bundle.result import Json, result_json

__all__ = ["REFERENCES", "RESULT", "SUBMISSION", "pack_files", "renamed", "sealed_result"]

SUBMISSION = "submission/submission.yaml"
REFERENCES = "submission/references.yaml"
RESULT = "result.json"


def pack_files(criteria: Criteria, search: tuple[str, ...]) -> dict[str, Source]:
    """The files of the pack and of the packs it rests on, by their names under criteria/."""
    found: dict[str, Source] = {}
    folders = [(criteria.id, criteria.folder)]
    folders += [
        (base.id, find_pack(base.id, search or criteria_search()).value or base.folder) for base in criteria.extends
    ]
    for name, folder in folders:
        for file in sorted(os.listdir(folder)):
            if file == "pack.yaml" or (file.startswith("section-") and file.endswith(".yaml")):
                found[f"criteria/{name}/{file}"] = os.path.join(folder, file)
    return found


def sealed_result(
    found: Assessment, path: str, references_path: str | None, search: tuple[str, ...], *, short: bool = False
) -> Json:
    """The result as whoever opens the seal will work it out: from files that have the names they have in there.

    `short` leaves the folder out of the names. Raises ValueError, in Chinese, where a file was changed meanwhile.
    """
    again = renamed(found, path, references_path, search)
    folder = os.path.dirname(again.submission.file)
    own, beside = ((name.rpartition("/")[2] if short else name) for name in (SUBMISSION, REFERENCES))
    names = {path: own, found.card.provenance.submission_file: own, again.submission.file: own}
    return result_json(again, names | {os.path.join(folder, "references.yaml"): beside})


def renamed(found: Assessment, path: str, references_path: str | None, search: tuple[str, ...]) -> Assessment:
    """An assessment with the files called as they are in the seal: sentences of the result name the file they speak of,
    so the submission is read once more under its sealed name. Raises ValueError as `sealed_result` does."""
    with workspace("seal") as folder:
        copies = {path: SUBMISSION} | ({references_path: REFERENCES} if references_path is not None else {})
        os.mkdir(os.path.join(folder, "submission"))
        for given, name in copies.items():
            with open_regular(given) as source, open(os.path.join(folder, name), "xb") as sink:
                sink.write(source.read())
        beside = os.path.join(folder, REFERENCES) if references_path is not None else None
        request = Request(
            file=os.path.join(folder, SUBMISSION),
            references=beside,
            as_of=found.card.provenance.as_of,
            search=search or None,
            evidence=Depth.NONE,
        )
        again = assess(request).value
        if again is None or again.submission.digest != found.submission.digest:
            raise ValueError("自评文件在计分以后被改动了，请重新运行")
        told = explain(again.criteria, again.submission, again.card, found.evidence)
        return replace(again, evidence=found.evidence, support=found.support, explanation=told)
