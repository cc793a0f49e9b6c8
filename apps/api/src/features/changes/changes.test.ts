import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditEvent, DomainEvent, Meeting, newId, type Transaction } from '@memo/entities';
import { createDatabase, createTransact } from '@memo/entities/connections';
import { createRecordEvent, pruneEvents, type RecordEvent } from '@memo/journal';
import { buildWav, waitFor } from '@memo/testing';
import { sealNow } from '../../../test/audit-rows.ts';
import { startApi, type ApiFixture } from '../../../test/api-fixture.ts';
import { changesExample } from './changes.examples.ts';
import { changesSchema } from './changes.schemas.ts';
import { goneDetail } from './changes.service.ts';

let fixture: ApiFixture;
let anyone: Awaited<ReturnType<typeof copyingPerson>>;

beforeAll(async () => {
  fixture = await startApi();
  anyone = await copyingPerson();
});

afterAll(() => fixture.close());

/** As the code that changes something tells of it. */
const recorded = (tell: (recordEvent: RecordEvent, tx: Transaction) => Promise<void>) =>
  createTransact(fixture.dataSource)((tx) =>
    tell(createRecordEvent(createDatabase(fixture.dataSource)), tx),
  );

/** What docs/operations.md has an operator run, to the letter but for a larger number at a further restore. */
async function restoreStatement(positions = '1000000') {
  const guide = new URL('../../../../../docs/operations.md', import.meta.url);
  const blocks = (await readFile(guide, 'utf8')).matchAll(/```sql\n([^`]+)```/g);
  const statements = [...blocks].map(([, statement = '']) => statement);
  const statement = statements.find((one) => one.includes('event_heads')) ?? '';
  expect(statement).toContain('event_heads');
  await fixture.dataSource.query(statement.replaceAll('1000000', positions));
}

const mobile = '/api/v1/mobile';

/** Somebody new, with a client that keeps a copy of the workspace. */
async function copyingPerson() {
  const { scope, authorization } = await fixture.person();
  const { workspaceId } = scope;
  const as = { authorization };
  const get = (query: string) => fixture.api.get(`${mobile}/changes${query}`).set(as);
  const changes = async (query = '') => changesSchema.parse((await get(query).expect(200)).body);
  return {
    workspaceId,
    get,
    changes,
    /** What happened after a position, in short. */
    told: async (after: number) => {
      const { data } = await changes(`?after=${after}`);
      return data.map(({ kind, meeting_id: id, fields }) => ({ kind, id, fields }));
    },
    upload: async () => {
      const answer = await fixture.api
        .post(`${mobile}/meetings/`)
        .set({ ...as, 'Idempotency-Key': crypto.randomUUID() })
        .field('title', 'Weekly')
        .attach('audio_file', buildWav(1_000), 'a.wav')
        .expect(201);
      return (answer.body as { id: string }).id;
    },
    rename: (id: string, title: string) =>
      fixture.api.put(`${mobile}/meetings/${id}`).set(as).send({ title }).expect(200),
    remove: (id: string) => fixture.api.delete(`${mobile}/meetings/${id}`).set(as).expect(204),
    happen: (...meetingIds: string[]) =>
      recorded((recordEvent, tx) =>
        recordEvent(
          tx,
          ...meetingIds.map((meetingId) => ({
            kind: 'note.changed' as const,
            workspaceId,
            meetingId,
          })),
        ),
      ),
  };
}

describe('GET /changes', () => {
  it('answers the present position alone to a client that has none', async () => {
    const robin = await copyingPerson();
    expect(await robin.changes()).toEqual({ data: [], next: 0, has_more: false });
    await robin.upload();
    expect(await robin.changes()).toEqual({ data: [], next: 1, has_more: false });
  });

  it('tells a client what it has just done itself, at once', async () => {
    const robin = await copyingPerson();
    const { next } = await robin.changes();
    const id = await robin.upload();
    expect(await robin.told(next)).toEqual([{ kind: 'meeting.created', id, fields: [] }]);
    await robin.rename(id, 'Monthly');
    expect(await robin.told(1)).toEqual([{ kind: 'meeting.updated', id, fields: ['title'] }]);
  });

  it('tells of a deletion when the meeting is gone, and of nothing else about it', async () => {
    const robin = await copyingPerson();
    const id = await robin.upload();
    await robin.rename(id, 'Monthly');
    await robin.remove(id);
    const deleted = [{ kind: 'meeting.deleted', id, fields: [] }];
    expect(await robin.told(0)).toEqual(deleted);
    await fixture.dataSource.manager.delete(Meeting, { id });
    expect(await robin.told(0)).toEqual(deleted);
  });

  it('is read to the end in pages, past what the caller may not see', async () => {
    const robin = await copyingPerson();
    const seen = await robin.upload();
    await robin.happen(seen, newId(), newId(), newId(), seen);
    const first = await robin.changes('?after=0&limit=2');
    expect(first.data.map(({ position }) => position)).toEqual([1, 2]);
    expect(first).toMatchObject({ next: 2, has_more: true });
    expect(await robin.changes('?after=2&limit=2')).toEqual({ data: [], next: 4, has_more: true });
    const last = await robin.changes('?after=4&limit=2');
    expect(last.data.map(({ position }) => position)).toEqual([6]);
    expect(last).toMatchObject({ next: 6, has_more: false });
    expect(await robin.changes('?after=6')).toEqual({ data: [], next: 6, has_more: false });
  });

  it('reaches the caller’s own changes behind a long backlog, and says when some of it is left', async () => {
    const robin = await copyingPerson();
    const id = await robin.upload();
    const events = 6_000;
    // All at once, so that the running API seals none of it before.
    await fixture.dataSource.query(
      `INSERT INTO pending_events (workspace_id, kind, meeting_id)
       SELECT $1, 'note.changed', $2 FROM generate_series(1, $3::int)`,
      [robin.workspaceId, id, events],
    );
    let more = await robin.changes('?after=0&limit=1000');
    const positions = more.data.map(({ position }) => position);
    while (more.has_more) {
      more = await robin.changes(`?after=${more.next}&limit=1000`);
      positions.push(...more.data.map(({ position }) => position));
    }
    expect(positions).toEqual(Array.from({ length: events + 1 }, (_, at) => at + 1));
  });

  it('is about the workspace of the caller alone', async () => {
    const [robin, kim] = [await copyingPerson(), await copyingPerson()];
    await robin.upload();
    expect(await kim.changes()).toEqual({ data: [], next: 0, has_more: false });
    expect(await kim.changes('?after=0')).toEqual({ data: [], next: 0, has_more: false });
  });

  it('tells everybody in the workspace of a failure, with the stage it happened in', async () => {
    const robin = await copyingPerson();
    const meetingId = await robin.upload();
    const { workspaceId } = robin;
    const failed = { kind: 'meeting.failed', workspaceId, meetingId, stage: 'prepare' } as const;
    await recorded((recordEvent, tx) => recordEvent(tx, failed));
    const { data } = await robin.changes('?after=1');
    expect(data).toEqual([
      {
        position: 2,
        kind: 'meeting.failed',
        meeting_id: meetingId,
        at: expect.any(String),
        fields: [],
        stage: 'prepare',
      },
    ]);
  });

  it('is gone after a position that was pruned, and goes on after one that was not', async () => {
    const robin = await copyingPerson();
    const id = await robin.upload();
    await robin.happen(id, id);
    await sealNow(fixture.dataSource);
    await fixture.dataSource.query(
      `UPDATE domain_events SET at = now() - interval '31 days' WHERE workspace_id = $1 AND position <= 2`,
      [robin.workspaceId],
    );
    await pruneEvents(createDatabase(fixture.dataSource));
    await robin.get('?after=1').expect(410, { detail: goneDetail });
    expect((await robin.changes('?after=2')).data).toMatchObject([{ position: 3 }]);
    expect(await robin.changes()).toMatchObject({ next: 3 });
  });

  it('is gone ahead of all there is, as it is for a client that knows more than a restored backup', async () => {
    const robin = await copyingPerson();
    await robin.upload();
    await robin.get('?after=2').expect(410, { detail: goneDetail });
  });

  it.each(['2147483648', '9999999999', '9'.repeat(400)])(
    'is gone however far ahead it is: %s',
    async (after) => {
      await anyone.get(`?after=${after}`).expect(410, { detail: goneDetail });
    },
  );

  describe('once an operator has moved the positions on after a restore', () => {
    it('is gone for every client, and goes on from the new position', async () => {
      const robin = await copyingPerson();
      const id = await robin.upload();
      await robin.changes();
      await restoreStatement();
      await robin.happen(id);
      await robin.get('?after=1').expect(410, { detail: goneDetail });
      await robin.get('?after=2').expect(410, { detail: goneDetail });
      const { next } = await robin.changes();
      await robin.happen(id);
      expect(await robin.told(next)).toEqual([{ kind: 'note.changed', id, fields: [] }]);
    });

    it('is gone also in a workspace of which the backup has no change', async () => {
      const robin = await copyingPerson();
      const id = newId();
      await restoreStatement();
      // What the backup does not know: robin was told of five changes, and five others happen now.
      await robin.happen(id, id, id, id, id);
      await robin.get('?after=5').expect(410, { detail: goneDetail });
      await robin.get('?after=0').expect(410, { detail: goneDetail });
      expect((await robin.changes()).next).toBeGreaterThan(5);
    });

    it('is gone for who read after an earlier restore of the same backup, when the number is larger', async () => {
      const robin = await copyingPerson();
      const id = await robin.upload();
      await robin.changes();
      await restoreStatement();
      await robin.happen(id, id);
      const { next: known } = await robin.changes();
      // The same backup again.
      await fixture.dataSource.query(
        `UPDATE event_heads SET position = 1, pruned = 0 WHERE workspace_id = $1`,
        [robin.workspaceId],
      );
      await fixture.dataSource.query('DELETE FROM domain_events WHERE workspace_id = $1', [
        robin.workspaceId,
      ]);
      await restoreStatement('2000000');
      await robin.happen(id, id);
      await robin.get(`?after=${known}`).expect(410, { detail: goneDetail });
    });
  });

  it.each(['?after=', '?after=-1', '?after=1.5', '?after=1e3', '?limit=0', '?limit=1001'])(
    'refuses what is no position or no number of changes: %s',
    async (query) => {
      await anyone.get(query).expect(422);
    },
  );
});

it('a running API gives events and audit entries their place by itself', async () => {
  const { workspaceId, happen } = anyone;
  await happen(newId());
  const { manager } = fixture.dataSource;
  await waitFor('the event to have a position', () =>
    manager.existsBy(DomainEvent, { workspaceId }),
  );
  // Signing up was recorded.
  await waitFor('the chain', () => manager.existsBy(AuditEvent, { workspaceId }));
});

it('the documented example is what the API could send', () => {
  expect(changesSchema.parse(changesExample)).toEqual(changesExample);
});
