import { maskSecrets } from '@memo/logging';
import pTimeout from 'p-timeout';
import { reasonOf } from '../../reason-of.ts';

/** `problem`: something of Memo does not work by it. `advice`: it works, and not as it should. */
export type Level = 'ok' | 'advice' | 'problem' | 'not asked';

export interface Finding {
  level: Level;
  /** What is wrong and what to do, in words. */
  text: string;
}

export interface Check {
  name: string;
  ask: () => Promise<Finding[]>;
}

export interface Diagnosed extends Finding {
  check: string;
}

export const ok = (text: string): Finding => ({ level: 'ok', text });
export const advice = (text: string): Finding => ({ level: 'advice', text });
export const problem = (text: string): Finding => ({ level: 'problem', text });
export const notAsked = (text: string): Finding => ({ level: 'not asked', text });

export interface DiagnoseOptions {
  /** How long one check may take. */
  withinMs: number;
  /** What must not be read by anybody: settings that are secret. */
  secrets: readonly string[];
}

/** Asks everything side by side: what hangs holds up nothing else. In the order of the checks. Never rejects. */
export async function diagnose(
  checks: readonly Check[],
  { withinMs, secrets }: DiagnoseOptions,
): Promise<Diagnosed[]> {
  const asked = checks.map(async ({ name, ask }) => {
    const found = await pTimeout(
      Promise.resolve()
        .then(ask)
        .catch((error: unknown) => [problem(reasonOf(error))]),
      {
        milliseconds: withinMs,
        fallback: () => [problem(`No answer came within ${withinMs / 1000} s.`)],
      },
    );
    return found.map(({ level, text }) => ({ check: name, level, text: hidden(text, secrets) }));
  });
  return (await Promise.all(asked)).flat();
}

/** Servers quote what they refuse. */
const hidden = (text: string, secrets: readonly string[]): string =>
  maskSecrets(secrets.reduce((shown, secret) => shown.replaceAll(secret, '[hidden]'), text));
