import type { Scope } from '@memo/entities';
import { toListItem } from '@memo/meetings';
import type { Pipeline } from '@memo/pipeline';
import { offsetOf, toPage } from '../../http/page.ts';
import type { ProfilesRepository } from './profiles.repository.ts';
import { profileNotFound } from './profiles.service.ts';
import type { MeetingRows, SpeakersRepository } from './speakers.repository.ts';
import type {
  HistoryQuery,
  SpeakerList,
  SpeakersQuery,
  WireMeetingPage,
} from './speakers.schemas.ts';

export interface SpeakersService {
  list(scope: Scope, query: SpeakersQuery): Promise<SpeakerList>;
  /** An empty page for a name nobody has. */
  meetingsOfName(scope: Scope, name: string, query: HistoryQuery): Promise<WireMeetingPage>;
  /** @throws AppError `not_found`, also for another workspace's profile. */
  meetingsOfProfile(scope: Scope, profileId: string, query: HistoryQuery): Promise<WireMeetingPage>;
}

export interface SpeakersDeps {
  speakers: SpeakersRepository;
  profiles: ProfilesRepository;
  pipeline: Pick<Pipeline, 'progress'>;
}

export function createSpeakersService(deps: SpeakersDeps): SpeakersService {
  const { speakers, profiles, pipeline } = deps;

  async function toMeetingPage(scope: Scope, { rows, total }: MeetingRows, query: HistoryQuery) {
    const ids = rows.map(({ id }) => id);
    const progress = await pipeline.progress(scope, ids);
    const items = rows.map((row) => toListItem(row, progress.get(row.id)));
    return toPage(items, total, query);
  }

  return {
    list: (scope, query) => speakers.list(scope, query.limit, offsetOf(query)),

    meetingsOfName: async (scope, name, query) =>
      toMeetingPage(
        scope,
        await speakers.meetingsOfName(scope, name, query.limit, offsetOf(query)),
        query,
      ),

    meetingsOfProfile: async (scope, profileId, query) => {
      if ((await profiles.find(scope, profileId)) === null) throw profileNotFound();
      return toMeetingPage(
        scope,
        await speakers.meetingsOfProfile(scope, profileId, query.limit, offsetOf(query)),
        query,
      );
    },
  };
}
