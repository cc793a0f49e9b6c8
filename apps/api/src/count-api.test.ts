import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@memo/entities';
import { startTcpProxy, waitFor, type TcpProxy } from '@memo/testing';
import { startApi, type ApiFixture } from '../test/api-fixture.ts';

let fixture: ApiFixture;

beforeAll(async () => {
  fixture = await startApi({ METRICS_PORT: '0', RATE_LIMIT_ANONYMOUS_PER_MINUTE: '4' });
});

afterAll(() => fixture.close());

const scrape = async (of = fixture) => (await of.metrics()).text();

/** The values of one metric by its labels, as they are written. */
async function series(name: string, of = fixture): Promise<Record<string, number>> {
  const lines = (await scrape(of)).matchAll(new RegExp(`^${name}(?:\\{(.*)\\})? (\\S+)$`, 'gm'));
  return Object.fromEntries([...lines].map(([, labels = '', value]) => [labels, Number(value)]));
}

describe('the requests of an API process', () => {
  it('are counted by the pattern of their route and the class of their status, never by what was asked', async () => {
    const { authorization } = await fixture.person();
    const ids = [newId(), newId()];
    for (const id of ids) {
      const asked = fixture.api.get(`/api/v1/mobile/meetings/${id}`);
      await asked.set('authorization', authorization).expect(404);
    }
    await fixture.api.get(`/nothing/${ids[0]}`).expect(404);
    await fixture.api.get('/health').expect(200);
    const requests = await series('memo_http_requests_total');
    const route = '/api/v1/mobile/meetings/:meeting_id';
    expect(requests).toMatchObject({
      [`method="GET",route="${route}",status="4xx"`]: 2,
      'method="GET",route="unmatched",status="4xx"': 1,
      'method="GET",route="/health",status="2xx"': 1,
    });
    const durations = await series('memo_http_request_duration_seconds_count');
    expect(durations).toMatchObject({ [`method="GET",route="${route}"`]: 2 });
    const text = await scrape();
    for (const id of ids) expect(text).not.toContain(id);
    expect(text).not.toContain('/nothing');
  });

  it('are counted as refused when they are over a limit', async () => {
    for (let asked = 0; asked < 6; asked += 1) await fixture.api.get('/api/v1/mobile/auth/me');
    const refused = await series('memo_http_refused_total');
    expect(refused['reason="rate_limited"']).toBeGreaterThan(0);
    expect(refused['reason="too_many_uploads"']).toBe(0);
  });
});

describe('the fleet', () => {
  it('is told by every API process: the ledger by stage, the queues, the journal, the sweeper, what is unclaimed', async () => {
    await waitFor('a turn', async () =>
      Object.keys(await series('memo_sweep_last_turn_timestamp_seconds')).includes(
        'sweep="reconcile"',
      ),
    );
    expect(await series('memo_ledger_runs')).toMatchObject({
      'queue="transcription",stage="prepare",state="runnable"': 0,
      'queue="dashboard-sync",stage="sync",state="failed"': 0,
    });
    expect(await series('memo_queue_jobs')).toMatchObject({ 'queue="analytics",state="wait"': 0 });
    expect(await series('memo_queue_workers')).toEqual({
      ...{ 'queue="transcription"': 0, 'queue="analytics"': 0, 'queue="dashboard-sync"': 0 },
    });
    expect(Object.keys(await series('memo_journal_unsealed_rows'))).toEqual([
      'log="events"',
      'log="audit"',
    ]);
    expect(await series('memo_unclaimed_objects')).toEqual({ '': 0 });
    expect(await series('memo_redis_up')).toEqual({ '': 1 });
  });
});

describe('while Postgres and Redis are silent', () => {
  let postgres: TcpProxy;
  let redis: TcpProxy;
  let cutOff: ApiFixture;

  beforeAll(async () => {
    [postgres, redis] = await Promise.all([
      startTcpProxy(fixture.databaseUrl),
      startTcpProxy(fixture.redis.url),
    ]);
    cutOff = await startApi({
      ...{ METRICS_PORT: '0', DATABASE_URL: postgres.url, REDIS_URL: redis.url },
    });
  });

  afterAll(async () => {
    postgres.restore();
    redis.restore();
    await cutOff.close();
    await Promise.all([postgres.close(), redis.close()]);
  });

  it('a scrape answers with what the process knows, and says what it could not read', async () => {
    postgres.silence();
    redis.silence();
    const text = await scrape(cutOff);
    expect(text).toContain('memo_build_info{service="api"');
    expect(text).not.toContain('memo_ledger_runs{');
    const troubles = await series('memo_scrape_errors_total', cutOff);
    for (const source of ['ledger', 'queues', 'workers', 'redis']) {
      expect(troubles[`source="${source}"`]).toBeGreaterThan(0);
    }
    expect(await series('memo_redis_up', cutOff)).toEqual({ '': 0 });
    expect((await cutOff.metrics('/live')).status).toBe(200);
    expect((await cutOff.metrics('/ready')).status).toBe(200);
  });
});
