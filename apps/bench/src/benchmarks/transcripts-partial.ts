import { waitFor } from '@memo/testing';
import { planMeeting } from '@memo/testing/known-meeting';
import type { Benchmark } from '../benchmark.ts';
import { writeKnownRecordings } from '../transcripts/known-recording.ts';
import { startTranscriber, type ShownMeeting } from '../transcripts/transcriber.ts';
import { tellTheTruth } from '../transcripts/truthful-gemini.ts';

/** One worker that takes chunk after chunk, as when the fleet is busy. */
const latencyMs = 5_000;

/** People read the beginning of a long meeting while its end is still transcribed. */
export const transcriptsPartial: Benchmark = {
  name: 'transcripts-partial',
  async run({ resources, say }) {
    const memo = await startTranscriber(resources);
    const meeting = planMeeting({ seed: 62, minutes: 60, speakers: 3 });
    tellTheTruth(memo.gemini, [meeting], { latencyMs });
    const paths = await writeKnownRecordings(memo.directory, meeting);
    await memo.startWorker({ WORKER_CONCURRENCY: '1' });
    const id = await memo.upload(paths);
    const uploadedAt = Date.now();
    const seen: { ms: number; chunks: string; segments: number }[] = [];
    const look = ({ status, transcription, transcription_partial: partial }: ShownMeeting) => {
      const chunks = partial === null ? 'all' : `${partial.chunks_done}/${partial.chunks_total}`;
      if (transcription.length > 0 && seen.at(-1)?.chunks !== chunks) {
        seen.push({ ms: Date.now() - uploadedAt, chunks, segments: transcription.length });
      }
      return status === 'COMPLETED';
    };
    await waitFor('the meeting to be completed', async () => look(await memo.get(id)), {
      timeoutMs: 180_000,
      everyMs: 100,
    });
    say(
      seen
        .map(
          ({ ms, chunks, segments }) =>
            `${(ms / 1000).toFixed(1)} s: ${chunks}, ${segments} segments`,
        )
        .join('; '),
    );
    const [first, last] = [seen[0], seen.at(-1)];
    const backwards = seen.filter(({ segments }, at) => segments < (seen[at - 1]?.segments ?? 0));
    return [
      {
        name: 'first words of an hour visible, of the time to its transcript',
        value: (first?.ms ?? NaN) / (last?.ms ?? NaN),
        unit: 'ratio',
        atMost: 0.6,
      },
      {
        name: 'times a partial transcript became shorter',
        value: backwards.length,
        unit: 'count',
        atMost: 0,
      },
    ];
  },
};
