import { parseArgs } from 'node:util';
import { createRandom } from '@memo/testing/random';
import { createClients } from './load.ts';
import * as clients from './faults/clients.ts';
import * as crowds from './faults/crowds.ts';
import * as dashboard from './faults/dashboard.ts';
import * as engine from './faults/engine.ts';
import * as moments from './faults/moments.ts';
import * as postgres from './faults/postgres.ts';
import * as processes from './faults/processes.ts';
import * as redis from './faults/redis.ts';
import * as rolling from './faults/rolling.ts';
import * as storage from './faults/storage.ts';
import { prove } from './prove.ts';
import { asTable, asText, reportOf, type Report } from './report.ts';
import type { Fault } from './strike.ts';
import { startSystem } from './system/start-system.ts';

const kinds = [
  ...[processes, moments, clients, redis, postgres, storage, engine, dashboard, crowds],
  rolling,
];
const faults: Fault[] = kinds.flatMap((kind): Fault[] => Object.values(kind));

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

const usage = `Usage: npm run test:faults -- [FAULT …] [--brief] [--seed NUMBER] [--recordings NUMBER]

Breaks things around the real processes, one after the other, while recordings are uploaded, and asks what was lost or
doubled. A fault takes one to two minutes. --brief strikes one of each kind, with fewer recordings; --seed makes the run
of a printed seed again. The faults:
${faults.map(({ name, promise }) => `  ${name.padEnd(24)} ${promise}`).join('\n')}`;

/** Ends the process with what is wrong about the arguments, or with what there is to say about them. */
function readArguments(given: string[]): Asked {
  const { values, positionals } = parse(given);
  if (values.help) refuse(usage, 0);
  const unknown = positionals.filter((name) => !faults.some((fault) => fault.name === name));
  if (unknown.length > 0) refuse(`There is no fault ${unknown.join(', ')}.\n\n${usage}`, 2);
  const [seed, recordings] = [values.seed, values.recordings].map((text) => {
    const number = text === undefined ? null : Number(text);
    if (number !== null && !(Number.isInteger(number) && number > 0)) {
      refuse(`"${text ?? ''}" is no whole number above 0.\n\n${usage}`, 2);
    }
    return number;
  });
  const usual = values.brief ? briefly : faults.map(({ name }) => name);
  return {
    seed: seed ?? Math.floor(Math.random() * 1e9),
    recordings: recordings ?? (values.brief ? 12 : 50),
    names: positionals.length > 0 ? positionals : usual,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        brief: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        seed: { type: 'string' },
        recordings: { type: 'string' },
      },
    });
  } catch (error) {
    return refuse(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`, 2);
  }
}

function refuse(text: string, code: number): never {
  if (code === 0) console.log(text);
  else console.error(text);
  process.exit(code);
}

const { seed, names, recordings } = readArguments(process.argv.slice(2));
const numbers = createRandom(seed);
const random = () => numbers.share();
console.log(`Seed ${seed}: ${names.join(', ')}; ${recordings} recordings each.`);

const system = await startSystem();
const newClient = createClients(system.fleet.apiUrls(), random);
const reports: Report[] = [];
try {
  for (const fault of faults.filter(({ name }) => names.includes(name))) {
    const reason = fault.unfit?.(system) ?? null;
    if (reason !== null) {
      console.log(`not struck ${fault.name}: ${reason}`);
      continue;
    }
    const report = reportOf(fault, await prove(fault, { system, newClient, recordings, random }));
    console.log(asText(report));
    reports.push(report);
  }
} finally {
  system.restore();
  await system.close();
}
const failed = reports.filter(({ problems }) => problems.length > 0).length;
console.log(`\n${asTable(reports)}\n\n${reports.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
