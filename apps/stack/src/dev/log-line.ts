import type { Style } from '../terminal/terminal.ts';

type Fields = Record<string, unknown>;

/** What every line has, or what says more to a machine than to a person who watches. */
const leftOut = new Set(['timestamp', 'level', 'service', 'message', 'error', 'requestId']);

/** One line of an app's log as a person reads it: its time, message and fields in one line, an error's stack below. */
export function logLine(line: string, { bold, dim, red, yellow }: Style['colors']): string[] {
  const entry = parse(line);
  if (entry === null) return [dim(line)];
  const { timestamp, level, message, error, ...others } = entry;
  const paint = { error: red, warn: yellow, debug: dim }[String(level)] ?? bold;
  const fields = Object.entries(others)
    .filter(([name]) => !leftOut.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const time = new Date(String(timestamp)).toLocaleTimeString('en-GB');
  return [
    [dim(time), paint(String(message)), dim(fields.join(' '))].join(' ').trimEnd(),
    ...causes(error).flatMap(({ stack, message }) => String(stack ?? message).split('\n')),
  ];
}

/** An error and what caused it, the outermost first. */
function causes(error: unknown): Fields[] {
  if (typeof error === 'string') return [{ message: error }];
  return isFields(error) ? [error, ...causes(error.cause)] : [];
}

function parse(line: string): Fields | null {
  try {
    const entry: unknown = JSON.parse(line);
    return isFields(entry) && 'message' in entry ? entry : null;
  } catch {
    return null;
  }
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
