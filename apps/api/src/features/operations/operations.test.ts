import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, User } from '@memo/entities';
import { buildMeeting, buildRun } from '@memo/testing';
import { startApi, type ApiFixture } from '../../../test/api-fixture.ts';
import { auditRows } from '../../../test/audit-rows.ts';
import type { Redriven, WireFailures } from './operations.schemas.ts';

let fixture: ApiFixture;
let authorization: string;
let operatorId: number;

beforeAll(async () => {
  fixture = await startApi();
  const operator = await fixture.person();
  authorization = operator.authorization;
  operatorId = operator.user.id;
  await fixture.dataSource.manager.update(User, { id: operatorId }, { isAdmin: true });
});

afterAll(() => fixture.close());

const path = (rest: string) => `/api/v1/mobile/ops/${rest}`;
const failures = (query: Record<string, string>) =>
  fixture.api.get(path('failures')).query(query).set('authorization', authorization);
const redrive = (body: object) =>
  fixture.api.post(path('redrive')).send(body).set('authorization', authorization);

const reason = 'provider_key_refused';

async function failedMeeting() {
  const { manager } = fixture.dataSource;
  const owner = await fixture.person();
  const error = { code: reason, message: 'Try again.', detail: 'Set GEMINI_KEY.', retryable: true };
  const meeting = await buildMeeting(manager, owner.scope, {
    ...{ title: 'Redundancies', status: 'FAILED', error: { ...error, stage: 'prepare' } },
  });
  await buildRun(manager, meeting, 'prepare', {
    ...{ status: 'failed', error, finishedAt: new Date() },
  });
  return { owner, meeting };
}

describe('the owner', () => {
  it('reads why the metrics and the delivery of a finished meeting failed', async () => {
    const { manager } = fixture.dataSource;
    const { scope, authorization: own } = await fixture.person();
    const meeting = await buildMeeting(manager, scope, {
      ...{ status: 'COMPLETED', analyticsStatus: 'COMPLETED', dashboardStatus: 'FAILED' },
    });
    const told = { code: 'dashboard_rejected', message: 'Not taken.', retryable: false };
    await buildRun(manager, meeting, 'sync', {
      ...{ status: 'failed', finishedAt: new Date() },
      error: { ...told, detail: 'Check DASHBOARD_BASE_URL.' },
    });
    const answer = await fixture.api
      .get(`/api/v1/mobile/meetings/${meeting.id}`)
      .set('authorization', own)
      .expect(200);
    expect(answer.body).toMatchObject({
      ...{ error: null, analytics_error: null, dashboard_error: { ...told, stage: 'sync' } },
    });
    expect(answer.text).not.toContain('DASHBOARD_BASE_URL');
  });
});

describe('an operator', () => {
  it('sees what failed of everybody, page by page and without its title, and has it run again', async () => {
    const [first, second] = [await failedMeeting(), await failedMeeting()];
    const page = await failures({ reason, limit: '1' }).expect(200);
    const { data, next_cursor: next } = page.body as WireFailures;
    expect(page.text).not.toContain('Redundancies');
    expect(data).toEqual([
      expect.objectContaining({
        ...{ meeting_id: second.meeting.id, stage: 'prepare', reason, message: 'Set GEMINI_KEY.' },
        workspace: { id: second.meeting.workspaceId, name: expect.any(String) },
        owner: { id: second.owner.user.id, email: second.owner.user.email },
      }),
    ]);
    const rest = await failures({ reason, limit: '1', cursor: String(next) }).expect(200);
    expect(rest.body).toMatchObject({
      ...{ data: [{ meeting_id: first.meeting.id }], next_cursor: null },
    });

    const answer = await redrive({ reason, limit: 1 }).expect(200);
    expect(answer.body).toEqual({
      ...{ redriven: 1, meeting_ids: [first.meeting.id], not_failed: [], remaining: 1 },
    });
    const named = [second.meeting.id, first.meeting.id];
    const again = await redrive({ meeting_ids: named }).expect(200);
    expect(again.body as Redriven).toMatchObject({
      ...{ meeting_ids: [second.meeting.id], not_failed: [first.meeting.id] },
    });
    const { workspaceId } = second.meeting;
    expect(await auditRows(fixture.dataSource, { workspaceId, action: 'meeting.retried' })).toEqual(
      [expect.objectContaining({ userId: operatorId, subject: second.meeting.id })],
    );
  });

  it.each([[{}], [{ meeting_ids: [newId()], reason }], [{ reason, everything: true }]])(
    'is told what to say instead of %j',
    async (body) => {
      await redrive(body).expect(422);
    },
  );
});
