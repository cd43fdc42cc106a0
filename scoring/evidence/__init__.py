"""What is really on disk for the evidence (佐证材料) of a submission."""

from __future__ import annotations

from scoring.evidence.inspection import inspect

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from scoring.evidence.checking import absent_in, check
    from scoring.evidence.findings import absent
    from scoring.evidence.folders import layout

__all__ = ["absent", "absent_in", "check", "inspect", "layout"]


def __getattr__(name: str) -> Callable[..., object]:
    """Load what `scoring score` does not need only when it is asked for."""
    if name == "check":
        from scoring.evidence.checking import check

        return check
    if name == "absent_in":
        from scoring.evidence.checking import absent_in

        return absent_in
    if name == "absent":
        from scoring.evidence.findings import absent

        return absent
    if name == "layout":
        from scoring.evidence.folders import layout

        return layout
    raise AttributeError(name)
