import type { IncomingMessage } from 'node:http';
import { faultError, invalidKey, type FaultQueue } from './faults.ts';
import type { FileStore, UploadStart } from './file-store.ts';
import { jsonParts, modelAnswer, transcriptionParts } from './model-answer.ts';
import { readModelCall, type ModelCall } from './model-call.ts';
import type {
  Fault,
  GenerateHandler,
  RecordedRequest,
  RequestKind,
  TranscribeHandler,
} from './types.ts';
import { StoppedAnswer, WireError, type WireAnswer } from './wire.ts';

interface Script {
  transcribe?: TranscribeHandler;
  generate?: GenerateHandler;
}

export interface RouteDependencies {
  apiKey: string;
  baseUrl: string;
  files: FileStore;
  faults: FaultQueue;
  requests: RecordedRequest[];
}

export interface Routes {
  script(handlers: Script): void;
  /** The answer to one request; null when it is to hang. Rejects with WireError. */
  handle(request: IncomingMessage, body: Buffer): Promise<WireAnswer | null>;
}

export function createRoutes({
  apiKey,
  baseUrl,
  files,
  faults,
  requests,
}: RouteDependencies): Routes {
  const script: Script = {};

  async function record(
    entry: Pick<RecordedRequest, 'kind'> & Partial<RecordedRequest>,
    answer: (fault: Fault | undefined) => WireAnswer | Promise<WireAnswer>,
  ): Promise<WireAnswer | null> {
    const recorded: RecordedRequest = {
      model: '',
      bytes: 0,
      instructions: '',
      prompt: '',
      status: null,
      ...entry,
    };
    requests.push(recorded);
    const fault = faults.take(entry.kind);
    if (fault?.kind === 'hang') return null;
    try {
      const refusal = fault && faultError(fault, apiKey);
      if (refusal) throw refusal;
      const answered = await answer(fault);
      recorded.status = answered.status;
      return answered;
    } catch (error) {
      recorded.status = error instanceof WireError ? error.answer.status : 500;
      throw error;
    }
  }

  async function parts(model: string, call: ModelCall, fault?: Fault): Promise<object[]> {
    if (fault?.kind === 'parts') return fault.parts;
    if (call.kind === 'generate') {
      if (!script.generate) throw new Error('the emulator was given no onGenerate');
      const { instructions, prompt, schema, audio } = call;
      const asked = { model, instructions, prompt, schema, audio };
      return jsonParts(await script.generate(asked), fault);
    }
    if (!script.transcribe) throw new Error('the emulator was given no onTranscribe');
    const { audio, transcription: config } = call;
    return transcriptionParts(await script.transcribe({ model, audio, config }), config);
  }

  function modelRoute(model: string, body: Buffer): Promise<WireAnswer | null> {
    const call = readModelCall(body, files);
    const { kind, audio, instructions, prompt } = call;
    return record({ kind, model, bytes: audio.length, instructions, prompt }, async (fault) => {
      try {
        const answer = modelAnswer(model, call, await parts(model, call, fault), fault);
        const sentAs = fault?.kind === 'parts' ? fault.sentAs : undefined;
        return sentAs ? { ...answer, body: sentAs(JSON.stringify(answer.body)) } : answer;
      } catch (error) {
        if (!(error instanceof StoppedAnswer)) throw error;
        const said = transcriptionParts(error.turns, call.transcription);
        return modelAnswer(model, call, said, error.fault);
      }
    });
  }

  function uploadRoute(request: IncomingMessage, id: string | null, body: Buffer) {
    const header = (name: string): string =>
      request.headers[`x-goog-upload-${name}`]?.toString() ?? '';
    return record({ kind: 'upload', bytes: id === null ? 0 : body.length }, () => {
      if (id !== null) return files.append(id, body, Number(header('offset')), header('command'));
      const start = JSON.parse(body.toString()) as UploadStart;
      return files.start(
        start,
        Number(header('header-content-length')),
        (name) => `${baseUrl}/upload/v1beta/files?upload_id=${encodeURIComponent(name)}`,
      );
    });
  }

  return {
    script: (handlers) => void Object.assign(script, handlers),
    async handle(request, body) {
      if (request.headers['x-goog-api-key'] !== apiKey) throw invalidKey();
      const { pathname, searchParams } = new URL(request.url ?? '/', baseUrl);
      const route = `${request.method} ${pathname}`;
      const model = /^POST \/v1beta\/models\/([^/:]+):generateContent$/.exec(route)?.[1];
      if (model !== undefined) return modelRoute(model, body);
      const asked = /^GET \/v1beta\/models\/([^/:]+)$/.exec(route)?.[1];
      if (asked !== undefined) return aboutModel(asked);
      if (route === 'POST /upload/v1beta/files') {
        return uploadRoute(request, searchParams.get('upload_id'), body);
      }
      const [, method, file] = /^(GET|DELETE) \/v1beta\/(files\/[^/]+)$/.exec(route) ?? [];
      if (file === undefined) throw new WireError(404, 'NOT_FOUND', `No route for ${route}.`);
      const kind: RequestKind = method === 'GET' ? 'file_get' : 'file_delete';
      return record({ kind }, () => (method === 'GET' ? files.get(file) : files.remove(file)));
    },
  };
}

/** It has every model but those whose name begins with "gone". */
function aboutModel(name: string): WireAnswer {
  if (!name.startsWith('gone')) return { status: 200, body: { name: `models/${name}` } };
  throw new WireError(404, 'NOT_FOUND', `models/${name} is not found for API version v1beta.`);
}
