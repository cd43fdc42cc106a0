"""An overlay as a whole: read the layers, lay them, validate the result, and say what rests on what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from scoring import lang, validate
from scoring.base.errors import Problem, Result, Severity, sort_problems
from scoring.documents.nodes import PackSource
from scoring.model.criteria import Criteria, Extended, Item
from scoring.overlay.chain import read_chain
from scoring.overlay.edits import Edit, Notes, sentences
from scoring.overlay.layering import EMPTY, item_ids, lay, title_of

__all__ = ["load_pack"]


class _Layer(Struct, frozen=True, kw_only=True):
    """A pack that lies under another: as it is with its own bases, and what the one above does to it."""

    source: PackSource
    edits: tuple[Edit, ...]


def load_pack(top: PackSource, search: Sequence[str]) -> Result[Criteria]:
    """The index that the overlay `top` (already read) makes of its base; bases are found beside it or in `search`.

    Problems are those of reading the bases, of the overlay's own words, and of the merged pack; each names the file
    it stands in. The value is None when one is an error.
    """
    chain = read_chain(top, search)
    if chain.value is None or not chain.ok:
        return Result(value=None, problems=sort_problems(chain.problems))
    laid, *above = reversed(chain.value)
    layers: list[_Layer] = []
    problems = list(chain.problems)
    for over in above:
        notes = Notes([over.main, *over.sections])
        merged = lay(laid, over, notes)
        problems.extend(notes.problems)
        layers.append(_Layer(source=laid, edits=tuple(notes.edits)))
        laid = merged
    if any(problem.code == EMPTY for problem in problems):  # the rest would only say so again, at the base's lines
        return Result(value=None, problems=sort_problems(problems))
    made = validate.criteria(laid)
    bases = {document.file for document in laid.merged}
    problems.extend(_placed(problem, bases, top) for problem in made.problems)
    if made.value is None or any(problem.severity is Severity.ERROR for problem in problems):
        return Result(value=None, problems=sort_problems(problems))
    criteria = replace(made.value, extends=_extends(made.value, layers))
    return Result(value=criteria, problems=sort_problems(problems))


def _placed(problem: Problem, bases: set[str], top: PackSource) -> Problem:
    """A problem of the merged pack that points into a base's file is mended in the overlay."""
    if problem.location is None or problem.location.file not in bases:
        return problem
    own = {top.main.file, *(document.file for document in top.sections)}
    if problem.location.file in own:
        return problem
    hint = f"{problem.hint}（这一行在基础指标体系里，不要改它；请在补充体系“{top.name}”里替换或补充。）"
    return replace(problem, hint=hint)


def _extends(criteria: Criteria, layers: Sequence[_Layer]) -> tuple[Extended, ...]:
    """The packs below, the nearest first, each with the items that come through every layer above it unchanged."""
    found: list[Extended] = []
    touched: set[str] = set()
    names: set[str] = set()
    everything = False
    for layer in reversed(layers):
        touched |= {edit.name for edit in layer.edits if edit.word == "指标项"}
        names |= {edit.name for edit in layer.edits}
        everything |= any(edit.word == "不适用的计分方法" for edit in layer.edits)
        kept = [] if everything else [i for i in item_ids(layer.source) if _same(criteria, i, touched, names)]
        found.append(
            Extended(
                id=layer.source.name,
                edition=title_of(layer.source, "edition"),
                digest=layer.source.digest,
                folder=layer.source.folder,
                changes=sentences(layer.edits),
                items=tuple(kept),
            )
        )
    return tuple(found)


def _same(criteria: Criteria, identity: str, touched: set[str], names: set[str]) -> bool:
    """Whether an item is neither touched itself nor reads a name that is."""
    item = criteria.items_by_id.get(identity)
    if item is None or identity in touched:
        return False
    for name in _reads(criteria, item):
        fact = criteria.facts_by_name.get(name)
        if name in names or (fact is not None and fact.item in touched and fact.item):
            return False
    return True


def _reads(criteria: Criteria, item: Item) -> set[str]:
    """Every name the score of an item depends on."""
    found: set[str] = set()
    waiting: list[str] = [fact.name for fact in item.facts]
    for clause in item.clauses:
        waiting.extend(lang.names(clause.when) if clause.when is not None else ())
        waiting.extend(clause.measured)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        waiting.extend(_needed(criteria, name))
    return found


def _needed(criteria: Criteria, name: str) -> Iterable[str]:
    fact = criteria.facts_by_name.get(name)
    if fact is None:
        return ()
    needs = lang.names(fact.needs) if fact.needs is not None else ()
    return (*needs, *((fact.derive.numerator, fact.derive.denominator) if fact.derive is not None else ()))
