#!/usr/bin/env python3
"""Measures the reference shapes with plastimatch: the contours as `plastimatch convert` draws them, and the masks as
`plastimatch dice` compares them.

    python3 scripts/reference/plastimatch.py FOLDER     writes FOLDER/results-plastimatch.csv, with distances between
                                                        boundaries, and -plastimatch-bodies.csv, with its other distances
    softdice reference --check FOLDER/results-plastimatch.csv
"""
import csv
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from masks import numpy_single, read_nrrd

#: Line of `plastimatch dice --all`, as quantity, for boundaries and for bodies.
LINES = {
    "": {
        "dice": r"DICE: +(\S+)",
        "hausdorff_mm": r"Hausdorff distance \(boundary\) = (\S+)",
        "hausdorff95_mm": r"Percent \(0\.95\) Hausdorff distance \(boundary\) = (\S+)",
        "mean_distance_mm": r"Avg average Hausdorff distance \(boundary\) = (\S+)",
    },
    "-bodies": {
        "hausdorff_mm": r"Hausdorff distance = (\S+)",
        "hausdorff95_mm": r"Percent \(0\.95\) Hausdorff distance = (\S+)",
        "mean_distance_mm": r"Avg average Hausdorff distance = (\S+)",
    },
}


def run(*arguments):
    return subprocess.run(["plastimatch", *map(str, arguments)], check=True, capture_output=True, text=True).stdout


def main(folder):
    reference = json.loads((folder / "reference.json").read_text())
    rows = {kind: [] for kind in LINES}
    with tempfile.TemporaryDirectory() as temporary:
        drawn = Path(temporary)
        dicom = folder / "dicom"
        run("convert", "--input", dicom / "rtstruct.dcm", "--referenced-ct", dicom / "ct",
            "--output-prefix", drawn, "--prefix-format", "nrrd")
        for case in reference["cases"]:
            name, observers = case["case"], case["observers"]
            known = {quantity["quantity"] for quantity in case["quantities"]}
            if len(observers) == 1:
                path = folder / "masks" / f"{name}.nrrd"
                mask = drawn / f"{name}.nrrd"
                values = numpy_single(*read_nrrd(mask))
                values["dice_with_mask"] = re.search(LINES[""]["dice"], run("dice", path, mask))[1]
                rows[""] += [(name, key, str(value)) for key, value in values.items() if key in known]
                continue
            for k, who in enumerate(observers):
                volume = numpy_single(*read_nrrd(drawn / f"{name} ({who}).nrrd"))["volume_ml"]
                rows[""].append((name, f"volume_{k + 1}_ml", str(volume)))
            if len(observers) == 2:
                first, second = (folder / "masks" / name / f"{who}.nrrd" for who in observers)
                printed = run("dice", "--all", first, second)
                for kind, lines in LINES.items():
                    rows[kind] += [
                        (name, key, re.search(line, printed)[1]) for key, line in lines.items() if key in known
                    ]
    for kind, values in rows.items():
        path = folder / f"results-plastimatch{kind}.csv"
        with open(path, "w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([("case", "quantity", "value"), *values])
        print(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
