import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

const repository = join(import.meta.dirname, '../../../..');

/** The last cell of a row: `path` › name. */
const proof = /\| `(\S+\.test\.ts)` › (.+?) +\|$/;

it.each([
  ['docs/contract.md', 80],
  ['docs/threat-model.md', 15],
])('%s has no promise without a test that is there', async (document, atLeast) => {
  const lines = (await readFile(join(repository, document), 'utf8')).split('\n');
  const rows = lines.filter((line) => /^\| (?!promise|what is tried|---)/.test(line));
  expect(rows.length).toBeGreaterThan(atLeast);
  const unproven: string[] = [];
  for (const row of rows) {
    const [, path, name] = proof.exec(row) ?? [];
    const tests = path === undefined ? '' : await readTests(path);
    const names = [`'${name}'`, `"${name}"`, `\`${name}\``];
    if (!names.some((quoted) => runs(tests, quoted))) unproven.push(row);
  }
  expect(unproven).toEqual([]);
});

/** Whether a test of that name is there, and is neither skipped nor yet to be written. */
const runs = (tests: string, quoted: string): boolean =>
  tests.includes(quoted) && !['skip', 'todo'].some((how) => tests.includes(`.${how}(${quoted}`));

/** The text of a test file, without the backslashes of its quotes; empty when there is none. */
async function readTests(path: string): Promise<string> {
  const text = await readFile(join(repository, path), 'utf8').catch(() => '');
  return text.replaceAll("\\'", "'");
}
