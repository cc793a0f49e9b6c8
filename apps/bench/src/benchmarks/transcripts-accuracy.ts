import { provingMeetings } from '@memo/testing/known-meeting';
import type { Benchmark } from '../benchmark.ts';
import type { Figure } from '../figure.ts';
import { table } from '../table.ts';
import { scoreCells, scoreHeader, transcribeKnown, type KnownScore } from '../transcripts/score.ts';
import { startTranscriber } from '../transcripts/transcriber.ts';

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
      scores.push({ name: proving.name, ...(await transcribeKnown(memo, proving.plan())) });
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
        name: 'time of two people under one name, worst meeting',
        value: Math.max(...of(({ mergedShare }) => mergedShare)),
        unit: 'share',
        atMost: 0.002,
      },
      {
        name: 'seconds of line-ups, of speech, worst meeting',
        value: Math.max(...of(({ lineUpShare }) => lineUpShare)),
        unit: 'share',
        atMost: 0.04,
      },
      {
        name: 'seconds paid, of speech without overlaps and line-ups, worst meeting',
        value: Math.max(...of(({ paid }) => paid)),
        unit: 'ratio',
        atMost: 1.02,
      },
    ];
  },
};

interface Score extends KnownScore {
  name: string;
}

function breakdown(scores: Score[]): string {
  return table([
    ['', 'lost', 'doubled', 'invented', 'order', 'p95 ms', ...scoreHeader, 'sides', 'paid'],
    ...scores.map((score) => [
      score.name,
      ...[score.lost, score.doubled, score.invented, score.orderErrors].map(String),
      score.timingErrorP95Ms.toFixed(0),
      ...scoreCells(score),
      score.sideAttribution?.toFixed(4) ?? '',
      score.paid.toFixed(3),
    ]),
  ]);
}

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
