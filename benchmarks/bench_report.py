"""How long a report takes, as a multiple of what the same HTML costs bare WeasyPrint.

Bare means: the same document and style sheets, the faces loaded from files, one FontConfiguration, the collector off
during the render, in a process of its own that starts cold. The promise is at most 1.5 (exit 1 when broken).
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CITY = ROOT / "submissions" / "sample-city" / "submission.yaml"
PROMISE = 1.5
ROUNDS = 5

BARE = """
import gc, sys
import weasyprint
from weasyprint.text.fonts import FontConfiguration
config = FontConfiguration()
sheet = weasyprint.CSS(filename=sys.argv[2], font_config=config)
gc.disable()
document = weasyprint.HTML(filename=sys.argv[1]).render(font_config=config, stylesheets=[sheet])
data = document.write_pdf()
print(len(document.pages), len(data))
"""


def main() -> int:
    """Print the ratio; 1 when the promise is broken."""
    with tempfile.TemporaryDirectory() as folder:
        html, css = prepare(Path(folder))
        ours = [sys.executable, "-m", "scoring", "report", str(CITY), "-o", str(Path(folder) / "ours.pdf")]
        bare = [sys.executable, "-c", BARE, str(html), str(css)]
        mine, theirs = [], []
        pages = ""
        for _ in range(ROUNDS):
            took, _told = timed(ours)
            mine.append(took)
            took, pages = timed(bare)
            theirs.append(took)
    ratio = statistics.median(mine) / statistics.median(theirs)
    print(f"报告（{pages.split()[0]}页）：scoring report 是裸 WeasyPrint 的 {ratio:.2f} 倍")
    print(f"约定：不超过 {PROMISE:g} 倍。{'做到了' if ratio <= PROMISE else '没有做到'}。")
    return 0 if ratio <= PROMISE else 1


def prepare(folder: Path) -> tuple[Path, Path]:
    """The report's own HTML and style sheets as files, with the faces by their paths."""
    from scoring.assess import Request, assess
    from scoring.reports import render
    from scoring.reports.papers.report import report_of
    from scoring.reports.render.fonts import bundled
    from scoring.reports.render.html import styles

    result = assess(Request(file=str(CITY)))
    found = result.value
    assert found is not None
    assert found.evidence is not None
    view = report_of(found.criteria, found.submission, found.card, found.evidence, found.explanation)
    html, css = folder / "report.html", folder / "report.css"
    html.write_text(render.html(view, standalone=False), encoding="utf-8")
    faces = "".join(
        f'@font-face {{ font-family: "{face.family}"; src: url("{Path(face.path).as_uri()}") }}\n' for face in bundled()
    )
    css.write_text(faces + "\n".join(styles()), encoding="utf-8")
    return html, css


def timed(command: list[str]) -> tuple[float, str]:
    start = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=True)
    return time.perf_counter() - start, done.stdout


if __name__ == "__main__":
    sys.exit(main())
