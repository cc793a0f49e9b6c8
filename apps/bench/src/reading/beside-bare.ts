import { plainEnvironment, startProcess } from '@memo/testing/processes';
import { median } from '../measure/statistics.ts';
import type { BareReader } from './bare-reader.main.ts';
import type { Statement } from './recorded-statements.ts';
import { requestsPerSecond } from './requests-per-second.ts';
import type { Reader } from './timed-get.ts';

const rounds = 3;
const seconds = 5;

interface Compared {
  resources: AsyncDisposableStack;
  say: (line: string) => void;
  databaseUrl: string;
  reader: Reader;
  path: string;
  /** What the API asks the database for it. */
  statements: Statement[];
}

/** How many GETs a second the API answers, of those that node:http and pg answer with the same statements' rows. */
export async function besideBare(compared: Compared): Promise<number> {
  const { resources, say, databaseUrl, reader, path, statements } = compared;
  const input: BareReader = { databaseUrl, statements };
  const bare = resources.use(
    startProcess({
      main: new URL('bare-reader.main.ts', import.meta.url),
      args: [JSON.stringify(input)],
      environment: plainEnvironment(),
    }),
  );
  const port = await bare.said(({ port }) => (typeof port === 'number' ? port : undefined));
  const ofApi: number[] = [];
  const ofBare: number[] = [];
  // In turns, so that whatever else the machine does falls on both. The first round warms up.
  for (let round = 0; round <= rounds; round += 1) {
    const plain = await requestsPerSecond(`http://127.0.0.1:${port}/`, {}, seconds);
    const { authorization } = reader;
    const full = await requestsPerSecond(`${reader.url}${path}`, { authorization }, seconds);
    if (round === 0) continue;
    ofBare.push(plain);
    ofApi.push(full);
    say(`round ${round} of ${rounds}: bare ${plain.toFixed(0)}/s, API ${full.toFixed(0)}/s`);
  }
  return median(ofApi) / median(ofBare);
}
