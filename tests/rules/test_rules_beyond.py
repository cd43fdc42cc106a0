"""What is added to and taken from the total, where a number is missing."""

from __future__ import annotations

from msgspec.structs import replace

from scoring.assess import evaluate
from scoring.loading import Loaded
from scoring.model.clauses import Reach
from scoring.model.facts import FactType
from tests.exact import span
from tests.rules.rules_factories import award, deduct, fact, item, pack, submission


def test_a_bonus_makes_room_for_what_is_taken_from_the_total() -> None:
    """满分100分，加20分；每起扣3分，起数没有填: 40 起 take all of the 120, none leaves them."""
    facts = [fact("有问题"), fact("获表彰"), fact("起数", FactType.COUNT)]
    clauses = [
        deduct(1, "有问题"),
        replace(award(20, "获表彰"), reach=Reach.TOTAL),
        replace(deduct(3, per="起数"), reach=Reach.TOTAL),
    ]
    rules = item("1.1", 100, clauses, facts)
    city = submission({"有问题": False, "获表彰": True})
    assert evaluate(Loaded(criteria=pack([rules]), submission=city)).card.total == span(0, 120)


def test_what_may_be_added_without_end_is_told() -> None:
    facts = [fact("有问题"), fact("超额数", FactType.COUNT)]
    clauses = [deduct(1, "有问题"), replace(award(3, per="超额数"), reach=Reach.TOTAL, quote="每超额一个加3分")]
    rules = item("1.1", 100, clauses, facts)
    open_ = evaluate(Loaded(criteria=pack([rules]), submission=submission({"有问题": False}))).explanation
    told = "“每超额一个加3分”（1.1）加多少没有上限，总分的最高分只按最多加"
    assert [line for line in open_.total_trace if line.startswith(told)]
    known = evaluate(Loaded(criteria=pack([rules]), submission=submission({"有问题": False, "超额数": 100})))
    assert known.card.total == span(400)
    assert not [line for line in known.explanation.total_trace if line.startswith(told)]
