import { facts, noteClaims, type NoteClaim, type Trap } from '@memo/testing/note-claims';
import type { Benchmark } from '../benchmark.ts';
import type { Figure } from '../figure.ts';
import { isKept, type Judge } from '../notes/keep-claims.ts';

const halves = {
  made: 'the half that rules were made on',
  scored: 'the other half',
} as const;
const turned: readonly Trap[] = ['negation', 'amount', 'party'];

const verdict = ({ trap }: NoteClaim) => (trap === null ? 'supported' : 'contradicted');
/** The truth, and whatever else a model may answer in its place. */
const judges: readonly Judge[] = [
  (claim) => ({ verdicts: [{ index: 0, verdict: verdict(claim) }] }),
  (claim) => ({
    verdicts: [
      { index: 1, verdict: 'contradicted' },
      { index: 0, verdict: verdict(claim) },
    ],
  }),
  () => ({ verdicts: [] }),
  () => ({ verdicts: [{ index: 4, verdict: 'contradicted' }] }),
  () => null,
];

/** What a note keeps of statements that its words do not bear out, and drops of those that they do. */
export const notesSupport: Benchmark = {
  name: 'notes-support',
  run: async ({ say }) => {
    const claims = noteClaims();
    say(`${claims.length} statements, of which ${claims.filter(isTrap).length} are traps`);
    const figures: Figure[] = [];
    for (const [half, name] of Object.entries(halves)) {
      const own = claims.filter((one) => one.half === half);
      const honest = own.filter((one) => !isTrap(one));
      const traps = (kinds: readonly Trap[]) =>
        own.filter(({ trap }) => trap !== null && kinds.includes(trap));
      const forged = await keptOf(traps(facts));
      figures.push({
        name: `links, numbers, dates, names kept of ${traps(facts).length}, ${name}`,
        value: forged.length,
        unit: 'count',
        atMost: 0,
      });
      for (const kind of turned) {
        const all = traps([kind]);
        const kept = await keptOf(all);
        figures.push({ name: `${kind} traps kept of ${all.length}, ${name}`, ...share(kept, all) });
      }
      const kept = await keptOf(honest);
      const dropped = honest.filter((one) => !kept.includes(one));
      figures.push({
        name: `true statements dropped of ${honest.length}, ${name}`,
        ...share(dropped, honest),
      });
    }
    return [...figures, ...(await secondReading(claims))];
  },
};

/** What the second question drops beside what rules dropped before it. */
async function secondReading(claims: readonly NoteClaim[]): Promise<Figure[]> {
  const kept = await keptOf(claims);
  const honest = kept.filter((one) => !isTrap(one));
  const traps = kept.filter(isTrap);
  const lost: NoteClaim[] = [];
  for (const [at, claim] of honest.entries()) {
    if (!(await isKept(claim, judges[at % judges.length]))) lost.push(claim);
  }
  const left = await keptOf(traps, judges[0]);
  return [
    {
      name: 'SUPPORT_CHECK: true statements dropped, answers odd in four of five',
      ...share(lost, honest),
      atMost: 0.02,
    },
    { name: 'SUPPORT_CHECK: traps kept that rules let through', ...share(left, traps), atMost: 0 },
  ];
}

const isTrap = ({ trap }: NoteClaim): boolean => trap !== null;

async function keptOf(claims: readonly NoteClaim[], judge?: Judge): Promise<NoteClaim[]> {
  const kept: NoteClaim[] = [];
  for (const claim of claims) if (await isKept(claim, judge)) kept.push(claim);
  return kept;
}

const share = (some: readonly unknown[], all: readonly unknown[]) => {
  return { value: all.length === 0 ? 0 : some.length / all.length, unit: 'share' as const };
};
