import { startTcpProxy } from '@memo/testing';

export interface Statement {
  /** What the connection prepared it under; empty for a statement that is parsed each time. */
  name: string;
  sql: string;
  /** As text; null is NULL. */
  values: (string | null)[];
  /** Tells its connection from the others. */
  connection: number;
}

export interface StatementRecorder extends AsyncDisposable {
  /** For DATABASE_URL: leads to the same database and notes what is asked on the way. */
  url: string;
  /** What has been asked since the last call, in order. */
  take(): Statement[];
}

/** Writes down the statements that go to a PostgreSQL server, so that a bare client can be made to ask the very same. */
export async function recordStatements(databaseUrl: string): Promise<StatementRecorder> {
  let statements: Statement[] = [];
  const proxy = await startTcpProxy(databaseUrl);
  const readers = new Map<number, (chunk: Buffer) => void>();
  proxy.listen((said, clientPort) => {
    const read =
      readers.get(clientPort) ??
      messageReader((asked) => statements.push({ ...asked, connection: clientPort }));
    readers.set(clientPort, read);
    read(said);
    return 'passes';
  });
  return {
    url: proxy.url,
    take: () => {
      const taken = statements;
      statements = [];
      return taken;
    },
    [Symbol.asyncDispose]: () => proxy.close(),
  };
}

const query = 'Q'.charCodeAt(0);
const parse = 'P'.charCodeAt(0);
const bind = 'B'.charCodeAt(0);

/** Reads PostgreSQL's frontend messages: a letter (none on the first one), a length that counts itself, a body. */
function messageReader(
  found: (asked: Omit<Statement, 'connection'>) => void,
): (chunk: Buffer) => void {
  let pending = Buffer.alloc(0);
  let started = false;
  // A statement that has a name is parsed once on a connection and bound by its name from then on.
  const prepared = new Map<string, string>();
  return (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      const header = started ? 1 : 0;
      if (pending.length < header + 4) return;
      const end = header + pending.readInt32BE(header);
      if (pending.length < end) return;
      const type = started ? pending[0] : undefined;
      const body = pending.subarray(header + 4, end);
      pending = pending.subarray(end);
      started = true;
      // Without values, as a transaction begins and ends.
      if (type === query) found({ name: '', sql: cString(body, 0).text, values: [] });
      if (type === parse) {
        const name = cString(body, 0);
        prepared.set(name.text, cString(body, name.end).text);
      }
      if (type === bind) {
        const name = cString(body, cString(body, 0).end).text;
        found({ name, sql: prepared.get(name) ?? '', values: boundValues(body) });
      }
    }
  };
}

function cString(body: Buffer, start: number): { text: string; end: number } {
  const end = body.indexOf(0, start);
  return { text: body.toString('utf8', start, end), end: end + 1 };
}

/** Of a Bind message: portal, statement, the formats' count and codes, then each value with its length. */
function boundValues(body: Buffer): (string | null)[] {
  let at = cString(body, cString(body, 0).end).end;
  at += 2 + body.readInt16BE(at) * 2;
  const count = body.readInt16BE(at);
  at += 2;
  return Array.from({ length: count }, () => {
    const length = body.readInt32BE(at);
    at += 4;
    if (length < 0) return null;
    at += length;
    return body.toString('utf8', at - length, at);
  });
}
