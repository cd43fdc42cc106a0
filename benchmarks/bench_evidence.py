"""300 mixed evidence files checked, bound and bundled: time and peak memory of each step, and what killing it leaves.

`python -m benchmarks.bench_evidence [files]`. Peak memory must stay under 500 MiB; the exit code says whether it did.
"""

from __future__ import annotations

import hashlib
import io
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from zipfile import ZipFile

import pikepdf
from PIL import Image

from scoring.loading import load_criteria

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 500
"""MiB."""
KILLS = 4
STEP = """
import resource, sys
from scoring.cli.start import main
code = main(sys.argv[1:])
print(code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)
"""


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with tempfile.TemporaryDirectory() as folder:
        city = generate(Path(folder), count)
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        print(f"{count} 个文件，{size / 1024 / 1024:.0f} MB")
        worst = 0
        for name, words in (
            ("检查", ["evidence", str(city), "--format", "json"]),
            ("装订", ["binder", str(city), "-o", str(Path(folder) / "汇编.pdf")]),
            ("打包", ["bundle", str(city), "-o", str(Path(folder) / "包.zip")]),
            ("校验", ["verify", str(Path(folder) / "包.zip")]),
        ):
            worst = max(worst, step(name, words))
        with pikepdf.open(Path(folder) / "汇编.pdf") as pdf:
            print(f"汇编 {len(pdf.pages)} 页，{(Path(folder) / '汇编.pdf').stat().st_size / 1024 / 1024:.0f} MB")
        whole = killed(city, Path(folder) / "包.zip")
    print(f"最高内存 {worst} MiB（上限 {LIMIT}）")
    return 0 if worst < LIMIT and whole else 1


def step(name: str, words: list[str]) -> int:
    """Run one command in a process of its own; its peak memory in MiB."""
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", STEP, *words], cwd=ROOT, capture_output=True, text=True, check=True)
    code, peak = map(int, done.stderr.split("\n")[-2].split())
    print(f"{name}：{time.perf_counter() - start:.1f} 秒，{peak} MiB，退出码 {code}")
    return peak


def killed(city: Path, target: Path) -> bool:
    """Stop the bundling at several moments, politely and the hardest way: the old archive must be there unharmed each
    time, and the next run must leave nothing else beside it."""
    before = digest(target)
    start = time.perf_counter()
    command = [sys.executable, "-m", "scoring", "bundle", str(city), "-o", str(target)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    whole = time.perf_counter() - start
    same = digest(target) == before
    print(f"再打一次，一字不差：{'是' if same else '否'}")
    for moment in range(1, KILLS + 1):
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(whole * moment / (KILLS + 1))
        process.send_signal(signal.SIGKILL if moment % 2 else signal.SIGTERM)
        process.wait()
        same = same and digest(target) == before
    print(f"中途停止{KILLS}次，原来的包完好：{'是' if same else '否'}")
    subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    left = [path.name for path in target.parent.iterdir() if path.name.endswith(".tmp")]
    print(f"停止后再打一次，一字不差：{'是' if digest(target) == before else '否'}；留下的临时文件{len(left)}个")
    return same and digest(target) == before and not left


def digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def generate(folder: Path, count: int) -> Path:
    """A city with `count` files: scans, photographs, tables, and some that are broken, locked or the same twice."""
    chance = random.Random(1)
    criteria = load_criteria("liaoning-2022").value
    assert criteria is not None
    items = [item for section in criteria.sections for item in section.items]
    listed: dict[str, list[str]] = {item.id: [] for item in items}
    scan = picture(chance, 1240, 1754)
    for number in range(count):
        item = items[number % len(items)]
        name = f"evidence/{item.id}/{number:03}-材料"
        path, kind = folder / name, number % 20
        path.parent.mkdir(parents=True, exist_ok=True)
        if kind < 11:
            name += scanned(path, scan, chance.randint(3, 25), number)
        elif kind < 15:
            name += saved(path, ".jpg", picture(chance, 4000, 3000))
        elif kind < 17:
            image = Image.effect_noise((1600, 1200), 20).convert("RGBA")
            image.save(path.with_suffix(".png"))
            name += ".png"
        elif kind == 17:
            name += table(path, chance.randbytes(200_000))
        elif kind == 18:
            name += saved(path, ".pdf", b"%PDF-1.7\n" + chance.randbytes(50_000))
        else:
            name += locked(path)
        request = item.evidence[number % len(item.evidence)].id
        listed[item.id].append(f"      - {{对应: {request}, 文件: {name}}}\n")
    text = "指标体系: liaoning-2022\n城市: 示例市\n申报日期: 2022-05-20\n虚构样例: 是\n自评:\n"
    for key, lines in listed.items():
        text += f'  "{key}":\n    佐证材料:\n{"".join(lines)}' if lines else ""
    (folder / "自评.yaml").write_text(text, "utf-8")
    return folder / "自评.yaml"


def picture(chance: random.Random, wide: int, high: int) -> bytes:
    stream = io.BytesIO()
    small = Image.frombytes("RGB", (64, 64), chance.randbytes(64 * 64 * 3))
    small.resize((wide, high), Image.Resampling.BICUBIC).save(stream, "JPEG", quality=85)
    return stream.getvalue()


def saved(path: Path, ending: str, data: bytes) -> str:
    path.with_suffix(ending).write_bytes(data)
    return ending


def table(path: Path, data: bytes) -> str:
    with ZipFile(path.with_suffix(".xlsx"), "w") as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("xl/media/image1.bin", data)
    return ".xlsx"


def scanned(path: Path, scan: bytes, pages: int, number: int) -> str:
    with pikepdf.new() as pdf:
        for page in range(pages):
            image = pdf.make_stream(scan + b"%d-%d" % (number, page))  # bytes after the picture keep pages apart
            image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
            image.Width, image.Height, image.BitsPerComponent = 1240, 1754, 8
            image.ColorSpace, image.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
            pdf.add_blank_page(page_size=(595, 842))
            pdf.pages[-1].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=image))
            pdf.pages[-1].obj.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /Im Do Q")
        pdf.save(path.with_suffix(".pdf"))
    return ".pdf"


def locked(path: Path) -> str:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path.with_suffix(".pdf"), encryption=pikepdf.Encryption(owner=os.fspath(path.name), user="u"))
    return ".pdf"


if __name__ == "__main__":
    sys.exit(main())
