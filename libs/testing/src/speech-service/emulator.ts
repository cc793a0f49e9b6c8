import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Utterance } from '@memo/transcript';
import type { ScriptedTurn, TranscribeHandler } from '../gemini/types.ts';
import { StoppedAnswer, WireError } from '../gemini/wire.ts';
import {
  Refused,
  type Fault,
  type Protocol,
  type RecordedRequest,
  type SpeechCall,
  type WireAnswer,
} from './types.ts';

export interface SpeechEmulator {
  /** For the service's base URL. */
  readonly baseUrl: string;
  /** The only key it accepts. */
  readonly apiKey: string;
  /** Every well-formed request with the right key, in order of arrival. */
  readonly requests: readonly RecordedRequest[];
  /** What every transcription answers from now on. Without it they fail with 500. */
  onTranscribe(handler: TranscribeHandler): void;
  /** Spoils the next request; calls queue up. */
  failNext(fault: Fault): void;
  close(): Promise<void>;
}

/** A server on a free port of 127.0.0.1 that speaks this protocol; its handlers are those of the Gemini emulator. */
export async function startSpeechEmulator(protocol: Protocol): Promise<SpeechEmulator> {
  const apiKey = `emulated-${randomUUID()}`;
  const requests: RecordedRequest[] = [];
  const faults: Fault[] = [];
  let transcribe: TranscribeHandler | undefined;

  async function handle(request: IncomingMessage, body: Buffer): Promise<WireAnswer | null> {
    const [path = ''] = (request.url ?? '').split('?');
    if (`${request.method} ${path}` !== protocol.route) throw new Refused('no_route', path);
    const key = protocol.keyOf(request);
    if (key !== apiKey) throw new Refused('invalid_key', key);
    const call = await protocol.read(request, body);
    const recorded: RecordedRequest = {
      ...{ model: call.model, bytes: call.audio.length, fields: call.fields, status: null },
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      ),
    };
    requests.push(recorded);
    const fault = faults.shift();
    if (fault?.kind === 'hang') return null;
    const answer =
      (fault && refusalOf(fault)) ?? (await answerTo(call).catch(asRefusal(protocol.refuse)));
    recorded.status = answer.status;
    return fault?.kind === 'truncated' ? { ...answer, body: half(answer.body) } : answer;
  }

  async function answerTo(call: SpeechCall): Promise<WireAnswer> {
    if (transcribe === undefined) throw new Error('the emulator was given no onTranscribe');
    const { model, audio, config } = call;
    const seconds = audio.length / bytesPerSecond;
    try {
      const turns = await transcribe({ model, audio, config });
      return { status: 200, body: protocol.answer(call, turns.map(whole), seconds) };
    } catch (error) {
      if (!(error instanceof StoppedAnswer)) throw error;
      // Nothing in these answers says that a model stopped; what is left is JSON that ends too early.
      return { status: 200, body: half(protocol.answer(call, error.turns.map(whole), seconds)) };
    }
  }

  function refusalOf(fault: Fault): WireAnswer | null {
    switch (fault.kind) {
      case 'answer':
        return { status: fault.status, body: fault.body };
      case 'quoted_key':
        return protocol.refuse('invalid_key', apiKey);
      case 'hang':
      case 'truncated':
        return null;
      case 'rate_limited':
      case 'overloaded': {
        const answer = protocol.refuse(fault.kind, '');
        return { ...answer, headers: { ...answer.headers, ...fault.headers } };
      }
      case 'quota_spent':
      case 'internal':
      case 'unknown_model':
      case 'too_large':
        return protocol.refuse(fault.kind, '');
    }
  }

  const server = createServer((request, response) => {
    void buffer(request).then(
      async (body) => {
        const answer = await handle(request, body).catch(asRefusal(protocol.refuse));
        if (answer) send(response, answer);
      },
      // The client left while sending; there is nobody to answer.
      () => undefined,
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    apiKey,
    requests,
    onTranscribe: (handler) => void (transcribe = handler),
    failNext: (fault) => void faults.push(fault),
    async close() {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

const bytesPerSecond = 32_000;

/** Whatever went wrong as a refusal; what handlers of the Gemini emulator throw means the same here. */
const asRefusal =
  (refuse: Protocol['refuse']) =>
  (error: unknown): WireAnswer => {
    if (error instanceof Refused) return refuse(error.reason, error.message);
    if (!(error instanceof WireError)) return refuse('internal', String(error));
    const { status, body } = error.answer;
    const told = JSON.stringify(body);
    if (status !== 429) return refuse(status === 503 ? 'overloaded' : 'internal', error.message);
    if (told.includes('PerDay')) return refuse('quota_spent', error.message);
    const seconds = /"retryDelay":"([\d.]+)s"/.exec(told)?.[1];
    const headers = seconds === undefined ? {} : { 'retry-after': seconds };
    return { ...refuse('rate_limited', error.message), headers };
  };

function whole({ speaker = '0', text, words = [], startMs, endMs }: ScriptedTurn): Utterance {
  return {
    ...{ speaker, words, text: text ?? words.map((word) => word.text).join(' ') },
    startMs: startMs ?? words[0]?.startMs ?? 0,
    endMs: endMs ?? words.at(-1)?.endMs ?? 0,
  };
}

function half(body: WireAnswer['body']): string {
  const text = JSON.stringify(body);
  return text.slice(0, text.length / 2);
}

function send(response: ServerResponse, { status, headers, body }: WireAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
