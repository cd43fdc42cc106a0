"""One document before one's eyes: what is said of it; a file not listed yet, or an entry of the list, which may also be changed,
listed for another item too, and taken off."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from starlette.responses import HTMLResponse, Response

from scoring.documents.edit import AFTER_LAST, NOT_THERE, REMOVE, Change, spellings
from scoring.exchange.questions import ITEMS
from scoring.exchange.values import MATERIALS
from scoring.model.submission import EvidenceFile
from scoring.web.asking import Asked, route
from scoring.web.materials import DETAILS, details_of, entry_of, free_files, said_of, shows, wanted
from scoring.web.pages.documents import real_file
from scoring.web.pages.evidence import list_together

__all__ = ["routes"]

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")


class Entry(Struct, frozen=True, kw_only=True):
    """An entry of the list of an item: its place there from 0, and as it is spelt now."""

    file: EvidenceFile
    place: int
    spelt: str

    @property
    def request(self) -> str:
        """The document that it is listed for, as a form says it."""
        return f"{self.file.item}|{self.file.request}"


@route("/evidence/one")
def one(asked: Asked) -> Response:
    """An entry (`item` and `place`) or a file that is not listed (`path`), beside the document itself."""
    asked.demand(asked.person.sees_all)
    entry, path = _entry(asked), asked.text("path")
    if entry is not None:
        return _page(asked, entry.file.path, entry.request, said_of(entry.file), entry)
    free = next((found for found in free_files(asked.opened) if found.path == path), None)
    return _gone(asked) if free is None else _page(asked, path, free.guess, free.typed)


def _entry(asked: Asked) -> Entry | None:
    """The entry that the address or the form names."""
    item, place = asked.text("item"), asked.text("place")
    listed = [found for found in asked.opened.assessment.submission.evidence if found.item == item]
    if not (place.isascii() and place.isdecimal() and int(place[:6]) < len(listed)):
        return None
    spelt = spellings(asked.opened.source.data, [(ITEMS, item, MATERIALS, int(place))])[0]
    return Entry(file=listed[int(place)], place=int(place), spelt=spelt or "")


def _gone(asked: Asked) -> Response:
    text = asked.refused("没有这一份材料，可能刚被去掉或移走。", "请回到“佐证材料”页再看。")
    return HTMLResponse(text, status_code=404)


def _page(
    asked: Asked, path: str, request: str, said: Mapping[str, str], entry: Entry | None = None, fault: str = ""
) -> Response:
    there = real_file(asked, path) is not None
    page = asked.page(
        "material.html",
        "一份材料",
        path=path,
        request=request,
        said=said,
        entry=entry,
        fault=fault,
        wanted=wanted(asked.opened.assessment.criteria),
        there=there,
        picture=there and path.lower().endswith(PICTURES),
        shown=there and shows(path),
    )
    page.status_code = 409 if fault else 200
    return page


@route("/evidence/add", methods=("POST",))
def add(asked: Asked) -> Response:
    """List one file."""
    asked.demand(asked.person.sees_all)
    path, request, typed = asked.text("path"), asked.text("request"), _typed(asked)
    if path not in {found.path for found in free_files(asked.opened)}:
        return _gone(asked)
    made = details_of(typed)
    fault = made if isinstance(made, str) else "" if request else "没有选是哪一项的什么材料。"
    fault = fault or list_together(asked, [(request, path, typed)])
    return _page(asked, path, request, typed, fault=fault) if fault else _done(asked, request)


def _typed(asked: Asked) -> dict[str, str]:
    return {name: asked.text(name) for name in DETAILS}


def _done(asked: Asked, request: str) -> Response:
    return asked.go(f"/evidence#r-{request.replace('|', '-')}")


@route("/evidence/change", methods=("POST",))
def change(asked: Asked) -> Response:
    """Say something else of an entry, or that it is another document; or (`also`) list the same file for a second one."""
    asked.demand(asked.person.sees_all)
    entry = _entry(asked)
    if entry is None:
        return _gone(asked)
    request, typed = asked.text("request"), _typed(asked)
    made = details_of(typed)
    if request not in {value for known in wanted(asked.opened.assessment.criteria) for value, _ in known.choices}:
        made = "没有选是哪一项的什么材料。"
    elif asked.text("also") and request == entry.request:
        made = "已经列在这一项了。\n怎么办：先在上面选另一项，再按“也列入”。"
    if isinstance(made, str):
        return _page(asked, entry.file.path, request, typed, entry, made)
    changes = _changes(entry, request, made, asked.text("spelt"), also=bool(asked.text("also")))
    done = asked.workspace.changes(changes, asked.person.name, asked.site.now())
    if not done.fault:
        return _done(asked, request)
    asked.read_again()
    again = _entry(asked)
    if again is None:
        return _gone(asked)
    fault = f"{done.fault}。\n怎么办：{done.hint}"
    if done.conflict:
        now = "　".join(filter(None, said_of(again.file).values()))
        fault = (
            f"刚才已经有人改过这一份，没有覆盖；现在是：{now}。\n怎么办：您填的还留在下面，核对后再按“保存”就用您的。"
        )
    return _page(asked, again.file.path, request, typed, again, fault)


def _changes(entry: Entry, request: str, details: Mapping[str, object], seen: str, *, also: bool) -> list[Change]:
    item = request.partition("|")[0]
    value = entry_of(request, entry.file.path, details)
    added = Change(path=(ITEMS, item, MATERIALS, AFTER_LAST), expected=NOT_THERE, value=value)
    here = (ITEMS, entry.file.item, MATERIALS, entry.place)
    if also:
        return [added]
    if item == entry.file.item:
        return [Change(path=here, expected=seen, value=value)]
    return [Change(path=here, expected=seen, value=REMOVE), added]


@route("/evidence/unlist", methods=("POST",))
def unlist(asked: Asked) -> Response:
    """Take an entry off the list; the file stays where it is."""
    asked.demand(asked.person.sees_all)
    item, place = asked.text("item"), asked.text("place")
    if not (place.isascii() and place.isdecimal()):
        return _gone(asked)
    path = (ITEMS, item, MATERIALS, int(place[:6]))
    away = Change(path=path, expected=asked.text("spelt"), value=REMOVE)
    done = asked.workspace.change(away, asked.person.name, asked.site.now())
    if done.fault:
        return HTMLResponse(asked.refused(done.fault, done.hint), status_code=409)
    return _done(asked, asked.text("request") or f"{item}|")


routes = (one, add, change, unlist)
