/** Whose delineation of which structure. */
export interface FullLabel {
  readonly structure: string;
  readonly observer: string;
}
