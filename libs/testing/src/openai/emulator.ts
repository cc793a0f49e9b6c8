import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createFaultQueue } from './faults.ts';
import { createRoutes, type Script } from './routes.ts';
import type {
  Fault,
  GenerateHandler,
  OpenAiEmulatorOptions,
  RecordedRequest,
  TranscribeHandler,
} from './types.ts';
import type { WireAnswer } from './wire.ts';

export interface OpenAiEmulator {
  /** For OPENAI_BASE_URL. */
  readonly baseUrl: string;
  /** The only key it accepts. */
  readonly apiKey: string;
  /** Every well-formed request with the right key, in order of arrival. */
  readonly requests: readonly RecordedRequest[];
  /** What every transcription answers from now on. Without it they fail with 500. */
  onTranscribe(handler: TranscribeHandler): void;
  /** The JSON value every completion answers from now on. Without it they fail with 500. */
  onGenerate(handler: GenerateHandler): void;
  /** Spoils the next request; calls queue up. */
  failNext(fault: Fault): void;
  close(): Promise<void>;
}

/** A server on a free port of 127.0.0.1 that speaks as OpenAI does; its handlers are those of the Gemini emulator. */
export async function startOpenAiEmulator({
  formats = ['diarized_json', 'verbose_json', 'json'],
  jsonSchemas = true,
}: OpenAiEmulatorOptions = {}): Promise<OpenAiEmulator> {
  const apiKey = `sk-emulated-${randomUUID()}`;
  const requests: RecordedRequest[] = [];
  const faults = createFaultQueue();
  const script: Script = {};
  const handle = createRoutes({ apiKey, script, faults, requests, formats, jsonSchemas });
  const server = createServer((request, response) => {
    void buffer(request).then(
      async (body) => {
        const answer = await handle(request, body);
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
    onTranscribe: (handler) => void (script.transcribe = handler),
    onGenerate: (handler) => void (script.generate = handler),
    failNext: (fault) => faults.add(fault),
    async close() {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function send(response: ServerResponse, { status, headers, body }: WireAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
