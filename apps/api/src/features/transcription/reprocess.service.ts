import type { SpeechEngines } from '@memo/ai';
import type { Scope, Transact, Transaction } from '@memo/entities';
import { AppError } from '@memo/errors';
import { renewedFields, type AuditLog, type RecordEvent } from '@memo/journal';
import { meetingNotFound } from '@memo/meetings';
import type { AskedReprocess, FoundSound, Pipeline, ReprocessAnswer } from '@memo/pipeline';
import type { AccountLimits } from '../../account-limits/account-limits.ts';
import { InvalidInput } from '../../http/validate.ts';
import { notReady } from './conflicts.ts';
import type { AskedBody } from './reprocess.schemas.ts';
import { createFindSound, type SoundDeps } from './sound.ts';
import type { KeepMade } from '../../http/idempotency/once.ts';
import type { ReadRetried } from './retried.ts';
import type { RetriedMeeting } from './transcription.schemas.ts';
import type { TranscriptionRepository } from './transcription.repository.ts';

export interface ReprocessDeps extends SoundDeps {
  repository: TranscriptionRepository;
  pipeline: Pick<Pipeline, 'plan' | 'reprocess'>;
  readRetried: ReadRetried;
  engines: SpeechEngines;
  accountLimits: Pick<AccountLimits, 'requireMoney'>;
  transact: Transact;
  audit: AuditLog;
  recordEvent: RecordEvent;
}

/**
 * Makes a COMPLETED meeting of the workspace anew from a stage on, beside what is shown of it.
 * @throws AppError `not_found`; `conflict` for one that is not COMPLETED, runs already, or has lost what it is made of;
 *   `forbidden` for a workspace that has spent what it may; `not_found` also for a template; InvalidInput for an engine that is not configured.
 */
export type ReprocessMeeting = (
  scope: Scope,
  meetingId: string,
  body: AskedBody,
  keep: KeepMade,
) => Promise<RetriedMeeting>;

export function createReprocessMeeting(deps: ReprocessDeps): ReprocessMeeting {
  const { repository, pipeline, readRetried, engines, transact, audit, recordEvent } = deps;
  const findSound = createFindSound(deps);

  return async (scope, meetingId, body, keep) => {
    await deps.accountLimits.requireMoney(scope);
    let answer: ReprocessAnswer = { kind: 'shown_changed' };
    for (let look = 1; look <= mostLooks && answer.kind === 'shown_changed'; look += 1) {
      const meeting = await repository.find(scope, meetingId);
      if (meeting === null) throw meetingNotFound();
      const asked = { ...toAsked(body), ...chosenEngine(engines, body) };
      if (typeof body.template_id === 'string') await refuseUnknown(scope, body.template_id);
      const asksAboutSpeech = asked.from === 'transcribe' && meeting.status === 'COMPLETED';
      const { maxChunkMs } = engines.of(asked).capabilities;
      const sound = asksAboutSpeech ? await findSound(scope, meetingId, maxChunkMs) : null;
      answer = await transact(async (tx) => {
        const begun = await begin(tx, scope, meetingId, { asked, sound });
        if (begun.kind === 'begun') await keep(tx, meetingId);
        return begun;
      });
    }
    refuse(answer, body);
    return readRetried(scope, meetingId);
  };

  async function begin(
    tx: Transaction,
    scope: Scope,
    meetingId: string,
    how: { asked: AskedReprocess; sound: FoundSound | null },
  ): Promise<ReprocessAnswer> {
    const begun = await pipeline.reprocess(scope, tx, meetingId, how);
    if (begun.kind !== 'begun') return begun;
    const { workspaceId } = scope;
    const fields = renewedFields(...begun.stages);
    await recordEvent(tx, { kind: 'meeting.updated', workspaceId, meetingId, fields });
    const { from, provider = null, model = null } = how.asked;
    const details = { from, provider, model };
    await audit.record(scope, tx, { action: 'meeting.reprocessed', subject: meetingId, details });
    return begun;
  }

  async function refuseUnknown(scope: Scope, templateId: string): Promise<void> {
    if (await repository.hasTemplate(scope, templateId)) return;
    throw new AppError('not_found', 'Template not found');
  }
}

/** How often the sound is looked at, as long as another generation is shown each time when the meeting is locked. */
const mostLooks = 3;

function toAsked(body: AskedBody): AskedReprocess {
  const { from, languages, speakers_expected: speakersExpected, template_id: templateId } = body;
  return {
    from,
    ...(languages !== undefined && { languages }),
    ...(speakersExpected !== undefined && { speakersExpected }),
    ...(templateId !== undefined && { templateId }),
  };
}

/** The engine that is asked for, with its model; nothing stands for the usual one. */
function chosenEngine(
  { configured }: SpeechEngines,
  { provider, model }: AskedBody,
): Pick<AskedReprocess, 'provider' | 'model'> {
  if (provider === undefined && model === undefined) return {};
  const ofProvider = configured.filter(
    (one) => provider === undefined || one.provider === provider,
  );
  const found = ofProvider.find((one) => model === undefined || one.model === model);
  if (found !== undefined) return found;
  const names = configured.map((one) => `${one.provider} (${one.model})`).join(', ');
  const field = ofProvider.length === 0 ? 'provider' : 'model';
  throw invalid(field, `is not configured here; there is: ${names}`);
}

const invalid = (field: string, msg: string): InvalidInput =>
  new InvalidInput([{ loc: ['body', field], msg, type: 'value_error.unknown' }]);

const partsUnknown =
  'Of which parts of the recording this meeting was made is not known any more, so this cannot be made anew.';

const uploadAnew = 'Upload the recording as a new meeting.';

const instead: Record<AskedReprocess['from'], string> = {
  transcribe: uploadAnew,
  assemble: 'Send from: "transcribe" to have all of it made anew.',
  summarize: uploadAnew,
};

/** @throws AppError unless it was begun. */
function refuse(answer: ReprocessAnswer, { from }: Pick<AskedReprocess, 'from'>): void {
  switch (answer.kind) {
    case 'begun':
      return;
    case 'not_found':
    case 'not_completed':
    case 'runs_anew':
      throw notReady(answer, 'reprocess it then.');
    case 'shown_changed':
      throw new AppError(
        'conflict',
        'Another generation of this meeting was shown at the same moment. Nothing was begun: look at GET /meetings/{id}/generations, and send the same request again.',
        { code: 'shown_changed' },
      );
    case 'runs_unknown':
      throw new AppError('conflict', `${partsUnknown} ${instead[from]}`, { code: 'parts_unknown' });
  }
}
