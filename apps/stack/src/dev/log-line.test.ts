import { describe, expect, it } from '@jest/globals';
import pc from 'picocolors';
import { logLine } from './log-line.ts';

const plain = pc.createColors(false);
const shown = (entry: object): string[] => logLine(JSON.stringify(entry), plain);

describe('a line of an app’s log, as npm run dev shows it', () => {
  it('has the time, the message and its fields, and not what every line has', () => {
    const timestamp = '2026-11-29T02:01:08.174Z';
    const common = { timestamp, level: 'info', service: 'api', requestId: 'r1' };
    const [text, ...others] = shown({ ...common, message: 'request', status: 200, of: [1] });
    expect(text).toMatch(/^\d\d:\d\d:08 request status=200 of=\[1\]$/);
    expect(others).toEqual([]);
  });

  it('is followed by the stacks of an error and of what caused it', () => {
    const cause = { message: 'refused' };
    const error = { message: 'away', stack: 'Error: away\n    at here', cause };
    expect(shown({ timestamp: 0, message: 'request failed', error }).slice(1)).toEqual([
      'Error: away',
      '    at here',
      'refused',
    ]);
  });

  it.each(['SyntaxError: Unexpected token', '{"half": ', '[1]', '{"no":"message"}'])(
    'that is no entry of the logger is shown as it is: %s',
    (line) => expect(logLine(line, plain)).toEqual([line]),
  );
});
