"""The report as HTML: complete, self-contained, and never turning a city's text into markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from msgspec.structs import replace

from scoring.assess import Request, alternatives, assess
from scoring.base.errors import ProblemsError
from scoring.reports import basis, render
from scoring.reports.papers.report import CityReport
from tests.rebaseline import Case
from tests.reports.render.golden import assessed, cases, view_of

GOLDEN = list(cases())


class Reader(HTMLParser):
    """Collects the tags and every address of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [
            value or "" for name, value in attrs if name in ("src", "href", "data", "action", "xlink:href")
        ]


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


@pytest.fixture(scope="module")
def view() -> CityReport:
    return view_of(assessed("sample-city"))


@pytest.mark.parametrize("case", GOLDEN, ids=[case.name for case in GOLDEN])
def test_golden(case: Case) -> None:
    assert case.path.read_bytes() == case.produce(), "若是有意的改动：python -m tests.rebaseline render，再看 git diff"


def test_one_file_needs_nothing_beside_it(view: CityReport) -> None:
    html = render.html(view)
    page = read(html)
    assert not {"script", "link", "img", "iframe", "object", "embed"} & set(page.tags)
    assert page.addresses
    assert all(address.startswith("#") for address in page.addresses)
    assert "url(" not in html
    assert "@import" not in html


def test_every_contents_entry_leads_somewhere(view: CityReport) -> None:
    html = render.html(view)
    anchors = set(re.findall(r'id="([^"]+)"', html))
    assert {address.removeprefix("#") for address in read(html).addresses} <= anchors


HOSTILE = "<img src=file:///etc/passwd><script>alert(1)</script>{{ 7*7 }}{% raw %}\"'></td colspan=1000000>&amp;"


def test_a_citys_text_is_never_markup() -> None:
    found = assessed("sample-city")
    hostile = replace(
        found,
        submission=replace(
            found.submission,
            city=HOSTILE,
            applicant=HOSTILE,
            contact=HOSTILE,
            notes=dict.fromkeys(found.criteria.items_by_id, HOSTILE),
            summary={"基本情况": HOSTILE, HOSTILE: HOSTILE},
            evidence=tuple(
                replace(file, title=HOSTILE, document_number=HOSTILE, issuer=HOSTILE)
                for file in found.submission.evidence
            ),
        ),
        evidence=None,
    )
    assert found.evidence is not None
    entries = tuple(
        replace(entry, file=entry.file and replace(entry.file, title=HOSTILE)) for entry in found.evidence.entries
    )
    hostile = replace(hostile, evidence=replace(found.evidence, entries=entries))
    clean, dirty = read(render.html(view_of(found))), read(render.html(view_of(hostile)))
    assert set(dirty.tags) == set(clean.tags)
    assert render.html(view_of(hostile)).count("{{ 7*7 }}") > 40


def test_an_incomplete_report_says_so_with_its_range() -> None:
    found = assessed("half-filled")
    low, high = found.card.total.low, found.card.total.high
    assert low < high
    html = render.html(view_of(found))
    assert f"未填完：有{len(found.card.unknown)}项未填，自评分在{low}～{high}分之间" in html
    assert html.count("（未填报）") > 3


def test_a_template_of_the_users_own_replaces_ours(view: CityReport, tmp_path: Path) -> None:
    (tmp_path / "letterhead.html").write_text("<p class='own'>抬头：{{ view.city }}</p>", encoding="utf-8")
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "extra.css").write_text(".own { color: red }", encoding="utf-8")
    html = render.html(view, templates=str(tmp_path))
    assert "<p class='own'>抬头：示例市</p>" in html
    assert ".own { color: red }" in html
    assert "三、自评表" in html


def test_a_users_template_may_take_the_place_of_a_chapter(view: CityReport, tmp_path: Path) -> None:
    (tmp_path / "partials").mkdir()
    own = "<p class='own'>本市说明</p>{{ chapter.body }}"
    (tmp_path / "partials" / "losses.html").write_text(own, encoding="utf-8")
    html = render.html(view, templates=str(tmp_path))
    assert "<p class='own'>本市说明</p>" in html
    assert '<table class="grid reasons">' in html
    assert html.count("改进事项") == render.html(view).count("改进事项")


def test_a_letterhead_picture_is_put_inside(view: CityReport, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n")
    (tmp_path / "letterhead.html").write_text("<img src=\"{{ image('logo.png') }}\">", encoding="utf-8")
    assert 'src="data:image/png;base64,iVBORw0K"' in render.html(view, templates=str(tmp_path))


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("<p>\n{% if %}", "template-error", 2),
        ("<p>\n{{ view.no_such_thing }}", "template-error", 2),
        ("{{ view.__class__.__mro__ }}", "template-error", 1),
        ("<p>\n{{ 1 / 0 }}", "template-error", 2),
        ("{% for one in range(100000000) %}{% endfor %}", "template-error", 1),
        ("{% include 'nothing.html' %}", "template-error", 1),
        ("{{ image('../secret.png') }}", "template-image", None),
        ("{{ image('/etc/passwd') }}", "template-image", None),
    ],
)
def test_a_mistaken_template_is_told_by_file_and_line(
    view: CityReport, tmp_path: Path, text: str, code: str, line: int | None
) -> None:
    (tmp_path / "secret.png").write_bytes(b"secret")
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "letterhead.html").write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsError) as raised:
        render.html(view, templates=str(folder))
    (problem,) = raised.value.problems
    assert problem.code == code
    assert not re.search(r"[A-Za-z]{4,} [a-z]{2,}", problem.message), "English"
    if line is not None:
        assert problem.excerpt is not None
        assert problem.location is not None
        assert problem.location.file.endswith("letterhead.html")
        assert problem.location.line == line


def test_a_template_in_another_encoding_is_told(view: CityReport, tmp_path: Path) -> None:
    (tmp_path / "letterhead.html").write_bytes("示例市人民政府".encode("gb18030"))
    with pytest.raises(ProblemsError) as raised:
        render.html(view, templates=str(tmp_path))
    assert "UTF-8" in raised.value.problems[0].message


def test_a_missing_template_folder_is_told(view: CityReport, tmp_path: Path) -> None:
    with pytest.raises(ProblemsError) as raised:
        render.html(view, templates=str(tmp_path / "none"))
    assert raised.value.problems[0].code == "templates-missing"


def test_readings_in_full_are_those_that_decide_points_here_with_by_how_much() -> None:
    """（一）3: one of four is missing, so 全部不明确 would keep the 2 points. （二）7: one of two kinds of insurance. （二）8: one
    of two kinds of leave, so either would do for 1 point. （四）4: two of three trades."""
    found = assessed("sample-city")
    full = basis.readings(found.criteria, found.card, alternatives(found))
    told = {(row.item, row.option): [(other.name, other.note) for other in row.others] for row in full}
    assert told == {
        ("（一）3", "任一不明确"): [("全部不明确", "改用后得94.5分，多2分。")],
        ("（二）7", "任一即可"): [("两类均需", "改用后得90.5分，少2分。")],
        ("（二）8", "两项均需"): [("任一即可", "改用后得93.5分，多1分。")],
        ("（四）4", "任一行业即可"): [("三个行业均需", "改用后得90.5分，少2分。")],
    }
    assert len(full) + len(basis.other_readings(found.criteria, found.card)) == len(found.card.interpretations)


def test_a_city_that_no_reading_moves_has_them_by_name_only() -> None:
    found = assess(Request(file=str(Path(__file__).parents[2] / "data/perfect.yaml"))).value
    assert found is not None
    assert basis.readings(found.criteria, found.card, alternatives(found)) == ()
    assert len(basis.other_readings(found.criteria, found.card)) == len(found.card.interpretations)


def test_a_reading_that_was_chosen_says_what_the_usual_one_gives() -> None:
    """甲市 chose 无方案也计入: 2 points less than 仅有方案时."""
    found = assessed("weak-city")
    (row,) = [one for one in basis.readings(found.criteria, found.card, alternatives(found)) if one.switched]
    assert (row.option, [other.name for other in row.others]) == ("无方案也计入", ["仅有方案时"])
    assert row.others[0].note == "改用后得40.5分，多2分。"
