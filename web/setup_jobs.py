"""Long work of the desk, one at a time, in a thread of its own: a page asks how far it is, nothing waits for it."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from draw.errors import AlreadyDone, DrawError, InputErrors, Problem, StepRefused
from draw.words import pair, say
from web.faults import place

Pair = tuple[str, str]
Say = Callable[[Pair], None]
log = logging.getLogger("web")
SHORT: Final = 0.5  # seconds for which the answer to the form itself may wait


@dataclass(slots=True)
class Job:
    """One piece of work. `owner`: the login that began it; `target`: the page that shows what came of it.

    `done`, `error` and `problems` are set when it has ended; `problems` may hold names and are for the operator only.
    """

    kind: str
    owner: str
    target: str
    began: float
    steps: list[Pair] = field(default_factory=list)
    done: Pair | None = None
    error: str = ""
    problems: tuple[Problem, ...] = ()
    over: threading.Event = field(default_factory=threading.Event)

    def seconds(self) -> int:
        """How long it has been going on."""
        return int(time.monotonic() - self.began)


class Jobs:
    """The present job, or the last one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.last: Job | None = None

    def busy(self) -> Job | None:
        """The job that is going on."""
        job = self.last
        return job if job is not None and not job.over.is_set() else None

    def start(self, kind: str, owner: str, target: str, work: Callable[[Say], Pair | None]) -> Job:
        """Begin it, and wait a moment in case it is short. Raises StepRefused while another one goes on."""
        with self._lock:
            if self.busy() is not None:
                raise StepRefused(say("setup.busy"))
            job = self.last = Job(kind=kind, owner=owner, target=target, began=time.monotonic())
        threading.Thread(target=_run, args=(job, work), name=f"setup-{kind}", daemon=True).start()
        job.over.wait(SHORT)
        return job


def _run(job: Job, work: Callable[[Say], Pair | None]) -> None:
    try:
        job.done = work(job.steps.append)
    except InputErrors as errors:
        job.problems = errors.problems
        job.error = say("setup.problems", count=len(errors.problems))
    except AlreadyDone as already:
        job.done = pair("did.already", line=already.line)
    except DrawError as refused:
        job.error = str(refused)
    except Exception as error:
        log.error("%s: %s", job.kind, place(error))
        job.error = say("fault.500")
    finally:
        job.over.set()
