"""Experiment (S) in NumPy: one sample of each of the nine rows a piece of work, with all that Table 1 needs.

The blurred ball and the smoothing of the fields are computed once; a sample costs two fields (FFT), a warp, the optimum
(sort), a random start and 199 steps with e0 and e1 at five iterations.

python3 table1_numpy.py <float32|float64>: what the descent computes in; float64 is NumPy's default.
"""

import sys

import numpy as np
from descent_numpy import descend
from serve import serve

SIDE = 200
RHOS = [0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09]
ITERATIONS = [1, 10, 20, 100, 200]

kind = sys.argv[1]
rng = np.random.default_rng(1)
x = np.arange(SIDE)


def blurred(rho):
    distance = ((x - (SIDE - 1) / 2) ** 2)[:, None] + ((x - (SIDE - 1) / 2) ** 2)[None, :]
    ball = (distance <= (0.1 * SIDE) ** 2).astype(float)
    kernel = np.exp(-((x[:, None] - x[None, :]) ** 2) / (2 * (rho * SIDE) ** 2))
    kernel /= np.exp(-(np.arange(-SIDE * 8, SIDE * 8 + 1) ** 2) / (2 * (rho * SIDE) ** 2)).sum()
    return kernel @ ball @ kernel.T


frequency = np.fft.fftfreq(SIDE)
transfer = np.exp(
    -2 * np.pi**2 * (0.1 * SIDE) ** 2 * (frequency[:, None] ** 2 + np.fft.rfftfreq(SIDE)[None, :] ** 2)
)


def field():
    smooth = np.fft.irfft2(np.fft.rfft2(rng.standard_normal((SIDE, SIDE))) * transfer, (SIDE, SIDE))
    return smooth * (0.1 * SIDE / smooth.std())


def warp(image):
    u = x[None, :] + field()
    v = x[:, None] + field()
    left = np.floor(u).astype(int)
    top = np.floor(v).astype(int)
    fu = u - left
    fv = v - top
    padded = np.pad(image, 1)
    i = np.clip(top + 1, 0, SIDE)
    j = np.clip(left + 1, 0, SIDE)
    inside = (left >= -1) & (left < SIDE) & (top >= -1) & (top < SIDE)
    upper = padded[i, j] * (1 - fu) + padded[i, j + 1] * fu
    lower = padded[i + 1, j] * (1 - fu) + padded[i + 1, j + 1] * fu
    return np.where(inside, upper * (1 - fv) + lower * fv, 0).astype(kind).ravel()


def threshold(m):
    ordered = np.sort(m)[::-1]
    inside = np.cumsum(ordered, dtype=np.float64)
    return (inside / (np.arange(1, m.size + 1) + inside[-1])).max()


def sample(image):
    m = warp(image)
    s = m >= threshold(m)
    f = rng.standard_normal(m.size, dtype=kind)
    errors = []
    l = 1
    for target in ITERATIONS:
        f = descend(m, f, target - l)
        l = target
        c = 1 / (1 + np.exp(-f))
        errors.append((np.abs(c - s).mean(), np.abs((f >= 0) ^ s).mean()))
    return errors


if __name__ == "__main__":
    images = [blurred(rho) for rho in RHOS]

    def work():
        with np.errstate(over="ignore"):
            for image in images:
                sample(image)

    serve(work)
