"""What is kept from WeasyPrint changes nothing that it draws."""

from __future__ import annotations

import pytest

from scoring.reports.render import drawing
from scoring.reports.render import fonts as faces
from scoring.reports.render.html import styles

TEXT = """<html lang="zh-CN"><body><h1>标题</h1><ul><li>一条<ol><li>其一</li><li>其二</li></ol></li></ul><dl><dt>名</dt><dd>文</dd></dl>
<p>一行<br>又一行“引文”</p><table class="grid"><tr><th>表头</th><td><p>一</p><p>二</p></td></tr></table></body></html>"""


def test_styles_without_footnotes_draw_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    drawing._renderer.cache_clear()
    lean = drawing.draw_html(TEXT, None, styles()).data
    monkeypatch.setattr(drawing, "_without_notes", lambda: drawing.library().HTML)
    drawing._renderer.cache_clear()
    whole = drawing.draw_html(TEXT, None, styles()).data
    drawing._renderer.cache_clear()
    assert lean == whole


def test_footnotes_of_a_users_style_sheet_are_drawn() -> None:
    text = "<html><body><p>正文<span>脚注</span></p></body></html>"
    noted = drawing.draw_html(text, None, ("span { float: footnote }",)).data
    assert noted != drawing.draw_html(text, None, ("span { float: none }",)).data
    assert drawing._renderer(faces.FontSet(files=faces.bundled()), ("span { float: footnote }",)).page is (
        drawing.library().HTML
    )


def test_variables_are_written_out_once() -> None:
    sheet = ':root { --a: "甲", var(--b); --b: serif }\nh1 { font-family: var(--a) }\np { font: 10pt var(--b) }'
    assert drawing._written_out(sheet).splitlines()[1:] == [
        'h1 { font-family: "甲", serif }',
        "p { font: 10pt serif }",
    ]


@pytest.mark.parametrize(
    "sheet",
    [
        "h1 { --a: red }\np { color: var(--a) }",
        ":root { --a: red }\nh1 { --a: blue }\np { color: var(--a) }",
        "p { color: var(--nowhere) }",
    ],
)
def test_variables_that_differ_from_place_to_place_stay(sheet: str) -> None:
    assert drawing._written_out(sheet) == sheet


def test_variables_that_name_themselves_end() -> None:
    assert "var(--a)" in drawing._written_out(":root { --a: var(--a) }\np { color: var(--a) }")
