import { EventEmitter, once } from 'node:events';
import { Writable } from 'node:stream';
import { createLogger, type Logger } from '@memo/logging';

type Line = Record<string, unknown>;

export interface CapturedLog {
  logger: Logger;
  lines: Line[];
  /** The first line with this message, as soon as there is one. */
  line: (message: string) => Promise<Line>;
}

/** A real logger whose lines a test can read. */
export function captureLog(): CapturedLog {
  const lines: Line[] = [];
  const arrivals = new EventEmitter();
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)) as Line);
      arrivals.emit('line');
      done();
    },
  });
  return {
    logger: createLogger({ level: 'debug', service: 'api', stream }),
    lines,
    line: async (message) => {
      for (;;) {
        const found = lines.find((line) => line.message === message);
        if (found !== undefined) return found;
        await once(arrivals, 'line');
      }
    },
  };
}
