import { personBehind } from '@memo/access';
import type { Scope, Transact, Transaction } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { AuditLog, RecordEvent } from '@memo/journal';
import {
  meetingNotFound,
  notTranscribed,
  type MinutesRow,
  type MinutesSettings,
  type MinutesStore,
} from '@memo/meetings';
import type { Pipeline } from '@memo/pipeline';
import type { AccountLimits } from '../../account-limits/account-limits.ts';
import type { KeepMade } from '../../http/idempotency/once.ts';
import { chosenOf } from './chosen.ts';
import type { GenerateBody } from './generate.schemas.ts';
import type { WireGenerated } from './minutes.schemas.ts';
import { toGenerated } from './wire.ts';

export interface GenerateDeps {
  store: MinutesStore;
  /** Whether the workspace has this template. */
  hasTemplate: (scope: Scope, templateId: string) => Promise<boolean>;
  pipeline: Pick<Pipeline, 'scheduleMinutes'>;
  accountLimits: Pick<AccountLimits, 'requireMoney'>;
  transact: Transact;
  audit: AuditLog;
  recordEvent: RecordEvent;
}

export interface GenerateMinutes {
  /**
   * Has minutes of a meeting made of its transcript as it is now: those that have these settings anew, else others beside them.
   * @throws AppError `not_found`; `conflict` for a meeting without a transcript or with too many minutes; `forbidden`
   *   for a workspace that has spent what it may.
   */
  generate(
    scope: Scope,
    meetingId: string,
    body: GenerateBody,
    keep?: KeepMade,
  ): Promise<WireGenerated>;
  /** @throws AppError `not_found` for a template that the workspace has not. */
  requireTemplate(scope: Scope, body: Pick<GenerateBody, 'template_id'>): Promise<void>;
  /** The state of minutes. @throws AppError `not_found`. */
  readGenerated(scope: Scope, meetingId: string, minutesId: string): Promise<WireGenerated>;
}

export function createGenerateMinutes(deps: GenerateDeps): GenerateMinutes {
  const { store, pipeline, transact, audit, recordEvent } = deps;

  const readGenerated: GenerateMinutes['readGenerated'] = async (scope, meetingId, minutesId) => {
    const minutes = chosenOf(await store.list(scope, meetingId), { meetingId, minutesId });
    const of = { meetingId, minutesId: minutes.id, number: minutes.shownVersion ?? 0 };
    return toGenerated(minutes, meetingId, await store.version(scope, of));
  };

  const requireTemplate: GenerateMinutes['requireTemplate'] = async (scope, body) => {
    const { template_id: id } = body;
    if (typeof id !== 'string' || (await deps.hasTemplate(scope, id))) return;
    throw new AppError('not_found', 'Template not found');
  };

  return {
    readGenerated,
    requireTemplate,
    generate: async (scope, meetingId, body, keep) => {
      await deps.accountLimits.requireMoney(scope);
      await requireTemplate(scope, body);
      // Looked at before the meeting is held: a run is locked before its meeting, as everywhere.
      const known = asked(await store.list(scope, meetingId), meetingId, body);
      const minutesId = await transact((tx) => ask(tx, scope, meetingId, { body, known, keep }));
      return readGenerated(scope, meetingId, minutesId);
    },
  };

  async function ask(
    tx: Transaction,
    scope: Scope,
    meetingId: string,
    {
      body,
      known,
      keep,
    }: { body: GenerateBody; known: MinutesRow | null; keep?: KeepMade | undefined },
  ): Promise<string> {
    if (known !== null) {
      await pipeline.scheduleMinutes(scope, tx, { meetingId, number: known.number });
    }
    const held = await store.hold(scope, tx, meetingId);
    if (held === null) throw meetingNotFound();
    if (!held.transcribed || held.status === 'FAILED') throw notReady(held);
    const all = await store.list(scope, meetingId, tx);
    const now = asked(all, meetingId, body);
    if (now?.number !== known?.number) throw askedAtOnce();
    const minutesId = now === null ? await add(tx, scope, meetingId, all, body) : now.id;
    if (now !== null) {
      const how = { ...settingsOf(now), ...sentOf(body), replaceEdits: body.replace_edits };
      await store.askAgain(scope, tx, { minutesId, ...how });
    }
    await keep?.(tx, minutesId);
    const { workspaceId } = scope;
    await recordEvent(tx, { kind: 'note.changed', workspaceId, meetingId });
    const details = { replace_edits: body.replace_edits };
    await audit.record(scope, tx, { action: 'minutes.generated', subject: meetingId, details });
    return minutesId;
  }

  async function add(
    tx: Transaction,
    scope: Scope,
    meetingId: string,
    all: readonly MinutesRow[],
    body: GenerateBody,
  ): Promise<string> {
    if (all.length >= mostMinutes) throw tooMany();
    const number = (all.at(-1)?.number ?? 0) + 1;
    const how = { ...meetingsOwn, ...sentOf(body), createdBy: personBehind(scope.actor) };
    const id = await store.add(scope, tx, { meetingId, number, ...how });
    await pipeline.scheduleMinutes(scope, tx, { meetingId, number });
    return id;
  }
}

const mostMinutes = 20;

const meetingsOwn: MinutesSettings = { templateId: null, language: null, audience: null };

function sentOf({
  template_id: templateId,
  language,
  audience,
}: GenerateBody): Partial<MinutesSettings> {
  return {
    ...(templateId !== undefined && { templateId }),
    ...(language !== undefined && { language }),
    ...(audience !== undefined && { audience }),
  };
}

const settingsOf = ({ templateId, language, audience }: MinutesRow): MinutesSettings => {
  return { templateId, language, audience };
};

/**
 * The minutes that a request means: those it names, the first ones where it says nothing of them, else those that have
 * the settings it names. Null for others that are to be made.
 * @throws AppError `not_found` for minutes that are not there.
 */
function asked(
  all: readonly MinutesRow[],
  meetingId: string,
  body: GenerateBody,
): MinutesRow | null {
  if (body.id !== undefined) return chosenOf(all, { meetingId, minutesId: body.id });
  const sent = sentOf(body);
  if (Object.keys(sent).length === 0) return all.find(({ number }) => number === 1) ?? null;
  const wanted = { ...meetingsOwn, ...sent };
  const is = (row: MinutesRow) =>
    row.templateId === wanted.templateId &&
    row.language === wanted.language &&
    row.audience === wanted.audience;
  return all.find(is) ?? null;
}

const notReady = ({
  status,
}: {
  status: 'PENDING' | 'PROCESSING' | 'COMPLETED' | 'FAILED';
}): AppError => notTranscribed(status, 'Have minutes made');

const askedAtOnce = (): AppError =>
  new AppError(
    'conflict',
    'Somebody asked for these minutes at the same moment. Send the same request again.',
    { code: 'asked_at_once' },
  );

const tooMany = (): AppError =>
  new AppError(
    'conflict',
    `A meeting has at most ${mostMinutes} minutes. Make some of them anew: send their id.`,
    { code: 'too_many_minutes' },
  );
