import { Niivue, NVImage, SLICE_TYPE } from "@niivue/niivue";
import { encodeNifti } from "../src/formats/nifti/write.ts";
import { growBox, type Box } from "../src/image/crop.ts";
import { steps as stepsOf, voxelToMm, type Grid, type Triple } from "../src/image/grid.ts";
import type { Analysis } from "./work/study/analysis.ts";

/*
 * The only file that knows the 3D viewer, NiiVue. It is given small volumes in memory and asks nothing of the network.
 */

/** Voxels along the longest side; every second or third voxel is taken of what is larger. */
const MOST_VOXELS = 128;

export interface Viewer3d {
  /** Shows the marginal as a cloud and a segmentation as a body in it. */
  show(analysis: Analysis, taken: Uint8Array): Promise<void>;
  /** Turns the view by degrees. */
  turn(azimuth: number, elevation: number): void;
  close(): void;
}

/** @throws Error where the browser has no WebGL 2 */
export async function openViewer(canvas: HTMLCanvasElement): Promise<Viewer3d> {
  const viewer = new Niivue({
    backColor: [0, 0, 0, 1],
    show3Dcrosshair: false,
    isOrientCube: true,
    isColorbar: false,
    dragAndDropEnabled: false,
    loadingText: "",
    logLevel: "silent",
  });
  await viewer.attachToCanvas(canvas);
  viewer.setSliceType(SLICE_TYPE.RENDER);
  viewer.setRenderAzimuthElevation(120, 12);
  let shown: Analysis | undefined;
  return {
    async show(analysis, taken) {
      if (shown !== analysis) {
        for (const volume of viewer.volumes.slice()) viewer.removeVolume(volume);
        const cloud = { colormap: "viridis", opacity: 0.4, cal_min: 0.05, cal_max: 1 };
        viewer.addVolume(await volumeOf("marginal", analysis, analysis.marginal, cloud));
        shown = analysis;
      }
      const before = viewer.volumes[1];
      if (before !== undefined) viewer.removeVolume(before);
      const body = { colormap: "copper", opacity: 0.9, cal_min: 0.2, cal_max: 1.2 };
      viewer.addVolume(await volumeOf("segmentation", analysis, taken, body));
      viewer.drawScene();
    },
    turn(azimuth, elevation) {
      const { renderAzimuth, renderElevation } = viewer.scene;
      viewer.setRenderAzimuthElevation(renderAzimuth + azimuth, renderElevation + elevation);
    },
    close() {
      viewer.gl?.getExtension("WEBGL_lose_context")?.loseContext();
    },
  };
}

interface Look {
  readonly colormap: string;
  readonly opacity: number;
  /** Values of the first and the last colour. */
  readonly cal_min: number;
  readonly cal_max: number;
}

/** @param table a value for each class */
async function volumeOf(
  name: string,
  { classes, box, grid }: Analysis,
  table: ArrayLike<number>,
  look: Look,
): Promise<NVImage> {
  const part = growBox(box, 2, grid.shape);
  const stride = Math.max(
    1,
    ...([0, 1, 2] as const).map((axis) => Math.ceil(length(part, axis) / MOST_VOXELS)),
  );
  const shape = ([0, 1, 2] as const).map((axis) => Math.max(2, Math.ceil(length(part, axis) / stride)));
  const [nx, ny, nz] = shape;
  const [width, height] = [length(box, 0), length(box, 1)];
  const data = new Float32Array(nx * ny * nz);
  let at = 0;
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, at++) {
        const x = part.start[0] + i * stride - box.start[0];
        const y = part.start[1] + j * stride - box.start[1];
        const z = part.start[2] + k * stride - box.start[2];
        const isIn = x >= 0 && y >= 0 && z >= 0 && x < width && y < height && z < length(box, 2);
        data[at] = isIn ? table[classes[x + width * (y + height * z)]] : 0;
      }
    }
  }
  const file = encodeNifti({ name, grid: coarse(grid, part, stride, [nx, ny, nz]), data });
  return NVImage.loadFromUrl({
    url: `${name}.nii`,
    name: `${name}.nii`,
    buffer: file.buffer as ArrayBuffer,
    ...look,
  });
}

function length({ start, end }: Box, axis: 0 | 1 | 2): number {
  return end[axis] - start[axis];
}

function coarse(grid: Grid, part: Box, stride: number, shape: Triple): Grid {
  const spacing = stepsOf(grid).map((step) => Math.hypot(...step) * stride) as unknown as Triple;
  return { ...grid, shape, spacingMm: spacing, originMm: voxelToMm(grid, part.start) };
}
