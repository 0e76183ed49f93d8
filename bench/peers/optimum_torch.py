"""PyTorch's sort of a probability map on one thread: python3 optimum_torch.py <voxels>"""

import sys

import torch
from serve import serve

torch.set_num_threads(1)
torch.manual_seed(1)
m = torch.rand(int(sys.argv[1]))
serve(lambda: torch.sort(m))
