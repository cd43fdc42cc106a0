"""Which mistakes are tried on tables and on counts: none that no table could hold, none that no value could tell."""

from __future__ import annotations

from fractions import Fraction

from msgspec.structs import replace

from scoring.authoring.check.mistakes import variants
from scoring.authoring.check.mutants import mutants_of
from scoring.model.amounts import Measure, PerUnit, Side, Tier, Tiers
from scoring.model.conditions import Op
from scoring.model.facts import FactType
from tests.rules.rules_factories import deduct, fact, item, pack

F = Fraction


def test_a_row_of_a_table_is_mistaken_for_one_that_looks_the_same_way() -> None:
    rows = (Tier(op=Op.LT, bound=F(80), points=F(1)), Tier(op=Op.LE, bound=F(70), points=F(2)))
    changed = [made.rows for name, _, made in variants(Tiers(fact="率", rows=rows)) if "/op/" in name]
    assert [[row.op for row in made] for made in changed] == [[Op.LE, Op.LE], [Op.LT, Op.LT]]


def partials(base: Measure, kind: FactType = FactType.COUNT) -> list[str]:
    amount = PerUnit(points=F(1), fact="次数", side=Side.BELOW, base=base)
    clause = replace(deduct(1), amount=amount)
    made = pack([item("1.1", 4, [clause], [fact("次数", kind), fact("应办次数", FactType.COUNT)])])
    mutants = mutants_of(made, made.sections[0].items[0], ("次数", "应办次数"))
    return [one.id for one in mutants if "/partial/" in one.id]


def test_part_steps_are_not_tried_between_whole_numbers() -> None:
    assert partials("应办次数") == partials(F(6)) == []
    assert len(partials(F(13, 2))) == len(partials("应办次数", FactType.NUMBER)) == 2


def words(amount: PerUnit | Tiers) -> list[str]:
    return [text for _, text, _ in variants(amount)]


def test_mistakes_are_told_without_key_words() -> None:
    steps = PerUnit(points=F(1), fact="率", step=F(5), side=Side.BELOW, base=F(100))
    assert words(steps) == [
        "1分改为2分",
        "1分改为0.5分",
        "一档的大小由5改为6",
        "一档的大小由5改为4",
        "往哪边算由不足的改为超出的",
        "起算的数由100改为101",
        "起算的数由100改为99",
        "不足一档由不计改为按比例",
        "不足一档由不计改为按一档",
    ]
    rows = (Tier(op=Op.LT, bound=F(80), points=F(2)),)
    assert words(Tiers(fact="率", rows=rows)) == [
        "第1档界限由低于改为不超过",
        "第1档界限由80改为81",
        "第1档界限由80改为79",
        "第1档由2分改为3分",
        "第1档由2分改为1分",
    ]
