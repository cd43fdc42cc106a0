"""The review: papers, the chair, the visits, an appeal; merged, journalled, told step by step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tools.cycle.handing_in import FOLDER, RANKED, paper_of
from tools.cycle.opinions import APPEAL, CHAIR, DESK, SITE, Opinion, fill
from tools.cycle.running import Script

__all__ = ["GIVEN", "JOURNAL", "review", "score_verified"]

JOURNAL = "审核记录.jsonl"
GIVEN = ("--references", "参照值.yaml")


def review(script: Script, *, sealed: bool) -> None:
    """From blank reviews to the verified score of every city."""

    def merge(city: str, *more: str, code: int, quiet: bool = False) -> None:
        words = ("review", "merge", paper_of(city, sealed=sealed), f"审核意见/{city}", *GIVEN, *more)
        script.run(*words, code=code, quiet=quiet)

    script.step("资料审核：审核人A01、A02各看各的，每市一份意见")
    _write(script, DESK, sealed)
    script.run("review", "status", ".", *GIVEN, code=1)
    script.step("合并：甲市、乙市有分歧，寅市的申报资格有分歧，要组长裁决")
    merge("甲市", "-o", "汇总-甲市.json", code=1)
    merge("乙市", code=1, quiet=True)
    merge("寅市", code=1, quiet=True)
    merge("戊市", code=1, quiet=True)
    merge("庚市", code=1, quiet=True)
    script.step("组长裁决")
    _write(script, CHAIR, sealed)
    merge("甲市", "-o", "汇总-甲市.json", code=0)
    script.step("现场审核：去五个市")
    _write(script, SITE, sealed)
    script.step("复核：甲市申诉，补交了规划全文")
    _write(script, [APPEAL], sealed)
    script.step("逐市合并，每条决定记入审核记录")
    for city in RANKED:
        merge(city, "--journal", JOURNAL, code=int(city == "戊市"), quiet=city != RANKED[0])
    script.note("戊市退出码是1：审核人A02应当回避，那份意见没有计入")
    script.run("journal", "check", JOURNAL)
    script.run("review", "replay", paper_of("甲市", sealed=sealed), "--reviews", "审核意见/甲市", *GIVEN)
    script.run("review", "status", ".", *GIVEN, code=1)


def score_verified(script: Script, *, papers: bool) -> None:
    """Rank all cities on what the review left."""
    script.step("按核实后的得分排名：乙市、丙市同分，正好跨在2个名额上；寅市查明有不得申报的情形，不参加排名")
    given = (*GIVEN, "--previous", "2020年周期.yaml", "--reviews", "审核意见", "--reading", "verified")
    more = () if papers else ("--no-summary",)
    script.run("batch", FOLDER, "-o", "结果-核实", *given, "--workers", "1", *more, code=1)


def _write(script: Script, opinions: Sequence[Opinion], sealed: bool) -> None:
    """Make the blank reviews, fill them in, check them against the cities' files."""
    for place, one in enumerate(opinions):
        (script.folder / one.file).parent.mkdir(parents=True, exist_ok=True)
        words = ("--reviewer", one.reviewer, "--stage", one.stage, "--role", one.role, "-o", one.file, *GIVEN)
        script.run("review", "init", paper_of(one.city, sealed=sealed), *words, quiet=place > 0)
        fill(script.folder, one)
    script.note("审核人填写各自的文件")
    for city in _cities(opinions):
        files = [one.file for one in opinions if one.city == city]
        script.run("review", "check", *files, "--of", paper_of(city, sealed=sealed), quiet=len(opinions) > 2)


def _cities(opinions: Iterable[Opinion]) -> list[str]:
    return list(dict.fromkeys(one.city for one in opinions))
