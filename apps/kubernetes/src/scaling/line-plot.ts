export interface Line {
  name: string;
  /** One for each step of time. */
  values: readonly number[];
}

export interface Panel {
  title: string;
  lines: readonly Line[];
  /** Drawn across: a limit. */
  limit?: number;
}

const [left, width, height, gap, top] = [64, 860, 130, 54, 44];
const colours = ['#2563eb', '#f59e0b', '#10b981'];

const escaped = (said: string) => said.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const text = (x: number, y: number, said: string, more = '') =>
  `<text x="${x}" y="${y}" font-size="12" fill="#1f2933"${more}>${escaped(said)}</text>`;

/** Panels of lines above each other over the same hours, as SVG. */
export function linePlot(title: string, hours: number, panels: readonly Panel[]): string {
  const whole = top + panels.length * (height + gap);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${left + width + 24} ${whole}" font-family="Helvetica, Arial, sans-serif" role="img" aria-label="${escaped(title)}">
<rect width="100%" height="100%" fill="#ffffff"/>
${text(left, 24, title, ' font-weight="bold"')}
${panels.map((panel, index) => draw(panel, top + 20 + index * (height + gap), hours)).join('\n')}
</svg>
`;
}

function draw({ title, lines, limit }: Panel, y: number, hours: number): string {
  const most = niceAbove(Math.max(limit ?? 0, ...lines.flatMap(({ values }) => values)));
  const at = (value: number) => (y + height - (value / most) * height).toFixed(1);
  const ticks = [0, most / 2, most].map(
    (value) =>
      `<line x1="${left}" x2="${left + width}" y1="${at(value)}" y2="${at(value)}" stroke="#e4e7eb"/>` +
      text(left - 8, Number(at(value)) + 4, String(value), ' text-anchor="end"'),
  );
  const clock = Array.from({ length: hours / 3 + 1 }, (_, index) =>
    text(
      left + (index * 3 * width) / hours,
      y + height + 16,
      `${index * 3}:00`,
      ' text-anchor="middle"',
    ),
  );
  const limits =
    limit === undefined
      ? []
      : [
          `<line x1="${left}" x2="${left + width}" y1="${at(limit)}" y2="${at(limit)}" stroke="#dc2626" stroke-dasharray="4 4"/>`,
        ];
  const drawn = lines.map(({ values }, index) => {
    const points = values.map(
      (value, step) => `${(left + (step / (values.length - 1)) * width).toFixed(1)},${at(value)}`,
    );
    return `<polyline points="${thinned(points).join(' ')}" fill="none" stroke="${colours[index]}" stroke-width="1.5"/>`;
  });
  const names = lines.map(({ name }, index) =>
    text(
      left + width - (lines.length - index - 1) * 190,
      y - 8,
      name,
      ` text-anchor="end" style="fill:${colours[index]}"`,
    ),
  );
  return [text(left, y - 8, title), ...names, ...ticks, ...clock, ...limits, ...drawn].join('\n');
}

/** Without points between two of the same height. */
const thinned = (points: readonly string[]): string[] => {
  const heightOf = (index: number) => points[index]?.split(',')[1];
  return points.filter(
    (_, index) =>
      heightOf(index) !== heightOf(index - 1) || heightOf(index) !== heightOf(index + 1),
  );
};

/** The next round number: 1, 2 or 5 with zeros. */
function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value) ?? value;
}
