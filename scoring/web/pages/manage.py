"""管理: accounts, who answers for which department, what happened to accounts. Only where people log in."""

from __future__ import annotations

from datetime import datetime

from starlette.responses import Response

from scoring.base.text import departments_of
from scoring.web.accounts import Account, Accounts, AccountsError, Role
from scoring.web.asking import Asked, route

__all__ = ["routes"]

OFFERED = (Role.DEPARTMENT, Role.COORDINATOR, Role.ADMINISTRATOR)


def _accounts(asked: Asked) -> Accounts:
    asked.demand(asked.person.manages and asked.site.accounts is not None)
    assert asked.site.accounts is not None
    return asked.site.accounts


def _page(asked: Asked, message: str = "") -> Response:
    accounts = _accounts(asked)
    opened = None if asked.site.workspace is None else asked.site.workspace.open().value
    names = (
        ()
        if opened is None
        else departments_of(*(owner for one in opened.source.asked.questions for owner in one.owners))
    )
    lines = [
        (datetime.fromtimestamp(one.at).isoformat(" ", "seconds"), one.who, one.address, one.what)
        for one in accounts.audit()
    ]
    return asked.page(
        "manage.html", "管理", accounts=accounts.all(), roles=OFFERED, departments=names, lines=lines, message=message
    )


@route("/manage")
def manage(asked: Asked) -> Response:
    """All accounts."""
    return _page(asked)


@route("/manage/add", methods=("POST",))
def add(asked: Asked) -> Response:
    """Make an account."""
    accounts = _accounts(asked)
    role = next((one for one in OFFERED if one.name == asked.text("role")), None)
    if role is None:
        return _page(asked, "请选一种角色。")
    chosen = tuple(one for one in asked.form.getlist("departments") if isinstance(one, str))
    account = Account(name=asked.text("name"), role=role, departments=chosen if role is Role.DEPARTMENT else ())
    try:
        accounts.add(account, asked.text("password"), by=asked.person.name, at=asked.site.now().timestamp())
    except AccountsError as error:
        return _page(asked, str(error))
    return asked.go("/manage")


@route("/manage/change", methods=("POST",))
def change(asked: Asked) -> Response:
    """Another password, keep out or let in again, other departments."""
    accounts, name, by, at = _accounts(asked), asked.text("name"), asked.person.name, asked.site.now().timestamp()
    try:
        match asked.text("what"):
            case "password":
                accounts.set_password(name, asked.text("password"), by=by, at=at)
            case "disable" | "enable" as what:
                accounts.set_disabled(name, what == "disable", by=by, at=at)
            case "assign":
                chosen = [one for one in asked.form.getlist("departments") if isinstance(one, str)]
                accounts.assign(name, chosen, by=by, at=at)
    except AccountsError as error:
        return _page(asked, str(error))
    return asked.go("/manage")


routes = (manage, add, change)
