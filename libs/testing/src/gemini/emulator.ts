import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createFaultQueue } from './faults.ts';
import { createFileStore } from './file-store.ts';
import { createRoutes } from './routes.ts';
import type {
  Fault,
  GenerateHandler,
  RecordedRequest,
  RequestKind,
  TranscribeHandler,
} from './types.ts';
import { WireError, type WireAnswer } from './wire.ts';

export interface GeminiEmulator {
  /** For GEMINI_BASE_URL. */
  readonly baseUrl: string;
  /** The only key it accepts. */
  readonly apiKey: string;
  /** Every well-formed request with the right key, in order of arrival. */
  readonly requests: readonly RecordedRequest[];
  /** Names of the uploaded files not yet deleted. */
  storedFiles(): string[];
  /** What every transcription answers from now on. Without it they fail with 500. */
  onTranscribe(handler: TranscribeHandler): void;
  /** The JSON value every structured generation answers from now on. Without it they fail with 500. */
  onGenerate(handler: GenerateHandler): void;
  /** Spoils the next request of this kind, or the next model call; calls queue up. */
  failNext(fault: Fault, on?: RequestKind): void;
  /** Forgets the faults no request has met: a request that was given up may never have reached the server. */
  clearFaults(): void;
  close(): Promise<void>;
}

/** A server on a free port of 127.0.0.1 that speaks the Gemini REST protocol as @google/genai does. */
export async function startGeminiEmulator(): Promise<GeminiEmulator> {
  const apiKey = `emulated-${randomUUID()}`;
  const requests: RecordedRequest[] = [];
  const faults = createFaultQueue();
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const files = createFileStore(baseUrl);
  const routes = createRoutes({ apiKey, baseUrl, files, faults, requests });

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    void buffer(request).then(
      async (body) => {
        const answer = await routes.handle(request, body).catch(asAnswer);
        if (answer) send(response, answer);
      },
      // The client left while sending; there is nobody to answer.
      () => undefined,
    );
  });

  return {
    baseUrl,
    apiKey,
    requests,
    storedFiles: () => files.names(),
    onTranscribe: (handler) => routes.script({ transcribe: handler }),
    onGenerate: (handler) => routes.script({ generate: handler }),
    failNext: (fault, on) => faults.add(fault, on),
    clearFaults: () => faults.clear(),
    async close() {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function asAnswer(error: unknown): WireAnswer {
  return (error instanceof WireError ? error : new WireError(500, 'INTERNAL', String(error)))
    .answer;
}

function send(response: ServerResponse, { status, headers, body }: WireAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
