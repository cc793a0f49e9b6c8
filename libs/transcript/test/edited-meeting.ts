import fc from 'fast-check';
import type { EditOperation } from '../src/edit/plan-edit.ts';
import type { Segment } from '../src/types.ts';

export const speakerKeys = new Set(['S1', 'S2', 'S3']);

const spoken = [
  'yes',
  'no',
  'we',
  'ship',
  'on',
  'Friday.',
  "don't",
  'queue',
  '金曜日',
  '出荷',
  'So,',
];

/** Segments one behind the other, some with times of words, some without. */
export const aTranscript: fc.Arbitrary<Segment[]> = fc
  .array(
    fc.record({
      texts: fc.array(fc.constantFrom(...spoken), { minLength: 1, maxLength: 6 }),
      speakerKey: fc.constantFrom(...speakerKeys),
      isTimed: fc.boolean(),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((said) => said.map((one, id) => segmentOf(id, one)));

function segmentOf(
  id: number,
  { texts, speakerKey, isTimed }: { texts: string[]; speakerKey: string; isTimed: boolean },
): Segment {
  const startMs = id * 10_000;
  const words = texts.map((text, index) => ({
    ...{ text, startMs: startMs + index * 500, endMs: startMs + index * 500 + 400 },
    confidence: 0.9,
  }));
  const endMs = startMs + texts.length * 500;
  return { id, speakerKey, text: texts.join(' '), startMs, endMs, words: isTimed ? words : [] };
}

const id = fc.nat(9);
const key = fc.constantFrom(...speakerKeys, 'S9');
const text = fc.array(fc.constantFrom(...spoken, 'new', 'words'), { maxLength: 6 });

export const anOperation: fc.Arbitrary<EditOperation> = fc.oneof(
  fc.record({
    kind: fc.constant('change' as const),
    segmentId: id,
    text: text.map((words) => words.join(' ')),
    speakerKey: key,
  }),
  fc.record({
    kind: fc.constant('split' as const),
    segmentId: id,
    at: fc.oneof(
      fc.record({ word: fc.nat(6) }),
      fc.record({ character: fc.nat(30) }),
      fc.record({ ms: fc.nat(60_000) }),
    ),
  }),
  fc.tuple(id, fc.integer({ min: 1, max: 2 })).map(([first, more]): EditOperation => {
    const segmentIds = Array.from({ length: more + 1 }, (_, n) => first + n);
    return { kind: 'merge', segmentIds };
  }),
  fc.record({ kind: fc.constant('move' as const), fromId: id, toId: id, speakerKey: key }),
  fc.record({
    kind: fc.constant('replace' as const),
    find: fc.constantFrom('o', 'we', 'Friday', '日', "don't", 'yes no'),
    replacement: fc.constantFrom('', 'X', 'many more words', 'we we'),
    wholeWords: fc.boolean(),
    matchCase: fc.boolean(),
  }),
);
