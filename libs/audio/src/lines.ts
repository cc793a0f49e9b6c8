import type { Readable } from 'node:stream';

const maxLineLength = 1000;
const keptLines = 20;

/** Reads text line by line to its end, in constant memory, and returns the last lines. Overlong lines are cut short. */
export async function tailOf(stream: Readable, onLine?: (line: string) => void): Promise<string[]> {
  const tail: string[] = [];
  const take = (line: string) => {
    onLine?.(line);
    tail.push(line);
    if (tail.length > keptLines) tail.shift();
  };
  let rest = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n').map((line) => line.slice(0, maxLineLength));
    rest = lines.pop() ?? '';
    lines.forEach(take);
  }
  if (rest !== '') take(rest);
  return tail;
}
