import { availableParallelism, loadavg } from 'node:os';
import { Skipped, type Bench, type Benchmark } from './benchmark.ts';
import { authSignIns } from './benchmarks/auth-sign-ins.ts';
import { crmSpeakers } from './benchmarks/crm-speakers.ts';
import { demoTime } from './benchmarks/demo-time.ts';
import { fleetPace } from './benchmarks/fleet-pace.ts';
import { fleetSlots } from './benchmarks/fleet-slots.ts';
import { ledgerSweep } from './benchmarks/ledger-sweep.ts';
import { meetingsChanges } from './benchmarks/meetings-changes.ts';
import { meetingsCursor } from './benchmarks/meetings-cursor.ts';
import { meetingsRead } from './benchmarks/meetings-read.ts';
import { meetingsSearch } from './benchmarks/meetings-search.ts';
import { meetingsSearchGrowth } from './benchmarks/meetings-search-growth.ts';
import { notesSupport } from './benchmarks/notes-support.ts';
import { ownShare } from './benchmarks/own-share.ts';
import { pipelineRecovery } from './benchmarks/pipeline-recovery.ts';
import { pipelineStatements } from './benchmarks/pipeline-statements.ts';
import { pipelineThroughput } from './benchmarks/pipeline-throughput.ts';
import { stackMemory } from './benchmarks/stack-memory.ts';
import { stackStart } from './benchmarks/stack-start.ts';
import { transcriptsAccuracy } from './benchmarks/transcripts-accuracy.ts';
import { transcriptsCrash } from './benchmarks/transcripts-crash.ts';
import { transcriptsFaults } from './benchmarks/transcripts-faults.ts';
import { transcriptsChunked } from './benchmarks/transcripts-chunked.ts';
import { transcriptsPartial } from './benchmarks/transcripts-partial.ts';
import { transcriptsPrepare } from './benchmarks/transcripts-prepare.ts';
import { transcriptsSpeakers } from './benchmarks/transcripts-speakers.ts';
import { transcriptsStitch } from './benchmarks/transcripts-stitch.ts';
import { uploadAnswer } from './benchmarks/upload-answer.ts';
import { uploadMemory } from './benchmarks/upload-memory.ts';
import { uploadThroughput } from './benchmarks/upload-throughput.ts';
import { figureCells, meetsLimit, type Figure } from './figure.ts';
import { addToRecord, measuredFile, moveOf, readRecord, releasedFile } from './records.ts';
import { table } from './table.ts';

const benchmarks = [
  uploadMemory,
  uploadThroughput,
  uploadAnswer,
  ownShare,
  pipelineStatements,
  pipelineThroughput,
  pipelineRecovery,
  fleetSlots,
  fleetPace,
  demoTime,
  stackStart,
  stackMemory,
  authSignIns,
  meetingsRead,
  meetingsChanges,
  ledgerSweep,
  meetingsCursor,
  meetingsSearch,
  meetingsSearchGrowth,
  crmSpeakers,
  notesSupport,
  transcriptsAccuracy,
  transcriptsSpeakers,
  transcriptsCrash,
  transcriptsFaults,
  transcriptsChunked,
  transcriptsPartial,
  transcriptsPrepare,
  transcriptsStitch,
];

const asReleased = '--as-released';
const isRelease = process.argv.includes(asReleased);
const wanted = process.argv.slice(2).filter((one) => one !== asReleased);
if (wanted.some((one) => one === '--help' || one === '-h')) {
  console.log(`Usage: npm run bench -- [BENCHMARK …] [${asReleased}]

Measures this system, as ratios within one run, and prints each figure beside its limit and beside what the last release
measured (bench/released.json); the exit code is 1 when one misses its limit. What was measured is in bench/measured.json,
and with ${asReleased} in bench/released.json, too. Without a name all run, which takes an hour on two cores. The
beginning of several names means all of them. The benchmarks:
${benchmarks.map(({ name }) => `  ${name}`).join('\n')}`);
  process.exit(0);
}
/** Asked for by its name, or by what several names begin with. */
const isMeant = (asked: string, { name }: Benchmark): boolean =>
  name === asked || name.startsWith(`${asked}-`);
const unknown = wanted.filter((asked) => !benchmarks.some((one) => isMeant(asked, one)));
if (unknown.length > 0) {
  const known = benchmarks.map(({ name }) => name).join(', ');
  console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${known}.`);
  process.exit(2);
}

const interrupted = new Promise<never>((_resolve, reject) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => reject(new Error(`interrupted by ${signal}`)));
  }
});
interrupted.catch(() => undefined);

async function run({ name, run }: Benchmark): Promise<Figure[]> {
  await using resources = new AsyncDisposableStack();
  const say = (line: string) => console.log(`${name}: ${line}`);
  const bench: Bench = { resources, say, isRelease };
  return await Promise.race([run(bench), interrupted]);
}

const [load = 0] = loadavg();
if (load > availableParallelism() / 2) {
  console.log(
    `This machine is busy (load ${load.toFixed(1)}): times will be longer than on an idle one.`,
  );
}

const figures: Figure[] = [];
try {
  for (const benchmark of benchmarks) {
    if (wanted.length > 0 && !wanted.some((asked) => isMeant(asked, benchmark))) continue;
    try {
      const measured = await run(benchmark);
      figures.push(...measured);
      await addToRecord(measuredFile, measured);
    } catch (error) {
      if (!(error instanceof Skipped)) throw error;
      console.log(`${benchmark.name}: skipped, ${error.message}`);
    }
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
const released = await readRecord(releasedFile);
const rows = figures.map((figure) => figureCells(figure, moveOf(figure, released)));
console.log(`\n${table([['figure', 'measured', 'limit', '', 'moved', ''], ...rows])}`);
if (isRelease) await addToRecord(releasedFile, figures);
process.exit(figures.every(meetsLimit) ? 0 : 1);
