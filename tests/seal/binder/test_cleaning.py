"""Links, forms and bookmarks of a bound PDF are worth what they were; nothing in it reaches outside or acts."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from pypdf import PdfReader

from scoring.seal.binder.cleaning import MOST_MARKS, Bookmark
from scoring.seal.binder.pages import bookmarks, from_pdf
from tests.seal.binder.test_binder import bind, texts


@pytest.fixture
def pdf(tmp_path: Path) -> Iterator[pikepdf.Pdf]:
    """Five pages that say which they are, with a named place (third) and a named place of the old kind (fourth)."""
    with pikepdf.new() as made:
        font = made.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        for number in range(1, 6):
            made.add_blank_page(page_size=(595, 842))
            page = made.pages[-1].obj
            page.Resources = Dictionary(Font=Dictionary(F1=font))
            page.Contents = made.make_stream(b"BT /F1 24 Tf 72 700 Td (page %d) Tj ET" % number)
        pages = [page.obj for page in made.pages]
        made.Root.Names = Dictionary(Dests=Dictionary(Names=Array([String("third"), Array([pages[2], Name.Fit])])))
        made.Root.Dests = Dictionary(fourth=Dictionary(D=Array([pages[3], Name.Fit])))
        yield made


def saved(pdf: pikepdf.Pdf, tmp_path: Path) -> Path:
    (tmp_path / "evidence").mkdir(exist_ok=True)
    pdf.save(tmp_path / "evidence/x.pdf")
    return tmp_path / "evidence/x.pdf"


def cleaned(pdf: pikepdf.Pdf, tmp_path: Path) -> Path:
    assert from_pdf(str(saved(pdf, tmp_path)), str(tmp_path / "y.pdf")) == 5
    return tmp_path / "y.pdf"


def link(**entries: Any) -> Dictionary:
    return Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[72, 600, 300, 640], **entries)


def led(path: Path, page: int = 0) -> list[int]:
    """The pages (from 1) to which the links of a page lead."""
    with pikepdf.open(path) as pdf:
        order = [one.obj.objgen for one in pdf.pages]
        annotations = pdf.pages[page].obj.get("/Annots", Array([]))
        assert all(set(one.keys()) <= {"/Type", "/Subtype", "/Rect", "/Dest"} for one in annotations)
        return [order.index(one.Dest[0].objgen) + 1 for one in annotations]


def test_links_lead_to_their_pages_also_by_name(pdf: pikepdf.Pdf, tmp_path: Path) -> None:
    pages = [page.obj for page in pdf.pages]
    pages[0].Annots = Array(
        [
            link(Dest=String("third")),
            link(Dest=Name("/fourth")),
            link(Dest=Array([pages[4], Name.XYZ, 0, 700, 0])),
            link(A=Dictionary(S=Name.GoTo, D=String("third"))),
            link(A=Dictionary(S=Name.GoTo, D=Array([1, Name.Fit]))),
        ]
    )
    assert led(cleaned(pdf, tmp_path)) == [3, 4, 5, 3, 2]
    bound = bind(tmp_path, "文件: evidence/x.pdf")
    assert bound.starts == {"1.1-01": 4}
    assert led(tmp_path / "汇编.pdf", 3) == [6, 7, 8, 6, 5]


ELSEWHERE: dict[str, dict[str, Any]] = {
    "a name nobody has": {"Dest": String("nowhere")},
    "a page that is none": {"Dest": Array([99, Name.Fit])},
    "an address": {"A": Dictionary(S=Name.URI, URI=String("http://example.invalid/path-of-ours"))},
    "a program": {"A": Dictionary(S=Name.Launch, F=String("path-of-ours.exe"))},
    "a script": {"A": Dictionary(S=Name.JavaScript, JS=String("app.alert('path-of-ours')"))},
    "another file": {"A": Dictionary(S=Name.GoToR, F=String("/home/path-of-ours/x.pdf"), D=Array([0, Name.Fit]))},
    "a file inside": {"A": Dictionary(S=Name.GoToE, F=String("path-of-ours"), D=Array([0, Name.Fit]))},
    "a form sent": {"A": Dictionary(S=Name.SubmitForm, F=String("http://path-of-ours"))},
    "data fetched": {"A": Dictionary(S=Name.ImportData, F=String("path-of-ours"))},
    "a named action": {"A": Dictionary(S=Name.Named, N=Name("/Print"))},
    "an address remembered": {"PA": Dictionary(S=Name.URI, URI=String("http://path-of-ours"))},
    "a thread elsewhere": {"A": Dictionary(S=Name.Thread, F=String("path-of-ours"), D=0)},
}


@pytest.mark.parametrize("name", list(ELSEWHERE))
def test_links_to_anywhere_else_are_gone(pdf: pikepdf.Pdf, tmp_path: Path, name: str) -> None:
    pdf.pages[0].obj.Annots = Array([link(**ELSEWHERE[name])])
    made = cleaned(pdf, tmp_path)
    assert led(made) == []
    assert b"path-of-ours" not in made.read_bytes()


def test_what_a_link_would_do_next_is_gone(pdf: pikepdf.Pdf, tmp_path: Path) -> None:
    after = Dictionary(S=Name.Launch, F=String("path-of-ours"))
    pdf.pages[0].obj.Annots = Array(
        [link(A=Dictionary(S=Name.GoTo, D=String("third"), Next=after), AA=Dictionary(U=after), PA=after)]
    )
    made = cleaned(pdf, tmp_path)
    assert led(made) == [3]
    assert b"path-of-ours" not in made.read_bytes()


def test_nothing_is_taken_from_outside_and_no_path_is_kept(pdf: pikepdf.Pdf, tmp_path: Path) -> None:
    page = pdf.pages[0].obj
    outside = Dictionary(Type=Name.Filespec, F=String("/home/path-of-ours/x.pdf"))
    form = pdf.make_stream(b"0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    form.Ref = Dictionary(F=outside, Page=0)
    form.Metadata = pdf.make_stream(b"<x>path-of-ours</x>", Type=Name.Metadata)
    form.PieceInfo = Dictionary(App=Dictionary(Private=String("path-of-ours")))
    picture = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8)
    picture.ColorSpace, picture.F, picture.FFilter = Name.DeviceGray, outside, Name.DCTDecode
    page.Resources.XObject = Dictionary(Form=form, Im=picture)
    page.AF = Array([outside])
    page.PieceInfo = Dictionary(App=Dictionary(Private=String("path-of-ours")))
    pdf.docinfo["/Title"] = String("/home/path-of-ours/x.docx")
    pdf.Root.OpenAction = Dictionary(S=Name.Launch, F=outside)
    made = cleaned(pdf, tmp_path)
    assert b"path-of-ours" not in made.read_bytes()
    with pikepdf.open(made) as opened:
        inside = opened.pages[0].obj.Resources.XObject
        assert set(inside.Form.keys()) == {"/Type", "/Subtype", "/BBox", "/Length", "/Filter"}
        assert bytes(inside.Form.read_bytes()) == b"0 0 9 9 re f"
        assert not {"/F", "/FFilter"} & set(inside.Im.keys())


def field(pdf: pikepdf.Pdf, place: int, kind: Name, **entries: Any) -> pikepdf.Object:
    """A field of the form, one below the other on page 2."""
    made = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=kind, T=String(f"f{place}"), DA=String("/F1 12 Tf 0 g"))
    )
    made.Rect = [72, 700 - 60 * place, 400, 740 - 60 * place]
    for key, value in entries.items():
        made[f"/{key}"] = value
    return made


def filled(pdf: pikepdf.Pdf, *fields: pikepdf.Object, **entries: Any) -> None:
    pdf.pages[1].obj.Annots = Array(list(fields))
    pdf.Root.AcroForm = Dictionary(Fields=Array(list(fields)), **entries)


def test_values_that_have_a_look_are_printed_with_it(pdf: pikepdf.Pdf, tmp_path: Path) -> None:
    look = pdf.make_stream(b"BT /F1 12 Tf 2 9 Td (value AAA) Tj ET", Type=Name.XObject, Subtype=Name.Form)
    look.BBox, look.Resources = [0, 0, 328, 40], pdf.pages[0].obj.Resources
    filled(pdf, field(pdf, 1, Name.Tx, V=String("value AAA"), AP=Dictionary(N=look)))
    made = cleaned(pdf, tmp_path)
    assert PdfReader(made).pages[1].extract_text().split() == ["page", "2", "value", "AAA"]
    with pikepdf.open(made) as opened:
        assert "/Annots" not in opened.pages[1].obj
        assert "/AcroForm" not in opened.Root


def test_values_without_a_look_are_drawn_in_chinese_too(pdf: pikepdf.Pdf, tmp_path: Path) -> None:
    """A value of a list is what the list shows; a password and an empty field are nothing."""
    options = Array([Array([String("y"), String("已建立")]), Array([String("n"), String("未建立")])])
    above = pdf.make_indirect(Dictionary(FT=Name.Tx, V=String("由上级字段给出")))
    below = field(pdf, 5, Name.Tx, Parent=above)
    del below["/FT"]
    filled(
        pdf,
        field(pdf, 0, Name.Tx, V=String("示例市卫生健康委员会")),
        field(pdf, 1, Name.Tx, V=String("第一行\r第二行"), Ff=1 << 12),
        field(pdf, 2, Name.Ch, V=String("y"), Opt=options),
        field(pdf, 3, Name.Tx, V=String("secret"), Ff=1 << 13),
        field(pdf, 4, Name.Tx, V=String("")),
        below,
        field(pdf, 6, Name.Btn, V=Name("/Yes")),
        field(pdf, 7, Name.Btn, V=Name("/Off")),
        NeedAppearances=True,
    )
    made = cleaned(pdf, tmp_path)
    words = PdfReader(made).pages[1].extract_text().split()
    assert words == ["page", "2", "示例市卫生健康委员会", "第一行", "第二行", "已建立", "由上级字段给出", "√"]
    assert b"secret" not in made.read_bytes()


def test_an_outdated_look_gives_way_to_the_value(pdf: pikepdf.Pdf, tmp_path: Path) -> None:
    old = pdf.make_stream(b"BT /F1 12 Tf 2 9 Td (old) Tj ET", Type=Name.XObject, Subtype=Name.Form)
    old.BBox, old.Resources = [0, 0, 328, 40], pdf.pages[0].obj.Resources
    filled(pdf, field(pdf, 1, Name.Tx, V=String("new"), AP=Dictionary(N=old)), NeedAppearances=True)
    assert PdfReader(cleaned(pdf, tmp_path)).pages[1].extract_text().split() == ["page", "2", "new"]


def test_a_long_value_stays_on_its_page(pdf: pikepdf.Pdf, tmp_path: Path) -> None:
    filled(
        pdf, field(pdf, 1, Name.Tx, V=String("很长的话" * 200), Ff=1 << 12), field(pdf, 2, Name.Tx, V=String("next"))
    )
    text = "".join(PdfReader(cleaned(pdf, tmp_path)).pages[1].extract_text().split())
    assert text.startswith("page2很长的话")
    assert text.endswith("next")


def marked(pdf: pikepdf.Pdf, titles: list[tuple[str, dict[str, Any]]]) -> list[Dictionary]:
    nodes = [pdf.make_indirect(Dictionary(Title=String(title), **entries)) for title, entries in titles]
    for one, other in itertools.pairwise(nodes):
        one.Next, other.Prev = other, one
    pdf.Root.Outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, First=nodes[0], Last=nodes[-1]))
    return nodes


def first_of(item: pikepdf.OutlineItem) -> tuple[int, int]:
    """The page a bookmark leads to."""
    place = item.destination
    assert isinstance(place, Array)
    return place[0].objgen


def test_bookmarks_stand_below_the_entry_of_their_file(pdf: pikepdf.Pdf, tmp_path: Path) -> None:
    pages = [page.obj for page in pdf.pages]
    nodes = marked(
        pdf,
        [
            ("第一章", {"Dest": Array([pages[0], Name.Fit])}),
            ("第二章\n\u200b", {"Dest": String("third")}),
            ("外面", {"A": Dictionary(S=Name.URI, URI=String("http://example.invalid"))}),
        ],
    )
    nodes[2].First = nodes[2].Last = pdf.make_indirect(Dictionary(Title=String("第三章"), Dest=Name("/fourth")))
    path = saved(pdf, tmp_path)
    assert bookmarks(str(path)) == tuple(
        Bookmark(title=title, page=page) for title, page in (("第一章", 0), ("第二章", 2), ("第三章", 3))
    )
    bind(tmp_path, "文件: evidence/x.pdf")
    with pikepdf.open(tmp_path / "汇编.pdf") as made, made.open_outline() as outline:
        order = [page.obj.objgen for page in made.pages]
        (entry,) = outline.root[0].children[0].children
        assert [(one.title, order.index(first_of(one)) + 1) for one in entry.children] == [
            ("第一章", 4),
            ("第二章", 6),
            ("第三章", 7),
        ]


def test_bookmarks_without_end_end(pdf: pikepdf.Pdf, tmp_path: Path) -> None:
    page = pdf.pages[0].obj
    nodes = marked(pdf, [(f"m{at}", {"Dest": Array([page, Name.Fit])}) for at in range(MOST_MARKS + 50)])
    nodes[3].First = nodes[0]
    assert len(bookmarks(str(saved(pdf, tmp_path)))) == MOST_MARKS


def test_nothing_is_said_in_english(pdf: pikepdf.Pdf, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    hidden = field(pdf, 1, Name.Tx, F=2)
    filled(pdf, field(pdf, 0, Name.Tx, V=String("value")), hidden)
    saved(pdf, tmp_path)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        bind(tmp_path, "文件: evidence/x.pdf")
    assert [str(one.message) for one in told if issubclass(one.category, UserWarning)] == []
    assert capfd.readouterr() == ("", "")
    data = (tmp_path / "汇编.pdf").read_bytes()
    assert str(tmp_path).encode() not in data
    assert "value" in texts(tmp_path)[4]
