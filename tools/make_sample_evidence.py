"""Make the evidence files of the invented sample cities.

    python tools/make_sample_evidence.py [submissions/sample-city ...]

Reads each submission.yaml, and writes every file its 佐证材料 lists: PDF with WeasyPrint, PNG with Pillow, XLSX with
XlsxWriter. Every file says that it is invented (虚构样例) and shows only what the submission itself states, so the two
cannot drift apart. The result depends on the submission alone: dates come from it, never from the clock.
"""

from __future__ import annotations

import datetime
import html
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "reports" / "fonts"
MARK = "虚构样例"
NOTICE = "虚构样例：本文件是为演示软件制作的，其中的机关、文号和数据都不是真实的。"

# Listed by the weak city and left out on purpose, so that a report shows what a missing file looks like.
LEFT_OUT = {
    "weak-city/evidence/1.3/01-development-plan.pdf",
    "weak-city/evidence/3.5/01-places.xlsx",
}

STYLE = f"""
@font-face {{ font-family: S; src: url({(FONTS / "fangsong.ttf").as_uri()}) }}
@page {{ size: A4; margin: 37mm 26mm 35mm 28mm;
  @top-right {{ content: "{MARK}"; font: 10pt S; color: #b00 }}
  @bottom-center {{ content: "— " counter(page) " —"; font: 12pt S }} }}
body {{ font: 14pt/28pt S }}
.issuer {{ font: 26pt/40pt S; color: #c00; text-align: center; border-bottom: 2pt solid #c00; margin: 0 0 12pt }}
.number {{ text-align: center }}
h1 {{ font: 20pt/32pt S; text-align: center }}
table {{ border-collapse: collapse; width: 100% }}
td {{ border: .5pt solid #000; padding: 2pt 6pt }}
.sign {{ text-align: right }}
.next {{ break-before: page }}
"""


def words(value: Any) -> str:
    """An answer as a person would write it."""
    if isinstance(value, dict):
        return "；".join(f"{key}：{words(part)}" for key, part in value.items())
    return str(value)


def rows(item: dict[str, Any]) -> list[tuple[str, str]]:
    """The facts of the item as the submission answers them."""
    return [(name, words(value)) for name, value in item.items() if name not in ("佐证材料", "说明")]


def day(value: datetime.date) -> str:
    """A date in Chinese."""
    return f"{value.year}年{value.month}月{value.day}日"


def write_pdf(path: Path, city: str, entry: dict[str, Any], facts: list[tuple[str, str]]) -> None:
    """One official-looking document with exactly the pages the submission states."""
    import weasyprint

    stamp = f"{entry['日期']}T00:00:00Z"
    table = "".join(f"<tr><td>{html.escape(name)}<td>{html.escape(value)}" for name, value in facts)
    more = "".join(
        f'<section class="next"><h1>续页</h1><p>本页是《{html.escape(entry["标题"])}》第{page}页，用来演示多页材料。{NOTICE}</p></section>'
        for page in range(2, entry["页数"] + 1)
    )
    number = f'<p class="number">{html.escape(entry["文号"])}</p>' if "文号" in entry else ""
    text = (
        f'<html lang="zh-CN"><head><title>{html.escape(entry["标题"])}（{MARK}）</title>'
        f'<meta name="dcterms.created" content="{stamp}"><meta name="dcterms.modified" content="{stamp}">'
        f'<meta name="author" content="{MARK}"><style>{STYLE}</style></head><body>'
        f'<p class="issuer">{html.escape(entry["发文机关"])}</p>{number}<h1>{html.escape(entry["标题"])}</h1>'
        f"<p>{NOTICE}</p><p>本材料支持{html.escape(city)}的下列填报：</p><table>{table}</table>"
        f'<p class="sign">{html.escape(entry["发文机关"])}<br>{day(entry["日期"])}</p>{more}</body></html>'
    )
    weasyprint.HTML(string=text).write_pdf(path)


def write_png(path: Path, city: str, entry: dict[str, Any], facts: list[tuple[str, str]]) -> None:
    """A drawn stand-in for a photograph or a screenshot."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (720, 480), "#dfe9f0")
    draw = ImageDraw.Draw(image)
    title, small = (ImageFont.truetype(str(FONTS / "heiti.ttf"), size) for size in (26, 18))
    draw.rectangle((0, 330, 720, 480), fill="#b9cfa8")
    draw.polygon(((180, 230), (360, 165), (540, 230)), fill="#a85b4a")
    draw.rectangle((200, 230, 520, 400), fill="#f6efe0", outline="#777", width=2)
    for left in (225, 300, 375, 450):
        draw.rectangle((left, 255, left + 45, 300), fill="#8fb7d6", outline="#777")
    draw.rectangle((335, 325, 385, 400), fill="#7a5a3c")
    draw.text((24, 18), f"{MARK}（示意图，不是真实照片）", font=title, fill="#b00000")
    draw.text((24, 56), entry["标题"], font=title, fill="#222")
    draw.text((24, 440), f"{city}　{entry['发文机关']}　{day(entry['日期'])}", font=small, fill="#222")
    for line, (name, value) in enumerate(facts[:3]):
        draw.text((24, 88 + 26 * line), f"{name}：{value[:20]}", font=small, fill="#222")
    image.quantize(32).save(path, optimize=True)


def write_xlsx(path: Path, city: str, entry: dict[str, Any], facts: list[tuple[str, str]]) -> None:
    """A small ledger: what it supports, then a few invented rows."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path))
    created = datetime.datetime.combine(entry["日期"], datetime.time())
    book.set_properties({"title": entry["标题"], "author": MARK, "comments": NOTICE, "created": created})
    bold, cell = book.add_format({"bold": True, "font_size": 14}), book.add_format({"border": 1, "text_wrap": True})
    sheet = book.add_worksheet(MARK)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 50)
    sheet.write(0, 0, f"{entry['标题']}（{MARK}）", bold)
    sheet.write(1, 0, NOTICE)
    sheet.write(2, 0, f"填报城市：{city}　出具：{entry['发文机关']}　日期：{day(entry['日期'])}")
    for line, (name, value) in enumerate([("填报项", "填报内容"), *facts], start=4):
        sheet.write_string(line, 0, name, cell)
        sheet.write_string(line, 1, value, cell)
    book.close()


WRITERS = {".pdf": write_pdf, ".png": write_png, ".xlsx": write_xlsx}


def make(folder: Path) -> int:
    """Write the files of one sample city; the number written."""
    submission = yaml.safe_load((folder / "submission.yaml").read_text(encoding="utf-8"))
    if submission.get(MARK) != "是":
        raise SystemExit(f"{folder}：不是虚构样例，不生成佐证材料。")
    count = 0
    for item in submission.get("自评", {}).values():
        for entry in item.get("佐证材料", ()):
            path = folder / entry["文件"]
            if f"{folder.name}/{entry['文件']}" in LEFT_OUT:
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            WRITERS[path.suffix](path, submission["城市"], entry, rows(item))
            count += 1
    return count


def main(arguments: list[str]) -> None:
    """Make all sample cities, or the folders named."""
    folders = [Path(name) for name in arguments] or sorted(
        p.parent for p in (ROOT / "submissions").glob("*/submission.yaml")
    )
    for folder in folders:
        print(f"{folder.name}: {make(folder)}")


if __name__ == "__main__":
    main(sys.argv[1:])
