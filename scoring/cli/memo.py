"""Remember what `scoring score` printed, so that the same question about the same bytes is answered at once.

Scoring is a pure function of the submission, the references, the pack, the options and the program. A key over all of
them (and over the width and colour of the terminal) therefore finds the very text that would be computed again. The
engine, YAML and click stay unimported on a hit. The text also depends on which evidence files are there: their sizes
and times are kept with it and compared. Output that depends on their content (JSON holds their hashes) is never kept.
"""

from __future__ import annotations

import os

from scoring import cache
from scoring.assets import pack_search
from scoring.cli import console
from scoring.looked import RECENT, looked_at, unchanged
from scoring.reading import read_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scoring.cli.score_options import ScoreOptions
    from scoring.looked import Looked
    from scoring.model.submission import Submission

__all__ = ["Printed", "evidence_state", "key_of", "keep", "recall"]

Printed = tuple[int, str, str]
"""Exit code, stdout, stderr."""


def key_of(options: ScoreOptions) -> str | None:
    """The key of one run, or None when its output cannot be remembered."""
    if options["form"] != "text" or options["previous"] or options["reviews"]:
        return None
    paths = [options["file"]] + ([options["references"]] if options["references"] else [])
    parts = [*cache.stamp()]
    try:
        for path in paths:
            if not os.path.isfile(path):  # a pipe can be read only once
                return None
            parts += [*cache.text_parts((path,)), read_bytes(path)]
        here = os.getcwd()
    except OSError:
        return None
    layout = (str(console.terminal_width()), str(console.colour_wanted()))
    search = pack_search(options["criteria_path"], options["file"])
    parts += cache.text_parts((here, options["as_of"] or "", options["references"] or "", *layout, *search))
    return "text-" + cache.digest(parts)


def recall(key: str, options: ScoreOptions) -> Printed | None:
    """What this run printed before, if the pack it used is still the one that would be used and has not changed."""
    kept = cache.load(key)
    if not isinstance(kept, tuple) or len(kept) != 7:
        return None
    name, folder, pack_key, looked, code, out, told = kept
    if not unchanged(looked):
        return None
    search = pack_search(options["criteria_path"], options["file"])
    if cache.find_pack(name, search) != folder:
        return None
    if cache.pack_key(folder, cache.stamp(), search) != pack_key:
        return None
    return code, out, told


def keep(key: str, name: str, folder: str, printed: Printed, search: tuple[str, ...] = (), looked: Looked = ()) -> None:
    """Remember a run. `name` and `folder` are the pack it used, `search` where packs were looked for, `looked` the evidence
    files it depends on. A file written a moment ago is not trusted to stay: such a run is not remembered."""
    if any(before == RECENT for _, before in looked):
        return
    pack_key = cache.pack_key(folder, cache.stamp(), search)
    if pack_key is not None:
        cache.save(key, (name, folder, pack_key, looked, *printed))


def evidence_state(file: str, submission: Submission) -> Looked:
    """Every spelling of every listed evidence file of the submission at `file`, and what is there."""
    base = os.path.dirname(os.path.abspath(file))
    return looked_at((one.path for one in submission.evidence), base)
