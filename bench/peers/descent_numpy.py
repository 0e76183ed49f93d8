"""The descent on soft-Dice in NumPy: 200 x 200 voxels, 20 iterations a piece of work.

python3 descent_numpy.py <plain|in-place> <float32|float64>: plain as one writes it, in-place without temporaries.
"""

import sys

import numpy as np
from serve import serve

N = 200 * 200
ITERATIONS = 20


def descend(m, f, iterations, rate=10.0):
    total_m = m.sum(dtype=np.float64)
    kind = f.dtype.type
    for _ in range(iterations):
        c = 1 / (1 + np.exp(-f))
        total = total_m + c.sum(dtype=np.float64)
        d = 2 * (c * m).sum(dtype=np.float64) / total
        f = f + kind(rate * f.size / total) * (2 * m - kind(d)) * c * (1 - c)
    return f


def descend_in_place(m, f, iterations, rate=10.0):
    total_m = m.sum(dtype=np.float64)
    f = f.copy()
    c = np.empty_like(f)
    step = np.empty_like(f)
    for _ in range(iterations):
        np.negative(f, out=c)
        np.exp(c, out=c)
        c += 1
        np.reciprocal(c, out=c)
        total = total_m + c.sum(dtype=np.float64)
        d = 2 * np.dot(c, m) / total
        scale = rate * f.size / total
        np.multiply(m, np.float32(2 * scale), out=step)
        step -= np.float32(scale * d)
        step *= c
        np.subtract(1, c, out=c)
        step *= c
        f += step
    return f


if __name__ == "__main__":
    rng = np.random.default_rng(1)
    m = rng.random(N, dtype=sys.argv[2]) ** 4
    start = rng.standard_normal(N, dtype=sys.argv[2])
    way = {"plain": descend, "in-place": descend_in_place}[sys.argv[1]]
    serve(lambda: way(m, start, ITERATIONS))
