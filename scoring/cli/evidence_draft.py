"""`scoring evidence --draft`: lines of evidence for the files that no line lists yet, to paste and to confirm."""

from __future__ import annotations

import os.path
from collections.abc import Iterator, Sequence

from scoring.authoring.draft.build import quoted
from scoring.base.plain import Keys, Shape, plain
from scoring.cli import console
from scoring.cli.output import print_json, write_or_tell
from scoring.documents.nodes import MARK
from scoring.evidence import Drafted, drafted
from scoring.evidence.drafting import BY_NAME
from scoring.loading import Loaded
from scoring.model.criteria import Criteria
from scoring.model.evidence import EvidenceState
from scoring.wording import evidence_phrase

__all__ = ["draft_text", "run_draft"]

HEAD = (
    "# 佐证材料草稿：按文件夹里没有列入的文件起草。逐条打开文件核对，改好后删掉行尾的标记，粘贴到自评文件里同一项的“佐证材料”下面；",
    "# 该项还没有“佐证材料”这一行的，连这一行一起粘贴。文号、发文机关、日期由人照文件填写，程序不填。",
)
SHAPE: Shape = {
    Drafted: Keys(
        rename={"path": "file", "source": "title_from"},
        add={"item": lambda one: one.item or None, "request": lambda one: one.request or None},
    )
}


def run_draft(loaded: Loaded, file: str, output: str | None, form: str) -> int:
    """Print or write the draft. 0: done, also where there is nothing to draft; 3: cannot write."""
    found = drafted(loaded.criteria, loaded.submission, os.path.dirname(os.path.abspath(file)))
    if form == "json":
        print_json({"schema": "scoring.evidence-draft/1", "lines": plain(found, SHAPE)})
        return 0
    if not found:
        console.message("没有要起草的：evidence 文件夹里的文件都已经列入，或者里面没有文件。")
        return 0
    text = draft_text(loaded.criteria, found)
    if output is None or output == "-":
        console.data(text)
    else:
        if not write_or_tell(output, (text + "\n").encode("utf-8")):
            return 3
        console.message(f"已生成 {output}。")
    console.message(f"起草了{len(found)}份材料，都要由人核对；自评文件没有改动。")
    return 0


def draft_text(criteria: Criteria, found: Sequence[Drafted]) -> str:
    """The lines as they stand in a submission, so that they can be pasted without a change of indent."""
    return "\n".join([*HEAD, *_items(criteria, found), *_homeless(found)])


def _items(criteria: Criteria, found: Sequence[Drafted]) -> Iterator[str]:
    usable = [one for one in found if one.item]
    if usable:
        yield "自评:"
    for item in dict.fromkeys(one.item for one in usable):
        own = [one for one in usable if one.item == item]
        yield f'  "{item}":  # {criteria.items_by_id[item].label}'
        yield "    佐证材料:" if any(one.state is EvidenceState.PRESENT for one in own) else "    佐证材料: []"
        for one in own:
            yield from _line(criteria, one)


def _line(criteria: Criteria, one: Drafted) -> Iterator[str]:
    if one.state is not EvidenceState.PRESENT:
        yield f"      # “{one.path}”{evidence_phrase(one.state)}，没有起草"
        return
    parts = [f"对应: {quoted(one.request)}"] if one.request else []
    parts += [f"文件: {quoted(one.path)}", f"标题: {quoted(one.title)}"]
    parts += [f"页数: {one.pages}"] if one.pages is not None else []
    remarks = [f"标题取自{one.source}"] if one.source != BY_NAME else ["标题是文件名，请照文件改写"]
    if not one.request:
        known = "、".join(request.id for request in criteria.items_by_id[one.item].evidence)
        remarks += [f"认不出对应哪种材料（{known}），是其中一种的加上“对应”"] if known else []
    yield f"      - {{{', '.join(parts)}}}  {MARK}：{'；'.join(remarks)}"


def _homeless(found: Sequence[Drafted]) -> Iterator[str]:
    homeless = [one for one in found if not one.item]
    if homeless:
        yield "# 看不出属于哪一项的（放进 evidence/指标项编号/ 再起草，或者自己列入）："
    for one in homeless:
        yield f"#   {one.path}　{one.title}"
