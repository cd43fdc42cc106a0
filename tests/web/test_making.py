"""Papers made from the page: what came of each is data, and the page says it without a word of the command line."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scoring.web.jobs import Job, JobState
from scoring.web.making import make
from scoring.web.outcome import Outcome, Unbound, outcome_of
from tests.cli.running import ROOT
from tests.web.served import Browser, city_in, site_of


def test_a_paper_is_made_and_nothing_is_left_to_say(tmp_path: Path) -> None:
    file = city_in(tmp_path)

    assert make("html", str(file), str(tmp_path / "报告.html")) == Outcome()
    assert (tmp_path / "报告.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_what_is_not_bound_is_told_with_its_reason(tmp_path: Path) -> None:
    city = Path(shutil.copytree(ROOT / "submissions/sample-city", tmp_path / "市"))
    (city / "evidence/6.0/01-quality.pdf").unlink()
    told = make("binder", str(city / "submission.yaml"), str(tmp_path / "装订本.pdf"))

    assert told.fault == ""
    reasons = {one.path: one.reason for one in told.unbound}
    assert reasons["evidence/6.0/01-quality.pdf"] == "找不到文件"
    assert reasons["evidence/1.1/03-follow-up.xlsx"] == "这种文件（.xlsx）不能装订，请另附原件"


def test_a_submission_with_an_error_makes_no_paper(tmp_path: Path) -> None:
    file = city_in(tmp_path)
    file.write_text("城市: [", encoding="utf-8")
    told = make("pdf", str(file), str(tmp_path / "报告.pdf"))

    assert told.fault.startswith("自评文件有错误：")
    assert told.hint == "到“原文件”页按提示改好。"
    assert not (tmp_path / "报告.pdf").exists()


def test_a_paper_never_takes_the_place_of_the_submission(tmp_path: Path) -> None:
    file = city_in(tmp_path)
    before = file.read_bytes()

    assert "不能写" in make("html", str(file), str(file)).fault
    assert file.read_bytes() == before


def test_the_process_prints_its_outcome_alone(tmp_path: Path) -> None:
    file = city_in(tmp_path)
    words = [sys.executable, "-m", "scoring.web.making", "html", str(file), str(tmp_path / "报告.html")]
    ran = subprocess.run(words, cwd=ROOT, capture_output=True, check=False)

    assert (ran.returncode, ran.stdout) == (0, b"{}\n")
    assert outcome_of("Traceback …") is None


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    return Browser(site_of(city_in(tmp_path), tmp_path))


def shown(browser: Browser, monkeypatch: pytest.MonkeyPatch, said: str, state: JobState) -> str:
    """The page while a job for the bundle stands so."""
    target = browser.site.folder / "成果/上报包.zip"
    job = Job(id="一", title="上报包", target=target, state=state, said=said)
    monkeypatch.setattr(browser.site.jobs, "all", lambda: (job,))
    text: str = browser.get("/report").text
    return text


def test_the_page_tells_what_came_of_a_paper(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    said = (
        '{"unbound":[{"number":"1.1-03","path":"纪要.docx","reason":"这种文件（.docx）不能装订，请另附原件"}],'
        '"absent":["1.2-01"],"fingerprint":"0a1b"}'
    )
    text = shown(browser, monkeypatch, said, JobState.DONE)

    assert "有1份材料不能装订" in text
    assert "1.1-03　纪要.docx：这种文件（.docx）不能装订，请另附原件" in text
    assert "有1份材料找不到，包里没有：1.2-01。" in text
    assert "<code>0a1b</code>" in text
    assert "没有生成" not in text
    assert outcome_of(said) == Outcome(
        unbound=(Unbound(number="1.1-03", path="纪要.docx", reason="这种文件（.docx）不能装订，请另附原件"),),
        absent=("1.2-01",),
        fingerprint="0a1b",
    )


def test_the_page_tells_why_a_paper_was_not_made(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    text = shown(browser, monkeypatch, '{"fault":"草稿不能打包","hint":"先核对完。"}', JobState.FAILED)
    assert "没有生成：草稿不能打包。" in text
    assert "怎么办：先核对完。" in text

    text = shown(browser, monkeypatch, "Traceback <b>", JobState.FAILED)
    assert "没有生成，程序中途停了。" in text
    assert "<pre>Traceback &lt;b&gt;</pre>" in text


def test_what_is_left_to_do_stands_before_the_papers(tmp_path: Path) -> None:
    file = city_in(tmp_path, "half-filled")
    text = Browser(site_of(file, tmp_path)).get("/report").text

    assert "个问题没有填，得分现在是" in text
    assert '<a href="/next">去填</a>' in text
    assert "还有问题没有填，也定稿" in text
