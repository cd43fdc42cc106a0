"""Every figure and every task of the plan packs against the documents, through transcriptions made apart from the packs."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction

import pytest

from scoring.model.criteria import Basis
from scoring.model.facts import Better
from scoring.model.plan import Indicator, Nature, Target
from tests.province.plans.sources import (
    PACKS,
    ankang_table,
    numbered_tasks,
    pack,
    pudong_tasks,
    rows,
    text,
    yunnan_measures,
)

NO_TARGET = ("-", "——")
TABLES = rows("ankang-tables.csv")
YEARS = ("2021", "2022", "2023", "2024", "2025")
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


@pytest.mark.parametrize("number", [1, 2])
def test_the_hand_made_copy_of_ankangs_tables_is_the_document(number: int) -> None:
    _title, body = ankang_table(number)
    own = [row for row in TABLES if row["table"] == str(number)]
    assert body == [
        [row["number"], row["name"], row["2020"], *(row[year] for year in YEARS), row["kind"]] for row in own
    ]
    assert len(own) == 16


@pytest.mark.parametrize("row", TABLES, ids=lambda row: f"{row['table']}.{row['number']}")
def test_ankangs_indicator_is_figure_for_figure(row: dict[str, str]) -> None:
    (one,) = [one for one in pack("ankang-2025").indicators if one.id == f"{row['table']}.{row['number']}"]
    assert (one.name, one.nature.value) == (row["name"], row["kind"])
    assert [target.year for target in one.targets] == [int(year) for year in YEARS]
    assert one.base is not None
    for target, cell in [(one.base, row["2020"]), *zip(one.targets, (row[year] for year in YEARS), strict=True)]:
        assert target.text == cell
        assert target.value == (None if cell in NO_TARGET else Fraction(cell))


def test_ankangs_tables_have_their_titles_and_nothing_else() -> None:
    plan = pack("ankang-2025")
    assert [f"{table.label}{table.title}" for table in plan.tables[:2]] == [ankang_table(1)[0], ankang_table(2)[0]]
    assert [len(table.indicators) for table in plan.tables] == [16, 16, 27]
    assert (plan.base_year, plan.years) == (2020, (2021, 2022, 2023, 2024, 2025))
    natures = Counter(one.nature for one in plan.indicators)
    assert natures == {Nature.BINDING: 15, Nature.EXPECTED: 17, Nature.UNSTATED: 27}


def figure(target: Target) -> str:
    return "是" if target.value is True else str(Fraction(str(target.value)))


def quoted(name: str) -> list[Indicator]:
    return [one for one in pack(name).indicators if one.quote]


@pytest.mark.parametrize("name", PACKS)
def test_figures_of_the_text_are_those_of_the_other_transcription(name: str) -> None:
    """Each figure copied from the document belongs to one indicator with those words, and no indicator has another."""
    left = {one.id: one for one in quoted(name)}
    for row in rows("figures.csv", name):
        years = [int(year) for year in row["years"].split()]
        wanted = row["figure"] if row["figure"] == "是" else str(Fraction(row["figure"]))
        found = [
            one
            for one in left.values()
            if (row["words"] in one.quote or one.quote in row["words"])
            and [target.year for target in one.targets] == years
            and {figure(target) for target in one.targets} == {wanted}
        ]
        assert found, row
        del left[found[0].id]
    assert list(left) == []


@pytest.mark.parametrize("name", PACKS)
def test_quotes_are_verbatim_and_their_period_stands_before_them(name: str) -> None:
    source = text(name)
    for one in quoted(name):
        assert one.quote in source, one.id
        assert one.when in source[: source.index(one.quote) + len(one.quote)], one.id
        assert [target.text for target in one.targets if target.text not in one.quote] == [], one.id
    for one in pack(name).indicators:
        assert [other.text for other in one.also if other.text not in source] == []
        if one.quote and one.base is not None:
            assert one.base.text in source


@pytest.mark.parametrize("name", PACKS)
def test_no_figure_of_the_document_is_overlooked(name: str) -> None:
    """Every number outside the tables is a target, or is named with the reason why it is none."""
    source = text(name)
    covered = {place for row in rows("figures.csv", name) for place in spans(source, row["words"])}
    covered |= {place for row in rows("others.csv", name) for place in spans(source, row["words"])}
    left = [match for match in NUMBER.finditer(body(name)) if match.start() not in covered and not marks(source, match)]
    assert [source[max(0, match.start() - 10) : match.end() + 10] for match in left] == []


def spans(source: str, words: str) -> set[int]:
    """The places of `words`; `甲……乙` stands for everything from 甲 to 乙."""
    first, _, last = words.partition("……")
    assert first in source, words
    found: set[int] = set()
    for match in re.finditer(re.escape(first), source):
        end = source.index(last, match.end()) + len(last) if last else match.end()
        found |= set(range(match.start(), end))
    return found


def body(name: str) -> str:
    """The document with its tables blanked, every character still at its place."""
    source = text(name)
    start, end = {
        "ankang-2025": ("表1安康市", "三、重点任务"),
        "pudong-2025": ("附件：\n浦东新区", ""),
    }.get(name, ("", ""))
    if not start:
        return source
    first = source.index(start)
    last = source.index(end, first) if end else len(source)
    return source[:first] + " " * (last - first) + source[last:]


def marks(source: str, match: re.Match[str]) -> bool:
    """A year, or the number of a paragraph."""
    if re.fullmatch("20[0-9]{2}", match[0]) and source[match.end() :].lstrip()[:1] == "年":
        return True
    return source[: match.start()].endswith("\n") and source[match.end()] == "."


def test_pudongs_tasks_are_word_for_word() -> None:
    found = [
        (f"{group.label}{group.title}", task.id, task.text, task.units)
        for group in pack("pudong-2025").groups
        for task in group.tasks
    ]
    assert found == pudong_tasks()
    assert [task.id for task in pack("pudong-2025").tasks] == [str(number) for number in range(1, 47)]


@pytest.mark.parametrize(("name", "count"), [("ankang-2025", 20), ("anning-2025", 26)])
def test_numbered_tasks_are_word_for_word(name: str, count: int) -> None:
    found = [(task.id, task.title, task.text, task.units) for task in pack(name).tasks]
    assert found == numbered_tasks(name)
    assert len(found) == count


def test_yunnans_measures_are_word_for_word_and_without_units() -> None:
    found = [(task.number, task.title, task.text) for task in pack("yunnan-2025").tasks]
    assert found == yunnan_measures()
    assert len(found) == 22
    assert {task.units for task in pack("yunnan-2025").tasks} == {""}
    assert [lack.about for lack in pack("yunnan-2025").lacks] == ["附件1", "附件2"]


@pytest.mark.parametrize("name", PACKS)
def test_headings_stand_in_the_document(name: str) -> None:
    for group in pack(name).groups:
        assert f"{group.label}{group.title}" in text(name)


def test_leading_and_supporting_units_of_pudongs_tasks() -> None:
    shares = {task.id: [(share.role, share.units) for share in task.shares] for task in pack("pudong-2025").tasks}
    assert shares["1"] == [("负责", ("区民政局",)), ("组织实施", ("各街镇",))]
    assert shares["2"] == [
        ("牵头", ("区民政局",)),
        ("分工负责", ("区卫生健康委", "区文体旅游局", "区农业农村委")),
        ("组织实施", ("各街镇",)),
    ]
    assert shares["6"][1] == ("配合", ("区卫生健康委", "区发改委"))
    assert shares["17"] == [("牵头负责", ("区民政局",))]
    assert shares["18"][2] == ("组织实施", ("相关建设主体",))
    assert shares["37"][1][1][3] == "区人社局（区医保局）"
    assert shares["39"][0] == ("分别牵头", ("区民政局", "区教育局"))
    assert shares["42"] == [("负责", ("区规划资源局",))]
    assert {role for found in shares.values() for role, _ in found} == {
        "负责",
        "组织实施",
        "牵头",
        "分工负责",
        "配合",
        "牵头负责",
        "分别牵头",
    }


def test_units_of_the_other_plans() -> None:
    ankang = {task.id: [(share.role, share.units) for share in task.shares] for task in pack("ankang-2025").tasks}
    assert ankang["3"] == [
        ("牵头", ("市民政局",)),
        ("配合", ("市财政局", "市残联")),
        ("负责", ("各县<市、区>人民政府",)),
    ]
    assert ankang["18"][0] == ("按职责分工负责", ("市发改委", "市民政局", "市卫健委"))
    anning = {task.id: [(share.role, share.units) for share in task.shares] for task in pack("anning-2025").tasks}
    assert anning["1"] == [("责任单位", ("区民政局", "区发改局", "区财政局", "各街道"))]
    assert anning["15"] == [("责任单位", ("区财政局", "区金融办"))]


@pytest.mark.parametrize("name", PACKS)
def test_the_parts_of_a_task_put_together_again_are_the_units_of_the_document(name: str) -> None:
    for task in pack(name).tasks:
        parts = ["、".join(share.units) + ("" if share.role == "责任单位" else share.role) for share in task.shares]
        assert "，".join(parts) == task.units


@pytest.mark.parametrize("name", PACKS)
def test_a_direction_is_official_only_where_the_words_give_it(name: str) -> None:
    words = re.compile("不低于|不少于|不得少于|至少|以上|高于|不高于|不超过")
    for one in pack(name).indicators:
        if one.better is Better.YES:
            continue
        said = any(words.search(target.text) for target in one.targets)
        assert one.basis is (Basis.OFFICIAL if said else Basis.SUGGESTED), one.id


def test_the_one_goal_that_is_a_ceiling_and_the_one_that_must_be_exceeded() -> None:
    lower = [(name, one.id) for name in PACKS for one in pack(name).indicators if one.better is Better.LOWER]
    assert lower == [("anning-2025", "3.3")]
    strict = [
        (name, one.id)
        for name in PACKS
        for one in pack(name).indicators
        if any(target.strict for target in one.targets)
    ]
    assert strict == [("ankang-2025", "3.9")]


@pytest.mark.parametrize("name", PACKS)
def test_contradictions_and_gaps_quote_the_document(name: str) -> None:
    source = text(name)
    plan = pack(name)
    for contradiction in plan.contradictions:
        for quote in contradiction.texts:
            cell = re.fullmatch(r"表([12])第([0-9]+)项(?:(20[0-9]{2})年(?:基数|目标))?", quote.name)
            if cell is None:
                assert quote.text in source, quote
                continue
            (row,) = [row for row in TABLES if (row["table"], row["number"]) == (cell[1], cell[2])]
            if cell[3]:
                assert quote.text == row[cell[3]]
            else:
                assert quote.text == f"2021至2025年{'、'.join(row[year] for year in YEARS)}"
    assert [lack.known for lack in plan.lacks if lack.known not in source] == []
    assert [line for line in plan.source.basis if line not in source] == []


def test_the_contradictions_that_reckon_are_reckoned_rightly() -> None:
    def near(one: Fraction, other: str) -> bool:
        return abs(one - Fraction(other)) <= Fraction(1, 20)

    row = {(row["table"], row["number"]): row for row in TABLES}
    places, rate = row["2", "4"], row["2", "5"]
    assert round(Fraction(3379, 2490), 2) == Fraction("1.36")
    assert round(Fraction(3379, 3030), 2) == Fraction("1.12")
    people = [Fraction(places[year]) / Fraction(rate[year]) / 10 for year in YEARS]
    assert (round(min(people)), round(max(people))) == (250, 257)
    assert round(Fraction(2781, 25261) * 100, 2) == Fraction("11.01")
    assert round(Fraction(25261, 523), 1) == Fraction("48.3")
    assert near(Fraction("249") * Fraction("0.2734") * 60 / 1000, "4.1")
    assert near(Fraction("249") * Fraction("0.2062") * 60 / 1000, "3.1")
    shares = [Fraction(row["2", "6"][year]) / Fraction(row["2", "3"][year]) * 100 for year in YEARS]
    assert [near(share, known) for share, known in zip(shares, ("29.5", "40", "46.2", "35.3", "47"), strict=True)] == [
        True,
        True,
        True,
        True,
        False,
    ]
    assert round(shares[4]) == 47
