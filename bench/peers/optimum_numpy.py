"""The Dice optimum of a probability map in NumPy by sorting, its sort alone, or one reading of the array.

python3 optimum_numpy.py <voxels> <optimum|sort|read>
"""

import sys

import numpy as np
from serve import serve


def optimum(m):
    ordered = np.sort(m)[::-1]
    inside = np.cumsum(ordered, dtype=np.float64)
    dice = 2 * inside / (np.arange(1, m.size + 1) + inside[-1])
    return dice.max() / 2


m = np.random.default_rng(1).random(int(sys.argv[1]), dtype=np.float32)
serve({"optimum": lambda: optimum(m), "sort": lambda: np.sort(m), "read": lambda: m.sum()}[sys.argv[2]])
