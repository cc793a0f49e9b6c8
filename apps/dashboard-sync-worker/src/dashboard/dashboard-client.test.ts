import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { waitFor } from '@memo/testing';
import { startDashboard, type TestDashboard } from '@memo/testing/dashboard';
import { createDashboardClient } from './dashboard-client.ts';

const secret = `whsec_${Buffer.from('a key of at least 24 bytes').toString('base64')}`;
const never = new AbortController().signal;

let dashboard: TestDashboard;

beforeEach(async () => {
  dashboard = await startDashboard({ secret });
});

afterEach(() => dashboard.close());

interface Options {
  signal?: AbortSignal;
  baseUrl?: string;
  signingSecret?: string | null;
  timeoutMs?: number;
  onTried?: (outcome: string) => void;
}

function deliver({
  signal = never,
  baseUrl = dashboard.url,
  signingSecret = secret,
  timeoutMs = 20_000,
  onTried,
}: Options = {}) {
  const client = createDashboardClient({ baseUrl, signingSecret, timeoutMs, onTried });
  return client.deliver({ id: 'delivery-1', body: '{"title":"Weekly sync"}', signal });
}

describe('a delivery', () => {
  it.each([
    ['delivered', 200],
    ['rejected', 400],
    ['misconfigured', 401],
    ['rate_limited', 429],
    ['unavailable', 503],
  ])('is counted as %s where the dashboard answers %i', async (outcome, status) => {
    const told: string[] = [];
    dashboard.answerNext(status);
    await deliver({ onTried: (one) => told.push(one) }).catch(() => undefined);
    expect(told).toEqual([outcome]);
  });

  it('that its worker gives up is counted as aborted', async () => {
    const told: string[] = [];
    const given = AbortSignal.abort(new Error('stopping'));
    await deliver({ signal: given, onTried: (one) => told.push(one) }).catch(() => undefined);
    expect(told).toEqual(['aborted']);
  });

  it('is accepted by a dashboard that verifies signatures', async () => {
    await deliver();
    expect(dashboard.deliveries).toMatchObject([
      {
        headers: {
          'content-type': 'application/json',
          'webhook-id': 'delivery-1',
          'idempotency-key': 'delivery-1',
        },
        body: '{"title":"Weekly sync"}',
      },
    ]);
  });

  it('without a secret is not signed, and can be told from its repetition', async () => {
    const open = await startDashboard();
    try {
      await deliver({ baseUrl: open.url, signingSecret: null });
      expect(open.deliveries).toMatchObject([{ headers: { 'idempotency-key': 'delivery-1' } }]);
      expect(open.deliveries[0]?.headers).not.toHaveProperty('webhook-signature');
    } finally {
      await open.close();
    }
  });

  it('arrives when the base URL ends in a slash', async () => {
    await deliver({ baseUrl: `${dashboard.url}/` });
    expect(dashboard.deliveries).toHaveLength(1);
  });

  it('is done when the dashboard has it already', async () => {
    dashboard.answerNext(409);
    await expect(deliver()).resolves.toBeUndefined();
  });

  it('is done with the status, without waiting for the rest of the answer', async () => {
    dashboard.answerNext(202, { 'content-length': '1000000' });
    await expect(deliver()).resolves.toBeUndefined();
  });
});

describe('a delivery that may do better later', () => {
  it.each([
    [500, {}, { kind: 'unavailable', retryAfterMs: undefined }],
    [503, { 'retry-after': '3' }, { kind: 'unavailable', retryAfterMs: 3_000 }],
    [429, { 'retry-after': '7' }, { kind: 'rate_limited', retryAfterMs: 7_000 }],
    [429, {}, { kind: 'rate_limited', retryAfterMs: undefined }],
  ])('is told so by %i with %j', async (status, headers, expected) => {
    dashboard.answerNext(status, headers);
    await expect(deliver()).rejects.toMatchObject(expected);
  });

  it('is one to a dashboard that is away', async () => {
    await dashboard.close();
    await expect(deliver()).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('is one to a dashboard that does not answer in time', async () => {
    dashboard.hangNext();
    await expect(deliver({ timeoutMs: 50 })).rejects.toMatchObject({ kind: 'timeout' });
  });
});

describe('a delivery that will not do better later', () => {
  it.each([400, 404, 413, 422])('is a meeting the dashboard rejects with %i', async (status) => {
    dashboard.answerNext(status);
    await expect(deliver()).rejects.toMatchObject({
      kind: 'invalid_input',
      code: 'dashboard_rejected',
      message: expect.stringContaining(String(status)),
    });
  });

  it('is one signed with the wrong secret', async () => {
    await expect(deliver({ signingSecret: 'not what the dashboard has' })).rejects.toMatchObject({
      kind: 'misconfigured',
      message: expect.stringContaining('DASHBOARD_SIGNING_SECRET'),
    });
  });

  it('is one to an address that holds a password', async () => {
    const baseUrl = dashboard.url.replace('//', '//jane:secret@');
    await expect(deliver({ baseUrl })).rejects.toMatchObject({ kind: 'misconfigured' });
    expect(dashboard.deliveries).toEqual([]);
  });

  it('is one that is redirected: the meeting goes nowhere else', async () => {
    const elsewhere = await startDashboard();
    try {
      dashboard.answerNext(307, { location: `${elsewhere.url}/api/v1/meetings` });
      await expect(deliver()).rejects.toMatchObject({ kind: 'misconfigured' });
      expect(elsewhere.deliveries).toEqual([]);
    } finally {
      await elsewhere.close();
    }
  });
});

it('a stopping worker does not wait for the dashboard', async () => {
  dashboard.hangNext();
  const stopping = new AbortController();
  const delivering = Promise.allSettled([deliver({ signal: stopping.signal })]);
  await waitFor('the delivery', () => dashboard.deliveries.length === 1);
  const reason = new Error('the worker is stopping');
  stopping.abort(reason);
  expect(await delivering).toEqual([{ status: 'rejected', reason }]);
});
