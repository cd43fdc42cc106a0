"""首页: where the city stands, what is missing and by whom, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from starlette.responses import RedirectResponse, Response

from scoring.base.text import departments_of, points_text, scored_text
from scoring.exchange.questions import Question
from scoring.model.scorecard import EligibilityState
from scoring.reports.papers.pictures import lost_points
from scoring.web.asking import Asked, route
from scoring.web.blocks import Part, parts_of, topic_anchor, topics_for
from scoring.web.entering import cookie_of, forget
from scoring.web.papers import explained_at, paper_html
from scoring.web.people import Person
from scoring.web.rows import row_of
from scoring.web.workspace import Opened
from scoring.wording import eligibility_word

__all__ = ["routes"]

MOST = 8
"""How many of the next steps the page shows."""
GENERAL = "基本信息（不分部门）"
"""Under what questions of no department are counted."""
STATES = {"open": "待填", "unconfirmed": "未核对", "idle": "不用填"}


class Cell(Struct, frozen=True, kw_only=True):
    """A question as a square of the grid: what it asks, how it stands (also in a word), where it is answered."""

    ask: str
    state: str
    word: str
    address: str


class Department(Struct, frozen=True, kw_only=True):
    """How far a department is: a cell for each question it answers, and how many of them are how far."""

    name: str
    cells: tuple[Cell, ...]

    def count(self, state: str) -> int:
        """How many stand so."""
        return sum(one.state == state for one in self.cells)


def departments(opened: Opened, person: Person, parts: list[Part]) -> list[Department]:
    """Every department in the order of the form; one that answers together with others is counted with its own."""
    pages = {topic.id: f"/form?part={part.id}" for part in parts for topic in part.topics}
    found: dict[str, list[Cell]] = {}
    for one in opened.source.asked.questions:
        if one.optional or not person.may_see(one):
            continue
        cells = list(_cells(opened, one, pages.get(one.topic.id, "")))
        for owner in departments_of(*one.owners) or (GENERAL,):
            found.setdefault(owner, []).extend(cells)
    return [Department(name=name, cells=tuple(cells)) for name, cells in found.items()]


def _cells(opened: Opened, question: Question, page: str) -> Iterator[Cell]:
    for unit in opened.source.units(question.topic.id) if question.of_units else ("",):
        path = question.at(unit) if unit else question.path
        row = row_of(question, path, opened.state(path))
        ask = f"{unit} {question.fact.ask}" if unit else question.fact.ask
        word = STATES.get(row.state, "已填")
        yield Cell(ask=ask, state=row.state, word=word, address=f"{page}#{row.anchor}" if page else "/settings")


@route("/")
def home(asked: Asked) -> Response:
    """The first page."""
    person = asked.person
    if person.manages:
        return asked.go("/manage")
    opened = asked.opened
    card, explanation = opened.assessment.card, opened.assessment.explanation
    eligibility = card.eligibility
    parts = parts_of(opened, person)
    everybody = departments(opened, person, parts)
    names = [one.name for one in everybody if one.name != GENERAL]
    owner = asked.text("owner") if asked.text("owner") in names else ""
    steps = [one for one in explanation.next_steps if not owner or owner in departments_of(one.owner)]
    most = len(steps) if owner else MOST
    picture = lost_points(card, explained_at)
    applied = opened.assessment.submission.applied_on
    days = None if applied is None else (applied - asked.site.now().date()).days
    where = {topic.id: f"/form?part={one.id}#{topic_anchor(topic)}" for one in parts for topic in one.topics}
    return asked.page(
        "home.html",
        "首页",
        problems=opened.problems,
        overwritten=len(asked.workspace.overwritten()),
        total=scored_text(card.total) if person.sees_all else "",
        full=points_text(card.full),
        complete=card.complete,
        open=sum(one.left for one in parts),
        lacking=[
            one.name
            for one in opened.assessment.criteria.references
            if one.name not in opened.assessment.submission.references
        ],
        grade=None if card.grade is None else card.grade,
        eligible=eligibility_word(eligibility.state),
        barred=eligibility.state is EligibilityState.INELIGIBLE,
        sections=[
            (one.section.label + one.section.title, scored_text(one.score), points_text(one.section.points))
            for one in card.sections
        ],
        steps=[(points_text(one.worth), one.text, one.owner, where.get(one.item, "")) for one in steps[:most]],
        more=len(steps[most:]),
        owner=owner,
        names=names,
        departments=everybody,
        parts=parts,
        seen=sum(map(len, topics_for(opened, person).values())),
        picture=paper_html([picture]) if picture is not None and person.sees_all else "",
        applied=applied,
        days=days,
    )


@route("/logout", methods=("POST",))
def logout(asked: Asked) -> Response:
    """End the session."""
    accounts = asked.site.accounts
    if accounts is not None:
        accounts.log_out(asked.request.cookies.get(cookie_of(asked.request), ""))
    answer = RedirectResponse("/login", status_code=303)
    forget(answer, asked.request)
    return answer


routes = (home, logout)
