import { randomUUID } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { processEnvironment } from '@memo/config';
import { AppError } from '@memo/errors';
import type { MeetingDocument } from '@memo/transcript';
import { execa } from 'execa';
import { createSlots } from './slots.ts';

export type RenderedFormat = 'docx' | 'pdf';

/**
 * Makes a document in a process of its own: laying out hundreds of pages takes seconds in which nobody else would be
 * answered. Several at once wait for each other.
 * @throws AppError `unavailable` (too many at once), `timeout`, `internal`; the signal's reason.
 */
export type Render = (
  format: RenderedFormat,
  meeting: MeetingDocument,
  signal: AbortSignal,
) => Promise<RenderedFile>;

/** Whoever gets it destroys the stream. */
export interface RenderedFile {
  sizeBytes: number;
  stream: Readable;
}

export interface RendererOptions {
  /** Documents that are made at once; one of a 12-hour meeting takes 600 to 700 MB and one processor. */
  atOnce?: number;
  /** How long another one waits for its turn. */
  waitMs?: number;
  /** A 12-hour meeting takes 4 s of one processor. */
  timeoutMs?: number;
}

// Execa takes any; its types name these.
type KnownFd = 3 | 4 | 5 | 6 | 7 | 8 | 9;

// Beside what Typst takes: its memory is none of V8's.
const maxHeapMb = 1_024;
const maxProblemCharacters = 100_000;

export function createRenderer(options: RendererOptions = {}): Render {
  const { atOnce = 2, waitMs = 5_000, timeoutMs = 60_000 } = options;
  const slots = createSlots(atOnce, waitMs);
  return (format, meeting, signal) =>
    slots.run(signal, async () => {
      const file = await openNameless();
      try {
        await runChild(format, meeting, file, signal, timeoutMs);
        const { size } = await file.stat();
        return { sizeBytes: size, stream: file.createReadStream({ start: 0 }) };
      } catch (error) {
        await file.close();
        throw error;
      }
    });
}

/** A file without a name is gone with the last process that has it open, however that ends. */
async function openNameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `memo-export-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await rm(path);
  return file;
}

async function runChild(
  format: RenderedFormat,
  meeting: MeetingDocument,
  file: FileHandle,
  signal: AbortSignal,
  timeoutMs: number,
): Promise<void> {
  signal.throwIfAborted();
  const main = join(import.meta.dirname, 'render.main.ts');
  // HOME: a person's own fonts on a Mac. Nothing else of our settings is the child's business.
  const { HOME } = processEnvironment();
  const result = await execa(
    process.execPath,
    [`--max-old-space-size=${maxHeapMb}`, main, format],
    {
      input: JSON.stringify(meeting),
      stdout: file.fd as KnownFd,
      reject: false,
      extendEnv: false,
      env: HOME === undefined ? {} : { HOME },
      maxBuffer: maxProblemCharacters,
      timeout: timeoutMs,
      cancelSignal: signal,
      killSignal: 'SIGKILL',
    },
  );
  signal.throwIfAborted();
  if (!result.failed) return;
  const cause = new Error([result.shortMessage, result.stderr].join('\n'));
  if (result.timedOut) {
    throw new AppError('timeout', `Making a ${format} took longer than ${timeoutMs} ms.`, {
      cause,
    });
  }
  throw new AppError('internal', `Making a ${format} failed.`, { cause });
}
