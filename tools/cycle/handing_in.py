"""The cities hand in; the province scores what they say."""

from __future__ import annotations

import shutil

from tools.cycle.cities import CITIES, SUBMISSION, write_city, write_province
from tools.cycle.running import Script

__all__ = ["BUNDLED", "FOLDER", "RANKED", "REPORTED", "hand_in", "paper_of", "score_claims"]

BUNDLED, REPORTED = "戊市", "己市"
RANKED = ("甲市", "乙市", "丙市", "丁市", "戊市", "己市", "庚市", "辛市", "壬市", "寅市", "卯市")
"""The cities that are reviewed: what they handed in can be read, and they are eligible."""
FOLDER = "申报材料"


def paper_of(city: str, *, sealed: bool = True) -> str:
    """What a city handed in, as a path below the folder of the cycle."""
    if sealed and city == BUNDLED:
        return f"{FOLDER}/{city}.zip"
    if sealed and city == REPORTED:
        return f"{FOLDER}/{city}.pdf"
    return f"{FOLDER}/{city}/{SUBMISSION}"


def hand_in(script: Script, *, sealed: bool) -> None:
    """Fourteen cities hand in; with `sealed`, one of them a bundle and one a report PDF."""
    script.step("各市报送：文件夹、包或报告都可以")
    write_province(script.folder)
    if not sealed:
        return
    for city in CITIES:
        if city.name in (BUNDLED, REPORTED):
            shutil.rmtree(script.folder / FOLDER / city.name)
            write_city(script.folder.parent / "市级" / city.name, city)
    source = f"../市级/{BUNDLED}/{SUBMISSION}"
    script.run("bundle", source, "-o", paper_of(BUNDLED), "--references", "参照值.yaml", code=1)
    script.note("工作簿不能装订进汇编，所以退出码是1；原件都在包里")
    source = f"../市级/{REPORTED}/{SUBMISSION}"
    script.run("report", source, "-o", paper_of(REPORTED), "--references", "参照值.yaml")
    for name in (BUNDLED, REPORTED):
        script.run("verify", paper_of(name))


def score_claims(script: Script, *, papers: bool) -> None:
    """Score all self-assessments in one run; one file cannot be read, so the run ends with 1."""
    script.step("全省一起计分：丑市的文件有一处写错，列出来，不影响别的城市")
    given = ("--references", "参照值.yaml", "--previous", "2020年周期.yaml")
    more = () if papers else ("--no-summary",)
    script.run("batch", FOLDER, "-o", "结果-自评", *given, "--workers", "1", *more, code=1)
    script.run("check", paper_of("丑市"), code=1)
    script.run("evidence", paper_of("卯市"), "--references", "参照值.yaml", code=1)
