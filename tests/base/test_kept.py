"""One result is kept, for the very object it was worked out for."""

from __future__ import annotations

from scoring.base.kept import Memory, for_last


def test_the_result_for_the_last_object_is_kept() -> None:
    asked: list[list[int]] = []

    @for_last
    def total(numbers: list[int]) -> int:
        asked.append(numbers)
        return sum(numbers)

    first, equal = [1, 2], [1, 2]
    assert (total(first), total(first), total(equal), total(first)) == (3, 3, 3, 3)
    assert [id(one) for one in asked] == [id(first), id(equal), id(first)]


def test_past_the_limit_the_oldest_goes() -> None:
    memory: Memory[bool] = Memory(2)
    for name in ("甲", "乙", "丙"):
        assert memory.put(name, name == "丙") is (name == "丙")
    assert [memory.get(name) for name in ("甲", "乙", "丙")] == [None, False, True]
