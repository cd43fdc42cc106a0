"""No command replaces what it must not: every output of every command against every kind of file in its way."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from xlsxwriter import Workbook

from scoring.cli.app import app
from scoring.cli.command import CommandGroup, Commands, GuardedCommand, Output, OutputFolder
from tests.cli.running import ROOT, Ran, run
from tests.seal.bundle.conftest import write_city

REVIEW = """指标体系: liaoning-2022
城市: 示例市
自评校验值: {digest}
审核人: 甲
审核人角色: 组员
阶段: 资料审核
回避声明: {{利害关系: 无}}
审核日期: 2022-06-01
审核意见:
  "1.1": {{意见: 认可, 理由: 与材料相符, 依据材料: [1.1-01]}}
"""
CYCLE = str(Path(__file__).parents[2] / "submissions" / "cycles" / "2022.yaml")
FOREIGN = "别人的东西\n".encode()
Words = tuple[str, ...]
WORDS: dict[tuple[str, str], tuple[str, Words]] = {
    ("init", "output"): ("空白.yaml", ("init", "-o", "OUT")),
    ("schema", "output"): ("格式.json", ("schema", "-o", "OUT")),
    ("report", "output"): ("报告.html", ("report", "CITY", "--references", "REF", "--reviews", "REVIEW", "-o", "OUT")),
    ("remind", "output"): ("催填单.html", ("remind", "CITY", "--references", "REF", "-o", "OUT")),
    ("evidence", "output"): ("材料草稿.yaml", ("evidence", "CITY", "--references", "REF", "--draft", "-o", "OUT")),
    ("binder", "output"): ("汇编.pdf", ("binder", "CITY", "--references", "REF", "-o", "OUT")),
    ("binder", "report"): ("报告.pdf", ("binder", "CITY", "--references", "REF", "-o", "OTHER.pdf", "--report", "OUT")),
    ("bundle", "output"): ("包.zip", ("bundle", "CITY", "--references", "REF", "-o", "OUT")),
    ("sign", "output"): ("签名.pdf", ("sign", "PDF", "--certificate", "KEY", "-o", "OUT")),
    ("compare", "output"): ("比较.html", ("compare", "CITY", "CITY", "--references", "REF", "-o", "OUT")),
    ("criteria check", "output"): ("检查.html", ("criteria", "check", "PACK", "-o", "OUT", "--cell-limit", "1")),
    ("procedure init", "output"): ("周期.yaml", ("procedure", "init", "-o", "OUT")),
    ("procedure notice", "output"): ("公示稿.docx", ("procedure", "notice", CYCLE, "-o", "OUT")),
    ("review init", "output"): (
        "意见.yaml",
        ("review", "init", "CITY", "--references", "REF", "--reviewer", "甲", "--stage", "资料审核", "-o", "OUT"),
    ),
    ("review merge", "output"): (
        "汇总.json",
        ("review", "merge", "CITY", "REVIEW", "--references", "REF", "-o", "OUT"),
    ),
    ("review merge", "journal"): (
        "记录.jsonl",
        ("review", "merge", "CITY", "REVIEW", "--references", "REF", "--journal", "OUT"),
    ),
    ("review report", "output"): (
        "审核.html",
        ("review", "report", "CITY", "--references", "REF", "--reviews", "REVIEW", "-o", "OUT"),
    ),
    ("batch", "output"): ("结果", ("batch", "CITY", "--references", "REF", "--reviews", "REVIEW", "-o", "OUT")),
    ("excel out", "output"): ("填报表", ("excel", "out", "CITY", "-o", "OUT")),
    ("excel in", "output"): ("待定.xlsx", ("excel", "in", "CITY", "BOOK", "-o", "OUT")),
    ("criteria new", "output"): ("新建", ("criteria", "new", "x-2024", "--from", "TABLE", "-o", "OUT")),
}
FOLDERS = {("batch", "output"), ("criteria new", "output"), ("excel out", "output")}
FILES = {key: value for key, value in WORDS.items() if key not in FOLDERS}
READS_REVIEWS = {"report", "review merge", "review report"}
READS_CITY = {
    "report",
    "evidence",
    "remind",
    "binder",
    "bundle",
    "compare",
    "review init",
    "review merge",
    "review report",
    "excel in",
}
LISTS_EVIDENCE = READS_CITY
ASKS = {
    ("init", "output"),
    ("evidence", "output"),
    ("sign", "output"),
    ("procedure init", "output"),
    ("review init", "output"),
}
"""Outputs that people work on, or that cannot be made again: even an earlier one of ours is not replaced unasked."""
JOURNAL = ("review merge", "journal")


def commands(group: click.Group = app, name: str = "") -> Iterator[tuple[str, click.Command]]:
    for word, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{name}{word} ")
        else:
            yield f"{name}{word}", command


def test_every_output_of_every_command_stands_in_the_table() -> None:
    found = {
        (name, one.name)
        for name, command in commands()
        for one in command.params
        if isinstance(one.type, Output | OutputFolder)
    }
    assert found == set(WORDS)
    for name, command in commands():
        names = {one.name for one in command.params}
        outputs = {key for key in names if (name, key) in WORDS}
        assert "output" not in names or "output" in outputs, name
        assert not outputs or isinstance(command, GuardedCommand), name
        asked = name not in ("criteria new",) and bool(outputs)
        assert ("--force" in [word for one in command.params for word in one.opts]) is asked, name


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with everything a command may ask for; only the file formats matter, so nothing is drawn."""
    from scoring.base.files import file_digest

    city = write_city(tmp_path)
    (tmp_path / "参照值.yaml").write_text("全省平均婴幼儿入托率: {数值: 6, 年份: 2021, 来源: 某文件}\n", "utf-8")
    (tmp_path / "甲.yaml").write_text(REVIEW.format(digest=file_digest(str(city))), "utf-8")
    (tmp_path / "证书.p12").write_bytes(b"no certificate")
    (tmp_path / "有.pdf").write_bytes(b"%PDF-1.7 nothing")
    shutil.copy("tests/data/liaoning-2022-index.csv", tmp_path / "表.csv")
    with Workbook(str(tmp_path / "表.xlsx")) as book:
        book.add_worksheet().write_column(0, 0, ["问题", "没有问过这个？"])
        book.worksheets()[0].write_column(0, 1, ["答案", 3])
    (tmp_path / "evidence").mkdir(exist_ok=True)
    (tmp_path / "evidence" / "没有列入.txt").write_text("文字", "utf-8")
    monkeypatch.setenv("SCORING_SIGN_PASSWORD", "密码")
    return tmp_path


def words_of(key: tuple[str, str], place: Path, out: Path | str) -> Words:
    known = {
        "CITY": "自评.yaml",
        "REF": "参照值.yaml",
        "REVIEW": "甲.yaml",
        "KEY": "证书.p12",
        "PDF": "有.pdf",
        "TABLE": "表.csv",
        "BOOK": "表.xlsx",
        "OTHER.pdf": "另一份.pdf",
    }
    words = (str(place / known[word]) if word in known else word for word in WORDS[key][1])
    return tuple(str(out) if word == "OUT" else "liaoning-2022" if word == "PACK" else word for word in words)


def tree(place: Path) -> dict[str, bytes | str]:
    return {
        str(one.relative_to(place)): one.read_bytes() if stat.S_ISREG(one.stat().st_mode) else "special"
        for one in place.rglob("*")
        if not one.is_dir() and not one.name.startswith(".")
    }


def refused(key: tuple[str, str], place: Path, out: Path, *more: str) -> Ran:
    """Run a command that must refuse with words a person can act on, and change nothing at all."""
    before = tree(place)
    done = run(*words_of(key, place, out), *more)
    assert tree(place) == before, done.told
    assert (done.code, done.out) == (1, ""), done.told
    assert str(out) in done.told
    assert "怎么办：" in done.told
    return done


def link(way: str, target: Path, at: Path) -> Path:
    if way == "itself":
        return target
    if way == "symlink":
        at.symlink_to(target)
    elif way == "hard link":
        os.link(target, at)
    else:
        (target.parent / "去").mkdir(exist_ok=True)
        return target.parent / "去" / ".." / target.name
    return at


WAYS = ("itself", "symlink", "hard link", "another spelling")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("key", FILES, ids=" ".join)
def test_what_is_read_is_never_replaced(key: tuple[str, str], way: str, place: Path) -> None:
    """Also with --force, and whatever name it is given: endings are no protection, so the inputs carry those of outputs."""
    ending = Path(WORDS[key][0]).suffix
    inputs = [name for name, reads in READ.items() if key[0] in reads]
    for name in inputs:
        target = place / name
        if target.suffix != ending and way in ("itself", "another spelling"):
            continue  # the ending is asked for first, and told; links have the ending that is asked for
        at = link(way, target, place / f"链接-{target.stem}{ending}")
        told = refused(key, place, at, *(() if key == JOURNAL else ("--force",))).told
        assert ("自评里列出的佐证材料" if "evidence" in name else "这次运行要读的文件") in told


READ: dict[str, set[str]] = {
    "自评.yaml": READS_CITY,
    "参照值.yaml": READS_CITY - {"excel in"},
    "甲.yaml": READS_REVIEWS,
    "evidence/1.1/分工.pdf": READS_CITY,
    "evidence/1.1/签到.jpg": READS_CITY,
    "证书.p12": {"sign"},
    "有.pdf": {"sign"},
}


@pytest.mark.parametrize("key", [key for key in FILES if key != JOURNAL], ids=" ".join)
def test_a_file_of_others_is_replaced_only_by_force(key: tuple[str, str], place: Path) -> None:
    out = place / WORDS[key][0]
    out.write_bytes(FOREIGN)
    assert "--force" in refused(key, place, out).told
    out.chmod(0o444)
    assert "只读" in refused(key, place, out).told
    if key[0] in ("binder", "bundle", "sign"):  # drawn, or signed, in tests of their own
        return
    done = run(*words_of(key, place, out), "--force")
    assert out.read_bytes() != FOREIGN, done.told


def test_a_journal_is_added_to_and_nothing_else_is(place: Path) -> None:
    out = place / WORDS[JOURNAL][0]
    out.write_bytes(FOREIGN)
    done = run(*words_of(JOURNAL, place, out))
    assert (done.code, out.read_bytes()) == (1, FOREIGN)
    assert str(out) in done.told


@pytest.mark.parametrize("key", FILES, ids=" ".join)
@pytest.mark.parametrize("what", ["pipe", "device", "folder"])
def test_what_is_no_ordinary_file_is_never_replaced(
    key: tuple[str, str], what: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = place / WORDS[key][0]
    if what == "folder":
        out.mkdir()
    else:
        os.mkfifo(out)
    before = out.lstat()
    if what == "device":
        real = os.stat

        def as_device(path: str | int, **words: bool) -> os.stat_result:
            about = real(path, **words)
            if stat.S_ISFIFO(about.st_mode):
                return os.stat_result((stat.S_IFCHR | 0o666, *tuple(about)[1:]))
            return about

        monkeypatch.setattr(os, "stat", as_device)
    done = run(*words_of(key, place, out), *(() if key == JOURNAL else ("--force",)))
    monkeypatch.undo()
    assert done.code == 1
    assert ("这是一个文件夹" if what == "folder" else "不是普通的文件") in done.told
    assert (out.lstat().st_ino, out.lstat().st_mode) == (before.st_ino, before.st_mode)


@pytest.mark.parametrize("key", [key for key in FILES if key[0] not in ("binder", "bundle", "sign")], ids=" ".join)
def test_our_own_earlier_output_is_made_anew(key: tuple[str, str], place: Path) -> None:
    out = place / WORDS[key][0]
    first = run(*words_of(key, place, out))
    made = out.read_bytes() if out.exists() else b""
    if key in ASKS:
        assert "--force" in refused(key, place, out).told
        return
    again = run(*words_of(key, place, out))
    assert (again.code, again.out) == (first.code, first.out)
    assert (out.read_bytes() if out.exists() else b"") == made
    if key != JOURNAL:
        through = place / f"链接{out.suffix}"
        through.symlink_to(out)
        assert run(*words_of(key, place, through)).code == first.code
        assert (through.is_symlink(), out.read_bytes()) == (True, made)


def test_another_kind_of_ours_is_no_earlier_output(place: Path) -> None:
    out = place / "报告.html"
    assert run(*words_of(("compare", "output"), place, out)).code == 0
    assert "--force" in refused(("report", "output"), place, out).told


def test_the_streams_of_the_run_are_no_outputs(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`scoring schema -o x > x`: the shell has emptied x already, and what is printed goes there."""
    out = place / "格式.json"
    out.write_bytes(b"")
    real = os.fstat
    monkeypatch.setattr(os, "fstat", lambda number: os.stat(out) if number == 1 else real(number))
    assert "标准输入或输出" in refused(("schema", "output"), place, out).told


def test_a_listed_file_that_is_still_missing_is_no_place_for_an_output(place: Path) -> None:
    """A report there would count as evidence of itself; on some disks in capitals too."""
    missing = place / "evidence/1.1/分工.pdf"
    missing.unlink()
    for name in ("分工.pdf", "分工.PDF"):
        told = refused(("binder", "report"), place, missing.with_name(name), "--force").told
        assert "自评里列出的佐证材料" in told


def test_a_template_or_a_font_is_read(place: Path) -> None:
    (place / "模板").mkdir()
    template = place / "模板" / "letterhead.html"
    template.write_text("x", "utf-8")
    refused(("report", "output"), place, template, "--force", "--templates", str(template.parent))
    font = place / "字体.html"
    font.write_bytes(b"x")
    told = refused(("report", "output"), place, font, "--force", "--font", f"仿宋={font}").told
    assert "这次运行要读的文件" in told


def test_the_files_of_a_pack_are_read(place: Path) -> None:
    pack = place / "我的" / "liaoning-2022"
    shutil.copytree("criteria/liaoning-2022", pack, ignore=shutil.ignore_patterns("tests"))
    for name in ("pack.yaml", "section-1.yaml"):
        at = place / f"{name}.html"
        os.link(pack / name, at)
        words = ("criteria", "check", str(pack), "-o", str(at), "--cell-limit", "1", "--force")
        done = run(*words)
        assert (done.code, "这是指标体系的文件" in done.told) == (1, True), done.told
        assert at.read_bytes() == (pack / name).read_bytes()


def test_reports_that_are_read_are_not_made_anew_over_themselves(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch of sealed reports in the very folder that its own reports go to."""
    reports = place / "申报" / "reports"
    reports.mkdir(parents=True)
    shutil.copy(place / "自评.yaml", reports / "甲市.pdf")
    before = tree(place)
    done = run("batch", str(reports / "甲市.pdf"), "-o", str(place / "申报"), "--reports", "--force")
    assert (done.code, tree(place)) == (1, before)
    assert "这次运行要读的文件" in done.told


def test_what_somebody_worked_on_is_neither_replaced_nor_tidied_away(place: Path) -> None:
    key, out = ("batch", "output"), place / "结果"
    assert run(*words_of(key, place, out), "--workers", "1").code == 0
    book = out / "排名-自评.xlsx"
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(place / "改.xlsx", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b"1980-01-01T00:00:00Z</dcterms:mod", b"2024-01-01T00:00:00Z</dcterms:mod"))
    shutil.move(place / "改.xlsx", book)
    edited = book.read_bytes()
    told = refused(key, place, out, "--workers", "1").told
    assert str(book) in told
    assert run(*words_of(key, place, out), "--no-summary", "--workers", "1").code == 0
    assert book.read_bytes() == edited
    assert not (out / "汇总-自评.html").exists()


def results(out: Path, name: str) -> Path:
    target = out / name
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


RESULTS = (
    "results.jsonl",
    "ranking.json",
    "排名-自评.xlsx",
    "汇总-自评.html",
    "排名-自评.pdf",
    "排名-自评.docx",
    "cards/自评.json",
    "reports/自评.pdf",
    "references.yaml",
)
AVERAGES = "由本批计算:\n  全省平均婴幼儿入托率: {取: 平均, 填报项: 婴幼儿入托率}\n"


@pytest.mark.parametrize("name", RESULTS)
def test_a_batch_replaces_no_file_of_others_and_begins_nothing(
    name: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scoring.batch.folder.asks_for_averages", lambda _: True)
    key, out = ("batch", "output"), place / "结果"
    target = results(out, name)
    target.write_bytes(FOREIGN)
    told = refused(key, place, out, "--cards", "--reports", "--workers", "1").told
    assert str(target) in told
    assert not (out / ".batch").exists()
    target.unlink()
    os.mkfifo(target)
    assert "不是普通的文件" in refused(key, place, out, "--cards", "--reports", "--force").told


def test_a_batch_replaces_by_force_and_its_own(place: Path) -> None:
    key, out = ("batch", "output"), place / "结果"
    target = results(out, "results.jsonl")
    target.write_bytes(FOREIGN)
    assert run(*words_of(key, place, out), "--force", "--no-summary").code == 0
    assert target.read_bytes().startswith(b'{"schema":"scoring.batch-line/2"')
    made = {name: data for name, data in tree(out).items() if not name.startswith(".batch")}
    assert run(*words_of(key, place, out), "--no-summary").code == 0
    assert {name: data for name, data in tree(out).items() if not name.startswith(".batch")} == made


def test_a_batch_takes_no_folder_of_others_for_its_state(place: Path) -> None:
    key, out = ("batch", "output"), place / "结果"
    results(out, ".batch/scratch/a.txt").write_bytes(FOREIGN)
    (out / ".batch" / "我的.txt").write_bytes(FOREIGN)
    assert run(*words_of(key, place, out)).code == 1
    assert (out / ".batch/scratch/a.txt").read_bytes() == FOREIGN


def test_criteria_new_fills_no_folder_that_is_there(place: Path) -> None:
    key, out = ("criteria new", "output"), place / "新建"
    (out / "x-2024").mkdir(parents=True)
    (out / "x-2024" / "pack.yaml").write_bytes(FOREIGN)
    refused(key, place, out)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("binder", "自评.yaml", "-o", "X.pdf", "--report", "X.pdf"), "另一个输出"),
        (("binder", "自评.yaml", "-o", "x.pdf", "--report", "./X.PDF"), "另一个输出"),
        (("review", "merge", "自评.yaml", "甲.yaml", "-o", "x", "--journal", "x"), "另一个输出"),
        (("init", "-o", "liaoning-2022.schema.json"), "另一个输出"),
        (("procedure", "init", "-o", "liaoning-2022.cycle.schema.json"), "另一个输出"),
        (
            (
                "review",
                "init",
                "自评.yaml",
                "--reviewer",
                "甲",
                "--stage",
                "复核",
                "-o",
                "liaoning-2022.review.schema.json",
            ),
            "另一个输出",
        ),
    ],
)
def test_two_outputs_are_two_files(words: Words, code: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    before = tree(place)
    done = run(*words)
    assert (done.code, tree(place)) == (1, before)
    assert code in done.told


def groups(start: CommandGroup) -> Iterator[CommandGroup]:
    yield start
    for one in start.commands.values():
        if isinstance(one, CommandGroup):
            yield from groups(one)


def test_help_is_read_where_it_stands() -> None:
    for one in groups(app):
        assert isinstance(one.commands, Commands)
        described = {name: command.get_short_help_str() for name, command in one.commands.described().items()}
        assert described == {name: command.get_short_help_str() for name, command in one.commands.items()}
        fresh = Commands({name: f"{module}:{name}" for name, module in (("check", "check"), ("verify", "verify"))})
        assert fresh.described()["check"].help is not None
        assert all(isinstance(entry, str) for entry in fresh.entries.values())  # none was imported


def test_listing_the_commands_imports_none() -> None:
    code = "import sys; from scoring.cli.start import main; main(['--help']); print('scoring.assess' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "False"
