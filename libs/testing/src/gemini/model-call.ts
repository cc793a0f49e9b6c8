import type { FileStore } from './file-store.ts';
import type { RequestKind, TranscriptionConfig } from './types.ts';
import { WireError } from './wire.ts';

interface WirePart {
  text?: string;
  inlineData?: { data: string; mimeType?: string };
  fileData?: { fileUri: string; mimeType?: string };
}

interface WireBody {
  contents?: { parts?: WirePart[] }[];
  systemInstruction?: { parts?: WirePart[] };
  generationConfig?: {
    audioTranscriptionConfig?: TranscriptionConfig & { customVocabulary?: string[] };
    responseMimeType?: string;
    responseJsonSchema?: unknown;
  };
}

/** A generateContent request, read and held to the rules of the real API. */
export interface ModelCall {
  kind: Extract<RequestKind, 'transcribe' | 'generate'>;
  audio: Buffer;
  transcription: TranscriptionConfig;
  instructions: string;
  prompt: string;
  schema: unknown;
}

const inlineLimitBytes = 20_000_000;

export function readModelCall(raw: Buffer, files: FileStore): ModelCall {
  if (raw.length > inlineLimitBytes) throw invalid('Request payload size exceeds the limit.');
  const { contents = [], systemInstruction, generationConfig = {} } = parseBody(raw);
  const parts = contents.flatMap((content) => content.parts ?? []);
  const transcription = generationConfig.audioTranscriptionConfig;
  const call: ModelCall = {
    kind: transcription ? 'transcribe' : 'generate',
    audio: Buffer.concat(parts.map((part) => audioOf(part, files))),
    transcription: transcription ?? {},
    instructions: textOf(systemInstruction?.parts ?? []),
    prompt: textOf(parts),
    schema: generationConfig.responseJsonSchema,
  };
  if (transcription && (call.prompt || call.instructions || call.schema !== undefined)) {
    throw invalid('audioTranscriptionConfig takes audio only: no prompt, instruction or schema.');
  }
  if (transcription?.diarization && transcription.customVocabulary) {
    throw invalid('customVocabulary is not supported with diarization.');
  }
  if (call.schema !== undefined && generationConfig.responseMimeType !== 'application/json') {
    throw invalid('responseJsonSchema needs responseMimeType application/json.');
  }
  return call;
}

function parseBody(raw: Buffer): WireBody {
  try {
    return JSON.parse(raw.toString()) as WireBody;
  } catch {
    throw invalid('Invalid JSON payload received.');
  }
}

const invalid = (message: string): WireError => new WireError(400, 'INVALID_ARGUMENT', message);

const textOf = (parts: WirePart[]): string => parts.map((part) => part.text ?? '').join('');

function audioOf(part: WirePart, files: FileStore): Buffer {
  const { inlineData, fileData } = part;
  const audio = inlineData
    ? Buffer.from(inlineData.data, 'base64')
    : fileData
      ? files.content(fileData.fileUri)
      : Buffer.alloc(0);
  const isFlac = audio.toString('latin1', 0, 4) === 'fLaC';
  if (isFlac !== ((inlineData ?? fileData)?.mimeType === 'audio/flac')) {
    throw invalid('The audio is not of the type it is said to be.');
  }
  return audio;
}
