import { randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { File, Part } from '@google/genai';
import { createGeminiClient, type GeminiCall } from './client.ts';
import { badAnswer } from './errors.ts';

/** A request may have 20 MB in all, and base64 makes a third more of the audio. */
const inlineLimitBytes = 14_000_000;
const firstPollMs = 100;
const longestPollMs = 5_000;
const deleteTimeoutMs = 10_000;

/**
 * Gives `use` a WAV or FLAC as a content part: inline when small, else as an uploaded file deleted afterwards. An answer
 * does not wait for that: it was paid for, and is to be kept first.
 */
export async function withAudioPart<T>(
  call: GeminiCall,
  audioPath: string,
  use: (audio: Part) => Promise<T>,
): Promise<T> {
  const mimeType = extname(audioPath) === '.flac' ? 'audio/flac' : 'audio/wav';
  const { size } = await stat(audioPath);
  if (size <= inlineLimitBytes) {
    return use({ inlineData: { mimeType, data: await readFile(audioPath, 'base64') } });
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
    throw error;
  }
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
