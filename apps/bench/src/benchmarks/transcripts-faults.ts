import { judge, planMeeting, type RecognizerFault } from '@memo/testing/known-meeting';
import type { Benchmark } from '../benchmark.ts';
import { table } from '../table.ts';
import { writeKnownRecordings } from '../transcripts/known-recording.ts';
import { startTranscriber } from '../transcripts/transcriber.ts';
import { tellTheTruth } from '../transcripts/truthful-gemini.ts';

const minutes = 12;

const faults: Record<string, RecognizerFault> = {
  'times run fast': { kind: 'drift', stretch: 1.2 },
  'times run slow': { kind: 'drift', stretch: 0.8 },
  'repetition loop': { kind: 'loop', times: 40 },
  'the end is missing': { kind: 'missing_tail', share: 0.4 },
  'words nobody said': { kind: 'invention', text: 'thank you for watching this video' },
  'turns out of order': { kind: 'disorder', of: 'turns' },
  'words backwards': { kind: 'disorder', of: 'words' },
  'no words at all': { kind: 'deaf' },
  'rate limit': { kind: 'provider', fault: { kind: 'rate_limited', retryDelayMs: 500 } },
  overloaded: { kind: 'provider', fault: { kind: 'overloaded' } },
  'no answer': { kind: 'provider', fault: { kind: 'hang' } },
};

/** Every known way of speech models to go wrong, once in each chunk. */
export const transcriptsFaults: Benchmark = {
  name: 'transcripts-faults',
  async run({ resources, say }) {
    const memo = await startTranscriber(resources);
    await memo.startWorker({ CHUNK_MINUTES: '4', AI_TIMEOUT_SECONDS: '5' });
    const rows: string[][] = [];
    const total = { lost: 0, invented: 0, doubled: 0 };
    for (const [index, [name, fault]] of Object.entries(faults).entries()) {
      const meeting = planMeeting({ seed: 700 + index, minutes, speakers: 2 });
      const recognizer = tellTheTruth(memo.gemini, [meeting], {
        faultFor: ({ timesAsked }) => (timesAsked === 1 ? fault : undefined),
      });
      const id = await memo.upload(await writeKnownRecordings(memo.directory, meeting));
      await memo.completed(id);
      const { segments, speakers, coverage } = await memo.transcript(id);
      const gaps = (coverage?.gaps ?? []).map(({ start_ms: startMs, end_ms: endMs }) => {
        return { startMs, endMs };
      });
      const verdict = judge(meeting, segments, speakers, { gaps });
      total.lost += verdict.lost;
      total.invented += verdict.invented;
      total.doubled += verdict.doubled;
      rows.push([
        name,
        ...[recognizer.calls.length, verdict.lost, verdict.doubled, verdict.invented].map(String),
        String(gaps.length),
      ]);
    }
    say(`each fault once in each chunk:\n${table([header, ...rows])}`);
    return [
      {
        name: 'with a fault in each chunk, words lost',
        value: total.lost,
        unit: 'count',
        atMost: 0,
      },
      { name: '… words doubled', value: total.doubled, unit: 'count', atMost: 0 },
      { name: '… words invented', value: total.invented, unit: 'count', atMost: 0 },
    ];
  },
};

const header = ['', 'calls', 'lost', 'doubled', 'invented', 'gaps'];
