/** The row of each mark so that marks of one row do not overlap: the lowest that is free, from the left. */
export function placeApart(places: readonly number[], width: number): number[] {
  const order = [...places.keys()].sort((a, b) => places[a] - places[b]);
  const ends: number[] = [];
  const rows = places.map(() => 0);
  for (const n of order) {
    const free = ends.findIndex((end) => end <= places[n] - width / 2);
    const row = free === -1 ? ends.length : free;
    rows[n] = row;
    ends[row] = places[n] + width / 2;
  }
  return rows;
}
