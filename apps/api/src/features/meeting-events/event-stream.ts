import { Readable } from 'node:stream';

export interface EventStream {
  readable: Readable;
  /** While the client reads slowly, only the newest event waits. */
  send: (event: string) => void;
  /** Ends the stream, after a last event if there is one. */
  end: (event?: string) => void;
}

export interface EventStreamOptions {
  /** How often a comment is sent, to tell proxies that the connection is alive. */
  heartbeatMs: number;
  /** Ends the stream after this time; the client comes back and goes on. */
  lifetimeMs: number;
  /** Called once, when the stream is over or its client gone. */
  closed: () => void;
}

/** How long a client waits before it comes back, in ms. */
const retryMs = 2_000;

/** A text/event-stream for one client. */
export function createEventStream(options: EventStreamOptions): EventStream {
  let wanted = false;
  let ended = false;
  let waiting = '';

  const deliver = () => {
    if (!wanted || waiting === '') return;
    const text = waiting;
    wanted = false;
    waiting = '';
    readable.push(text);
  };
  const beat = setInterval(() => {
    if (waiting === '') waiting = ': still here\n\n';
    deliver();
  }, options.heartbeatMs);
  const end = (event?: string) => {
    if (ended) return;
    ended = true;
    clearInterval(beat);
    clearTimeout(life);
    readable.push(event ?? waiting);
    readable.push(null);
  };
  const life = setTimeout(end, options.lifetimeMs);

  const readable: Readable = new Readable({
    // Nothing is read ahead: what waits here can still be replaced.
    highWaterMark: 1,
    read: () => {
      wanted = true;
      deliver();
    },
    destroy: (error, done) => {
      ended = true;
      clearInterval(beat);
      clearTimeout(life);
      options.closed();
      done(error);
    },
  });
  readable.push(`retry: ${retryMs}\n\n`);

  return {
    readable,
    send: (event) => {
      if (ended) return;
      waiting = event;
      deliver();
    },
    end,
  };
}

/** One event; `data` is sent as JSON, which never has a line break. */
export function formatEvent(event: string, data: unknown, id?: string): string {
  const idLine = id === undefined ? '' : `id: ${id}\n`;
  return `event: ${event}\n${idLine}data: ${JSON.stringify(data)}\n\n`;
}
