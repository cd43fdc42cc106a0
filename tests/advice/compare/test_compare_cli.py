"""`scoring compare` as a person runs it, its JSON and its page."""

from __future__ import annotations

import json
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from scoring.base.text import signed_text
from tests.cli.running import HALF, ROOT, SAMPLE, run

WEAK = "submissions/weak-city/submission.yaml"

pytestmark = pytest.mark.usefixtures("at_the_root")


def test_text_of_two_cities() -> None:
    done = run("compare", WEAK, SAMPLE)
    assert (done.code, done.told) == (0, "")
    assert "差额：+54分" in done.out.splitlines()
    assert "▓" in done.out
    assert "“无职责分工扣3分”-3 → 0" in done.out


def test_an_incomplete_side_gives_two_waterfalls() -> None:
    done = run("compare", HALF, SAMPLE)
    assert "差额：最低+53.5、最高-6.5分" in done.out.splitlines()
    assert "最低分的差额：" in done.out
    assert "最高分的差额：" in done.out
    assert "░" in done.out


def test_the_same_file_twice_is_said_to_be_equal() -> None:
    done = run("compare", SAMPLE, SAMPLE)
    assert done.code == 0
    assert "差额：0分" in done.out.splitlines()
    assert "▓" not in done.out


def test_broken_files_and_wrong_names(tmp_path: Path) -> None:
    broken = tmp_path / "自评.yaml"
    broken.write_text("指标体系: liaoning-2022\n城市: [\n", "utf-8")
    assert run("compare", SAMPLE, str(broken)).code == 1
    wrong = run("compare", SAMPLE, WEAK, "-o", "差额.pdf")
    assert wrong.code == 2
    assert ".html" in wrong.told


@pytest.mark.parametrize("pair", [(WEAK, SAMPLE), (HALF, WEAK), (SAMPLE, SAMPLE)])
def test_json_keeps_to_its_published_schema(pair: tuple[str, str]) -> None:
    schema = json.loads((ROOT / "docs" / "schemas" / "compare-1.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    found = json.loads(run("compare", *pair, "--format", "json").out)
    Draft202012Validator(schema).validate(found)
    assert found["schema"] == "scoring.compare/1"
    for end in ("low", "high"):
        items = [item["difference"][end] for section in found["sections"] for item in section["items"]]
        assert (
            sum(items) + sum(section["rest"][end] for section in found["sections"]) + found["rest"][end]
            == (found["difference"][end])
        )


class _Page(HTMLParser):
    """Counts tags and collects text; complains about what a file without scripts must not hold."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ("script", "link", "img")
        assert not any(name.startswith("on") or name in ("src", "href") for name, _ in attrs)
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_page_stands_alone(tmp_path: Path) -> None:
    page = tmp_path / "差额.html"
    done = run("compare", HALF, SAMPLE, "-o", str(page))
    assert (done.code, done.told.strip()) == (0, f"已生成 {page}。")
    seen = _Page()
    seen.feed(page.read_text("utf-8"))
    assert seen.tags.count("svg") == 2
    assert {"最低分的差额", "最高分的差额", "右边总分"} <= {word.strip() for word in seen.words}


def test_submitted_text_is_text(tmp_path: Path) -> None:
    text = (ROOT / SAMPLE).read_text("utf-8").replace("城市: 示例市", '城市: "<b>示例市</b>"')
    hostile = tmp_path / "自评.yaml"
    hostile.write_text(text, "utf-8")
    page = tmp_path / "差额.html"
    assert run("compare", str(hostile), SAMPLE, "-o", str(page)).code == 0
    assert "<b>示例市</b>" not in page.read_text("utf-8")


def test_points_carry_their_sign() -> None:
    assert [signed_text(Fraction(value)) for value in ("-1/2", "0", "3")] == ["-0.5", "0", "+3"]
