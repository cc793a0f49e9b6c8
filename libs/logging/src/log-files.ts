import { createWriteStream, fchmodSync, fstatSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { AppError } from '@memo/errors';
import pTimeout from 'p-timeout';
import winston from 'winston';

/** A disk that hangs must not keep a process from ending. */
const closeWithinMs = 2_000;

/**
 * `output.log` for every line and `error.log` for errors, in a directory that is made when missing. Lines are appended
 * whole, so that several processes may share the files; none of them rotates. Its owner and its group may read them.
 *
 * A disk that fails later does not end the app: from then on its lines go to stdout alone.
 * @throws AppError `misconfigured` when the files cannot be written.
 */
export function openLogFiles(directory: string) {
  const [all, errors] = open(directory, ['output.log', 'error.log']);
  const files = [all, errors];
  for (const file of files) file.on('error', () => undefined);
  return {
    // Not winston's own file transport: at the end it loses the lines it had not written yet.
    transports: [
      new winston.transports.Stream({ stream: all }),
      new winston.transports.Stream({ stream: errors, level: 'error' }),
    ],
    close: async () => {
      const written = files.map((file) => finished(file.end()));
      await pTimeout(Promise.allSettled(written), { milliseconds: closeWithinMs, message: false });
    },
  };
}

function open(directory: string, names: readonly [string, string]) {
  const append = (name: string) => {
    const path = join(directory, name);
    const fd = openSync(path, 'a', 0o640);
    closeToOthers(fd);
    return createWriteStream(path, { fd });
  };
  try {
    mkdirSync(directory, { recursive: true, mode: 0o750 });
    return [append(names[0]), append(names[1])] as const;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'unknown reason';
    throw new AppError(
      'misconfigured',
      `Logs cannot be written to LOG_DIR ${directory}: ${reason}. Give a directory this process may write, or unset it.`,
      { cause },
    );
  }
}

/** Files of 0.2.0 could be read by everybody on the machine. */
function closeToOthers(fd: number): void {
  try {
    const { mode } = fstatSync(fd);
    if ((mode & 0o007) !== 0) fchmodSync(fd, mode & 0o770);
  } catch {
    // It is somebody else's, who lets us write: theirs to close.
  }
}
