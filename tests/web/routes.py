"""Who may ask for what: every route of the workspace, held in one table.

A new page is a new row. `test_routes.py` fails for a route that has none; it asks every route as everybody, and every form once
more while the submission is closed.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from scoring.web.accounts import Role
from scoring.web.rows import path_word

__all__ = ["ANSWER", "OWN", "ROUTES", "Row"]

OWN = ("自评", "2.5", "税费优惠及时惠及")
"""What a department is asked that owns one question of an item which others answer too; it says 是."""
ANSWER = {"path": path_word(OWN), "seen": "是", "there": "1"}

ALL = frozenset({Role.COORDINATOR})
"""Who sees everything: also whoever sits at the machine."""
FILLING = ALL | {Role.DEPARTMENT}
MANAGING = frozenset({Role.ADMINISTRATOR})
ANYBODY = frozenset(Role)


class Row(Struct, frozen=True, kw_only=True):
    """One route.

    who: the roles that it answers; everybody else gets 403
    status: what those get, for `fields` (of the form, or of the address)
    other: where a role is answered otherwise
    changes: a form that, sent with `fields`, changes something in the folder; while the submission is closed it changes
        nothing, and gets 409
    closed: what else a form gets while the submission is closed, which it does not touch
    files: a form that comes with files
    shared: what those get on a network, where all fill in the file that is open; None: as everywhere
    """

    who: frozenset[Role]
    status: int = 200
    other: Mapping[Role, int] = {}
    fields: Mapping[str, str] = {}
    changes: bool = False
    closed: int = 409
    files: bool = False
    shared: int | None = None


ROUTES: dict[str, Row] = {
    "GET /": Row(who=ANYBODY, other={Role.ADMINISTRATOR: 303}),
    "GET /form": Row(who=ANYBODY),
    "GET /form/all": Row(who=ANYBODY),
    "GET /next": Row(who=ANYBODY, status=303),
    "GET /history": Row(who=ANYBODY),
    "GET /explain": Row(who=ALL),
    "GET /evidence": Row(who=ALL),
    "GET /evidence/one": Row(who=ALL, status=404, fields={"item": "1.1", "place": "99"}),
    "GET /evidence/file": Row(who=ALL, status=404, fields={"path": "自评.yaml"}),
    "GET /evidence/preview": Row(who=ALL, status=404, fields={"path": "自评.yaml"}),
    "GET /settings": Row(who=ALL),
    "POST /settings/save": Row(
        who=ALL,
        status=303,
        fields={
            "path": path_word(("解释口径", "方案不明确的认定")),
            "text-0": "全部不明确",
            "text-1": "四项都不明确才扣",
        },
        changes=True,
    ),
    "GET /improve": Row(who=ALL),
    "GET /compare": Row(who=ALL),
    "GET /exchange": Row(who=ALL),
    "GET /exchange/zip": Row(who=ALL),
    "GET /exchange/file": Row(who=ALL, status=404, fields={"name": "../自评.yaml"}),
    "GET /report": Row(who=ALL),
    "GET /report/file": Row(who=ALL, status=404, fields={"paper": "pdf"}),
    "GET /report/sealed": Row(who=ALL, status=404, fields={"name": "../自评.yaml"}),
    "GET /source": Row(who=ALL),
    "GET /start": Row(who=ALL, shared=409),
    "GET /manage": Row(who=MANAGING),
    "POST /answer": Row(who=FILLING, status=303, fields={**ANSWER, "text": "否"}, changes=True),
    "POST /undo": Row(who=FILLING, status=303, fields={**ANSWER, "former": '"否"'}, changes=True),
    "POST /unit": Row(who=frozenset(), fields={"item": "1.1", "name": "甲区"}),  # this index has no item of units
    "POST /unit/change": Row(
        who=frozenset(), fields={"path": path_word(("自评", "1.1", "县市区", "甲区")), "what": "remove"}
    ),
    "POST /history/back": Row(
        who=FILLING, status=303, fields={"path": ANSWER["path"], "now": '"是"', "back": '"否"'}, changes=True
    ),
    "POST /evidence/upload": Row(who=ALL, files=True, changes=True),
    "POST /evidence/list": Row(
        who=ALL, status=303, fields={"request-0": "1.1|", "path-0": "evidence/方案.pdf", "标题-0": "甲"}, changes=True
    ),
    "POST /evidence/add": Row(
        who=ALL, status=303, fields={"request": "1.1|", "path": "evidence/方案.pdf", "标题": "甲"}, changes=True
    ),
    "POST /evidence/back": Row(who=ALL, status=303, fields={"path": "evidence/旧稿.pdf"}, changes=True),
    "POST /evidence/change": Row(
        who=ALL,
        status=303,
        fields={"item": "1.1", "place": "0", "spelt": "", "request": "1.1|", "标题": "甲"},
        changes=True,
    ),
    "POST /evidence/unlist": Row(who=ALL, status=303, fields={"item": "1.1", "place": "0", "spelt": ""}, changes=True),
    "POST /compare/with": Row(who=ALL, closed=200),
    "POST /exchange/out": Row(who=ALL, status=303),
    "POST /exchange/in": Row(who=ALL, status=303, files=True, changes=True),
    "POST /exchange/take": Row(who=ALL, changes=True),
    "POST /exchange/settle": Row(who=ALL, fields={"path": ANSWER["path"], "value": "keep"}),
    "POST /exchange/clear": Row(who=ALL, status=303, changes=True),
    "POST /report/make": Row(who=ALL, status=404, closed=404),
    "POST /report/cancel": Row(who=ALL, status=404, closed=404),
    "POST /report/final": Row(who=ALL, status=409),
    "POST /report/reopen": Row(who=ALL, status=303, closed=303),
    "POST /source/save": Row(who=ALL, status=303, fields={"source": "", "digest": ""}, changes=True),
    "POST /start/open": Row(who=ALL, closed=200, shared=409),
    "POST /start/new": Row(who=ALL, closed=200, shared=409),
    "POST /start/bring": Row(who=ALL, closed=200, shared=409),
    "POST /start/sample": Row(who=ALL, status=303, closed=303, shared=409),
    "POST /manage/add": Row(who=MANAGING, closed=200),
    "POST /manage/change": Row(who=MANAGING, status=303, closed=303),
    "POST /manage/backup": Row(who=MANAGING, status=303, changes=True, closed=403),
    "POST /logout": Row(who=ANYBODY, status=303, closed=303),
}
"""By method and path. Where a form must name bytes of the file as they stand, the test puts them in."""
