"""All applicants of one batch together: what is kept of each, and who stands where."""

from __future__ import annotations

from scoring.cohort.applicant_json import applicant_from, applicant_json
from scoring.cohort.applicants import READINGS, applicant_of
from scoring.cohort.ranking import rank
from scoring.cohort.ranking_json import ranking_json

__all__ = ["READINGS", "applicant_from", "applicant_json", "applicant_of", "rank", "ranking_json"]
