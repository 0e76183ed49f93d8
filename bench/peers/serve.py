"""Does a piece of work once for each line on standard input and answers with the seconds that it took."""

import sys
import time


def serve(work):
    for _ in sys.stdin:
        start = time.perf_counter()
        work()
        print(time.perf_counter() - start, flush=True)
