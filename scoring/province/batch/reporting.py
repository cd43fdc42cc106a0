"""The report PDF of one input; fonts and styles are kept by the worker from one report to the next."""

from __future__ import annotations

import hashlib
import os

from msgspec.structs import replace

from scoring.assess import Request, evaluate
from scoring.base.errors import ProblemsError
from scoring.base.files import write_atomic
from scoring.base.guard import ProtectedError
from scoring.base.system import os_error_text
from scoring.loading import Loaded
from scoring.province.batch.model import Done, Job, Settings
from scoring.province.batch.refusals import failed, no_report

__all__ = ["write_report"]

RETRY = "retry"
"""Stands for the content of an input that the next run is to try again."""


def write_report(
    job: Job, done: Done, loaded: Loaded, submission: str, references: str | None, settings: Settings
) -> Done:
    """Write the sealed report that `scoring report` makes of the file `submission`, and note its SHA-256 in `done`. Where
    that fails, the input has failed, and is tried again in the next run."""
    from scoring.seal.bundle import sealed_report

    assert settings.reports is not None
    try:
        found = evaluate(loaded, Request(file=submission, as_of=settings.as_of))
        data = sealed_report(found, submission, references_path=references, search=settings.search)
        write_atomic(os.path.join(settings.reports, f"{job.name}.pdf"), data, sync=False)
    except ProblemsError as error:
        return replace(failed(job, *error.problems), content=RETRY)
    except ValueError as error:  # changed since it was scored
        return replace(failed(job, no_report(job, str(error))), content=RETRY)
    except ProtectedError as error:
        return replace(failed(job, error.problem), content=RETRY)
    except OSError as error:
        return replace(failed(job, no_report(job, os_error_text(error))), content=RETRY)
    return replace(done, report=hashlib.sha256(data).hexdigest())
