const shareUnits = 10_000;

/**
 * Each amount's share of their sum, to 4 places, summing to exactly 1; all 0 when the sum is 0. What rounding
 * down leaves over goes to those who lost most by it (the largest-remainder method).
 */
export function sharesOf(amounts: number[]): number[] {
  const sum = amounts.reduce((total, amount) => total + amount, 0);
  if (sum === 0) return amounts.map(() => 0);

  const exact = amounts.map((amount) => (amount / sum) * shareUnits);
  const left = shareUnits - exact.reduce((total, units) => total + Math.floor(units), 0);
  const byRemainder = exact
    .map((units, index) => ({ index, remainder: units % 1 }))
    .sort((a, b) => b.remainder - a.remainder);
  const roundedUp = new Set(byRemainder.slice(0, left).map(({ index }) => index));
  return exact.map(
    (units, index) => (Math.floor(units) + (roundedUp.has(index) ? 1 : 0)) / shareUnits,
  );
}
