import {
  judge,
  paidShare,
  provingMeetings,
  type ProvingMeeting,
} from '@memo/testing/known-meeting';
import type { Benchmark } from '../benchmark.ts';
import type { Figure } from '../figure.ts';
import { table } from '../table.ts';
import { writeKnownRecordings } from '../transcripts/known-recording.ts';
import { startTranscriber, type Transcriber } from '../transcripts/transcriber.ts';
import { tellTheTruth } from '../transcripts/truthful-gemini.ts';

const overlapSeconds = 12;
const contractChunkMinutes = 20;

/** Long meetings of which every word is known, through the whole product. */
export const transcriptsAccuracy: Benchmark = {
  name: 'transcripts-accuracy',
  async run({ resources, say }) {
    const memo = await startTranscriber(resources);
    await memo.startWorker();
    const scores: Score[] = [];
    for (const proving of provingMeetings(contractChunkMinutes)) {
      say(proving.name);
      scores.push(await transcribe(memo, proving));
    }
    say(`by meeting:\n${breakdown(scores)}`);
    const of = (read: (score: Score) => number) => scores.map(read);
    const count = (name: string, read: (score: Score) => number): Figure => {
      return { name, value: sum(of(read)), unit: 'count', atMost: 0 };
    };
    return [
      count('utterances that lost a word', ({ lostUtterances }) => lostUtterances),
      count('words doubled', ({ doubled }) => doubled),
      count('words invented', ({ invented }) => invented),
      count('order errors', ({ orderErrors }) => orderErrors),
      {
        name: 'timing error, p95 of the worst meeting',
        value: Math.max(...of(({ timingErrorP95Ms }) => timingErrorP95Ms)),
        unit: 'ms',
        atMost: 150,
      },
      {
        name: 'speech time under the right speaker, worst meeting',
        value: Math.min(...of(({ speakerAttribution }) => speakerAttribution)),
        unit: 'share',
        atLeast: 0.99,
      },
      {
        name: 'speech time on the right side, two recordings',
        value: Math.min(...of(({ sideAttribution }) => sideAttribution ?? 1)),
        unit: 'share',
        atLeast: 1,
      },
      {
        name: 'seconds paid, of speech without overlaps, worst meeting',
        value: Math.max(...of(({ paid }) => paid)),
        unit: 'ratio',
        atMost: 1.02,
      },
    ];
  },
};

type Score = Awaited<ReturnType<typeof transcribe>>;

async function transcribe(memo: Transcriber, { name, plan }: ProvingMeeting) {
  const meeting = plan();
  const recognizer = tellTheTruth(memo.gemini, [meeting]);
  const id = await memo.upload(await writeKnownRecordings(memo.directory, meeting));
  await memo.completed(id);
  const { segments, speakers, coverage } = await memo.transcript(id);
  const { answeredSeconds } = recognizer.asked();
  const overlaps = (coverage?.seams_repaired ?? 0) * overlapSeconds;
  return {
    name,
    ...judge(meeting, segments, speakers),
    paid: paidShare(meeting, { answeredSeconds, overlapSeconds: overlaps }),
  };
}

function breakdown(scores: Score[]): string {
  return table([
    ['', 'lost', 'doubled', 'invented', 'order', 'p95 ms', 'speakers', 'sides', 'paid'],
    ...scores.map((score) => [
      score.name,
      ...[score.lost, score.doubled, score.invented, score.orderErrors].map(String),
      score.timingErrorP95Ms.toFixed(0),
      score.speakerAttribution.toFixed(4),
      score.sideAttribution?.toFixed(4) ?? '',
      score.paid.toFixed(3),
    ]),
  ]);
}

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
