import { AppError } from '@memo/errors';
import { z } from 'zod';
import type { Environment } from './environment.ts';

export type Groups = Readonly<Record<string, z.ZodType>>;
type Loaded<G extends Groups> = { [K in keyof G]: z.output<G[K]> };

/**
 * Parses several groups of settings from one environment.
 * @throws AppError `misconfigured` naming every variable that is wrong, not only the first.
 */
export function load<G extends Groups>(groups: G, environment: Environment): Loaded<G> {
  const present = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const problems: string[] = [];
  const loaded: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(groups)) {
    const result = schema.safeParse(present);
    if (result.success) loaded[name] = result.data;
    else problems.push(...result.error.issues.map(describe));
  }
  if (problems.length > 0) {
    const list = [...new Set(problems)].map((problem) => `  - ${problem}`).join('\n');
    throw new AppError('misconfigured', `The configuration has problems:\n${list}`);
  }
  return loaded as Loaded<G>;
}

function describe(issue: z.core.$ZodIssue): string {
  const name = issue.path.join('.');
  const missing = issue.code === 'invalid_type' && issue.message.includes('received undefined');
  return `${name}: ${missing ? 'is not set' : issue.message}`;
}

/** The variables that groups read. */
export const namesIn = (groups: Groups): ReadonlySet<string> =>
  new Set(Object.values(groups).flatMap(namesOf));

function namesOf(schema: z.core.$ZodType): string[] {
  if (schema instanceof z.ZodPipe) return namesOf(schema.in);
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  throw new Error('A group of settings is an object, transformed or not.');
}
