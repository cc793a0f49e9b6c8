import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { createEventStream, formatEvent } from './event-stream.ts';

const never = 2 ** 31 - 1;
const start = 'retry: 2000\n\n';

function openStream(options: Partial<Parameters<typeof createEventStream>[0]> = {}) {
  let closed = 0;
  const stream = createEventStream({
    heartbeatMs: never,
    lifetimeMs: never,
    closed: () => (closed += 1),
    ...options,
  });
  return { ...stream, timesClosed: () => closed };
}

describe('an event stream', () => {
  it('keeps only the newest event for a client that reads slowly', async () => {
    const { readable, send, end } = openStream();
    for (let state = 1; state <= 1_000; state++) send(`data: ${state}\n\n`);
    let received = '';
    for await (const chunk of readable.iterator({ destroyOnReturn: false })) {
      received += String(chunk);
      if (received.includes('data: 1000')) break;
    }
    expect(received).toBe(`${start}data: 1000\n\n`);
    end();
    expect(await text(readable)).toBe('');
  });

  it('ends with its last event, after which nothing is sent', async () => {
    const { readable, send, end, timesClosed } = openStream();
    send('data: 1\n\n');
    end('data: last\n\n');
    end('data: again\n\n');
    send('data: late\n\n');
    expect(await text(readable)).toBe(`${start}data: last\n\n`);
    expect(timesClosed()).toBe(1);
  });

  it('is closed at once when its client goes', async () => {
    const { readable, send, timesClosed } = openStream();
    readable.destroy();
    expect(timesClosed()).toBe(1);
    send('data: late\n\n');
    await once(readable, 'close');
  });

  it('sends comments while nothing happens, to keep proxies from closing it', async () => {
    const { readable } = openStream({ heartbeatMs: 1 });
    let received = '';
    for await (const chunk of readable) {
      received += String(chunk);
      if (received.length > 60) break;
    }
    expect(received).toMatch(/^retry: 2000\n\n(: still here\n\n)+$/);
  });

  it('does not let comments take the place of an event', async () => {
    const { readable, send, end } = openStream({ heartbeatMs: 1 });
    send('data: 1\n\n');
    await setImmediate();
    end();
    expect(await text(readable)).toContain('data: 1\n\n');
  });

  it('ends by itself when its time is up', async () => {
    const { readable } = openStream({ lifetimeMs: 1 });
    expect(await text(readable)).toBe(start);
  });
});

it('an event is one line of data, whatever is in it', () => {
  expect(formatEvent('progress', { note: 'a\n\ndata: b' }, 'x1')).toBe(
    'event: progress\nid: x1\ndata: {"note":"a\\n\\ndata: b"}\n\n',
  );
});
