import type { ModelCheck } from '@memo/ai';
import { advice, notAsked, ok, problem, type Finding } from '../diagnose.ts';

export interface AskEngines {
  /** Which engines these are, in a sentence. */
  description: string;
  /** Whether the one for trying things out does the listening. */
  isOffline: boolean;
  /** Sentences about engines that do not let us in or do not answer. */
  refusals: () => Promise<readonly string[]>;
  models: () => Promise<ModelCheck>;
  /** About models whose end is announced. */
  warnings: readonly string[];
}

/** By calls that cost nothing. */
export async function askEngines(asked: AskEngines): Promise<Finding[]> {
  const known = asked.warnings.map(advice);
  if (asked.isOffline) {
    known.push(
      advice('The offline engine listens, which is good for trying things out alone. Set a key.'),
    );
  }
  const refusals = await asked.refusals();
  if (refusals.length > 0) return [...refusals.map(problem), ...known];
  const { unknown, notAsked: untold } = await asked.models();
  return [ok(asked.description), ...unknown.map(problem), ...known, ...untold.map(notAsked)];
}
