"""`python -m scoring` and the `scoring` command."""

from __future__ import annotations

import sys

from scoring.cli.start import main

if __name__ == "__main__":
    sys.exit(main())
