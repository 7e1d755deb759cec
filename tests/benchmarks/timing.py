"""What benchmarks of long works have in common; to be imported once the database is entered."""

import resource
import time

from liaison import works


def megabytes():
    """The peak of this process's memory."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(code, title, rows, **more):
    """Have one work run as a worker does; return it and its rows a second."""
    work = works.begin(code, title=title, **more)
    started = time.perf_counter()
    assert works.run_next()
    seconds = time.perf_counter() - started
    work.refresh_from_db()
    assert work.status == "done", work.error
    print(f"{title:<28}{rows / seconds:8.0f} rows/s {seconds:7.1f} s   {work.message}")
    return work, rows / seconds
