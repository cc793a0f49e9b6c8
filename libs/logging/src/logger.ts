import winston from 'winston';
import { logContext } from './context.ts';
import { lineFormat } from './line-format.ts';
import { openLogFiles } from './log-files.ts';
import { maskSecrets } from './mask-secrets.ts';
import { redact } from './redact.ts';

/** `error` means someone must act. */
export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

export type LogFields = Readonly<Record<string, unknown>>;

type Log = (message: string, fields?: LogFields) => void;

export type Logger = Readonly<Record<LogLevel, Log>>;

/** A logger and the files behind it. */
export interface OpenLogger extends Logger {
  /** Resolves when all that was logged is in the files, or cannot be written in time. Nothing may be logged after. */
  close(): Promise<void>;
}

export interface LogSettings {
  level: LogLevel;
  /** JSON objects, or lines like `2024-01-10 14:30:45 - api - INFO - Listening port=8000`. */
  format?: 'json' | 'line';
  /** Also write `output.log` and `error.log` there. Several processes may share one directory. */
  directory?: string | undefined;
}

export interface LoggerOptions extends LogSettings {
  /** The app the lines come from, e.g. `api`. */
  service: string;
  /** Where the lines go besides files; stdout when not given. */
  stream?: NodeJS.WritableStream;
}

/**
 * Logs one line an event: the message, the context in force, and the fields, secrets masked.
 * @throws AppError `misconfigured` when the directory cannot be written.
 */
export function createLogger(options: LoggerOptions): OpenLogger {
  const { level, format = 'json', directory, service, stream = process.stdout } = options;
  const { combine, timestamp, json } = winston.format;
  const files = directory === undefined ? null : openLogFiles(directory);
  // Apart from the call, because winston types its transports as interfaces, not as the class it asks for.
  const settings = {
    level,
    format: combine(timestamp(), format === 'line' ? lineFormat() : json()),
    transports: [new winston.transports.Stream({ stream }), ...(files?.transports ?? [])],
  };
  const output = winston.createLogger(settings);
  const at =
    (lineLevel: LogLevel): Log =>
    (message, fields = {}) => {
      if (!output.isLevelEnabled(lineLevel)) return;
      const described = redact({ ...logContext(), ...fields }) as LogFields;
      // Last, so that no field can pretend to be another level or service.
      output.log({ ...described, service, level: lineLevel, message: maskSecrets(message) });
    };
  return {
    error: at('error'),
    warn: at('warn'),
    info: at('info'),
    debug: at('debug'),
    close: () => files?.close() ?? Promise.resolve(),
  };
}

const ignore = () => undefined;

/** For tests that are not about logging. */
export const silentLogger: Logger = { error: ignore, warn: ignore, info: ignore, debug: ignore };
