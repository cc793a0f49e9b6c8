import { waitFor } from '@memo/testing';
import { planMeeting } from '@memo/testing/known-meeting';
import type { Benchmark } from '../benchmark.ts';
import { writeKnownRecordings } from '../transcripts/known-recording.ts';
import { startTranscriber } from '../transcripts/transcriber.ts';
import { tellTheTruth } from '../transcripts/truthful-gemini.ts';

/** Long enough to kill a worker between two answers. */
const latencyMs = 3_000;

/** A worker that dies in the middle of a long meeting costs time, not money. */
export const transcriptsCrash: Benchmark = {
  name: 'transcripts-crash',
  async run({ resources, say }) {
    const memo = await startTranscriber(resources);
    const meeting = planMeeting({ seed: 61, minutes: 60, speakers: 2 });
    const recognizer = tellTheTruth(memo.gemini, [meeting], { latencyMs });
    const paths = await writeKnownRecordings(memo.directory, meeting);
    const worker = memo.startWorker({ WORKER_CONCURRENCY: '1' });
    const { pid } = await worker;
    const id = await memo.upload(paths);
    await waitFor(
      'two chunks to be answered and a third to be under way',
      async () => recognizer.calls.length > 2 && (await keptAnswers()) >= 2,
      { timeoutMs: 120_000 },
    );
    process.kill(pid, 'SIGKILL');
    const kept = await keptAnswers();
    const before = recognizer.calls.length;
    await memo.startWorker({ WORKER_CONCURRENCY: '1' });
    await memo.completed(id);
    const again = recognizer.calls.length - before - (chunks() - kept);
    say(`killed after ${kept} answers of ${chunks()}; ${recognizer.calls.length} calls in all`);
    return [
      { name: 'answered chunks paid again after a crash', value: again, unit: 'count', atMost: 0 },
    ];

    async function keptAnswers(): Promise<number> {
      const [row]: { kept: number }[] = await memo.database.query(
        `SELECT count(*)::int AS kept FROM ai_calls WHERE meeting_id = $1 AND stage = 'transcribe'`,
        [id],
      );
      return row?.kept ?? 0;
    }
    function chunks(): number {
      return new Set(recognizer.calls.map(({ sha256 }) => sha256)).size;
    }
  },
};
