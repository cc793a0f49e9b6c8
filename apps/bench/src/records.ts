import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isBetterHigher, type Figure, type Move } from './figure.ts';

/** What was measured, by the figure's name. */
type Measured = Readonly<Record<string, Pick<Figure, 'value' | 'unit'>>>;

const directory = join(import.meta.dirname, '../../../bench');
/** Committed: what the last release measured. */
export const releasedFile = join(directory, 'released.json');
/** Not committed: what this checkout measured last. */
export const measuredFile = join(directory, 'measured.json');

/** Nothing where there is no such file. @throws Error for a file that is no record. */
export async function readRecord(file: string): Promise<Measured> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Measured;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

/** Keeps these figures beside those that are in the file under other names. */
export async function addToRecord(file: string, figures: readonly Figure[]): Promise<void> {
  const measured = figures.map(({ name, value, unit }) => [name, { value, unit }] as const);
  const record = { ...(await readRecord(file)), ...Object.fromEntries(measured) };
  await mkdir(directory, { recursive: true });
  await writeFile(file, `${JSON.stringify(record, null, 2)}\n`);
}

/** Worse by more than this, of the last release's, is worse. */
const tolerated = 0.1;

/** How far a figure is from what the last release measured; null where that measured none, or zero. */
export function moveOf(figure: Figure, released: Measured): Move | null {
  const before = released[figure.name];
  if (before?.unit !== figure.unit || before.value === 0) return null;
  const by = figure.value / before.value - 1;
  const isHigherBetter = isBetterHigher(figure);
  if (isHigherBetter === null) return { by, isWorse: false };
  return { by, isWorse: isHigherBetter ? by < -tolerated : by > tolerated };
}
