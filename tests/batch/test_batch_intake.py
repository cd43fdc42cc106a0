"""What is an input and what is not (docs/batch.md)."""

from __future__ import annotations

import errno
import io
import json
import os
import unicodedata
import zipfile
from pathlib import Path

import pytest

from scoring.batch.folder import names_of
from scoring.batch.intake import find
from scoring.batch.model import InputSource
from tests.batch.provinces import city, go, province


def keys(*paths: Path, out: Path | None = None) -> list[str]:
    return [one.key for one in find([str(path) for path in paths], str(out or paths[0] / "结果")).inputs]


def test_city_folders_are_found_and_their_evidence_is_not(tmp_path: Path) -> None:
    province(
        tmp_path,
        {
            "乙市/自评.yaml": city("乙市"),
            "甲市/submission.yaml": city("甲市"),
            "甲市/evidence/1.1/去年的自评.yaml": city("甲市"),
            "甲市/归档/旧稿.yaml": city("甲市"),
            "县区/丁县/自评.yml": city("丁县"),
        },
    )
    assert keys(tmp_path) == ["乙市/自评.yaml", "县区/丁县/自评.yml", "甲市/submission.yaml"]


def test_a_pdf_of_gigabytes_is_passed_over_unread_and_said(tmp_path: Path) -> None:
    province(tmp_path, {"扫描.pdf": "%PDF-1.7"})
    os.truncate(tmp_path / "扫描.pdf", 8 << 30)  # takes no room
    found = find([str(tmp_path)], str(tmp_path / "结果"))
    assert [(one.key, one.reason) for one in found.skipped] == [
        ("扫描.pdf", "PDF 有 8 GB，不像本工具生成的报告，没有计分")
    ]


def test_the_folder_named_is_always_looked_through(tmp_path: Path) -> None:
    """A late submission that lies beside the city folders does not hide them."""
    province(
        tmp_path,
        {"补交.yaml": city("丙市"), "甲市/自评.yaml": city("甲市"), "evidence/1.1/x.yaml": city("旧")},
    )
    assert keys(tmp_path) == ["甲市/自评.yaml", "补交.yaml"]


def test_other_yaml_is_passed_over_with_a_reason_and_broken_files_are_not(tmp_path: Path) -> None:
    province(
        tmp_path,
        {
            "参照值.yaml": "全省平均婴幼儿入托率: {数值: 6.5%, 年份: 2021, 来源: 虚构}\n",
            "审核/甲.yaml": "指标体系: liaoning-2022\n审核人: 审核人甲\n城市: 甲市\n",
            "空.yaml": "",
            "坏.yaml": "\t城市：甲市",
            "国标.yaml": "",
            "criteria/x/pack.yaml": "id: x\n",
            "criteria/x/section-1.yaml": "items: []\n",
            "说明.txt": "",
            ".隐藏.yaml": city("甲市"),
        },
    )
    (tmp_path / "国标.yaml").write_bytes(city("丁市").encode("gb18030"))
    found = find([str(tmp_path)], str(tmp_path / "out"))
    assert [one.key for one in found.inputs] == ["国标.yaml", "坏.yaml", "空.yaml"]
    assert {one.key: one.reason for one in found.skipped} == {
        "criteria/x/": "指标体系的文件夹，没有计分",
        "参照值.yaml": "像是参照值文件，没有用上；要用请写在 --references 后面",
        "审核/甲.yaml": "不是自评文件（像是审核或评选周期的文件），没有计分",
        "说明.txt": "不是自评文件、包或报告，没有计分",
    }


def test_results_and_references_are_left_out(tmp_path: Path) -> None:
    province(tmp_path, {"甲市/自评.yaml": city("甲市"), "结果/旧.yaml": city("甲市"), "参照值.yaml": "甲: 1\n"})
    found = find([str(tmp_path)], str(tmp_path / "结果"), str(tmp_path / "参照值.yaml"))
    assert [one.key for one in found.inputs] == ["甲市/自评.yaml"]
    assert found.skipped == ()


def test_a_file_named_is_an_input_whatever_it_is(tmp_path: Path) -> None:
    province(tmp_path, {"甲.yaml": "审核人: 审核人甲\n", "乙.docx": "", "丙/自评.yaml": city("丙市")})
    found = find([str(tmp_path / name) for name in ("甲.yaml", "乙.docx", "丙")], str(tmp_path / "out"))
    assert [(one.key, one.kind) for one in found.inputs] == [
        ("丙/自评.yaml", InputSource.SUBMISSION),
        ("乙.docx", InputSource.UNKNOWN),
        ("甲.yaml", InputSource.SUBMISSION),
    ]


def test_a_path_that_is_not_there_is_a_problem_and_stops_nothing(tmp_path: Path) -> None:
    province(tmp_path, {"甲市/自评.yaml": city("甲市")})
    found = find([str(tmp_path / "没有"), str(tmp_path / "甲市")], str(tmp_path / "out"))
    assert [one.key for one in found.inputs] == ["甲市/自评.yaml"]
    assert [(one.key, one.problem.message) for one in found.closed] == [("没有", f"找不到 {tmp_path / '没有'}")]


def test_a_file_met_twice_counts_once_and_links_are_not_followed(tmp_path: Path) -> None:
    province(tmp_path, {"省/甲市/自评.yaml": city("甲市")})
    os.symlink(tmp_path / "省", tmp_path / "省" / "圈", target_is_directory=True)
    assert keys(tmp_path / "省", tmp_path / "省" / "甲市" / "自评.yaml") == ["甲市/自评.yaml"]


def test_keys_are_nfc_and_never_alike(tmp_path: Path) -> None:
    names = ["é.yaml", unicodedata.normalize("NFD", "é") + ".yaml"]
    for name in names:
        (tmp_path / name).write_text(city("甲市"), encoding="utf-8")
    assert keys(tmp_path) == ["é.yaml", "é（2）.yaml"]


def test_names_of_files_are_safe_and_differ() -> None:
    long = "很" * 200
    given = ["CON.yaml", "a/自评.yaml", "A.yaml", "x:y?.yaml", f"{long}/自评.yaml", "自评.yaml"]
    names = names_of(given)
    assert names["CON.yaml"] == "_CON"
    assert names["a/自评.yaml"] == "a"
    assert names["A.yaml"].startswith("A-")
    assert names["x:y?.yaml"] == "x_y_"
    assert len(names[f"{long}/自评.yaml"].encode()) <= 120
    assert names["自评.yaml"] == "自评"
    assert len({name.casefold() for name in names.values()}) == len(given)


def test_what_a_run_wrote_is_never_an_input(tmp_path: Path) -> None:
    """Results of this run, of another one below the folder, and results in the very folder that is searched."""
    report = "%PDF-1.7\nscoring-seal/1 sha256 00\n"
    folder = province(
        tmp_path,
        {
            "甲市/自评.yaml": city("甲市"),
            ".batch/lock": "",
            "references.yaml": "全省平均婴幼儿入托率: {数值: 6.5%, 年份: 2021, 来源: 虚构}\n",
            "reports/甲市.pdf": report,
            "上次的结果/.batch/lock": "",
            "上次的结果/reports/甲市.pdf": report,
            "收到的/甲市.pdf": report,
        },
    )
    found = find([str(folder)], str(folder))
    assert [one.key for one in found.inputs] == ["收到的/甲市.pdf", "甲市/自评.yaml"]
    assert [(one.key, one.reason) for one in found.skipped] == [("上次的结果/", "以前批量计分的结果，没有计分")]
    assert found.closed == ()


def test_everything_received_is_accounted_for(tmp_path: Path) -> None:
    """What looks like a city's hand-in and cannot be read is told as such; what lies with a city is its material."""
    folder = province(
        tmp_path,
        {
            "甲市/自评.yaml": city("甲市"),
            "甲市/evidence/1.1/纪要.pdf": "",
            "甲市/evidence/1.2/批复.jpg": "",
            "甲市/来函.docx": "",
            "庚市/自评.yaml.txt": city("庚市"),
            "辛市/自评表.docx": "",
            "辛市/材料/照片.jpg": "",
            "乙组/壬市.rar": "",
            "乙组/丁市/自评.yaml": city("丁市"),
            "通知.txt": "",
            "戊市.txt": city("戊市"),
            ".DS_Store": "",
            "Thumbs.db": "",
        },
    )
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("照片.jpg", b"x")
    (folder / "癸市.zip").write_bytes(whole.getvalue())
    found = find([str(folder)], str(tmp_path / "结果"))
    assert [one.key for one in found.inputs] == ["乙组/丁市/自评.yaml", "甲市/自评.yaml"]
    assert {one.key: one.problem.message for one in found.closed} == {
        "乙组/壬市.rar": "壬市.rar 是压缩包（.rar），本工具不解压，不能计分",
        "庚市/": "文件夹 庚市 里没有能计分的自评文件，只有自评.yaml.txt",
        "辛市/": "文件夹 辛市 里没有能计分的自评文件，只有自评表.docx、照片.jpg",
        "癸市.zip": "癸市.zip 是普通的压缩包，不是 scoring bundle 生成的包，不能计分",
        "戊市.txt": "戊市.txt 不是自评文件、包或报告，不能计分",
    }
    hints = {one.key: one.problem.hint for one in found.closed}
    assert "把文件名改成 自评.yaml 再运行" in hints["庚市/"]
    assert [(one.key, one.reason) for one in found.skipped] == [("通知.txt", "不是自评文件、包或报告，没有计分")]
    assert [(one.key, one.files) for one in found.materials] == [("乙组/丁市/", 0), ("甲市/", 3)]


def test_a_file_beside_one_city_alone_is_its_material_and_beside_several_nobodys(tmp_path: Path) -> None:
    alone = province(tmp_path / "一", {"自评.yaml": city("甲市"), "材料.rar": "", "evidence/a.pdf": ""})
    found = find([str(alone)], str(tmp_path / "结果"))
    assert ([(one.key, one.files) for one in found.materials], found.closed) == ([("一/", 2)], ())
    several = province(tmp_path / "二", {"补交.yaml": city("甲市"), "乙市.rar": "", "丙市/自评.yaml": city("丙市")})
    found = find([str(several)], str(tmp_path / "结果"))
    assert [one.key for one in found.closed] == ["乙市.rar"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_refused_and_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.yaml")
    found = find([str(tmp_path / "管道.yaml")], str(tmp_path / "out"))
    assert found.inputs == ()
    (closed,) = found.closed
    assert (closed.key, closed.problem.code) == ("管道.yaml", "unreadable")
    assert "不是普通的文件" in closed.problem.message


def test_a_folder_that_cannot_be_opened_is_listed_by_its_own_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = province(tmp_path / "省", {"甲市/自评.yaml": city("甲市"), "锁着的/自评.yaml": city("乙市")})
    scandir = os.scandir

    def refuse(path: str | int) -> object:
        if isinstance(path, str) and os.path.basename(path) == "锁着的":
            raise PermissionError(errno.EACCES, "denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    out = tmp_path / "结果"
    made = go(folder, out)
    assert (made.inputs, made.scored, [key for key, _ in made.failed]) == (2, 1, ["锁着的/"])
    lines = [json.loads(line) for line in (out / "results.jsonl").read_text("utf-8").splitlines()]
    assert [(one["input"], one["kind"], one["state"], one["result"] is None) for one in lines] == [
        ("甲市/自评.yaml", "submission", "scored", False),
        ("锁着的/", "unknown", "failed", True),
    ]
    assert "打不开文件夹" in lines[1]["problems"][0]["message"]
    (left,) = json.loads((out / "ranking.json").read_text("utf-8"))["not_ranked"]
    assert left["input"] == "锁着的/"


def test_a_file_of_references_is_told_how_to_be_used(tmp_path: Path) -> None:
    province(tmp_path, {"references.yaml": "全省平均婴幼儿入托率: {数值: 6.5%, 年份: 2021, 来源: 虚构}\n"})
    (skipped,) = find([str(tmp_path)], str(tmp_path / "out")).skipped
    assert skipped.reason == "像是参照值文件，没有用上；要用请写在 --references 后面"


def test_what_may_have_been_a_bundle_or_report_is_not_left_out_in_silence(tmp_path: Path) -> None:
    """Empty, or cut on its way: a ZIP ends with a directory, at the end of which stands PK 5 6."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("照片.jpg", b"x" * 1000)
    files = {
        "材料.zip": whole.getvalue(),
        "断.zip": whole.getvalue()[:-30],
        "空.zip": b"",
        "空.pdf": b"",
        "文.pdf": b"%PDF-1.7\n",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    assert keys(tmp_path) == ["断.zip", "空.pdf", "空.zip"]
