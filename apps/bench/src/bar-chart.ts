export interface Bar {
  name: string;
  /** In the order of the parts' names, in ms. */
  parts: readonly number[];
}

const [left, width, rowHeight, barHeight, top] = [170, 640, 30, 18, 64];
const colours = ['#2563eb', '#f59e0b', '#10b981'];

const text = (x: number, y: number, said: string, more = '') =>
  `<text x="${x}" y="${y}" font-size="13" fill="#1f2933"${more}>${escaped(said)}</text>`;

const escaped = (said: string) => said.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Horizontal bars of parts behind one another, as SVG; every bar with its sum. */
export function barChart(
  title: string,
  partNames: readonly string[],
  bars: readonly Bar[],
): string {
  const sums = bars.map(({ parts }) => parts.reduce((sum, part) => sum + part, 0));
  const scale = width / Math.max(...sums, 1);
  const height = top + bars.length * rowHeight + 16;
  const legend = partNames.map(
    (name, index) =>
      `<rect x="${left + index * 130}" y="38" width="12" height="12" fill="${colours[index]}"/>` +
      text(left + 18 + index * 130, 49, name),
  );
  const rows = bars.map(({ name, parts }, row) => {
    const y = top + row * rowHeight;
    let x = left;
    const drawn = parts.map((part, index) => {
      const rect = `<rect x="${x.toFixed(1)}" y="${y}" width="${(part * scale).toFixed(1)}" height="${barHeight}" fill="${colours[index]}"/>`;
      x += part * scale;
      return rect;
    });
    const sum = text(x + 6, y + 14, `${(sums[row] ?? 0).toFixed(0)} ms`);
    return [text(left - 10, y + 14, name, ' text-anchor="end"'), ...drawn, sum].join('\n');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${left + width + 90} ${height}" font-family="Helvetica, Arial, sans-serif" role="img" aria-label="${escaped(title)}">
<rect width="100%" height="100%" fill="#ffffff"/>
${text(left, 24, title, ' font-weight="bold"')}
${legend.join('\n')}
${rows.join('\n')}
</svg>
`;
}
