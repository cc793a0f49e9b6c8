import { waitFor } from '@memo/testing';
import { createRandom } from '@memo/testing/random';
import { createClient, type Load } from './load.ts';
import type { Fault } from './fault.ts';
import * as processes from './faults/processes.ts';
import * as servers from './faults/servers.ts';
import { judge, type Verdict } from './oracle.ts';
import { startSystem, type System } from './system/start-system.ts';

const faults: Fault[] = [...Object.values(processes), ...Object.values(servers)];

/** What `.ci/run` has time for: one of each kind. */
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
    const problems = report(fault, ...(await prove(fault, client)));
    if (problems > 0) failed += 1;
  }
} finally {
  system.restore();
  await system.close();
}
console.log(`${names.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

async function prove(
  fault: Fault,
  client: Awaited<ReturnType<typeof createClient>>,
): Promise<[Load, Verdict]> {
  // What the fault before this one killed is started again first.
  await waitFor('every API process to answer', () => areReady(system), { timeoutMs: 60_000 });
  const before = { answered: new Map(system.engine.answered), crashes: crashesOf(system) };
  const [load] = await Promise.all([client.upload(recordings), fault.strike(system, random)]);
  system.restore();
  return [load, await judge(system, client, load.accepted, before)];
}

async function areReady({ fleet }: System): Promise<boolean> {
  const answers = await Promise.all(
    fleet.apiUrls().map((url) => fetch(`${url}/ready`).catch(() => null)),
  );
  return answers.every((answer) => answer?.ok === true);
}

function crashesOf({ fleet }: System): number {
  return fleet.ended().filter((how) => how.startsWith('transcription-worker: SIG')).length;
}

/** @returns how many problems there are. */
function report(
  { name, promise }: Fault,
  { accepted, refused }: Load,
  { lost, doubled, orphans, failedAtFirst, other, settledAfterMs }: Verdict,
): number {
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
