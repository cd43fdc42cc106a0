"""管理: accounts, who answers for which department, backups, what happened. Only where people log in."""

from __future__ import annotations

from datetime import datetime

from starlette.responses import Response

from scoring.base.text import departments_of, os_error_text
from scoring.web.accounts import Account, Accounts, AccountsError, Role
from scoring.web.asking import Asked, route
from scoring.web.backup import FOLDER, back_up, backups_in

__all__ = ["routes"]


def _accounts(asked: Asked) -> Accounts:
    asked.demand(asked.person.manages and asked.site.accounts is not None)
    assert asked.site.accounts is not None
    return asked.site.accounts


def _departments(asked: Asked) -> tuple[str, ...]:
    """Those that the file asks; none where it cannot be read."""
    opened = None if asked.site.workspace is None else asked.site.workspace.open().value
    asks = () if opened is None else opened.source.asked.questions
    return tuple(departments_of(*(owner for one in asks for owner in one.owners)))


def _page(asked: Asked, message: str = "", at: str = "") -> Response:
    """`message` is told in the part `at` of the page."""
    accounts, departments = _accounts(asked), _departments(asked)
    everybody, refused = accounts.all(), asked.text("only") == "refused"
    answering = [one for one in everybody if one.role is Role.DEPARTMENT and not one.disabled]
    workspace = asked.site.workspace
    return asked.page(
        "manage.html",
        "管理",
        accounts=everybody,
        roles=Role,
        department=Role.DEPARTMENT,
        departments=departments,
        covered=[(one, "、".join(who.name for who in answering if one in who.departments)) for one in departments],
        backups=() if workspace is None else backups_in(workspace),
        opened=workspace is not None,
        folder=FOLDER,
        lines=[
            (datetime.fromtimestamp(one.at).isoformat(" ", "seconds"), one.who, one.address, one.what)
            for one in accounts.audit(refused=refused)
        ],
        refused=refused,
        typed=asked.text("name") if at == "add" else "",
        ticked=_chosen(asked) if at == "add" else (),
        message=message,
        at=at,
    )


def _chosen(asked: Asked) -> tuple[str, ...]:
    """The departments that were ticked."""
    known = _departments(asked)
    return tuple(one for one in asked.form.getlist("departments") if one in known and isinstance(one, str))


@route("/manage")
def manage(asked: Asked) -> Response:
    """All accounts."""
    return _page(asked)


@route("/manage/add", methods=("POST",))
def add(asked: Asked) -> Response:
    """Make an account."""
    accounts = _accounts(asked)
    role = next((one for one in Role if one.name == asked.text("role")), None)
    if role is None:
        return _page(asked, "请选一种角色。", "add")
    account = Account(name=asked.text("name"), role=role, departments=_chosen(asked) if role is Role.DEPARTMENT else ())
    try:
        accounts.add(account, asked.text("password"), by=asked.person.name, at=asked.site.now().timestamp())
    except AccountsError as error:
        return _page(asked, str(error), "add")
    return asked.go("/manage#accounts")


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
                accounts.assign(name, _chosen(asked), by=by, at=at)
    except AccountsError as error:
        return _page(asked, str(error), "accounts")
    return asked.go("/manage#accounts")


@route("/manage/backup", methods=("POST",))
def backup(asked: Asked) -> Response:
    """Put a backup beside the workspace."""
    accounts, workspace, now = _accounts(asked), asked.workspace, asked.site.now()
    try:
        made = back_up(workspace, accounts, now)
    except OSError as error:
        text = f"没有备份成：{os_error_text(error)}。\n  怎么办：核对磁盘空间和文件夹的权限，再试一次。"
        return _page(asked, text, "backup")
    accounts.note(f"备份为 {made.name}", by=asked.person.name, address=asked.address, at=now.timestamp())
    return asked.go("/manage#backup")


routes = (manage, add, change, backup)
