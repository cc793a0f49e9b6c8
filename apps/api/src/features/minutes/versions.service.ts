import { personOf } from '@memo/access';
import type { Scope, Tenant, Transact } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { AuditLog, RecordEvent } from '@memo/journal';
import type { ContentRow, MinutesRow, MinutesStore, VersionRow } from '@memo/meetings';
import type { Pipeline } from '@memo/pipeline';
import type { Which } from './chosen.ts';
import { diffStatements } from './diff-statements.ts';
import type { WireDiff, WireVersion, WireVersionContent } from './minutes.schemas.ts';
import type { CheckTag } from './minutes.service.ts';
import type { ReadMinutesOf } from './read-minutes.ts';
import { contentOf, toVersion, toVersionContent } from './wire.ts';

export interface VersionsDeps {
  store: MinutesStore;
  read: ReadMinutesOf;
  pipeline: Pick<Pipeline, 'tellDashboard'>;
  transact: Transact;
  audit: AuditLog;
  recordEvent: RecordEvent;
}

type OneVersion = Which & { version: number };

/** What minutes said before. All of it throws AppError `not_found` for what is not there. */
export interface VersionsService {
  /** The newest first. */
  list(tenant: Tenant, which: Which): Promise<{ id: string; versions: WireVersion[] }>;
  get(tenant: Tenant, one: OneVersion): Promise<WireVersionContent>;
  /** @param against the version before it where none is given. */
  diff(tenant: Tenant, one: OneVersion, against: number | undefined): Promise<WireDiff>;
  /**
   * Shows the words of a version again, as a new one: nothing that came after it is lost.
   * @throws AppError `conflict` for the version that is shown.
   */
  restore(scope: Scope, one: OneVersion, check: CheckTag): Promise<void>;
}

export function createVersionsService(deps: VersionsDeps): VersionsService {
  const { store, read, pipeline, transact, audit, recordEvent } = deps;

  async function versionOf(
    tenant: Tenant,
    { id: minutesId }: MinutesRow,
    meetingId: string,
    number: number,
  ): Promise<VersionRow & ContentRow> {
    const found = await store.version(tenant, { meetingId, minutesId, number });
    if (found === null) throw noVersion();
    return found;
  }

  return {
    list: async (tenant, which) => {
      const { minutes } = await read(tenant, which);
      const of = { meetingId: which.meetingId, minutesId: minutes.id };
      const versions = await store.versions(tenant, of);
      return { id: minutes.id, versions: versions.map((row) => toVersion(row, minutes)) };
    },

    get: async (tenant, { version, ...which }) => {
      const { minutes, details } = await read(tenant, which);
      const row = await versionOf(tenant, minutes, which.meetingId, version);
      return toVersionContent(row, minutes, details);
    },

    diff: async (tenant, { version, ...which }, against = version - 1) => {
      const { minutes, details } = await read(tenant, which);
      const saidIn = async (number: number) => {
        // What was there before the first one is nothing.
        if (number === 0) return { summary_points: [], key_point_items: [] };
        return contentOf(await versionOf(tenant, minutes, which.meetingId, number), details);
      };
      const [from, to] = await Promise.all([saidIn(against), saidIn(version)]);
      const texts = (statements: readonly { text: string }[]) => statements.map(({ text }) => text);
      return {
        from: against,
        to: version,
        summary: diffStatements(texts(from.summary_points), texts(to.summary_points)),
        key_points: diffStatements(texts(from.key_point_items), texts(to.key_point_items)),
      };
    },

    restore: async (scope, { version, ...which }, check) => {
      const { meetingId } = which;
      const restoredBy = personOf(scope);
      await transact(async (tx) => {
        await pipeline.tellDashboard(scope, tx, meetingId);
        await store.hold(scope, tx, meetingId);
        const { tag, minutes } = await read(scope, which, tx);
        check(tag);
        const of = { meetingId, minutesId: minutes.id, number: version };
        const found = await store.version(scope, of, tx);
        if (found === null) throw noVersion();
        if (version === minutes.shownVersion) throw shownAlready(version);
        const { summary, summaryPoints, keyPoints, unsupportedPoints, authorId } = found;
        const words = { summary, summaryPoints, keyPoints, unsupportedPoints, authorId };
        const restored = { ...words, restoredFrom: version, restoredBy };
        await store.write(scope, tx, { ...of, number: minutes.number }, restored);
        const { workspaceId } = scope;
        await recordEvent(tx, { kind: 'note.changed', workspaceId, meetingId });
        const details = { number: minutes.number, version };
        const entry = { action: 'minutes.version_restored', subject: meetingId, details };
        await audit.record(scope, tx, entry);
      });
    },
  };
}

const noVersion = (): AppError => new AppError('not_found', 'Version not found');

const shownAlready = (version: number): AppError =>
  new AppError('conflict', `Version ${version} is what is shown already.`, {
    code: 'shown_already',
  });
