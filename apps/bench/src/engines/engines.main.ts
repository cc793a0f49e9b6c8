/** `npm run bench:engines -- DIR [--json FILE]`: recordings with reference transcripts through every configured engine. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { environmentWithFile } from '@memo/config';
import { table } from '../table.ts';
import { engineRows } from './engine-rows.ts';
import { findRecordings } from './recordings.ts';
import { runEngines } from './run-engines.ts';

const usage = `Usage: npm run bench:engines -- DIR [--json FILE]

Has every configured engine transcribe the recordings in DIR that have a reference beside them (.stm, .rttm, .vtt or .json
of the same name), and prints word errors, speaker errors, gaps, cost and time of each. Engines are paid for it. --json
writes the results to a file.`;

const { directory, values } = readArguments();

const settings = Object.fromEntries(
  Object.entries(environmentWithFile('.env')).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, value]],
  ),
);
let failed = true;
try {
  const recordings = await findRecordings(directory);
  if (recordings.length === 0) {
    throw new Error(
      `In ${directory} is no recording with a .stm, .rttm, .vtt or .json of its name.`,
    );
  }
  await using resources = new AsyncDisposableStack();
  const results = await runEngines(resources, recordings, settings, (line) => console.error(line));
  console.log(table(engineRows(results)));
  const json = `${JSON.stringify({ results }, null, 2)}\n`;
  if (values.json === undefined) console.log(`\n${json}`);
  else await writeFile(values.json, json);
  failed = results.some(({ error }) => error !== null);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
}
// Not by exitCode: a hook that comes with the embedded PostgreSQL ends a process that has nothing left to do with 0.
process.exit(failed ? 1 : 0);

function readArguments() {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { json: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help === true) {
      console.log(usage);
      process.exit(0);
    }
    const [directory, ...more] = positionals;
    if (directory === undefined || more.length > 0) throw new Error('Name one folder.');
    return { directory, values };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exit(2);
  }
}
