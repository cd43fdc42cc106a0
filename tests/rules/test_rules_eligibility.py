"""Gates: the window of calendar years, missing answers and missing dates."""

from __future__ import annotations

from datetime import date

import pytest

from scoring.model.gates import window
from scoring.model.procedure import Gate, GateKind
from scoring.model.scorecard import EligibilityState
from scoring.model.submission import GateAnswer, Incident
from scoring.rules import evaluate
from scoring.rules.evaluating import gate_result
from tests.rules.rules_factories import HERE, item, pack, submission

CLEAR, INELIGIBLE, UNKNOWN = EligibilityState.CLEAR, EligibilityState.INELIGIBLE, EligibilityState.UNKNOWN
INCIDENTS = Gate(name="重大事故", kind=GateKind.INCIDENTS, ask="", quote="", location=HERE, years=2)
BAN = Gate(name="被撤销称号", kind=GateKind.YES_NO, ask="", quote="", location=HERE)
APPLIED = date(2022, 5, 20)


def incidents(*days: date | None) -> GateAnswer:
    return GateAnswer(known=True, incidents=tuple(Incident(on=day, text="事故", location=HERE) for day in days))


@pytest.mark.parametrize(
    ("as_of", "start"),
    [
        (date(2022, 5, 20), date(2020, 5, 20)),
        (date(2024, 2, 29), date(2022, 2, 28)),
        (date(2022, 2, 28), date(2020, 2, 28)),
        (date(2022, 1, 1), date(2020, 1, 1)),
        (date(2, 12, 31), date(1, 1, 1)),
        (date(1, 1, 1), date(1, 1, 1)),
    ],
)
def test_window_begins_on_the_corresponding_day(as_of: date, start: date) -> None:
    assert window(2, as_of) == (start, as_of)


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (None, UNKNOWN),
        (GateAnswer(known=False), UNKNOWN),
        (incidents(), CLEAR),
        (incidents(date(2020, 5, 19)), CLEAR),
        (incidents(date(2020, 5, 20)), INELIGIBLE),
        (incidents(date(2022, 5, 20)), INELIGIBLE),
        (incidents(date(2022, 5, 21)), CLEAR),
        (incidents(None), UNKNOWN),
        (incidents(None, date(2021, 6, 1)), INELIGIBLE),
        (incidents(None, date(2019, 6, 1)), UNKNOWN),
    ],
)
def test_incidents(answer: GateAnswer | None, state: EligibilityState) -> None:
    assert gate_result(INCIDENTS, answer, APPLIED).state is state


def test_only_incidents_in_the_window_are_the_reason() -> None:
    found = gate_result(INCIDENTS, incidents(date(2019, 1, 1), date(2021, 6, 1)), APPLIED)
    assert found.disqualifying == ((date(2021, 6, 1), "事故"),)
    assert found.window == (date(2020, 5, 20), APPLIED)


def test_without_an_application_date_only_none_at_all_is_clear() -> None:
    assert gate_result(INCIDENTS, incidents(), None).state is CLEAR
    assert gate_result(INCIDENTS, incidents(date(2001, 1, 1)), None).state is UNKNOWN


@pytest.mark.parametrize(("yes", "state"), [(True, INELIGIBLE), (False, CLEAR), (None, UNKNOWN)])
def test_ban(yes: bool | None, state: EligibilityState) -> None:
    assert gate_result(BAN, GateAnswer(known=yes is not None, yes=yes), APPLIED).state is state


def test_gates_change_no_points_and_an_open_gate_leaves_the_card_incomplete() -> None:
    criteria = pack([item("1.1", 2, [])], gates=(INCIDENTS, BAN))
    barred = submission(
        gates={"重大事故": incidents(date(2021, 6, 1)), "被撤销称号": GateAnswer(known=True, yes=False)}
    )
    card = evaluate(criteria, barred, as_of=APPLIED, tool_version="0")
    assert (card.eligibility.state, card.total.low, card.complete) == (INELIGIBLE, 0, True)
    undecided = evaluate(criteria, submission(applied_on=APPLIED), as_of=None, tool_version="0")
    assert (undecided.eligibility.state, undecided.total.decided, undecided.complete) == (UNKNOWN, True, False)
    assert undecided.provenance.as_of == APPLIED
