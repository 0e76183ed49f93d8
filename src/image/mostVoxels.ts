/** More voxels than this in one grid are refused, in every reader and for every structure. */
export const MOST_VOXELS: number = 2 ** 30;
