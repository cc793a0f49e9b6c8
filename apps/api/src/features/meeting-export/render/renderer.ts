import { randomUUID } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { processEnvironment } from '@memo/config';
import { createConfine, noChildWatch, type ChildStarted, type Confine } from '@memo/confine';
import { AppError } from '@memo/errors';
import type { MeetingDocument } from '@memo/transcript';
import { createSlots } from '../../../slots/slots.ts';

export type RenderedFormat = 'docx' | 'pdf';

/**
 * Makes a document in a process of its own: laying out hundreds of pages takes seconds in which no other request
 * would be answered. A document that does not fit beside those under way waits for them.
 * @throws AppError `too_large`; `unavailable` (too many at once), `timeout`, `internal`; the signal's reason.
 */
export type Render = (
  format: RenderedFormat,
  meeting: MeetingDocument,
  who: {
    /** Callers take turns. */
    caller: string;
    signal: AbortSignal;
  },
) => Promise<RenderedFile>;

/** The caller destroys the stream. */
export interface RenderedFile {
  sizeBytes: number;
  stream: Readable;
}

export interface RendererOptions {
  /** Documents that are made at once, each on one processor. */
  atOnce?: number;
  /** For all of them. One of a 12-hour meeting takes 500 to 900 MB. */
  memoryMb?: number;
  /** How long another one waits for its turn. */
  waitMs?: number;
  /** How many of one caller wait at once: each holds its whole transcript. */
  waitingPerCaller?: number;
  waitingInAll?: number;
  /** A 12-hour meeting takes 4 to 8 s of one processor. */
  timeoutMs?: number;
  confine?: Confine;
  /** Told of `document-renderer`. */
  childStarted?: ChildStarted | undefined;
}

// Execa takes any; its types name these.
type KnownFd = 3 | 4 | 5 | 6 | 7 | 8 | 9;

// Beside what Typst takes: its memory is none of V8's.
const maxHeapMb = 1_024;
/** All of it, with what Node reserves: more than any document that is let in. */
const mostMemoryBytes = 3_000_000_000;
const maxProblemCharacters = 100_000;

const busy = {
  message: 'All documents that may be made at once are being made.',
  retryAfterMs: 10_000,
};

export function createRenderer(options: RendererOptions = {}): Render {
  const { atOnce = 2, memoryMb = 1_000, waitMs = 15_000, timeoutMs = 60_000 } = options;
  const { waitingPerCaller = 4, waitingInAll = 50, confine = createConfine() } = options;
  const { childStarted = noChildWatch } = options;
  const waiting = { waitMs, waitingPerCaller, waitingInAll, busy };
  const slots = createSlots({ works: atOnce, memoryMb, ...waiting });
  return async (format, meeting, { caller, signal }) => {
    const input = JSON.stringify(meeting);
    const neededMb = memoryFor(meeting, input.length);
    if (neededMb > memoryMb) throw tooLong(format);
    return slots.run({ caller, memoryMb: neededMb }, signal, async () => {
      const file = await openNameless();
      const ended = childStarted('document-renderer');
      try {
        await runChild(format, input, file, signal, { timeoutMs, confine });
        const { size } = await file.stat();
        return { sizeBytes: size, stream: file.createReadStream({ start: 0 }) };
      } catch (error) {
        await file.close();
        throw error;
      } finally {
        ended();
      }
    });
  };
}

/** What either form takes, in MB, as measured: neither library can be held to a limit. */
const memoryFor = ({ lines }: MeetingDocument, characters: number): number =>
  150 + lines.length * 0.016 + characters * 0.0002;

const tooLong = (format: RenderedFormat): AppError =>
  new AppError(
    'too_large',
    `This meeting is too long for a ${format}. Export it as txt, md or json instead.`,
    { code: 'too_long_for_a_document' },
  );

/** A file without a name is gone with the last process that has it open, however that ends. */
async function openNameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `memo-export-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await rm(path);
  return file;
}

async function runChild(
  format: RenderedFormat,
  input: string,
  file: FileHandle,
  signal: AbortSignal,
  { timeoutMs, confine }: { timeoutMs: number; confine: Confine },
): Promise<void> {
  signal.throwIfAborted();
  // As this file runs, from its source or built, so does the child.
  const main = join(import.meta.dirname, `render.main${extname(import.meta.filename)}`);
  // HOME: a person's own fonts on a Mac. Nothing else of our settings is the child's business.
  const { HOME } = processEnvironment();
  const { execa } = await import('execa');
  const { command, args, env } = await confine({
    program: process.execPath,
    memoryBytes: mostMemoryBytes,
  });
  const result = await execa(
    command,
    [...args, `--max-old-space-size=${maxHeapMb}`, main, format],
    {
      input,
      stdout: file.fd as KnownFd,
      reject: false,
      extendEnv: false,
      env: { ...env, ...(HOME !== undefined && { HOME }) },
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
