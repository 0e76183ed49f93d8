import { Niivue, NVMesh, SLICE_TYPE } from "@niivue/niivue";
import type { SurfaceMesh } from "./work/study/surfaces.ts";

/*
 * The only file that knows the 3D viewer, NiiVue. It is given surfaces in memory and asks nothing of the network.
 */

export interface Viewer3d {
  /**
   * Shows a surface in the place of the one of this name before.
   *
   * @param colours red, green, blue and opacity of each vertex, 0 to 255
   */
  show(name: string, mesh: SurfaceMesh, colours: Uint8Array, opacity: number): void;
  hide(name: string): void;
  /** Turns the view by degrees. */
  turn(azimuth: number, elevation: number): void;
  close(): void;
}

/** @throws Error where the browser has no WebGL 2 */
export async function openViewer(canvas: HTMLCanvasElement): Promise<Viewer3d> {
  const viewer = new Niivue({
    backColor: [0.031, 0.035, 0.039, 1],
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
  const shown = new Map<string, NVMesh>();
  const hide = (name: string): void => {
    const mesh = shown.get(name);
    if (mesh === undefined) return;
    viewer.removeMesh(mesh);
    shown.delete(name);
  };
  return {
    show(name, { verticesMm, triangles }, colours, opacity) {
      hide(name);
      if (triangles.length === 0) return viewer.drawScene();
      const points = toRas(verticesMm);
      const mesh = new NVMesh(points, triangles, name, colours, opacity, true, viewer.gl);
      shown.set(name, mesh);
      viewer.addMesh(mesh);
      viewer.drawScene();
    },
    hide(name) {
      hide(name);
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

/** NiiVue counts to the right and to the front, DICOM to the left and to the back: a half turn, which keeps handedness. */
function toRas(verticesMm: Float32Array): Float32Array {
  return verticesMm.map((value, n) => (n % 3 === 2 ? value : -value));
}
