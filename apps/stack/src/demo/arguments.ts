import { accessSync, constants, statSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AppError } from '@memo/errors';

export interface DemoArguments {
  title: string;
  /** One recording, or two sides of the same meeting. */
  recordings: string[];
  /** Leave the system running afterwards. */
  keep: boolean;
}

const usage = 'Usage: npm run demo -- [FILE] [SECOND_FILE] [--keep]';

const help = `${usage}

Takes a recording, or the two sides of a meeting, through the whole system and prints its transcript, note and metrics;
without FILE a sample call. --keep leaves the system running afterwards. GEMINI_KEY in the environment or .env has a
real engine do the work.`;

/** @throws AppError `invalid_input` with one sentence about what is wrong. */
export function parseDemoArguments(
  args: readonly string[],
  {
    sample,
    directory,
  }: {
    sample: Pick<DemoArguments, 'title' | 'recordings'>;
    /** What relative paths are relative to. */
    directory: string;
  },
): DemoArguments | { help: string } {
  const { values, positionals } = parse(args);
  if (values.help) return { help };
  if (positionals.length > 2) {
    throw new AppError('invalid_input', `A meeting has at most two recordings. ${usage}`);
  }
  const [first] = positionals;
  if (first === undefined) return { ...sample, keep: values.keep };
  const recordings = positionals.map((file) => resolve(directory, file));
  recordings.forEach(assertReadableFile);
  return { title: basename(first, extname(first)), recordings, keep: values.keep };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        keep: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (cause) {
    const [reason] = (cause as Error).message.split('. ');
    throw new AppError('invalid_input', `${reason ?? ''}. ${usage}`, { cause });
  }
}

function assertReadableFile(path: string): void {
  try {
    accessSync(path, constants.R_OK);
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new AppError(
      'invalid_input',
      missing ? `There is no file ${path}.` : `The file ${path} cannot be read.`,
      { cause },
    );
  }
  if (!statSync(path).isFile()) throw new AppError('invalid_input', `${path} is not a file.`);
}
