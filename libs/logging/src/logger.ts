import winston from 'winston';
import { logContext } from './context.ts';
import { maskSecrets } from './mask-secrets.ts';
import { redact } from './redact.ts';

/** `error` means someone must act. */
export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

export type LogFields = Readonly<Record<string, unknown>>;

type Log = (message: string, fields?: LogFields) => void;

export type Logger = Readonly<Record<LogLevel, Log>>;

export interface LoggerOptions {
  level: LogLevel;
  /** The app the lines come from, e.g. `api`. */
  service: string;
  /** Where the lines go; stdout when not given. */
  stream?: NodeJS.WritableStream;
}

/** Logs one JSON object a line: the message, the context in force, and the fields, secrets masked. */
export function createLogger({ level, service, stream = process.stdout }: LoggerOptions): Logger {
  const { combine, timestamp, json } = winston.format;
  // Apart from the call, because winston types its transports as interfaces, not as the class it asks for.
  const options = {
    level,
    format: combine(timestamp(), json()),
    transports: [new winston.transports.Stream({ stream })],
  };
  const output = winston.createLogger(options);
  const at =
    (lineLevel: LogLevel): Log =>
    (message, fields = {}) => {
      if (!output.isLevelEnabled(lineLevel)) return;
      const described = redact({ ...logContext(), ...fields }) as LogFields;
      // Last, so that no field can pretend to be another level or service.
      output.log({ ...described, service, level: lineLevel, message: maskSecrets(message) });
    };
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
}
