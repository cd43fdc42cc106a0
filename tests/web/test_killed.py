"""A server that is killed at any moment loses no answer that it said was saved, and leaves a file that can be read."""

from __future__ import annotations

import html
import http.client
import os
import random
import re
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from scoring.documents.edit import journal_of
from scoring.web.rows import path_word
from scoring.web.workspace import Workspace
from tests.cli.running import ROOT
from tests.web.served import WORD, city_in
from tests.web.test_interleaving import numbers

KILLS = 6
WHOLE_WAY = 0.06
"""Seconds before which a kill strikes, counted from an answer that is being sent: about what one takes."""


class Server:
    """The workspace in a process of its own, and a browser before it."""

    def __init__(self, file: Path) -> None:
        words = [sys.executable, "-m", "scoring", "serve", str(file), "--no-browser"]
        self.process = subprocess.Popen(
            words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", env={**os.environ}
        )
        assert self.process.stdout is not None
        found = next(filter(None, (re.search(r"http://\S+", line) for line in self.process.stdout)), None)
        assert found is not None, "the workspace did not start"
        address = urlsplit(found[0])
        self.netloc = address.netloc
        self.connection = http.client.HTTPConnection(address.netloc, timeout=30)
        self.connection.request("GET", f"{address.path}?{address.query}")
        answer = self.connection.getresponse()
        answer.read()
        self.headers = {"Cookie": answer.headers["set-cookie"].partition(";")[0]}
        self.connection.request("GET", "/compare", headers=self.headers)
        word = WORD.search(self.connection.getresponse().read().decode())
        assert word is not None
        self.word = html.unescape(word[1])

    def answer(self, path: tuple[str, ...], text: str, seen: str | None) -> bool:
        """Whether an answer was sent and told as saved."""
        there = {} if seen is None else {"there": "1"}
        fields = {"word": self.word, "path": path_word(path), "seen": seen or "", "text": text, **there}
        headers = {
            **self.headers,
            "Origin": f"http://{self.netloc}",
            "Content-Type": "application/x-www-form-urlencoded",
            "HX-Request": "true",
        }
        try:
            self.connection.request("POST", "/answer", urlencode(fields), headers)
            answer = self.connection.getresponse()
            said = answer.read().decode()
        except (OSError, http.client.HTTPException):
            return False
        assert answer.status == 200, said
        assert "已保存" in said, said
        return True

    def kill(self) -> None:
        """End it as nothing can be answered to."""
        self.process.kill()

    def close(self) -> None:
        """Whatever it is, it ends."""
        self.process.kill()
        self.process.wait(30)
        self.connection.close()
        assert self.process.stdout is not None
        self.process.stdout.close()


def test_a_server_killed_while_it_saves_loses_no_answer(tmp_path: Path) -> None:
    file = city_in(tmp_path / "市")
    saved: dict[tuple[str, ...], str] = {}
    told = 0
    for seed in range(KILLS):
        chance = random.Random(seed)
        server = Server(file)
        try:
            began = Workspace(str(file)).open().value
            assert began is not None
            paths = numbers(began)
            spelt = {path: began.state(path).spelt for path in paths}
            last, whole = chance.randrange(1, 6), chance.uniform(0, WHOLE_WAY)
            step = 0
            while True:
                path, text = chance.choice(paths), str(100 + seed * 1000 + step)
                if step == last:
                    threading.Timer(whole, server.kill).start()
                elif step > last + 1000:
                    raise AssertionError("it cannot be killed")
                if not server.answer(path, text, spelt[path]):
                    break
                saved[path], spelt[path] = text, text
                told, step = told + 1, step + 1
            lost = path, text
        finally:
            server.close()
        after = Workspace(str(file)).open()
        assert after.value is not None, after.problems
        there = {one: after.value.source.answers.get(one) for one in saved}
        if lost[0] in there and there[lost[0]] == lost[1]:  # written, and killed before it could be said
            saved[lost[0]] = lost[1]
        assert there == saved
    assert told >= KILLS
    noted = {(line.path, line.after) for line in journal_of(str(file))}
    assert sum((path, text) in noted for path, text in saved.items()) >= len(saved) - KILLS
