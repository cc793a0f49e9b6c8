import { reasonOf } from '../../reason-of.ts';

/** What was asked and what was answered, in one sentence; never what was sent along. */
export class Unexpected extends Error {
  /** Null where nothing was answered. */
  readonly status: number | null;

  constructor(message: string, status: number | null, cause?: unknown) {
    super(message, { cause });
    this.status = status;
  }
}

export interface Answered {
  status: number;
  bytes: Buffer;
  /** Parsed JSON; undefined for what is none. */
  json: unknown;
}

export interface Asking {
  method?: string;
  body?: FormData | object;
  headers?: Readonly<Record<string, string>>;
}

/** A deployment as an app of a user sees it. */
export interface ApiClient {
  /** @throws Unexpected for an answer that is no 2xx, and for none; the signal's reason once it fires. */
  ask(path: string, asking?: Asking): Promise<Answered>;
  /** The requests after it are those of this account. */
  signIn(token: string): void;
  /** The same account, for as long as this signal is silent. */
  until(signal: AbortSignal): ApiClient;
}

const shownCharacters = 300;
const answerWithinMs = 60_000;

export function createApiClient(
  address: URL,
  signal: AbortSignal,
  authorization: Record<string, string> = {},
): ApiClient {
  const base = address.href.replace(/\/$/, '');

  return {
    signIn: (token) => {
      authorization.authorization = `Bearer ${token}`;
    },
    until: (other) => createApiClient(address, other, authorization),
    ask: async (path, { method = 'GET', body, headers = {} } = {}) => {
      const isForm = body instanceof FormData;
      const asked = `${method} ${path}`;
      try {
        const answer = await fetch(`${base}${path}`, {
          method,
          headers: {
            ...authorization,
            ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
          redirect: 'manual',
          signal: AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]),
        });
        const bytes = Buffer.from(await answer.arrayBuffer());
        if (answer.ok) return { status: answer.status, bytes, json: parse(bytes) };
        const told = bytes.toString().replaceAll(/\s+/g, ' ').slice(0, shownCharacters);
        throw new Unexpected(`${asked} was answered ${answer.status} ${told}`, answer.status);
      } catch (error) {
        if (error instanceof Unexpected) throw error;
        signal.throwIfAborted();
        throw new Unexpected(`${asked} was not answered: ${reasonOf(error)}`, null, error);
      }
    },
  };
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}
