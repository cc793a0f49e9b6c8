import type { IncomingMessage } from 'node:http';
import { StoppedAnswer } from '../gemini/wire.ts';
import { completionAnswer } from './completion-answer.ts';
import { readCompletionCall } from './completion-call.ts';
import { faultAnswer, invalidKey, type FaultQueue } from './faults.ts';
import { transcriptionAnswer } from './transcription-answer.ts';
import { readTranscriptionCall } from './transcription-call.ts';
import type {
  Fault,
  GenerateHandler,
  OpenAiEmulatorOptions,
  RecordedRequest,
  TranscribeHandler,
} from './types.ts';
import { asAnswer, OpenAiWireError, type WireAnswer } from './wire.ts';

export interface Script {
  transcribe?: TranscribeHandler;
  generate?: GenerateHandler;
}

export interface RouteDependencies extends Required<OpenAiEmulatorOptions> {
  apiKey: string;
  script: Script;
  faults: FaultQueue;
  requests: RecordedRequest[];
}

/** The answer to one request; null when it is to hang. */
export type HandleRequest = (request: IncomingMessage, body: Buffer) => Promise<WireAnswer | null>;

export function createRoutes(deps: RouteDependencies): HandleRequest {
  const { apiKey, script, faults, requests, formats, jsonSchemas } = deps;

  async function record(
    entry: Omit<RecordedRequest, 'headers' | 'status'>,
    request: IncomingMessage,
    answer: (fault: Fault | undefined) => Promise<WireAnswer['body']>,
  ): Promise<WireAnswer | null> {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const recorded: RecordedRequest = { ...entry, headers, status: null };
    requests.push(recorded);
    const fault = faults.take();
    if (fault?.kind === 'hang') return null;
    const answered =
      (fault && faultAnswer(fault, apiKey)) ??
      (await answer(fault).then((body): WireAnswer => ({ status: 200, body }), asAnswer));
    recorded.status = answered.status;
    return fault?.kind === 'truncated' ? { ...answered, body: half(answered.body) } : answered;
  }

  async function transcribe(request: IncomingMessage, body: Buffer) {
    const contentType = request.headers['content-type'] ?? '';
    const call = await readTranscriptionCall(body, contentType, formats);
    const { model, audio, config, fields } = call;
    const entry = { model, bytes: audio.length, fields, instructions: '', prompt: '' };
    return record({ kind: 'transcribe', ...entry }, request, async () => {
      if (!script.transcribe) throw new Error('the emulator was given no onTranscribe');
      try {
        return transcriptionAnswer(call, await script.transcribe({ model, audio, config }));
      } catch (error) {
        if (!(error instanceof StoppedAnswer)) throw error;
        // Nothing in these answers says that a model stopped; what is left is JSON that ends too early.
        return half(transcriptionAnswer(call, error.turns));
      }
    });
  }

  function complete(request: IncomingMessage, body: Buffer) {
    const call = readCompletionCall(body, jsonSchemas);
    const { model, instructions, prompt, schema, fields } = call;
    const entry = { model, bytes: 0, fields, instructions, prompt };
    return record({ kind: 'generate', ...entry }, request, async (fault) => {
      if (!script.generate) throw new Error('the emulator was given no onGenerate');
      const asked = { model, instructions, prompt, schema, audio: Buffer.alloc(0) };
      return completionAnswer(call, await script.generate(asked), fault);
    });
  }

  return async (request, body) => {
    try {
      const key = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
      if (key !== apiKey) throw invalidKey(key);
      const route = `${request.method} ${request.url}`;
      if (route === 'POST /v1/audio/transcriptions') return await transcribe(request, body);
      if (route === 'POST /v1/chat/completions') return await complete(request, body);
      if (route === 'GET /v1/models')
        return { status: 200, body: { object: 'list', data: models } };
      throw new OpenAiWireError(404, `Unknown request URL: ${route}.`, { code: 'unknown_url' });
    } catch (error) {
      return asAnswer(error);
    }
  };
}

function half(body: WireAnswer['body']): string {
  const text = JSON.stringify(body);
  return text.slice(0, text.length / 2);
}

const models = ['gpt-4o-transcribe-diarize', 'gpt-6-luna'].map((id) => ({ id, object: 'model' }));
