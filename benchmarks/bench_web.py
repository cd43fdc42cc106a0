"""What the workspace costs: start, memory, pages, an answer, what a page transfers; beside bare Starlette and uvicorn in the same run.

Bare means: the same bytes handed out by the same libraries, no file read, no score, no template. Times are processor time of the
server (user and system), so that what else the machine does counts little; goals that are missed are told, with exit code 1.
"""

from __future__ import annotations

import contextlib
import html
import http.client
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import yaml

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 20
TICKS = os.sysconf("SC_CLK_TCK")
QUESTION = json.dumps(["自评", "1.1", "专题会议次数"], ensure_ascii=False)
PARTS = ("basics", *"123456", "report")
PAGES = (
    *(
        "/",
        *(f"/form?part={part}" for part in PARTS),
        "/explain?item=1.1",
        "/evidence",
        "/settings",
        "/improve",
        "/compare",
    ),
    *("/exchange", "/report", "/history", "/source", "/source?edit=1", "/start"),
)
BARE = """
import sys
from pathlib import Path
import uvicorn
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route
page = Path(sys.argv[1]).read_bytes()
async def answer(request):
    return HTMLResponse(page)
class Server(uvicorn.Server):
    async def startup(self, sockets=None):
        await super().startup(sockets)
        print(f"http://127.0.0.1:{self.servers[0].sockets[0].getsockname()[1]}/", flush=True)
app = Starlette(routes=[Route("/", answer)])
Server(uvicorn.Config(app, port=0, http="h11", ws="none", log_level="critical", access_log=False)).run()
"""


class Server:
    """A server in a process of its own, and one connection to it. began: processor seconds until it answered; waited: until
    then by the clock."""

    def __init__(self, words: list[str]) -> None:
        start = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, *words], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
        )
        assert self.process.stdout is not None
        found = next(filter(None, (re.search(r"http://\S+", line) for line in self.process.stdout)), None)
        if found is None:
            raise SystemExit("没有启动。")
        self.address = urlsplit(found[0])
        self.connection = http.client.HTTPConnection(self.address.netloc)
        self.headers: dict[str, str] = {}
        answer, _ = self.ask("GET", f"/?{self.address.query}")
        self.waited, self.began = time.perf_counter() - start, self.used()
        if cookie := answer.headers["set-cookie"]:
            self.headers["Cookie"] = cookie.partition(";")[0]

    def ask(
        self, method: str, path: str, body: Mapping[str, str] | None = None
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """An answer and its body."""
        more = {"Origin": f"http://{self.address.netloc}", "Content-Type": "application/x-www-form-urlencoded"}
        headers = {**self.headers, **({} if body is None else {**more, "HX-Request": "true"})}
        self.connection.request(method, path, None if body is None else urlencode(body), headers)
        answer = self.connection.getresponse()
        return answer, answer.read()

    def used(self) -> float:
        """Processor seconds until now."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self) -> float:
        """MiB that it held at most."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        found = re.search(r"VmHWM:\s+(\d+)", status)
        assert found is not None
        return int(found[1]) / 1024

    def cost(self, path: str, rounds: int = ROUNDS) -> float:
        """Processor milliseconds of a page, drawn several times."""
        self.ask("GET", path)
        before = self.used()
        for _ in range(rounds):
            self.ask("GET", path)
        return (self.used() - before) / rounds * 1000


@contextlib.contextmanager
def running(*words: str) -> Iterator[Server]:
    server = Server(list(words))
    try:
        yield server
    finally:
        server.process.terminate()
        server.process.wait(30)


def answering(server: Server) -> tuple[float, float]:
    """Processor milliseconds of an answer that is saved, and the median by the clock."""
    _, page = server.ask("GET", "/form?part=1")
    word = html.unescape(re.findall(r'name="word" value="([^"]+)"', page.decode())[0])
    before, taken, seen = server.used(), [], "4"
    for number in range(5, 5 + 2 * ROUNDS):
        start = time.perf_counter()
        fields = {"word": word, "path": QUESTION, "seen": seen, "there": "1", "text": str(number)}
        answer, said = server.ask("POST", "/answer", fields)
        taken.append(time.perf_counter() - start)
        seen = str(number)
        if answer.status != 200 or "已保存" not in said.decode():
            raise SystemExit(said.decode())
    return (server.used() - before) / len(taken) * 1000, statistics.median(taken) * 1000


def plain_reading() -> float:
    """Processor milliseconds of CSafeLoader for the same file, without places, checks or points: what a reader alone costs on
    this machine at this moment."""
    text = (ROOT / "submissions" / "sample-city" / "submission.yaml").read_text(encoding="utf-8")
    start = time.process_time()
    for _ in range(ROUNDS):
        yaml.load(text, Loader=yaml.CSafeLoader)
    return (time.process_time() - start) / ROUNDS * 1000


def transferred(server: Server) -> tuple[str, float, list[str]]:
    """The page that transfers most with all that it loads, its KB, and the fonts that any of them waits for."""
    most, fonts = ("", 0.0), []
    for path in PAGES:
        answer, page = server.ask("GET", path)
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
        size = len(page)
        for part in re.findall(r'(?:src|href)="(/static/[^"]+)"', page.decode()):
            _, body = server.ask("GET", part)
            size += len(body)
            fonts += [part] if b"@font-face" in body or part.endswith((".woff2", ".ttf", ".otf")) else []
        most = max(most, (path, size / 1000), key=lambda one: one[1])
    return (*most, fonts)


def main() -> int:
    """Print the table; 1 where a goal is missed."""
    rows: list[tuple[str, str, str, str, bool]] = []

    def row(name: str, value: float, unit: str, most: float, peer: str = "") -> None:
        digits = 2 if unit == "秒" else 1
        rows.append((name, f"{value:.{digits}f} {unit}", peer, f"≤ {most:g} {unit}", value <= most))

    with tempfile.TemporaryDirectory() as folder:
        city = shutil.copytree(ROOT / "submissions" / "sample-city", f"{folder}/city")
        with running("-m", "scoring", "serve", f"{city}/submission.yaml", "--no-browser") as ours:
            forms = {part: ours.cost(f"/form?part={part}") for part in PARTS}
            worst = max(forms, key=forms.__getitem__)
            _, page = ours.ask("GET", f"/form?part={worst}")
            Path(f"{folder}/page.html").write_bytes(page)
            home, evidence = ours.cost("/"), ours.cost("/evidence")
            answer, waited = answering(ours)
            reader = plain_reading()
            path, size, fonts = transferred(ours)
            memory = ours.memory()
        with running("-c", BARE, f"{folder}/page.html") as bare:
            floor = bare.cost("/", 20 * ROUNDS)
            other = f"只交出同样的内容 {floor:.1f} 毫秒"
            row("启动到能打开（处理器时间）", ours.began, "秒", 1, f"只启动 Starlette {bare.began:.2f} 秒")
            row("启动到能打开（等待）", ours.waited, "秒", 1, f"只启动 Starlette {bare.waited:.2f} 秒")
            row(f"填报页，最大的一部分（{worst}）", forms[worst], "毫秒", 150, other)
            row("首页", home, "毫秒", 150, other)
            row("佐证材料页", evidence, "毫秒", 150, other)
            reading = f"CSafeLoader 读一遍同一份 {reader:.1f} 毫秒"
            row("一个答案：核对、写入、新的分数", answer, "毫秒", 25, reading)
            row("一个答案（等待，中位数）", waited, "毫秒", 25)
            row(f"一页传送的内容，最多的是 {path}", size, "KB", 300)
            row("内存，看过全部页、答过40次", memory, "MiB", 120, f"Starlette {bare.memory():.1f} MiB")
    print("| 做什么 | 本软件 | 对照 | 目标 | |\n|---|---|---|---|---|")
    for name, value, peer, goal, kept in rows:
        print(f"| {name} | {value} | {peer} | {goal} | {'达到' if kept else '没有达到'} |")
    print(f"| 第一次显示要等的字体 | {len(fonts)} 个 |  | 0 个 | {'没有达到' if fonts else '达到'} |")
    return 0 if all(one[-1] for one in rows) and not fonts else 1


if __name__ == "__main__":
    sys.exit(main())
