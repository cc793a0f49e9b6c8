import { createRandom } from '@memo/testing/random';
import { createClient } from './load.ts';
import * as processes from './faults/processes.ts';
import * as servers from './faults/servers.ts';
import { prove, type Fault, type Proof } from './prove.ts';
import { startSystem } from './system/start-system.ts';

const faults: Fault[] = [...Object.values(processes), ...Object.values(servers)];

/** One of each kind: a few minutes in all. */
const briefly = [
  'workers-killed',
  'workers-terminated',
  'redis-flushed',
  'postgres-cut',
  'storage-read-only',
];

interface Asked {
  seed: number;
  names: string[];
  recordings: number;
}

function readArguments(given: readonly string[]): Asked {
  const valueOf = (name: string): number | null => {
    const at = given.indexOf(`--${name}`);
    return at === -1 ? null : Number(given[at + 1]);
  };
  const named = given.filter(
    (one, at) => !one.startsWith('--') && !given[at - 1]?.startsWith('--'),
  );
  const isBrief = given.includes('--brief');
  const unknown = named.filter((name) => !faults.some((fault) => fault.name === name));
  if (unknown.length > 0) {
    const known = faults.map(({ name }) => name).join(', ');
    console.error(`There is no fault ${unknown.join(', ')}. There are: ${known}.`);
    process.exit(2);
  }
  return {
    seed: valueOf('seed') ?? Math.floor(Math.random() * 1e9),
    recordings: valueOf('recordings') ?? (isBrief ? 12 : 50),
    names: named.length > 0 ? named : isBrief ? briefly : faults.map(({ name }) => name),
  };
}

const { seed, names, recordings } = readArguments(process.argv.slice(2));
const numbers = createRandom(seed);
const random = () => numbers.share();
console.log(`Seed ${seed}: ${names.length} faults, ${recordings} recordings each.`);

const system = await startSystem();
let failed = 0;
try {
  const client = await createClient(system.fleet.apiUrls(), random);
  for (const fault of faults.filter(({ name }) => names.includes(name))) {
    const proof = await prove(fault, { system, client, recordings, random });
    if (report(fault, proof) > 0) failed += 1;
  }
} finally {
  system.restore();
  await system.close();
}
console.log(`${names.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

/** @returns how many problems there are. */
function report({ name, promise }: Fault, { load: { accepted, refused }, verdict }: Proof): number {
  const { lost, doubled, orphans, failedAtFirst, other, settledAfterMs } = verdict;
  // A fault that let nothing in proves nothing.
  const nothing = accepted.length === 0 ? ['no recording was accepted'] : [];
  const problems = [...nothing, ...lost, ...doubled, ...orphans, ...other];
  console.log(
    `${problems.length === 0 ? 'ok  ' : 'FAIL'} ${name}: ${promise}
     accepted ${accepted.length}, refused ${refused}, lost ${lost.length}, doubled ${doubled.length}, orphans ${orphans.length}, FAILED at first ${failedAtFirst}, all ended ${(settledAfterMs / 1000).toFixed(1)} s after it`,
  );
  for (const problem of problems.slice(0, 10)) console.log(`     - ${problem}`);
  return problems.length;
}
