import type { IncomingHttpHeaders } from 'node:http';
import { AppError, type Dependency, type ErrorKind } from '@memo/errors';
import { readRetryAfter } from './retry-after.ts';

/** What a status says of a request, whatever server answers it. */
type Meaning = 'done' | Patience | Rejection;
type Patience = 'busy' | 'broken';
type Rejection = 'unauthorized' | 'redirected' | 'rejected';

/** Who receives deliveries, in the words of those who can mend what is wrong. */
export interface Recipient {
  /** As sentences begin with it: `The dashboard`. */
  name: string;
  /** What work depends on it as: it waits for one that is away. */
  dependency?: Dependency;
  /** What it is sent: `this meeting`. */
  what: string;
  /** The code of an error that no later try will mend: `dashboard_rejected`. */
  code: string;
  /** Whether a 409 of it says that it has this delivery already, and nothing else. */
  knowsDeliveries?: boolean;
  /** What to check, as a sentence that names the setting. */
  advice: Record<Rejection, string>;
}

interface Answered {
  status: number;
  headers: IncomingHttpHeaders;
}

/** Longest wait that is granted: beyond it a delivery would look lost. */
const maxWaitMs = 15 * 60_000;

export function meaningOf(status: number): Meaning {
  if (status >= 200 && status < 300) return 'done';
  if (status === 429) return 'busy';
  // 408 and 425 are the client errors that a later try can mend.
  if (status >= 500 || status === 408 || status === 425) return 'broken';
  if (status === 401 || status === 403) return 'unauthorized';
  return status < 400 ? 'redirected' : 'rejected';
}

const patience: Record<
  Patience,
  { kind: ErrorKind; message: (name: string, status: number) => string }
> = {
  busy: { kind: 'rate_limited', message: (name) => `${name} asked for patience.` },
  broken: {
    kind: 'unavailable',
    message: (name, status) => `${name} has a problem of its own (${status}).`,
  },
};

/** The error of an answer that a later try may better, with the wait it asks for. */
export function patienceError(
  meaning: Patience,
  { name, dependency }: Pick<Recipient, 'name' | 'dependency'>,
  { status, headers }: Answered,
): AppError {
  const { kind, message } = patience[meaning];
  const waitMs = readRetryAfter(headers['retry-after'], Date.now());
  return new AppError(kind, message(name, status), {
    ...(waitMs !== undefined && { retryAfterMs: Math.min(waitMs, maxWaitMs) }),
    // A 500 may be about this delivery alone.
    ...(dependency !== undefined &&
      meaning === 'broken' && { [status === 500 ? 'failedAt' : 'away']: dependency }),
  });
}

const rejections: Record<
  Rejection,
  { kind: ErrorKind; said: (recipient: Recipient, status: number) => string }
> = {
  unauthorized: {
    kind: 'misconfigured',
    said: ({ name }, status) => `${name} did not accept our signature (${status}).`,
  },
  redirected: {
    kind: 'misconfigured',
    said: ({ name }, status) => `${name} redirects deliveries (${status}), which are not followed.`,
  },
  rejected: {
    kind: 'invalid_input',
    said: ({ name, what }, status) => `${name} rejected ${what} (${status}).`,
  },
};

/** What an answer to a delivery means: null where the recipient has it, else the error that says what to do. */
export function createRefusal(recipient: Recipient): (answer: Answered) => AppError | null {
  return (answer) => {
    const { status } = answer;
    if (status === 409 && recipient.knowsDeliveries === true) return null;
    const meaning = meaningOf(status);
    if (meaning === 'done') return null;
    if (meaning === 'busy' || meaning === 'broken') {
      return patienceError(meaning, recipient, answer);
    }
    const { kind, said } = rejections[meaning];
    const { advice, code } = recipient;
    return new AppError(kind, `${said(recipient, status)} ${advice[meaning]}`, { code });
  };
}
