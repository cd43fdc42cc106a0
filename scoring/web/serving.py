"""The workspace served: on this machine for whoever sits at it, or on a network for those with an account."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from pathlib import Path

import uvicorn

from scoring.web.app import create_app
from scoring.web.guarding import hosts_of
from scoring.web.punctual import Punctual
from scoring.web.site import Site

__all__ = ["LOCAL_HOST", "bound", "names_of_machine", "serve"]

LOCAL_HOST = "127.0.0.1"
LOCAL_NAMES = (LOCAL_HOST, "localhost", "::1")


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 takes a free one. Raises OSError."""
    listening = socket.socket(socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((host, port))
    return listening


def names_of_machine(more: Sequence[str] = ()) -> tuple[str, ...]:
    """By what names colleagues reach this machine: `more`, its addresses, its name; those that lead back here come last."""
    name = socket.gethostname()
    try:
        addresses = {str(one[4][0]) for one in socket.getaddrinfo(name, None, socket.AF_INET)}
    except OSError:
        addresses = set()
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(("192.0.2.1", 9))  # sends nothing: asks the system which of its addresses it would use
            addresses.add(str(probe.getsockname()[0]))
    except OSError:
        pass
    reached = sorted(one for one in addresses if not one.startswith("127."))
    return tuple(dict.fromkeys([*more, *reached, name, *sorted(addresses), *LOCAL_NAMES]))


def serve(
    site: Site,
    listening: socket.socket,
    *,
    names: Sequence[str] = LOCAL_NAMES,
    certificate: Path | None = None,
    key: Path | None = None,
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Serve until interrupted. `ready` is called when requests are answered."""
    port = int(listening.getsockname()[1])
    app = create_app(site, hosts=hosts_of(names, port), secure=certificate is not None)
    config = uvicorn.Config(
        app,
        http=Punctual,
        log_level="critical",
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=False,
        ssl_certfile=None if certificate is None else str(certificate),
        ssl_keyfile=None if key is None else str(key),
        timeout_graceful_shutdown=5,
        limit_concurrency=200,
        h11_max_incomplete_event_size=64 * 1024,
        ws="none",
    )
    server = _Server(config, ready)
    try:
        server.run(sockets=[listening])
    finally:
        site.jobs.close()


class _Server(uvicorn.Server):
    """Says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn starts, then the word."""
        await super().startup(sockets)
        if self.started:
            self._ready()
