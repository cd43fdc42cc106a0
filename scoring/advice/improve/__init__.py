"""What a city can do about its score: every fix and its exact gain, joint fixes, smallest plans, narrowing."""

from __future__ import annotations

from scoring.advice.improve.improvement import improve, improvement_json
from scoring.advice.improve.model import Improvement, TargetPlan

__all__ = ["Improvement", "TargetPlan", "improve", "improvement_json"]
