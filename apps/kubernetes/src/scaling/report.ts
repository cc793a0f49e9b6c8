import { simulateDay } from './day.ts';
import { importSpan, waitsOf, type Waits } from './figures.ts';
import { beginningSeconds, dayEnds } from './meetings.ts';
import type { ScalingRule } from './rule.ts';
import type { Simulated } from './simulate.ts';

const hour = 3_600;

/** What the simulation found, as a table in Markdown with columns of one width. */
export async function reportTable(day: Simulated): Promise<string> {
  const night = { importAt: 3 * hour, newcomerEvery: 10 };
  const beginning = [night.importAt, night.importAt + beginningSeconds] as const;
  const nine = await simulateDay({ day: { importAt: 8.9 * hour } });
  const inLine = await simulateDay({ inLine: true });
  const noneKept = await simulateDay({ min: 0 });
  const whole = [0, dayEnds] as const;
  return table([
    ['uploads of people', 'how many', 'until a worker begins', 'all waiting until the note'],
    row('of the whole day', waitsOf(day, whole)),
    row('from 9:00 to 9:10', waitsOf(day, [9 * hour, 9 * hour + 600])),
    row('while the import of 14:00 runs', waitsOf(day, importSpan(day))),
    row('while one of 8:54 runs', waitsOf(nine, importSpan(nine))),
    row(
      'one at 3:00, somebody new every 10 s',
      waitsOf(await simulateDay({ day: night }), beginning),
    ),
    row(
      '… and engines take four times as long',
      waitsOf(await simulateDay({ day: { ...night, slowness: 4 } }), beginning),
    ),
    row(
      '… and pods have one processor',
      waitsOf(await simulateDay({ day: night, cores: 1 }), beginning),
    ),
    row('14:00, but first come, first served', waitsOf(inLine, importSpan(inLine))),
    row('of the whole day, with no pod kept', waitsOf(noneKept, whole)),
  ]);
}

const row = (what: string, { uploads, first, whole }: Waits): string[] => [
  what,
  String(uploads),
  inSeconds(first),
  inSeconds(whole),
];

const inSeconds = ({ median, p95, most }: Waits['first']): string =>
  [median, p95, most].map((seconds) => `${Math.round(seconds)} s`).join(', ');

function table([head = [], ...body]: string[][]): string {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...body].map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

/** The rest of it, in sentences. */
export function reportText(day: Simulated, { max }: Pick<ScalingRule, 'max'>): string {
  const [from, to] = importSpan(day);
  const most = Math.max(...day.samples.map(({ pods }) => pods));
  const always = (max * dayEnds) / hour;
  return [
    `The import is done after ${Math.round((to - from) / 60)} minutes.`,
    `At most ${most} of ${max} pods are ready, and the day uses ${Math.round(day.podHours)} hours of pods; ${max} pods all day are ${always}.`,
    `Pods that are taken away hand back ${day.handedBack} of ${day.runs} runs.`,
  ].join(' ');
}
