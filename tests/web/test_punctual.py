"""Connections that do not come to an end are closed: by a clock of the test, and once by a real one."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from scoring.web import punctual
from scoring.web.punctual import PATIENCE, SLOWEST, Punctual
from scoring.web.serving import bound

LINE = b"POST / HTTP/1.1\r\n"
HEAD = b"Host: a\r\nContent-Length: 1000000\r\n\r\n"


class Clock:
    """A loop whose time is what the test says, and which does nothing but call when it is time."""

    def __init__(self) -> None:
        self.now = 0.0
        self.calls: list[tuple[float, Callable[[], None], Any]] = []

    def time(self) -> float:
        return self.now

    def call_at(self, when: float, call: Callable[[], None]) -> Any:
        handle = asyncio.TimerHandle(when, call, (), self)  # type: ignore[arg-type]
        self.calls.append((when, call, handle))
        return handle

    def call_later(self, delay: float, call: Callable[[], None]) -> Any:
        return self.call_at(self.now + delay, call)

    def get_debug(self) -> bool:
        return False

    def _timer_handle_cancelled(self, _handle: object) -> None: ...

    def create_task(self, work: Coroutine[Any, Any, None], **_more: Any) -> asyncio.Future[None]:
        work.close()
        return asyncio.Future(loop=asyncio.new_event_loop())

    def until(self, now: float) -> None:
        """Let time pass."""
        while due := sorted((one for one in self.calls if one[0] <= now), key=lambda one: one[0]):
            self.calls.remove(due[0])
            self.now = max(self.now, due[0][0])
            if not due[0][2].cancelled():
                due[0][1]()
        self.now = now


class Wire(asyncio.Transport):
    """A connection that only remembers whether it was closed."""

    closed = False

    def abort(self) -> None:
        self.closed = True

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def write(self, data: Any) -> None: ...

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...


class Connection:
    """One that was just made."""

    def __init__(self) -> None:
        self.clock, self.wire = Clock(), Wire()
        config = uvicorn.Config(_app, log_config=None)
        self.spoken = Punctual(config=config, server_state=ServerState(), app_state={}, _loop=self.clock)
        self.spoken.connection_made(self.wire)

    def say(self, data: bytes, at: float) -> None:
        self.clock.until(at)
        if not self.wire.closed:
            self.spoken.data_received(data)


async def _app(_scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"x" * 50_000_000})


@pytest.fixture
def connection() -> Connection:
    return Connection()


def test_whoever_says_nothing_is_closed(connection: Connection) -> None:
    connection.clock.until(PATIENCE - 0.1)
    assert not connection.wire.closed

    connection.clock.until(PATIENCE)
    assert connection.wire.closed


@pytest.mark.parametrize("said", [b"P", LINE, LINE + HEAD], ids=["a letter", "a line", "the head"])
def test_a_byte_now_and_then_gives_no_time(connection: Connection, said: bytes) -> None:
    connection.say(said, 0)
    for second in range(1, 30):
        connection.say(b"A", float(second))
    assert not connection.wire.closed

    connection.clock.until(PATIENCE + 1)
    assert connection.wire.closed


def test_a_request_that_is_there_has_all_the_time_it_takes(connection: Connection) -> None:
    connection.say(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", 29)
    connection.clock.until(10_000)

    assert not connection.wire.closed


def test_what_comes_quickly_may_take_longer(connection: Connection) -> None:
    """A document of 200 seconds at the slowest, a second at a time; then a pause that is too long."""
    connection.say(LINE + b"Host: a\r\nContent-Length: 100000000\r\n\r\n", 0)
    connection.spoken.flow.pause_reading = lambda: None  # type: ignore[method-assign]
    for second in range(1, 201):
        connection.say(b"x" * SLOWEST, second)
    assert not connection.wire.closed

    connection.clock.until(200 + PATIENCE - 1)
    assert not connection.wire.closed
    connection.clock.until(200 + PATIENCE)
    assert connection.wire.closed


def test_much_at_once_buys_no_more_than_a_fresh_request_has(connection: Connection) -> None:
    connection.say(LINE + b"Host: a\r\nContent-Length: 100000000\r\n\r\n" + b"x" * SLOWEST * 100, 0)
    connection.spoken.flow.resume_reading()

    connection.clock.until(PATIENCE)
    assert connection.wire.closed


def test_while_we_do_not_take_what_came_nobody_is_late(connection: Connection) -> None:
    connection.say(LINE + HEAD + b"x" * 70_000, 0)
    assert connection.spoken.flow.read_paused
    connection.clock.until(1000)
    assert not connection.wire.closed

    connection.spoken.flow.resume_reading()
    connection.clock.until(1000 + 2 * PATIENCE)
    assert connection.wire.closed


def test_whoever_reads_no_answer_is_closed_and_whoever_reads_slowly_is_not(connection: Connection) -> None:
    connection.say(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", 0)
    for second in range(0, 200, 20):
        connection.clock.until(second)
        connection.spoken.pause_writing()
        connection.clock.until(second + 19)
        connection.spoken.resume_writing()
    assert not connection.wire.closed

    connection.spoken.pause_writing()
    connection.clock.until(199 + PATIENCE)
    assert connection.wire.closed


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    monkeypatch.setattr(punctual, "PATIENCE", 0.1)
    listening = bound("127.0.0.1", 0)
    listening.listen()
    server = uvicorn.Server(uvicorn.Config(_app, http=Punctual, log_level="critical", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield listening.getsockname()
    server.should_exit = True
    thread.join()


@pytest.mark.parametrize("said", [b"", LINE, LINE + HEAD, LINE + HEAD + b"x"])
def test_a_real_connection_that_waits_is_closed(address: tuple[str, int], said: bytes) -> None:
    """Nothing else can happen to it: the test waits until it is."""
    with socket.create_connection(address, timeout=30) as client:
        client.sendall(said)
        try:
            while client.recv(1_000_000):
                pass
        except ConnectionResetError:
            pass
