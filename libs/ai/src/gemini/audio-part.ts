import { randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { FileState, type Part } from '@google/genai';
import { badAnswer } from './bad-answer.ts';
import { createGeminiClient, type GeminiCall } from './client.ts';

const mimeType = 'audio/wav';
/** A request may have 20 MB in all, and base64 makes a third more of the audio. */
const inlineLimitBytes = 14_000_000;
const firstPollMs = 250;
const longestPollMs = 5_000;
const deleteTimeoutMs = 10_000;

/** Gives `use` the WAV as a content part: inline when small, else as an uploaded file deleted afterwards. */
export async function withAudioPart<T>(
  call: GeminiCall,
  wavPath: string,
  use: (audio: Part) => Promise<T>,
): Promise<T> {
  const { size } = await stat(wavPath);
  if (size <= inlineLimitBytes) {
    return use({ inlineData: { mimeType, data: await readFile(wavPath, 'base64') } });
  }
  // We choose the name, so that the file can be deleted even when the answer to its upload was lost.
  const name = `files/${randomUUID()}`;
  try {
    await call.client.files.upload({ file: wavPath, config: { name, mimeType } });
    return await use({ fileData: { mimeType, fileUri: await activeUri(call, name) } });
  } finally {
    await deleteFile(call, name);
  }
}

/** Waits until the file can be used; the call's deadline bounds it. */
async function activeUri({ client, signal }: GeminiCall, name: string): Promise<string> {
  for (let waitMs = firstPollMs; ; waitMs = Math.min(waitMs * 2, longestPollMs)) {
    const { state, uri } = await client.files.get({ name });
    if (state === FileState.ACTIVE && uri !== undefined) return uri;
    if (state !== FileState.PROCESSING) {
      throw badAnswer(`the uploaded audio is in state ${state ?? 'unknown'}`);
    }
    await delay(waitMs, undefined, { signal });
  }
}

async function deleteFile(call: GeminiCall, name: string): Promise<void> {
  // Not under the call's signal: an aborted call has something to delete too.
  const client = createGeminiClient(call, AbortSignal.timeout(deleteTimeoutMs));
  try {
    await client.files.delete({ name });
  } catch {
    // Google deletes it after 48 h, and the answer already paid for is worth more than this request.
  }
}
