"""Connections that do not come to an end: closed. uvicorn waits for a request as long as it takes to arrive, and as long for
somebody to read an answer; a few hundred that send a byte now and then would keep everybody else out.
"""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["PATIENCE", "SLOWEST", "Punctual"]

PATIENCE = 30.0
"""Seconds that a whole request may take to arrive, and that nobody may leave an answer unread."""
SLOWEST = 64 * 1024
"""Bytes in a second: what comes as quickly as this, such as a large document, may take longer."""
ARRIVING = (h11.IDLE, h11.SEND_BODY)
"""How a request stands that has not been sent to its end."""


class Punctual(H11Protocol):
    """One connection as uvicorn speaks HTTP on it, with an end to patience."""

    def __init__(self, *words: Any, **more: Any) -> None:
        super().__init__(*words, **more)
        self._until = 0.0
        self._waiting: asyncio.TimerHandle | None = None
        self._unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """As uvicorn begins; who says nothing has no more time than who says half."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """As uvicorn reads; what comes quickly gives time, to no more than a fresh request has."""
        if self._waiting is None:
            self._wait()
        self._until = min(self._until + len(data) / SLOWEST, self.loop.time() + PATIENCE)
        super().data_received(data)
        if self.conn.their_state not in ARRIVING:
            self._arrived()

    def connection_lost(self, exc: Exception | None) -> None:
        """As uvicorn ends."""
        self._arrived()
        self.resume_writing()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """The answer is not being read: uvicorn waits, we not for ever."""
        super().pause_writing()
        self._unread = self.loop.call_later(PATIENCE, self.transport.abort)

    def resume_writing(self) -> None:
        """It is being read again."""
        super().resume_writing()
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _wait(self) -> None:
        self._until = self.loop.time() + PATIENCE
        self._waiting = self.loop.call_at(self._until, self._late)

    def _arrived(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _late(self) -> None:
        if self.flow.read_paused:  # it is us who do not take what came
            self._until = self.loop.time() + PATIENCE
        if self.loop.time() >= self._until:
            self.transport.abort()
        else:
            self._waiting = self.loop.call_at(self._until, self._late)
