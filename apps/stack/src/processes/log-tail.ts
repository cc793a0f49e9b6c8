import { open } from 'node:fs/promises';

const maxBytes = 8192;
const maxLines = 6;
const maxLineLength = 300;

/** The last lines of a log after an offset in bytes as a person reads them: JSON lines by their message, no stack frames. */
export async function readTail(path: string, fromByte = 0): Promise<string> {
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return '';
  try {
    const { size } = await file.stat();
    const position = Math.max(fromByte, size - maxBytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(maxBytes), 0, maxBytes, position);
    const lines = buffer.toString('utf8', 0, bytesRead).split('\n');
    return lines
      .filter((line) => line.trim() !== '' && !/^\s+at /.test(line))
      .slice(-maxLines)
      .map((line) => readable(line).slice(0, maxLineLength))
      .join('\n');
  } finally {
    await file.close();
  }
}

function readable(line: string): string {
  try {
    const entry = JSON.parse(line) as { message?: unknown; error?: { message?: unknown } } | null;
    const parts = [entry?.message, entry?.error?.message].filter(
      (part) => typeof part === 'string',
    );
    return parts.length > 0 ? parts.join(': ') : line;
  } catch {
    return line;
  }
}
