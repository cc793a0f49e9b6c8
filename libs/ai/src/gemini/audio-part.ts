import { randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { File, Part } from '@google/genai';
import { createGeminiClient, type GeminiCall, type GeminiOptions } from './client.ts';
import { badAnswer, fromUploadError } from './errors.ts';

const firstPollMs = 100;
const longestPollMs = 5_000;
const deleteTimeoutMs = 10_000;

export interface GeminiSpeechOptions extends GeminiOptions {
  /** The longest audio one request may hold, in ms. */
  requestLimitMs: number;
  /** The largest audio that is sent within the request; larger audio is uploaded first. */
  inlineLimitBytes: number;
}

/**
 * Gives `use` a WAV or FLAC as a content part: inline when small, else as an uploaded file deleted afterwards. An answer
 * does not wait for that: it was paid for, and is to be kept first. Audio that is refused as too large to be inline is
 * uploaded after all.
 */
export async function withAudioPart<T>(
  call: GeminiCall,
  audioPath: string,
  inlineLimitBytes: number,
  use: (audio: Part) => Promise<T>,
): Promise<T> {
  const mimeType = extname(audioPath) === '.flac' ? 'audio/flac' : 'audio/wav';
  const { size } = await stat(audioPath);
  if (size <= inlineLimitBytes) {
    try {
      return await use({ inlineData: { mimeType, data: await readFile(audioPath, 'base64') } });
    } catch (error) {
      if (!isTooLarge(error)) throw error;
    }
  }
  // We choose the name, so that the file can be deleted even when the answer to its upload was lost.
  const name = `files/${randomUUID()}`;
  try {
    const uploaded = await call.client.files.upload({
      file: audioPath,
      config: { name, mimeType },
    });
    const fileUri = await activeUri(call, name, uploaded);
    const answer = await use({ fileData: { mimeType, fileUri } });
    void deleteFile(call, name);
    return answer;
  } catch (error) {
    await deleteFile(call, name);
    throw fromUploadError(error, call.apiKey) ?? error;
  }
}

/** Google's pages name two limits, 20 MB and 100 MB, and gateways have their own. */
function isTooLarge(error: unknown): boolean {
  if (!(error instanceof Error) || !('status' in error)) return false;
  return error.status === 413 || (error.status === 400 && /payload size/i.test(error.message));
}

/** Waits until the file can be used; the call's deadline bounds it. */
async function activeUri(
  { client, signal }: GeminiCall,
  name: string,
  uploaded: File,
): Promise<string> {
  let { state, uri }: { state?: string; uri?: string } = uploaded;
  for (let waitMs = firstPollMs; ; waitMs = Math.min(waitMs * 2, longestPollMs)) {
    if (state === 'ACTIVE' && uri !== undefined) return uri;
    if (state !== 'PROCESSING') {
      throw badAnswer(`the uploaded audio is in state ${state ?? 'unknown'}`);
    }
    await delay(waitMs, undefined, { signal });
    ({ state, uri } = await client.files.get({ name }));
  }
}

async function deleteFile(call: GeminiCall, name: string): Promise<void> {
  // Not under the call's signal: an aborted call has something to delete too.
  try {
    const client = await createGeminiClient(call, AbortSignal.timeout(deleteTimeoutMs));
    await client.files.delete({ name });
  } catch {
    // Google deletes it after 48 h, and the answer already paid for is worth more than this request.
  }
}
