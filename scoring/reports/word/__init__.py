"""Papers as Word documents (.docx): the same blocks as the PDF, to be edited. The extra `word` is needed.

report_word(view, mark=REPORT)        # a `ReportDocument`: cover, declaration, contents, chapters
paper_word(blocks, title=…, mark=…)   # a paper without a cover: a ranking, a notice
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence

from scoring.base.errors import Problem, ProblemsError
from scoring.base.marks import RANKING
from scoring.reports.blocks import Block
from scoring.reports.document import ReportDocument
from scoring.reports.summary.model import PackBatch
from scoring.reports.summary.paper import TITLE, ranking_blocks
from scoring.reports.summary.words import everyone
from scoring.wording import watermark

__all__ = ["paper_word", "ranking_word", "report_word", "word_missing"]

MISSING = Problem(
    code="word-missing",
    message="没有安装 Word 组件（python-docx），不能读写 Word 文件。",
    hint="联网的电脑运行 pip install 'demo-city-scoring[word]'；不装的，可以改存成 .pdf 或 .html。",
)


def word_missing() -> Problem | None:
    """What to say where the extra is not installed; None where it is."""
    return MISSING if importlib.util.find_spec("docx") is None else None


def report_word(
    view: ReportDocument, *, mark: str, kept: Mapping[str, object] | None = None, templates: str | None = None
) -> bytes:
    """A report as the bytes of a Word document; the same report gives the same bytes.

    `kept` is carried along unseen, for reading the edited document back; `templates` is a folder of the user's own, whose
    `word/styles.xml` stands in for ours. Raises ProblemsError (`word-missing`, `reports-missing`).
    """
    _available()
    from scoring.reports.word.document import report

    return report(view, mark=mark, kept=kept, templates=templates)


def paper_word(
    blocks: Sequence[Block], *, title: str, mark: str, watermark: str = "", templates: str | None = None
) -> bytes:
    """Blocks as a Word document without cover and contents; `watermark` stands across every page. Raises as `report_word`."""
    _available()
    from scoring.reports.word.document import paper

    return paper(blocks, title=title, mark=mark, watermark=watermark, templates=templates)


def ranking_word(batch: PackBatch) -> bytes:
    """The ranking (排名表) as a Word document. Raises as `report_word`."""
    invented = any(place.invented for place in everyone(batch.ranking))
    title = f"{batch.criteria.short_title}{TITLE}"
    across = watermark(batch.criteria, invented=invented)
    return paper_word(ranking_blocks(batch), title=title, mark=RANKING, watermark=across)


def _available() -> None:
    problem = word_missing()
    if problem is not None:
        raise ProblemsError([problem])
