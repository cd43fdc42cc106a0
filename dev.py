"""开发与演示入口：python3 dev.py demo | cycle | test | docs | rebaseline | bench | lock

This file only checks the interpreter, in syntax that old ones can still read; the work is in tools/dev_tasks.py.
"""

import os
import sys

NEEDED = (3, 11)

if sys.version_info < NEEDED:
    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        for folder in os.environ.get("PATH", "").split(os.pathsep):
            candidate = os.path.join(folder, name)
            if os.access(candidate, os.X_OK) and not os.path.isdir(candidate):
                os.execv(candidate, [candidate, os.path.abspath(__file__)] + sys.argv[1:])  # noqa: RUF005
    sys.stderr.write(
        "需要 Python 3.11 或更新的版本，现在用的是 %d.%d（%s）。\n"  # noqa: UP031
        "  怎么办：安装新版 Python 后用它运行，例如：\n"
        "    Debian 12、Ubuntu 24.04 及以后：sudo apt-get install -y python3 python3-venv\n"
        "    openEuler、Fedora：sudo dnf install -y python3.11\n"
        "    Windows、macOS：从 python.org 下载安装\n" % (sys.version_info[0], sys.version_info[1], sys.executable)
    )
    sys.exit(3)

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from tools.dev_tasks import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
