"""Who asks for a page, and what they may see and change."""

from __future__ import annotations

from msgspec import Struct

from scoring.exchange.questions import Question
from scoring.web.accounts import Account, Role

__all__ = ["LOCAL", "Person"]


class Person(Struct, frozen=True, kw_only=True):
    """Somebody who was let in.

    departments: whose questions they see; empty where the role sees all
    """

    name: str
    role: Role
    departments: tuple[str, ...] = ()

    @classmethod
    def of(cls, account: Account) -> Person:
        """The person behind an account."""
        return cls(name=account.name, role=account.role, departments=account.departments)

    @property
    def sees_all(self) -> bool:
        """Whether the whole submission is theirs to see."""
        return self.role is Role.COORDINATOR

    @property
    def manages(self) -> bool:
        """Whether they make accounts."""
        return self.role is Role.ADMINISTRATOR

    def may_see(self, question: Question) -> bool:
        """Whether a question is theirs."""
        return self.sees_all or (
            self.role is Role.DEPARTMENT and any(one in self.departments for one in question.owners)
        )


LOCAL = Person(name="本机", role=Role.COORDINATOR)
"""Whoever sits at the machine, where no accounts are asked for."""
