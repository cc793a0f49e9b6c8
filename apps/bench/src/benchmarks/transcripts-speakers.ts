import { planLongAbsences, type LabelNoise } from '@memo/testing/known-meeting';
import type { Benchmark } from '../benchmark.ts';
import { table } from '../table.ts';
import { scoreCells, scoreHeader, transcribeKnown, type KnownScore } from '../transcripts/score.ts';
import { startTranscriber } from '../transcripts/transcriber.ts';

/** Labels as engines give them: one turn in twenty under somebody else's, and two whose voices are alike. */
const noise: LabelNoise = { mislabelled: 0.05, similar: ['person1', 'person2'] };

const runs = [
  { name: 'exact labels', lineUps: true },
  { name: 'exact labels, no line-up', lineUps: false },
  { name: '5 % of turns mislabelled, two similar voices', lineUps: true, noise },
  { name: '5 % mislabelled, no line-up', lineUps: false, noise },
];

/** Who is who over an hour and a half, when people come and go: with line-ups, and what they bring. */
export const transcriptsSpeakers: Benchmark = {
  name: 'transcripts-speakers',
  async run({ resources, say }) {
    const memo = await startTranscriber(resources);
    const scores: KnownScore[] = [];
    for (const { name, lineUps, ...options } of runs) {
      say(name);
      await using worker = await memo.startWorker({ SPEAKER_LINE_UPS: String(lineUps) });
      scores.push(await transcribeKnown(memo, planLongAbsences(), options));
      say(`worker ${worker.pid} is done`);
    }
    const rows = runs.map(({ name }, index) => {
      const score = scores[index];
      return [name, ...(score === undefined ? [] : scoreCells(score))];
    });
    say(`by run:\n${table([['', ...scoreHeader], ...rows])}`);
    const [exact, , noisy] = scores;
    return [
      {
        name: 'people come and go for half an hour: time under the right speaker',
        value: exact?.speakerAttribution ?? 0,
        unit: 'share',
        atLeast: 0.99,
      },
      {
        name: '… with 5 % of turns mislabelled and two similar voices',
        value: noisy?.speakerAttribution ?? 0,
        unit: 'share',
        atLeast: 0.95,
      },
      {
        name: '… time of two people under one name, in both',
        value: Math.max(exact?.mergedShare ?? 1, noisy?.mergedShare ?? 1),
        unit: 'share',
        atMost: 0.002,
      },
      {
        name: '… seconds of line-ups, of speech',
        value: Math.max(...scores.map(({ lineUpShare }) => lineUpShare)),
        unit: 'share',
        atMost: 0.04,
      },
    ];
  },
};
