"""Decompresses files as NumPy and Python do: every array of each .npz, every other file by gzip."""

import gzip
import sys

import numpy

for path in sys.argv[1:]:
    if path.endswith(".npz"):
        with numpy.load(path) as archive:
            for name in archive.files:
                archive[name]
    else:
        with gzip.open(path) as file:
            file.read()
