"""Every entry of the cookbook is a pack that checks, and every row of its tables is a rule test that passes."""

from __future__ import annotations

import csv
import re
from fractions import Fraction
from pathlib import Path

import pytest

from scoring import packs
from scoring.authoring.check import check
from scoring.authoring.check.model import MutantState
from scoring.authoring.ruletests import read_rule_tests, read_total_tests, run_rule_test, run_total_test
from scoring.base.errors import Severity
from scoring.model.criteria import Criteria
from tests.cookbook.book import BOOK, FENCE, ROOT, Entry, entries, sums_in, write_pack

ENTRIES = [pytest.param(entry, id=f"{entry.number} {entry.title}") for entry in entries()]


def read(entry: Entry, folder: Path) -> Criteria:
    name = write_pack(entry, folder)
    source = packs.read_pack(str(folder / name), name)
    assert source.value is not None, source.problems
    assert source.problems == ()
    result = packs.criteria(source.value)
    assert result.value is not None, [f"{p.location}: {p.message} {p.hint}" for p in result.problems]
    assert [problem.message for problem in result.problems] == []
    return result.value


@pytest.mark.parametrize("entry", ENTRIES)
def test_the_examples_come_out(entry: Entry, tmp_path: Path) -> None:
    criteria = read(entry, tmp_path)
    single, whole = read_rule_tests(criteria), read_total_tests(criteria)
    assert single.problems == whole.problems == ()
    assert single.value is not None
    assert whole.value is not None
    assert len(single.value) + len(whole.value) >= 2, "an entry without worked examples"
    for test in single.value:
        assert run_rule_test(criteria, test) == (), test.name
    for total in whole.value:
        assert run_total_test(criteria, total) == (), total.name


@pytest.mark.parametrize("entry", ENTRIES)
def test_the_sums_that_are_printed_are_right(entry: Entry) -> None:
    for table in entry.tables:
        for row in table.rows:
            sums = sums_in(row["怎么算"])
            assert all(len(set(values)) == 1 for values in sums), row
            end = row.get("总分", row.get("得分", ""))
            if " 至 " not in end:
                assert sums, row
                assert sums[-1][-1] == Fraction(end), row


ITEMS = [param for entry, param in zip(entries(), ENTRIES, strict=True) if "得分" in entry.tables[0].heads]


@pytest.mark.parametrize("entry", ITEMS)
def test_its_examples_notice_every_wrong_rule(entry: Entry, tmp_path: Path) -> None:
    """What a reader copies, rows as rule tests, passes `criteria check`."""
    name = write_pack(entry, tmp_path)
    source = packs.read_pack(str(tmp_path / name), name)
    assert source.value is not None
    analysis = check(name, packs.criteria(source.value))
    found = [
        finding.problem.message
        for finding in analysis.findings
        if finding.problem.severity is Severity.ERROR and finding.problem.code != "mutant-survived"
    ]
    assert found == []
    left = [
        (one.id, one.witness)
        for item in analysis.items
        for one in item.mutants
        if one.state is MutantState.SURVIVED and (one.witness is None or one.witness.score != one.wrong)
    ]
    assert left == []


def test_every_kind_of_sentence_has_an_entry() -> None:
    with (ROOT / "tests" / "data" / "clause-patterns.tsv").open(encoding="utf-8", newline="") as stream:
        lines = list(csv.DictReader(stream, delimiter="\t"))
    for line in lines:
        found = [entry for entry in entries() if line["kind"] in entry.kinds]
        assert found, line["kind"]


@pytest.mark.parametrize("entry", ENTRIES)
def test_the_sentence_above_is_the_one_encoded(entry: Entry, tmp_path: Path) -> None:
    for item in read(entry, tmp_path).items_by_id.values():
        plain = item.scoring is None or item.scoring.startswith("每处不符合扣")  # there to have a total to speak of
        assert plain or str(item.scoring) in entry.sentences


def test_there_are_sentences_that_the_list_does_not_have() -> None:
    assert len([entry for entry in entries() if not entry.kinds]) >= 10


def test_entries_are_numbered_in_order_and_listed_in_the_index() -> None:
    text = BOOK.read_text("utf-8")
    assert [entry.number for entry in entries()] == list(range(1, len(entries()) + 1))
    index = text[text.index("## 从字句找写法") :].split("\n### ")[0]
    listed = {int(number) for number in re.findall(r"\[([0-9]+)\]", index)}
    assert listed == {entry.number for entry in entries()}


def test_links_within_the_page_lead_to_their_headings() -> None:
    text = BOOK.read_text("utf-8")
    slugs = {_slug(line) for line in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
    assert [link for link in re.findall(r"\]\(#([^)]+)\)", text) if link not in slugs] == []
    by_number = {str(entry.number): _slug(f"{entry.number}. {entry.title}") for entry in entries()}
    for number, link in re.findall(r"\[([0-9]+)\]\(#([^)]+)\)", text):
        assert link == by_number[number]


def _slug(heading: str) -> str:
    """How the page's host names a heading: letters and figures stay, blanks become hyphens."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_the_pack_to_start_with_passes_its_check(tmp_path: Path) -> None:
    start = BOOK.read_text("utf-8").split("## 从字句找写法")[0]
    for block in FENCE.findall(start):
        place = tmp_path / "shili-2024" / block.split("\n")[0].removeprefix("# ")
        place.parent.mkdir(exist_ok=True, parents=True)
        place.write_text(block, encoding="utf-8")
    source = packs.read_pack(str(tmp_path / "shili-2024"), "shili-2024")
    assert source.value is not None
    analysis = check("shili-2024", packs.criteria(source.value))
    assert [finding.problem.message for finding in analysis.findings] == []
    assert [run.differences for run in analysis.items[0].tests] == [()] * 5


def test_messages_explained_at_the_top_are_ones_that_the_check_says() -> None:
    text = BOOK.read_text("utf-8")
    block = text[text.index("### 检查没有通过怎么办") :].split("\n## ")[0]
    said = [line.split("|")[1].strip() for line in block.splitlines() if line.startswith("| ")][1:]
    source = "".join(path.read_text("utf-8") for path in (ROOT / "scoring").rglob("*.py"))
    assert [words for words in said if words not in source] == []
    assert len(said) > 5


def test_every_sentence_of_the_trial_is_encoded_in_its_entry() -> None:
    with (ROOT / "tests" / "data" / "newcomer-sentences.tsv").open(encoding="utf-8", newline="") as stream:
        lines = list(csv.DictReader(stream, delimiter="\t"))
    numbered = {entry.number: entry for entry in entries()}
    assert len(lines) >= 10
    for line in lines:
        assert line["seen in"]
        assert line["sentence"] in numbered[int(line["entry"])].sentences
