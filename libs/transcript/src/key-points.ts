/** Key points as the contract writes them: one numbered line each. */
export function keyPointsText(points: { text: string }[]): string {
  return points.map(({ text }, index) => `${index + 1}. ${text}`).join('\n');
}
