import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ActionItemRow, Meeting, newId, type ActionItem } from '@memo/entities';
import { buildAccount, buildMeeting, createTestDatabase } from '@memo/testing';
import type { TestDatabase, UserScope } from '@memo/testing';
import fc from 'fast-check';

let database: TestDatabase;
let scope: UserScope;

beforeAll(async () => {
  database = await createTestDatabase();
  scope = await buildAccount(database.dataSource.manager);
});
afterAll(() => database.close());

const found = (task: string, quote: string, segment = 0): ActionItem => {
  return { task, assigned_to: null, due_date: null, segment_ids: [segment], quote, support: null };
};

const rowsOf = (meetingId: string) =>
  database.dataSource.manager.find(ActionItemRow, {
    where: { meetingId },
    order: { place: 'ASC', id: 'ASC' },
  });

/** As the stage writes it, of any release: it knows the columns of the note and nothing else. */
const note = (id: string, items: readonly ActionItem[]) =>
  database.dataSource.query(
    'UPDATE meetings SET summary = $2, key_points = $3, action_items = $4 WHERE id = $1',
    [id, `Note ${newId()}`, '[]', JSON.stringify(items)],
  );

const touch = (id: string, change: Partial<Omit<ActionItemRow, 'meeting' | 'profile'>>) =>
  database.dataSource.manager.update(ActionItemRow, { id }, { ...change, touchedBy: 7 });

const shown = async (id: string) =>
  (await database.dataSource.manager.findOneByOrFail(Meeting, { id })).actionItems;

async function noted(...items: ActionItem[]) {
  const { id } = await buildMeeting(database.dataSource.manager, scope, { status: 'COMPLETED' });
  await note(id, items);
  return { id, rows: await rowsOf(id) };
}

const offer = found('Send the offer', 'send the offer');
const room = found('Book a room', 'book a room', 1);

describe('the action items of a note', () => {
  it('are rows, in its order, and the note shows what they say', async () => {
    const { id, rows } = await noted(offer, room);
    expect(rows).toMatchObject([
      { task: 'Send the offer', foundTask: 'Send the offer', status: 'open', touchedBy: null },
      { task: 'Book a room', evidence: { segment_ids: [1], quote: 'book a room', support: null } },
    ]);
    expect(await shown(id)).toEqual([offer, room]);
  });

  it('has what a person added once, also where an earlier note that showed it is brought back', async () => {
    const { id } = await noted(offer);
    const own = { task: 'Call Bo', place: 1_000_000, evidence: { segment_ids: [] } };
    const by = { touchedBy: 7, createdBy: 7, workspaceId: scope.workspaceId };
    await database.dataSource.manager.insert(ActionItemRow, {
      ...{ id: newId(), meetingId: id },
      ...{ ...own, ...by },
    });
    const added = { task: 'Call Bo', assigned_to: null, due_date: null, segment_ids: [] };
    await note(id, [offer, added]);
    expect((await rowsOf(id)).map(({ task, foundTask }) => [task, foundTask])).toEqual([
      ['Send the offer', 'Send the offer'],
      ['Call Bo', null],
    ]);
  });

  it.each([
    ['its words and its quote', found('Send the offer', 'send the offer', 4)],
    ['its words, spaced and ended otherwise', found(' send  the OFFER.', 'another quote')],
    ['its quote, in other words', found('Mail our offer', 'send the offer')],
  ])('are known again by %s', async (_, again) => {
    const { id, rows } = await noted(room, offer);
    await note(id, [again, room]);
    const now = await rowsOf(id);
    expect(now.map((row) => row.id)).toEqual([rows[1]?.id, rows[0]?.id]);
    expect(await shown(id)).toEqual([again, room]);
  });

  it('go with the machine’s next note where nobody touched them', async () => {
    const { id } = await noted(offer, room);
    await note(id, [room]);
    expect(await rowsOf(id)).toMatchObject([{ task: 'Book a room' }]);
  });

  it('stay as a person left them, found again or not', async () => {
    const { id, rows } = await noted(offer, room);
    const own = { task: 'Send both offers', assignedTo: 'Ann', dueDate: '2026-12-04' };
    await touch(rows[0]?.id ?? '', { ...own, status: 'done' });
    await touch(rows[1]?.id ?? '', { status: 'dropped' });
    await note(id, [found('Send the offer', 'send the offer', 9), found('Call Bo', 'call Bo', 2)]);
    const kept = { ...own, status: 'done', touchedBy: 7, evidence: { segment_ids: [9] } };
    expect(await rowsOf(id)).toMatchObject([
      kept,
      { status: 'dropped', task: 'Book a room' },
      { task: 'Call Bo', touchedBy: null },
    ]);
    expect((await shown(id))?.map(({ task }) => task)).toEqual(['Send both offers', 'Call Bo']);
  });

  it('are not found anew once they are dropped', async () => {
    const { id, rows } = await noted(offer);
    await touch(rows[0]?.id ?? '', { status: 'dropped' });
    await note(id, [found('Mail our offer', 'send the offer')]);
    expect(await shown(id)).toEqual([]);
  });
});

describe('whatever machines find and people do', () => {
  const tasks = ['Send the offer', 'Book a room', 'Call Bo', 'Ask legal', 'Ship it'];
  const item = fc.record({ task: fc.constantFrom(...tasks), quote: fc.constantFrom(...tasks) });
  const step = fc.oneof(
    fc.record({ kind: fc.constant('note' as const), items: fc.array(item, { maxLength: 6 }) }),
    fc.record({
      kind: fc.constant('touch' as const),
      at: fc.nat({ max: 9 }),
      task: fc.constantFrom(...tasks, 'Own words'),
      status: fc.constantFrom('open' as const, 'done' as const, 'dropped' as const),
    }),
    fc.record({ kind: fc.constant('add' as const), task: fc.constantFrom(...tasks) }),
  );
  const asTouched = ({
    id,
    task,
    assignedTo,
    dueDate,
    status,
    touchedBy,
    createdBy,
  }: ActionItemRow) => {
    return { id, task, assignedTo, dueDate, status, touchedBy, createdBy };
  };

  it('nothing that a person touched is lost or changed, and all that is found is there', async () => {
    const { manager } = database.dataSource;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 8 }), async (steps) => {
        const { id } = await noted();
        for (const one of steps) {
          const before = await rowsOf(id);
          if (one.kind === 'touch') {
            const row = before[one.at];
            if (row !== undefined) await touch(row.id, { task: one.task, status: one.status });
            continue;
          }
          if (one.kind === 'add') {
            const own = { task: one.task, place: 1_000_000, evidence: { segment_ids: [] } };
            const by = { touchedBy: 7, createdBy: 7, workspaceId: scope.workspaceId };
            await manager.insert(ActionItemRow, { id: newId(), meetingId: id, ...own, ...by });
            continue;
          }
          const items = one.items.map(({ task, quote }, at) => found(task, quote, at));
          await note(id, items);
          const after = await rowsOf(id);
          const touched = before.filter(({ touchedBy }) => touchedBy !== null);
          const kept = after.filter(({ touchedBy }) => touchedBy !== null);
          const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id);
          expect(kept.map(asTouched).sort(byId)).toEqual(touched.map(asTouched).sort(byId));
          // One row for each that was found, in its place; and no row of a machine that was not.
          const placed = after.filter(({ place }) => place <= items.length);
          const machines = after.filter(({ touchedBy }) => touchedBy === null);
          expect(machines.every(({ place }) => place <= items.length)).toBe(true);
          for (const [at, { task }] of items.entries()) {
            const rows = placed.filter(
              ({ place, foundTask }) => place === at + 1 && foundTask === task,
            );
            expect(rows).toHaveLength(1);
          }
          const open = after.filter(({ status }) => status !== 'dropped');
          expect((await shown(id))?.map(({ task }) => task)).toEqual(open.map(({ task }) => task));
        }
      }),
      { numRuns: 60, seed: 20261130 },
    );
  });
});
