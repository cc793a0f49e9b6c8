/** `npm run bench:engines -- DIR [--json FILE]`: recordings with reference transcripts through every configured engine. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { environmentWithFile } from '@memo/config';
import { table } from '../table.ts';
import { engineRows } from './engine-rows.ts';
import { findRecordings } from './recordings.ts';
import { runEngines } from './run-engines.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' } },
});
const [directory] = positionals;
if (directory === undefined || positionals.length > 1) {
  console.error(
    'Which folder of recordings and references? npm run bench:engines -- DIR [--json FILE]',
  );
  process.exit(2);
}

const settings = Object.fromEntries(
  Object.entries(environmentWithFile('.env')).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, value]],
  ),
);
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
  process.exitCode = results.some(({ error }) => error !== null) ? 1 : 0;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
