"""The content of our HTML as Typst: headings, paragraphs, lists and tables with their texts, no charts, no style sheet."""

from __future__ import annotations

from html.parser import HTMLParser

__all__ = ["typst_of"]

HEAD = """#set page(paper: "a4", margin: (x: 27mm, y: 35mm), numbering: "1")
#set text(font: ("Report Fangsong", "Report Rest", "Report Rare", "Report Marks"), size: 14pt, lang: "zh")
#set par(justify: true, leading: 1em)
#set table(stroke: 0.5pt)
#show table: set text(size: 10.5pt)
#show heading: set text(font: "Report Heiti")
#outline()
"""
BLOCKS = frozenset(["p", "li", "h1", "h2", "h3", "h4", "div", "dt", "dd", "caption", "figcaption"])
SKIPPED = frozenset(["style", "script", "svg", "head", "title"])


def typst_of(html: str) -> str:
    """A document of the same texts."""
    reader = _Reader()
    reader.feed(html)
    reader.flush()
    return HEAD + "\n\n".join(reader.parts)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._text: list[str] = []
        self._tag = "p"
        self._skip = 0
        self._rows: list[list[str]] | None = None
        self._span = "1"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SKIPPED:
            self._skip += 1
        elif tag == "table":
            self.flush()
            self._rows = []
        elif tag == "tr" and self._rows is not None:
            self._rows.append([])
        elif tag in ("td", "th"):
            self._text = []
            self._span = dict(attrs).get("colspan") or "1"
        elif tag in BLOCKS and self._rows is None:
            self.flush()
            self._tag = tag

    def handle_endtag(self, tag: str) -> None:
        if tag in SKIPPED:
            self._skip -= 1
        elif tag in ("td", "th") and self._rows:
            self._rows[-1].append(f"table.cell(colspan: {self._span})[#{_quoted(self._text)}]")
            self._text = []
        elif tag == "table" and self._rows is not None:
            rows, self._rows = [row for row in self._rows if row], None
            columns = max(
                (sum(int(cell.split("colspan: ")[1].split(")")[0]) for cell in row) for row in rows), default=1
            )
            self.parts.append(f"#table(columns: {columns}, {', '.join(cell for row in rows for cell in row)})")
        elif tag in BLOCKS and self._rows is None:
            self.flush()

    def handle_data(self, data: str) -> None:
        if not self._skip and data.strip():
            self._text.append(data)

    def flush(self) -> None:
        """End the paragraph."""
        if self._text:
            level = int(self._tag[1]) if self._tag in ("h1", "h2", "h3", "h4") else 0
            text = f"#{_quoted(self._text)}"
            self.parts.append(f"#heading(level: {level})[{text}]" if level else text)
        self._text, self._tag = [], "p"


def _quoted(texts: list[str]) -> str:
    joined = " ".join("".join(texts).split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{joined}"'
