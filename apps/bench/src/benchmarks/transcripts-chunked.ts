import { planMeeting } from '@memo/testing/known-meeting';
import type { Benchmark } from '../benchmark.ts';
import { startProviderClock } from '../measure/provider-clock.ts';
import { writeKnownRecordings } from '../transcripts/known-recording.ts';
import { stageTimes } from '../transcripts/stage-times.ts';
import { startTranscriber } from '../transcripts/transcriber.ts';
import { tellTheTruth } from '../transcripts/truthful-gemini.ts';

const minutes = 60;
/** A chunk of 20 minutes at eighty times the speed of speech. */
const latencyMs = 15_000;

/** An hour in chunks takes hardly longer than its slowest chunk: the others are transcribed beside it. */
export const transcriptsChunked: Benchmark = {
  name: 'transcripts-chunked',
  async run({ resources, say }) {
    const memo = await startTranscriber(resources);
    const meeting = planMeeting({ seed: 60, minutes, speakers: 3 });
    const clock = resources.use(startProviderClock());
    tellTheTruth(memo.gemini, [meeting], { latencyMs });
    const paths = await writeKnownRecordings(memo.directory, meeting);
    await memo.startWorker();

    const id = await memo.upload(paths);
    const uploadedAt = Date.now();
    const wallMs = (await memo.completed(id)) - uploadedAt;
    const [prepareMs = 0] = await stageTimes(memo.database, id, 'prepare');
    const chunksMs = await stageTimes(memo.database, id, 'transcribe');
    const slowestMs = Math.max(...clock.calls().map(({ start, end }) => end - start));
    say(
      `prepare ${seconds(prepareMs)}, chunks ${chunksMs.map(seconds).join(' ')}, slowest answer ${seconds(slowestMs)}, all after ${seconds(wallMs)}`,
    );
    return [
      {
        name: 'an hour in chunks, of prepare + slowest AI call',
        value: wallMs / (prepareMs + slowestMs),
        unit: 'ratio',
        atMost: 1.15,
      },
    ];
  },
};

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
