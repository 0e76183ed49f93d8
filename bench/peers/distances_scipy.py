"""SciPy's exact Euclidean distance transform of the lattice in a file: file nx ny nz."""
import sys

import numpy as np
from scipy.ndimage import distance_transform_edt

from serve import serve

name, *shape = sys.argv[1:]
points = np.fromfile(name, np.uint8).reshape([int(n) for n in reversed(shape)])
serve(lambda: distance_transform_edt(points == 0, sampling=(3, 0.9765625, 0.9765625)))
