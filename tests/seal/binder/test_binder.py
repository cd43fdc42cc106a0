"""One PDF of all files: every page numbered where the contents say, bad files named and left out."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from PIL import Image
from pypdf import PdfReader

from scoring.assess import Request, assess
from scoring.seal import binder
from scoring.seal.binder import Binder, binding
from scoring.seal.binder.pages import RefusedError, from_pdf, from_picture
from tests.evidence.test_checking import HEAD, a_pdf


def bind(folder: Path, *lines: str, item: str = "1.1", name: str = "汇编.pdf") -> Binder:
    listed = "".join(f"      - {{对应: 分工文件, {line}}}\n" for line in lines)
    city = folder / "自评.yaml"
    city.write_text(f'{HEAD}  "{item}":\n    佐证材料:\n{listed}', "utf-8")
    found = assess(Request(file=str(city))).value
    assert found is not None
    assert found.evidence is not None
    return binder.bind(found.criteria, found.submission, found.evidence, str(folder / name))


def texts(folder: Path, name: str = "汇编.pdf") -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(folder / name).pages]


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Three pages upright, one turned, one picture, one broken, one that cannot be bound."""
    a_pdf(tmp_path / "a.pdf", 3)
    with pikepdf.open(a_pdf(tmp_path / "plain.pdf")) as pdf:
        pdf.pages[0].obj.Rotate = 90
        pdf.save(tmp_path / "turned.pdf")
    Image.new("RGB", (300, 200), "red").save(tmp_path / "photo.jpg")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    with ZipFile(tmp_path / "table.xlsx", "w") as table:
        table.writestr("[Content_Types].xml", "")
    return tmp_path


LINES = ("文件: a.pdf", "文件: turned.pdf", "文件: photo.jpg", "文件: broken.pdf", "文件: table.xlsx", "文件: gone.pdf")


def test_pages_are_where_the_result_says(mixed: Path) -> None:
    bound = bind(mixed, *LINES)
    # cover 1, contents 2, divider 3, then 3 pages, 1 turned, 1 picture and three notices.
    assert bound.starts == {"1.1-01": 4, "1.1-02": 7, "1.1-03": 8}
    assert (bound.pages, bound.files) == (11, 3)
    assert [one.number for one in bound.left_out] == ["1.1-04", "1.1-05", "1.1-06"]
    assert [one.reason for one in bound.left_out] == [
        "已损坏，打不开",
        "这种文件（.xlsx）不能装订，请另附原件",
        "找不到文件",
    ]


def test_every_page_but_the_cover_carries_its_number(mixed: Path) -> None:
    bind(mixed, *LINES)
    pages = texts(mixed)
    assert "—" not in pages[0]
    assert [page.endswith(f"—{number}—") for number, page in enumerate(pages[1:], 2)] == [True] * 10


def test_contents_dividers_and_notices_say_what_is_where(mixed: Path) -> None:
    bind(mixed, *LINES)
    pages = texts(mixed)
    assert "佐证材料汇编" in pages[0]
    assert "（虚构样例）" in pages[0]
    assert "共列出材料6份，汇编11页" in pages[0]
    assert "目录" in pages[1]
    assert "（未装订：已损坏，打不开）9" in pages[1]
    assert "党政领导亲自抓" in pages[2]
    assert "原因：已损坏，打不开" in pages[8]


def test_bookmarks_lead_to_the_pages(mixed: Path) -> None:
    bind(mixed, *LINES)
    reader = PdfReader(mixed / "汇编.pdf")

    def walk(items: object, depth: int = 0) -> list[tuple[int, str, int]]:
        found: list[tuple[int, str, int]] = []
        assert isinstance(items, list)
        for one in items:
            if isinstance(one, list):
                found += walk(one, depth + 1)
            else:
                number = reader.get_destination_page_number(one)
                assert number is not None
                found.append((depth, str(one.title), number + 1))
        return found

    marks = walk(reader.outline)
    assert marks[0] == (0, "（一）党政责任", 3)
    assert marks[1][0] == 1
    assert [(depth, page) for depth, _, page in marks[2:]] == [(2, 4), (2, 7), (2, 8), (2, 9), (2, 10), (2, 11)]


def test_the_same_input_gives_the_same_bytes(mixed: Path) -> None:
    bind(mixed, *LINES)
    bind(mixed, *LINES, name="again.pdf")
    assert (mixed / "汇编.pdf").read_bytes() == (mixed / "again.pdf").read_bytes()


def test_one_file_in_two_places_is_bound_once(mixed: Path) -> None:
    bound = bind(mixed, "文件: a.pdf", "文件: a.pdf")
    assert bound.starts == {"1.1-01": 4, "1.1-02": 4}
    assert bound.pages == 6


def test_nothing_that_acts_by_itself_is_taken_over(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(300, 300))
        page = pdf.pages[0].obj
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        page.AA = pikepdf.Dictionary(O=script)
        page.Annots = pikepdf.Array([pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=script)])
        pdf.Root.OpenAction = script
        pdf.save(tmp_path / "evil.pdf")
    assert from_pdf(str(tmp_path / "evil.pdf"), str(tmp_path / "clean.pdf")) == 1
    with pikepdf.open(tmp_path / "clean.pdf") as pdf:
        clean = pdf.pages[0].obj
        assert "/OpenAction" not in pdf.Root
        assert "/AA" not in clean
        assert "/Annots" not in clean  # a link without what it did is none


def test_a_locked_pdf_and_a_huge_page_are_refused(tmp_path: Path) -> None:
    a_pdf(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(RefusedError, match="加了密码"):
        from_pdf(str(tmp_path / "locked.pdf"), str(tmp_path / "x.pdf"))
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(10, 10))
        pdf.pages[0].obj.MediaBox = pikepdf.Array([0, 0, 10**9, 10])
        pdf.save(tmp_path / "huge.pdf")
    with pytest.raises(RefusedError, match="页面大小"):
        from_pdf(str(tmp_path / "huge.pdf"), str(tmp_path / "x.pdf"))


@pytest.mark.parametrize(
    ("mode", "name"),
    [("RGB", "a.png"), ("RGBA", "a.png"), ("P", "a.gif"), ("1", "a.png"), ("L", "a.jpg"), ("CMYK", "a.jpg")],
)
def test_pictures_of_every_kind_become_a_page(tmp_path: Path, mode: str, name: str) -> None:
    Image.new(mode, (40, 20)).save(tmp_path / name)
    assert from_picture(str(tmp_path / name), str(tmp_path / "out.pdf")) == 1
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        box = [float(value) for value in pdf.pages[0].mediabox]
        assert box[2] > box[3]
        image = pdf.pages[0].obj.Resources.XObject.Im
        assert (image.Width, image.Height) == (40, 20)


def test_all_frames_of_a_scan_are_bound(tmp_path: Path) -> None:
    frames = [Image.new("1", (100, 140)) for _ in range(3)]
    frames[0].save(tmp_path / "scan.tif", save_all=True, append_images=frames[1:])
    assert from_picture(str(tmp_path / "scan.tif"), str(tmp_path / "out.pdf")) == 3


def test_a_picture_too_large_to_unpack_is_refused(tmp_path: Path) -> None:
    Image.new("1", (8000, 6000)).save(tmp_path / "bomb.png")
    with pytest.raises(RefusedError, match="太大"):
        from_picture(str(tmp_path / "bomb.png"), str(tmp_path / "out.pdf"))


@pytest.mark.parametrize("place", ["prepare", "chapters", "_numbered", "_join", "_stamp", "join", "_bookmarks"])
def test_an_interruption_anywhere_leaves_the_old_file(mixed: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    (mixed / "汇编.pdf").write_bytes(b"old")
    before = {path.name for path in mixed.iterdir()}

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(binding, place, interrupt)
        with pytest.raises(KeyboardInterrupt):
            bind(mixed, *LINES)
    assert (mixed / "汇编.pdf").read_bytes() == b"old"
    assert {path.name for path in mixed.iterdir()} == before | {"自评.yaml"}
    assert bind(mixed, *LINES).pages == 11


def test_the_stamp_stands_upright_on_a_turned_page(mixed: Path) -> None:
    bind(mixed, *LINES)
    page = PdfReader(io.BytesIO((mixed / "汇编.pdf").read_bytes())).pages[6]
    content = page.get_contents()
    assert content is not None
    # A page turned by 90 degrees: reading direction runs up the stored page, from its right edge.
    assert (
        b"q 0.000 1.000 -1.000 0.000 595.000 0.000 cm" in content.get_data() or b"q 0 1 -1 0 595" in content.get_data()
    )
