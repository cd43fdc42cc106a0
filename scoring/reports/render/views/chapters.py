"""A printed report as data: its chapters 一、 with their parts （一）, behind a cover."""

from __future__ import annotations

from msgspec import Struct

from scoring.reports.render.views.model import Cover

__all__ = ["Chapter", "Document", "Part"]


class Part(Struct, frozen=True, kw_only=True):
    """A second-level heading: its anchor, number （一） and title."""

    key: str
    anchor: str
    number: str
    title: str


class Chapter(Struct, frozen=True, kw_only=True):
    """A first-level heading 一、 and its parts; `key` is also the name of the template that prints it, unless its
    `body` is drawn already."""

    key: str
    anchor: str
    number: str
    title: str
    parts: tuple[Part, ...]
    body: str | None = None

    def part(self, key: str) -> Part:
        """The part named `key`; KeyError when there is none."""
        for part in self.parts:
            if part.key == key:
                return part
        raise KeyError(key)

    def has(self, key: str) -> bool:
        """Whether this chapter has the part `key`."""
        return any(part.key == key for part in self.parts)


class Document(Struct, frozen=True, kw_only=True):
    """A report whose chapters are blocks, see `scoring.reports.document`.

    title: also the running head
    author, subject, keyword: what the file says of itself
    day: its date as YYYY-MM-DD ("" for none)
    chapters: numbered, with their blocks drawn
    """

    title: str
    city: str
    author: str
    subject: str
    keyword: str
    day: str
    chapters: tuple[Chapter, ...]
    cover: Cover
