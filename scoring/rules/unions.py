"""Names joined into groups, directly or through others."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["Unions"]


class Unions:
    """Each name begins as a group of its own."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._parent = {name: name for name in names}

    def __contains__(self, name: object) -> bool:
        return name in self._parent

    def root(self, name: str) -> str:
        """The name that stands for the group."""
        parent = self._parent
        parent.setdefault(name, name)
        while parent[name] != name:
            parent[name] = name = parent[parent[name]]
        return name

    def join(self, one: str, other: str) -> None:
        """Make one group of two."""
        self._parent[self.root(other)] = self.root(one)

    def group(self, name: str) -> list[str]:
        """All that are joined with a name, and it."""
        root = self.root(name)
        return [other for other in self._parent if self.root(other) == root]

    def groups(self) -> dict[str, list[str]]:
        """The members of each group, by the name that stands for it."""
        found: dict[str, list[str]] = {}
        for name in self._parent:
            found.setdefault(self.root(name), []).append(name)
        return found
