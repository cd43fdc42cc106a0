"""The bundled faces, a user's own, and a machine without Pango."""

from __future__ import annotations

import builtins
import io
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from fontTools.ttLib.ttCollection import TTCollection
from pypdf import PdfReader

from scoring.base.errors import ProblemsError
from scoring.reports import render
from scoring.reports.render import fonts
from scoring.reports.render.drawing import engine
from tests.reports.render.conftest import faces, small
from tests.reports.render.golden import assessed, view_of

FOLDER = Path(__file__).parents[3] / "reports" / "fonts"
ROLES = ("biaosong", "fangsong", "heiti", "kaiti")
PUNCTUATION = "，。、；：？！“”‘’（）《》〈〉【】〔〕—…·～／％①②⑩℃㎡×÷±≤≥℃０９ＡＺ"


def characters(name: str) -> set[int]:
    return set(TTFont(FOLDER / f"{name}.ttf", lazy=True).getBestCmap())


@pytest.mark.parametrize("name", ROLES)
def test_a_role_face_has_gb2312_and_the_punctuation_of_documents(name: str) -> None:
    rows = [bytes([high, low]) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)]
    gb2312 = "".join(row.decode("gb2312", "ignore") for row in rows)
    assert len(gb2312) == 6763
    have = characters(name)
    assert "".join(text for text in gb2312 + PUNCTUATION if ord(text) not in have) == ""


@pytest.mark.parametrize("name", ROLES)
def test_every_gbk_character_is_in_a_role_face_or_in_the_rest(name: str) -> None:
    pairs = [bytes([high, low]) for high in range(0x81, 0xFF) for low in range(0x40, 0xFF) if low != 0x7F]
    gbk = {
        ord(text) for pair in pairs if len(text := pair.decode("gbk", "ignore")) == 1 and "\u4e00" <= text <= "\u9fff"
    }
    have = characters(name) | characters("rest") | characters("rare")
    assert len(gbk) > 20_900
    assert gbk - have == set()


def test_no_reserved_name_and_a_licence_for_each() -> None:
    for path in FOLDER.glob("*.ttf"):
        names = TTFont(path, lazy=True)["name"]
        shown = " ".join(str(names.getName(name_id, 3, 1, 0x409)) for name_id in (1, 3, 4, 6))
        assert shown.startswith("Report ")
        assert not {"LXGW", "霞鹜", "Source", "Noto"} & set(shown.replace("-", " ").split())
        licence = str(names.getDebugName(13)) + str(names.getDebugName(0))
        assert ("SIL Open Font License" in licence) != (
            path.stem == "marks"
        )  # drawn by us, under the tool's own licence
    assert "Reserved Font Names" in (FOLDER / "OFL-LXGW.txt").read_text("utf-8")


def test_a_users_own_face_is_embedded(tmp_path: Path) -> None:
    own, collection = tmp_path / "own.ttf", tmp_path / "own.ttc"
    with TTFont(FOLDER / "kaiti.ttf", recalcTimestamp=False) as font:
        for name_id in (1, 4, 6):
            font["name"].setName("MyFangsong", name_id, 3, 1, 0x409)
            font["name"].setName("MyFangsong", name_id, 1, 0, 0)
        font.save(own)
    pair = TTCollection()
    pair.fonts = [TTFont(own), TTFont(FOLDER / "rare.ttf")]
    pair.save(collection)
    view = small(assessed("sample-city"))
    for path in (own, collection):
        chosen = fonts.choose({"仿宋": str(path)})
        assert chosen.value is not None
        made = PdfReader(io.BytesIO(render.pdf(view, fonts=chosen.value)))
        assert faces(made) >= {"Report-User-Fangsong", "Report-Heiti"}
        assert "Report-Fangsong" not in faces(made)


@pytest.mark.parametrize(
    ("role", "name", "content", "code"),
    [
        ("隶书", "a.ttf", b"", "font-role"),
        ("仿宋", "none.ttf", None, "font-file"),
        ("仿宋", "a.docx", b"", "font-format"),
        ("仿宋", "a.ttf", b"not a font", "font-format"),
        ("仿宋", "a.otf", b"OTTO" + b"\0" * 60, "font-format"),
        ("仿宋", "a.ttc", b"ttcf" + b"\0" * 60, "font-format"),
    ],
)
def test_a_wrong_font_is_told(tmp_path: Path, role: str, name: str, content: bytes | None, code: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    result = fonts.choose({role: str(tmp_path / name)})
    assert result.value is None
    assert [problem.code for problem in result.problems] == [code]


@pytest.mark.parametrize(
    ("error", "words"), [(OSError("cannot load library"), "Pango"), (ImportError(), "没有安装 WeasyPrint")]
)
def test_without_an_engine_html_still_serves(monkeypatch: pytest.MonkeyPatch, error: Exception, words: str) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: Any) -> Any:
        if name == "weasyprint":
            raise error
        return real(name, *rest)

    view = view_of(assessed("sample-city"))
    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(ProblemsError) as raised:
        render.pdf(view)
    (problem,) = raised.value.problems
    assert problem.code == "pdf-engine-missing"
    assert words in problem.message
    assert "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in problem.hint
    assert render.html(view).startswith("<!DOCTYPE html>")


def test_the_engine_tells_its_versions() -> None:
    found = engine()
    assert found.pango.count(".") == 2
    assert int(found.weasyprint.split(".")[0]) >= 68
