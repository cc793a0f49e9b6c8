import { describe, expect, it } from '@jest/globals';
import { loadAnalyticsWorkerConfig, loadApiConfig } from './apps.ts';

const required = {
  DATABASE_URL: 'postgres://memo@localhost/memo',
  REDIS_URL: 'redis://localhost:6379',
};
const headersOf = (text: string) =>
  loadAnalyticsWorkerConfig({ ...required, OTEL_EXPORTER_OTLP_HEADERS: text }).tracing.headers;

describe('the headers of traces', () => {
  it('are decoded, as OpenTelemetry writes them and .env.example shows it', () => {
    expect(headersOf('authorization=Bearer%20token, x-tenant=a%2Cb%3D1')).toEqual({
      authorization: 'Bearer token',
      'x-tenant': 'a,b=1',
    });
  });

  it.each(['authorization', 'authorization=50%', '=token'])(
    'that cannot be read are told of: %s',
    (text) => {
      expect(() => headersOf(text)).toThrow(/OTEL_EXPORTER_OTLP_HEADERS: must be a list like/);
    },
  );
});

it('the time that requests have at the end of the API, and the room of a volume, are settings', () => {
  const api = loadApiConfig({
    ...{ ...required, S3_BUCKET_NAME: 'memo', JWT_SECRET: 'x'.repeat(32) },
    ...{ API_DRAIN_SECONDS: '300', TMPDIR_SIZE: '15GB' },
  });
  expect([api.http.drainMs, api.metrics.scratchBytes]).toEqual([300_000, 15 * 1024 ** 3]);
});
