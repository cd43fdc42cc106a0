"""The headings of a report as data: chapters 一、 and their parts （一）."""

from __future__ import annotations

from msgspec import Struct

__all__ = ["Chapter", "Part"]


class Part(Struct, frozen=True, kw_only=True):
    """A second-level heading: its anchor, number （一） and title."""

    key: str
    anchor: str
    number: str
    title: str


class Chapter(Struct, frozen=True, kw_only=True):
    """A first-level heading 一、 and its parts; `key` is also the name of the template that prints it."""

    key: str
    anchor: str
    number: str
    title: str
    parts: tuple[Part, ...]

    def part(self, key: str) -> Part:
        """The part named `key`; KeyError when there is none."""
        for part in self.parts:
            if part.key == key:
                return part
        raise KeyError(key)

    def has(self, key: str) -> bool:
        """Whether this chapter has the part `key`."""
        return any(part.key == key for part in self.parts)
