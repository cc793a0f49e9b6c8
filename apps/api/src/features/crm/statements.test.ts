import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MeetingSpeaker, newId, SpeakerProfile } from '@memo/entities';
import { createDatabase } from '@memo/entities/connections';
import {
  buildAccount,
  buildMeeting,
  createTestDatabase,
  type TestDatabase,
  type UserScope,
} from '@memo/testing';
import { createProfilesRepository } from './profiles.repository.ts';
import { createSpeakersRepository } from './speakers.repository.ts';
import { createSpeakersService, type SpeakersService } from './speakers.service.ts';

let database: TestDatabase;
let scope: UserScope;
let service: SpeakersService;
let statements = 0;
let progressReads = 0;
const profileId = newId();

async function spokenMeetings(count: number): Promise<void> {
  const { manager } = database.dataSource;
  for (let index = 0; index < count; index += 1) {
    const { id: meetingId, workspaceId } = await buildMeeting(manager, scope);
    const speaker = { id: newId(), workspaceId, meetingId, key: 'S1', label: 'Speaker1' };
    await manager.insert(MeetingSpeaker, { ...speaker, name: 'Jane', side: null, profileId });
  }
}

beforeAll(async () => {
  database = await createTestDatabase();
  const { dataSource } = database;
  scope = await buildAccount(dataSource.manager);
  const { workspaceId, userId } = scope;
  const jane = { firstName: 'Jane', lastName: 'Smith' };
  await dataSource.manager.insert(SpeakerProfile, { id: profileId, workspaceId, userId, ...jane });
  const counted = createDatabase(dataSource, () => (statements += 1));
  service = createSpeakersService({
    speakers: createSpeakersRepository(counted),
    profiles: createProfilesRepository(counted),
    pipeline: {
      progress: () => {
        progressReads += 1;
        return Promise.resolve(new Map());
      },
    },
  });
});

afterAll(() => database.close());

const page = { page: 1, limit: 100 };

describe('the cost of a list', () => {
  it.each<[string, number, () => Promise<unknown>]>([
    ['of the speakers, one statement', 1, () => service.list(scope, page)],
    [
      'of the meetings of a name, two: page and count',
      2,
      () => service.meetingsOfName(scope, 'Jane', page),
    ],
    [
      'of the history of a profile, three: profile, page and count',
      3,
      () => service.meetingsOfProfile(scope, profileId, page),
    ],
  ])('is the same whatever the number of meetings: %s', async (_what, expected, list) => {
    await spokenMeetings(15);
    [statements, progressReads] = [0, 0];
    await list();
    expect(statements).toBe(expected);
    expect(progressReads).toBeLessThanOrEqual(1);
  });
});
