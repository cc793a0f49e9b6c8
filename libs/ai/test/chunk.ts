import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecognizeRequest } from '../src/recognizer.ts';

export interface Chunks {
  /** A request about 3 s of audio; its bytes are those of `kind`. */
  request: (
    overrides?: Partial<RecognizeRequest>,
    kind?: 'wav' | 'flac',
  ) => Promise<RecognizeRequest>;
  close: () => Promise<void>;
}

export const chunkBytes = 96_044;

/** Audio files for recognizers whose emulators do not listen. */
export async function startChunks(): Promise<Chunks> {
  const directory = await mkdtemp(join(tmpdir(), 'memo-chunks-'));
  return {
    request: async (overrides = {}, kind = 'wav') => {
      const audioPath = join(directory, `chunk.${kind}`);
      await writeFile(audioPath, Buffer.alloc(chunkBytes, kind === 'wav' ? 'RIFF' : 'fLaC'));
      const hints = { diarize: true, languages: [], speakersExpected: null };
      const { signal } = new AbortController();
      return { audioPath, durationMs: 3_000, ...hints, signal, ...overrides };
    },
    close: () => rm(directory, { recursive: true }),
  };
}
