import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AppError } from '@memo/errors';
import { context, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { scrubbing } from './scrub.ts';
import { currentTrace, nameSpan, traceParent, withSpan } from './spans.ts';

const exporter = new InMemorySpanExporter();

const exported = (name: string) => exporter.getFinishedSpans().find((span) => span.name === name);

describe('while nothing is traced', () => {
  it('work is done, and there is no trace to tell of', async () => {
    const seen = await withSpan('work', { attributes: { 'memo.part': 1 } }, () => {
      nameSpan('other', {});
      return Promise.resolve([traceParent(), currentTrace()]);
    });
    expect(seen).toEqual([null, {}]);
  });
});

describe('while it is traced', () => {
  beforeAll(() => {
    const processor = new SimpleSpanProcessor({ exporter });
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [scrubbing, processor] }));
  });
  afterAll(() => {
    trace.disable();
    context.disable();
  });
  beforeEach(() => exporter.reset());

  it('work that goes on with a kept traceparent is part of its trace', async () => {
    const kept = await withSpan('request', {}, () => Promise.resolve(traceParent()));
    const { traceId } = await withSpan('stage', { parent: kept }, () =>
      Promise.resolve(currentTrace()),
    );
    const request = exported('request')?.spanContext();
    expect(kept).toBe(`00-${request?.traceId}-${request?.spanId}-01`);
    expect(traceId).toBe(request?.traceId);
    expect(exported('stage')?.parentSpanContext?.spanId).toBe(request?.spanId);
  });

  it('a trace that was not to be kept is not kept by those who go on with it', async () => {
    const parent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`;
    await withSpan('stage', { parent }, () => Promise.resolve());
    expect(exported('stage')).toBeUndefined();
  });

  it.each(['', 'nonsense', `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01`, 'ff-12-34-01'])(
    'a traceparent that reads %j begins a trace of its own',
    async (parent) => {
      await withSpan('stage', { parent }, () => Promise.resolve());
      expect(exported('stage')?.parentSpanContext).toBeUndefined();
    },
  );

  it('a failure is told by its kind and code, never by what it says', async () => {
    const said = new AppError('unavailable', 'Robin said: sell', { code: 'storage_away' });
    const failing = withSpan('stage', {}, () => Promise.reject(said));
    await expect(failing).rejects.toBe(said);
    const span = exported('stage');
    expect(span?.attributes).toEqual({
      'error.type': 'unavailable',
      'memo.error_code': 'storage_away',
    });
    expect(JSON.stringify([span?.events, span?.status])).not.toContain('Robin');
  });

  it('the address of a shared meeting is told without what opens it', async () => {
    await withSpan('call', {}, () => {
      trace.getActiveSpan()?.setAttributes({
        'url.path': '/s/0badcafe/audio',
        'http.target': '/S/0badcafe?x=1',
        'url.full': 'https://memo.example.com/s/0badcafe',
      });
      return Promise.resolve();
    });
    expect(exported('call')?.attributes).toEqual({
      'url.path': '/s/-/audio',
      'http.target': '/S/-',
      'url.full': 'https://memo.example.com/s/-',
    });
  });

  it('an address is told without its query, an exception without its message', async () => {
    await withSpan('call', {}, () => {
      const open = trace.getActiveSpan();
      open?.setAttributes({
        'url.full': 'https://files.example.com/a.opus?X-Amz-Signature=0badcafe',
        'http.url': 'https://files.example.com/a.opus?X-Amz-Signature=0badcafe#there',
        'http.target': '/meetings?search=Robin',
        'url.query': 'search=Robin',
      });
      open?.recordException(new Error('Robin said: sell'));
      open?.setStatus({ code: SpanStatusCode.ERROR, message: 'Robin said: sell' });
      return Promise.resolve();
    });
    const { attributes, events, status } = exported('call') ?? {};
    expect(attributes).toEqual({
      'url.full': 'https://files.example.com/a.opus',
      'http.url': 'https://files.example.com/a.opus',
      'http.target': '/meetings',
    });
    expect(events?.map((event) => event.attributes)).toEqual([{ 'exception.type': 'Error' }]);
    expect(status).toEqual({ code: SpanStatusCode.ERROR });
  });
});
