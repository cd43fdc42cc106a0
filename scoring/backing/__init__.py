"""How much of a claimed score lies on paper (佐证): the evidenced reading, and the points each missing file puts at risk."""

from __future__ import annotations

from scoring.backing.weighing import supports, weigh, without

__all__ = ["supports", "weigh", "without"]
