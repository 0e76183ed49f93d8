/** A Dice with two decimals, or with the three or four that it takes not to read as 0 or 1 where it is neither. */
export function diceText(dice: number): string {
  const texts = [2, 3, 4].map((decimals) => dice.toFixed(decimals));
  const isTold = (text: string): boolean => [0, 1].every((end) => (Number(text) === end) === (dice === end));
  return texts.find(isTold) ?? (dice > 0.5 ? "> 0.9999" : "< 0.0001");
}
