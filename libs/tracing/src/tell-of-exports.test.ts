import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { tellOfExports } from './tell-of-exports.ts';

let server: Server;
let status: number;
let url: string;
beforeEach(async () => {
  server = createServer((request, response) => {
    request.resume();
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/v1/traces`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

it('a collector that refuses what is sent is told of once, with what it answered, and once when it takes it', async () => {
  const kept = new InMemorySpanExporter();
  const processor = new SimpleSpanProcessor({ exporter: kept });
  new TracerProvider({ spanProcessors: [processor] }).getTracer('test').startSpan('work').end();
  const spans = kept.getFinishedSpans();

  const told: unknown[] = [];
  const exporter = tellOfExports(
    new OTLPTraceExporter({ url, timeoutMillis: 2_000 }),
    (state, error) => told.push([state, error?.message]),
  );
  for (status of [200, 401, 401, 200, 200]) {
    await new Promise((resolve) => exporter.export(spans, resolve));
  }
  await exporter.shutdown();
  expect(told).toEqual([
    ['failing', expect.stringMatching(/401|Unauthorized/)],
    ['sent', undefined],
  ]);
});
