import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, stages } from '@memo/entities';
import { statementsBelow } from '@memo/testing/statements';
import { runAsOwner, type OwnerRuns } from './owner-runs.ts';
import { isOwned, rerun, type OwnedRun } from './rerun.ts';
import { markedHours, marker } from './world.ts';

const endsStage = 'a worker runs it when it ends a stage';

/** Statements that no request of the owner runs, and why. */
const notMet: Readonly<Record<string, string>> = {
  'failures.lock': 'an operator runs it, in the workspace of each meeting',
  'journal.find_row_of_key': 'the sealer asks it where the key of the log has changed',
  'minutes.find_asked': endsStage,
  'minutes.write_note': endsStage,
  'minutes.count_edit': endsStage,
  'minutes.end_making': endsStage,
  'pipeline.fail_minutes': endsStage,
  'pipeline.lock_meeting': endsStage,
  'pipeline.requeue_outdated': endsStage,
  'pipeline.count_open': endsStage,
  'pipeline.show_next_generation': endsStage,
  'pipeline.give_up_next_generation': endsStage,
  'pipeline.summarize_succeeded': endsStage,
  'pipeline.analyze_succeeded': endsStage,
  ...Object.fromEntries(stages.map((stage) => [`pipeline.${stage}_failed`, endsStage])),
};

const makes = 'makes a row in the workspace it is told';
const locks = 'locks, or looks at a lock, whatever its values';
const seals = 'reads or locks what is of the workspace it is told alone, whatever its values';

/** Statements that do the same in any workspace, and why. */
const sameAnywhere: Readonly<Record<string, string>> = {
  'templates.insert': makes,
  'idempotency.reserve': makes,
  'unclaimed.write_down': makes,
  'journal.insert_events': makes,
  'journal.insert_entry': makes,
  'journal.insert_audit_rows': makes,
  'journal.find_audit_heads': seals,
  'journal.state_head': makes,
  'intake.make_meeting': makes,
  'intake.lock_making': locks,
  'intake.meeting_is_settled': locks,
  'journal.lock_logs': seals,
  'journal.lock_workspace': seals,
};

/** Statements that may find nothing when they are run again, and why. */
const tooLate: Readonly<Record<string, string>> = {
  'meetings.adopt_old_form': 'the transcript is of the new form by then',
  'edits.insert': 'the edit is written by then',
  'minutes.insert': 'they are there by then',
  'action_items.insert': 'it is there by then',
  'idempotency.keep': 'something is kept under the key by then',
  'idempotency.release': 'the key is given back by then',
  'intake.drop_stale': 'the running API sweeps what is stale, too',
  'journal.find_pending_event': 'everything is sealed by then',
  'journal.move_events': 'everything is sealed by then',
  'journal.take_entries': 'everything is sealed by then',
  'visibility.forget_duplicates': 'no duplicate of the private meeting tells of it by then',
  'pipeline.delete_waiting_runs': 'the runs of the deleted meeting are gone by then',
};

const folders = [
  '../../src/',
  ...['meetings', 'journal', 'ledger', 'pipeline'].map((lib) => `../../../../libs/${lib}/src/`),
];

const statements = (
  await Promise.all(folders.map((folder) => statementsBelow(new URL(folder, import.meta.url))))
)
  .flat()
  .filter(isOwned);

let owner: OwnerRuns;

beforeAll(async () => {
  owner = await runAsOwner(statements);
}, 120_000);

afterAll(() => owner.world.fixture.close());

const baseName = ({ name }: { name: string }): string => name.split(':')[0] ?? name;

const marks = [marker, String(markedHours)];

describe('every statement over rows of a workspace', () => {
  it('is met by the requests of an owner', () => {
    const met = new Set(owner.runs.map(({ statement }) => statement.name));
    const missing = statements.filter(({ name }) => !met.has(name));
    expect(missing.map(baseName).sort()).toEqual(Object.keys(notMet).sort());
  });

  it("finds and changes nothing with an owner's values in another workspace, or in none", async () => {
    const { dataSource } = owner.world.fixture;
    const wrong: string[] = [];
    for (const run of testedRuns()) {
      const elsewhere = await rerun(dataSource, run, owner.world.strangersWorkspaceId);
      const nowhere = await rerun(dataSource, run, newId());
      const [shown, empty] = [JSON.stringify(elsewhere.rows), JSON.stringify(nowhere.rows)];
      if (shown !== empty) wrong.push(`${run.statement.name}: ${shown} instead of ${empty}`);
      if (marks.some((mark) => shown.includes(mark))) wrong.push(`${run.statement.name} shows it`);
      if (elsewhere.changed + nowhere.changed > 0) wrong.push(`${run.statement.name} changes it`);
    }
    expect(wrong).toEqual([]);
  });

  // Or it would find nothing whatever workspace it asked for.
  it("finds or changes something with the same values in the owner's", async () => {
    const { fixture, workspaceId } = owner.world;
    const idle = new Set(
      testedRuns()
        .filter(({ statement }) => !Object.hasOwn(tooLate, baseName(statement)))
        .map(({ statement }) => statement.name),
    );
    for (const run of testedRuns()) {
      const own = await rerun(fixture.dataSource, run, workspaceId);
      const nowhere = await rerun(fixture.dataSource, run, newId());
      const differs = JSON.stringify(own.rows) !== JSON.stringify(nowhere.rows);
      if (differs || own.changed > 0) idle.delete(run.statement.name);
    }
    expect([...idle]).toEqual([]);
  });
});

const testedRuns = (): OwnedRun[] =>
  owner.runs.filter(({ statement }) => !Object.hasOwn(sameAnywhere, baseName(statement)));
