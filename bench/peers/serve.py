"""Does a piece of work once for each line on standard input and answers with the seconds of processor time that it took."""

import sys
import time


def serve(work):
    for _ in sys.stdin:
        start = time.process_time()
        work()
        print(time.process_time() - start, flush=True)
