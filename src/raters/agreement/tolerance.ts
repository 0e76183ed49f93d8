/** The tolerance of surface Dice where none is given, in mm. */
export const defaultToleranceMm = 2;
