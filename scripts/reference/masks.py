#!/usr/bin/env python3
"""Measures the masks of the reference shapes with Python: NumPy and SciPy, and SimpleITK, surface-distance and MedPy where
they are installed.

    python3 scripts/reference/masks.py FOLDER     writes FOLDER/results-numpy.csv, results-simpleitk.csv, ...
    softdice reference --check FOLDER/results-numpy.csv

Only NumPy and SciPy are needed: the masks are uncompressed NRRD data behind a short header.
"""
import csv
import gzip
import json
import sys
from pathlib import Path

import numpy as np
from scipy import ndimage


def read_nrrd(path):
    """The voxels as (i, j, k), with the step vectors and the origin in LPS."""
    head, body = path.read_bytes().split(b"\n\n", 1)
    fields = dict(line.split(": ", 1) for line in head.decode().splitlines()[1:] if not line.startswith("#"))
    shape = [int(n) for n in fields["sizes"].split()]
    steps = np.array([[float(x) for x in v.strip("()").split(",")] for v in fields["space directions"].split()])
    origin = np.array([float(x) for x in fields["space origin"].strip("()").split(",")])
    data = np.frombuffer(gzip.decompress(body), dtype=np.uint8)
    return data.reshape(shape, order="F").astype(bool), steps, origin


def surface(mask):
    """Voxels of a mask with a neighbour outside it across a face."""
    return mask & ~ndimage.binary_erosion(mask)


def surface_distances(a, b, spacing):
    """From each border voxel of a to the nearest of b, in mm."""
    return ndimage.distance_transform_edt(~surface(b), sampling=spacing)[surface(a)]


def numpy_pair(a, b, spacing, tolerance):
    there, back = surface_distances(a, b, spacing), surface_distances(b, a, spacing)
    both = np.concatenate([there, back])
    common = (a & b).sum()
    return {
        "dice": 2 * common / (a.sum() + b.sum()),
        "jaccard": common / (a | b).sum(),
        "hausdorff_mm": both.max(),
        "hausdorff95_mm": np.percentile(both, 95),
        "mean_distance_mm": both.mean(),
        "surface_dice": (both <= tolerance).mean(),
    }


def numpy_single(mask, steps, origin):
    x, y, z = np.argwhere(mask).mean(axis=0) @ steps + origin
    volume = mask.sum() * abs(np.linalg.det(steps)) / 1000
    return {"volume_ml": volume, "centroid_x_mm": x, "centroid_y_mm": y, "centroid_z_mm": z}


def staple(votes):
    """Binary STAPLE by the formulas of Warfield, Zou and Wells; votes has a row an observer."""
    prior = votes.mean()
    p, q = np.full(len(votes), 0.99999), np.full(len(votes), 0.99999)
    patterns, which = np.unique(votes, axis=1, return_inverse=True)
    counts = np.bincount(which.ravel())
    d = patterns.astype(bool)
    for _ in range(10000):
        alpha = prior * np.where(d, p[:, None], 1 - p[:, None]).prod(axis=0)
        beta = (1 - prior) * np.where(d, 1 - q[:, None], q[:, None]).prod(axis=0)
        w = alpha / (alpha + beta)
        inside, outside = w * counts, (1 - w) * counts
        new_p, new_q = (d * inside).sum(axis=1) / inside.sum(), (~d * outside).sum(axis=1) / outside.sum()
        moved = max(abs(new_p - p).max(), abs(new_q - q).max())
        p, q = new_p, new_q
        if moved < 1e-13:
            break
    return counts[w > 0.5].sum(), p, q


def numpy_consensus(masks, voxel_ml):
    votes = np.stack([mask.ravel() for mask in masks])
    raters, count = len(masks), votes.sum(axis=0)
    m = count / raters
    levels = [2 * m[count >= n].sum() / ((count >= n).sum() + m.sum()) for n in range(1, raters + 1)]
    pairs = [(j, k) for j in range(raters) for k in range(j + 1, raters)]
    common = np.array([(votes[j] & votes[k]).sum() for j, k in pairs])
    total = np.array([votes[j].sum() + votes[k].sum() for j, k in pairs])
    voxels, p, q = staple(votes)
    agree = (count * (count - 1) + (raters - count) * (raters - count - 1)).mean() / (raters * (raters - 1))
    chance = m.mean() ** 2 + (1 - m.mean()) ** 2
    return {
        **{f"volume_of_{n}_votes_ml": (count >= n).sum() * voxel_ml for n in range(1, raters + 1)},
        "marginal_ml": m.sum() * voxel_ml,
        "sup_marginal_dice": max(levels),
        "threshold": max(levels) / 2,
        "dice_optimal_ml": (m > max(levels) / 2).sum() * voxel_ml,
        "majority_ml": (m > 0.5).sum() * voxel_ml,
        "staple_ml": voxels * voxel_ml,
        **{f"staple_sensitivity_{k + 1}": value for k, value in enumerate(p)},
        **{f"staple_specificity_{k + 1}": value for k, value in enumerate(q)},
        "mean_pairwise_dice": (2 * common / total).mean(),
        "conformity_index": common.sum() / (total - common).sum(),
        "fleiss_kappa": (agree - chance) / (1 - chance),
    }


def simpleitk_pair(first, second, tolerance):
    import SimpleITK as sitk

    a, b = (sitk.ReadImage(str(path)) for path in (first, second))
    overlap, distance = sitk.LabelOverlapMeasuresImageFilter(), sitk.HausdorffDistanceImageFilter()
    overlap.Execute(a, b)
    distance.Execute(a, b)
    return {
        "dice": overlap.GetDiceCoefficient(),
        "jaccard": overlap.GetJaccardCoefficient(),
        "hausdorff_mm": distance.GetHausdorffDistance(),
        "mean_distance_mm": distance.GetAverageHausdorffDistance(),
    }


def surface_distance_pair(a, b, spacing, tolerance):
    import surface_distance as sd

    found = sd.compute_surface_distances(a, b, spacing)
    there, back = sd.compute_average_surface_distance(found)
    return {
        "dice": sd.compute_dice_coefficient(a, b),
        "hausdorff_mm": sd.compute_robust_hausdorff(found, 100),
        "hausdorff95_mm": sd.compute_robust_hausdorff(found, 95),
        "mean_distance_mm": (there + back) / 2,
        "surface_dice": sd.compute_surface_dice_at_tolerance(found, tolerance),
    }


def medpy_pair(a, b, spacing, tolerance):
    from medpy.metric import binary

    return {
        "dice": binary.dc(a, b),
        "jaccard": binary.jc(a, b),
        "hausdorff_mm": binary.hd(a, b, voxelspacing=spacing),
        "hausdorff95_mm": binary.hd95(a, b, voxelspacing=spacing),
        "mean_distance_mm": binary.assd(a, b, voxelspacing=spacing),
    }


def main(folder):
    reference = json.loads((folder / "reference.json").read_text())
    tolerance = reference["toleranceMm"]
    rows = {"numpy": [], "simpleitk": [], "surface-distance": [], "medpy": []}
    for case in reference["cases"]:
        name, observers = case["case"], case["observers"]
        alone = len(observers) == 1
        paths = [folder / "masks" / (f"{name}.nrrd" if alone else f"{name}/{who}.nrrd") for who in observers]
        images = [read_nrrd(path) for path in paths]
        masks, steps, origin = [image[0] for image in images], images[0][1], images[0][2]
        spacing = np.linalg.norm(steps, axis=1)
        voxel_ml = abs(np.linalg.det(steps)) / 1000
        known = {quantity["quantity"] for quantity in case["quantities"]}

        def add(program, values):
            rows[program] += [(name, key, repr(float(value))) for key, value in values.items() if key in known]

        if alone:
            add("numpy", numpy_single(masks[0], steps, origin))
            continue
        add("numpy", {f"volume_{k + 1}_ml": mask.sum() * voxel_ml for k, mask in enumerate(masks)})
        if len(masks) > 2:
            add("numpy", numpy_consensus(masks, voxel_ml))
            continue
        a, b = masks
        add("numpy", numpy_pair(a, b, spacing, tolerance))
        others = {
            "simpleitk": lambda: simpleitk_pair(*paths, tolerance),
            "surface-distance": lambda: surface_distance_pair(a, b, spacing, tolerance),
            "medpy": lambda: medpy_pair(a, b, spacing, tolerance),
        }
        for program, measure in others.items():
            try:
                add(program, measure())
            except ImportError:
                pass
    for program, values in rows.items():
        if values:
            with open(folder / f"results-{program}.csv", "w", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows([("case", "quantity", "value"), *values])
            print(folder / f"results-{program}.csv")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
