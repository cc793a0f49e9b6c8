import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '@memo/errors';
import { describe, expect, it } from '@jest/globals';
import { addLogContext, logContext, withLogContext } from './context.ts';
import { createLogger, type LogLevel } from './logger.ts';

type Line = Record<string, unknown>;

function capture(level: LogLevel = 'debug') {
  const stream = new PassThrough();
  const lines = (): Line[] =>
    String(stream.read() ?? '')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line);
  return { logger: createLogger({ level, service: 'api', stream }), lines };
}

describe('the logger', () => {
  it('writes one JSON object a line with time, level, service and fields', () => {
    const { logger, lines } = capture();
    logger.info('meeting created', { bytes: 12 });
    logger.warn('slow');
    const [first, second, ...rest] = lines();
    expect(first).toEqual({
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      level: 'info',
      service: 'api',
      message: 'meeting created',
      bytes: 12,
    });
    expect(second).toMatchObject({ level: 'warn', message: 'slow' });
    expect(rest).toEqual([]);
  });

  it('keeps lines below its level out', () => {
    const { logger, lines } = capture('warn');
    logger.info('quiet');
    logger.debug('quieter');
    logger.error('loud');
    expect(lines().map((line) => line.message)).toEqual(['loud']);
  });

  it('keeps a line on one line and its own level and service, whatever the fields are called', () => {
    const { logger, lines } = capture();
    logger.info('two\nlines', { level: 'error', service: 'forged', message: 'forged' });
    expect(lines()).toEqual([
      expect.objectContaining({ level: 'info', service: 'api', message: 'two\nlines' }),
    ]);
  });

  it.each(['{"password": "hunter2', 'hunter2 is my password', '{"a": hunter2}'])(
    'quotes nothing of a text that is not valid JSON: %s',
    (body) => {
      const { logger, lines } = capture();
      try {
        JSON.parse(body);
      } catch (cause) {
        logger.debug('request refused', { error: new AppError('invalid_input', 'No.', { cause }) });
      }
      const [line] = lines();
      expect(line).toMatchObject({
        error: { cause: { message: expect.stringContaining('not valid JSON') } },
      });
      expect(JSON.stringify(line)).not.toContain('hunter');
    },
  );

  it('describes an error with its kind, code, stack and the chain of causes', () => {
    const { logger, lines } = capture();
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const error = new AppError('unavailable', 'Storage is away.', {
      code: 's3_away',
      cause: refused,
    });
    logger.error('request failed', { error });
    expect(lines()[0]?.error).toMatchObject({
      name: 'AppError',
      kind: 'unavailable',
      code: 's3_away',
      message: 'Storage is away.',
      stack: expect.stringContaining('logger.test.ts'),
      cause: { message: 'connect ECONNREFUSED', code: 'ECONNREFUSED' },
    });
  });

  it('describes the parts of an AggregateError', () => {
    const { logger, lines } = capture();
    logger.error('no address answered', { error: new AggregateError([new Error('::1')], '') });
    expect(lines()[0]?.error).toMatchObject({ errors: [{ message: '::1' }] });
  });

  it('ends an error that is its own cause', () => {
    const { logger, lines } = capture();
    const error = new Error('round');
    error.cause = error;
    logger.error('loop', { error });
    expect(lines()).toHaveLength(1);
  });
});

describe('the log context', () => {
  it('is in every line inside, also after an await, and gone outside', async () => {
    const { logger, lines } = capture();
    await withLogContext({ requestId: 'r1' }, async () => {
      await setImmediate();
      withLogContext({ jobId: 'j1' }, () => logger.info('inner'));
      logger.info('outer');
    });
    logger.info('outside');
    const [inner, outer, outside] = lines();
    expect(inner).toMatchObject({ requestId: 'r1', jobId: 'j1' });
    expect(outer).toMatchObject({ requestId: 'r1' });
    expect(outer).not.toHaveProperty('jobId');
    expect(outside).not.toHaveProperty('requestId');
  });

  it('does not mix two requests served at once', async () => {
    const seen = await Promise.all(
      ['a', 'b'].map((requestId) =>
        withLogContext({ requestId }, async () => {
          addLogContext({ userId: requestId === 'a' ? 1 : 2 });
          await setImmediate();
          return logContext();
        }),
      ),
    );
    expect(seen).toEqual([
      { requestId: 'a', userId: 1 },
      { requestId: 'b', userId: 2 },
    ]);
  });

  it('takes what becomes known midway, and nothing outside a context', () => {
    addLogContext({ userId: 7 });
    expect(logContext()).toEqual({});
    withLogContext({ requestId: 'r1' }, () => {
      addLogContext({ userId: 7 });
      expect(logContext()).toEqual({ requestId: 'r1', userId: 7 });
    });
  });
});
