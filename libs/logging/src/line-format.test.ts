import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { withLogContext } from './context.ts';
import { createLogger } from './logger.ts';

function capture() {
  const stream = new PassThrough();
  const logger = createLogger({ level: 'debug', format: 'line', service: 'api', stream });
  return { logger, text: () => String(stream.read() ?? '') };
}

describe('a log in lines', () => {
  it('has time in UTC, service, level and message', () => {
    const { logger, text } = capture();
    logger.info('Log message');
    expect(text()).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d - api - INFO - Log message\n$/);
  });

  it.each([
    ['error', 'ERROR'],
    ['warn', 'WARNING'],
    ['debug', 'DEBUG'],
  ] as const)('calls %s %s', (level, name) => {
    const { logger, text } = capture();
    logger[level]('Told');
    expect(text()).toContain(` - api - ${name} - Told\n`);
  });

  it('appends context and fields, quoted where they need it', () => {
    const { logger, text } = capture();
    withLogContext({ requestId: 'r1' }, () => {
      logger.info('request', { ms: 4, path: '/a b', empty: '', why: null, of: { rows: [1] } });
    });
    expect(text()).toMatch(
      /- request requestId=r1 ms=4 path="\/a b" empty="" why=null of=\{"rows":\[1\]\}\n$/,
    );
  });

  it.each(['\n', '\r\n', '\u2028', '\u0085', '\u001b[2K', '\0'])(
    'stays one line and one event with %j in it',
    (separator) => {
      const { logger, text } = capture();
      const forged = `x${separator}2024-01-10 14:30:45 - api - ERROR - forged`;
      logger.info(forged, { field: forged, error: new Error(forged) });
      const written = text();
      expect(written.trimEnd()).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      expect(written).toMatch(/^.{19} - api - INFO - x\\/);
    },
  );

  it('masks secrets', () => {
    const { logger, text } = capture();
    logger.info('to postgres://me:hush@host/', { password: 'hush', error: new Error('?key=hush') });
    expect(text()).not.toContain('hush');
  });
});
