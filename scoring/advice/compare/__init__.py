"""The exact difference of two submissions: by section, item, clause and input."""

from __future__ import annotations

from scoring.advice.compare.comparison import Compared, compare, comparison_json
from scoring.advice.compare.model import Comparison, Difference

__all__ = ["Compared", "Comparison", "Difference", "compare", "comparison_json"]
