"""The descent on soft-Dice by PyTorch's autograd on one thread: 200 x 200 voxels, 20 iterations a piece of work."""

import torch
from serve import serve

N = 200 * 200
ITERATIONS = 20

torch.set_num_threads(1)


def descend(m, start, iterations, rate=10.0):
    f = start.clone().requires_grad_(True)
    for _ in range(iterations):
        c = torch.sigmoid(f)
        loss = 1 - 2 * (c * m).sum() / (c.sum() + m.sum())
        (gradient,) = torch.autograd.grad(loss, f)
        with torch.no_grad():
            f -= rate * N * gradient


torch.manual_seed(1)
m = torch.rand(N) ** 4
start = torch.randn(N)
serve(lambda: descend(m, start, ITERATIONS))
