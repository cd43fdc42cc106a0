"""Reviews of a self-assessment (审核): reading them, merging them, and the score that stands after them."""

from __future__ import annotations

from scoring.review.files import ReviewSet, load_review, load_reviews, read_reviews
from scoring.review.review_file import read_review, review_schema
from scoring.review.verifying import verify_claims

__all__ = ["ReviewSet", "load_review", "load_reviews", "read_review", "read_reviews", "review_schema", "verify_claims"]
