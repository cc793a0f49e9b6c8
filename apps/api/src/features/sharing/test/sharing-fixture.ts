import { type Meeting, MeetingSpeaker, newId, ShareLink, type SharedPart } from '@memo/entities';
import { Transcript } from '@memo/entities/transcripts';
import { buildMeeting, buildWav } from '@memo/testing';
import type { Coverage, Segment } from '@memo/transcript';
import { startApi } from '../../../../test/api-fixture.ts';
import type { Person } from '../../../../test/person.ts';

export const meetings = '/api/v1/mobile/meetings';
export const everything: SharedPart[] = ['note', 'transcript', 'audio'];

export type SharingFixture = Awaited<ReturnType<typeof startSharing>>;

/** What one speaker says, beginning at a time. */
type Said = [speakerKey: string, text: string, startMs: number];

interface SharedExample {
  columns?: Partial<Meeting>;
  names?: Record<string, string>;
  said?: Said[];
  coverage?: Coverage | null;
}

export interface MadeLink {
  id: string;
  url: string;
  status: string;
  has_password: boolean;
  opened_count: number;
  last_opened_at: string | null;
  expires_at: string;
}

/** The API, with somebody whose meetings are shared. */
export async function startSharing(settings: Readonly<Record<string, string>> = {}) {
  const fixture = await startApi(settings);
  const { manager } = fixture.dataSource;
  const owner = await fixture.person();
  let recordings = 0;

  /** A meeting that is done, with a recording that can be heard. */
  async function addMeeting(example: SharedExample = {}, by: Person = owner): Promise<string> {
    const { columns, names = {}, said = usuallySaid, coverage = null } = example;
    recordings += 1;
    const key = `meetings/audio/recording-${recordings}.wav`;
    await fixture.writeObject(key, buildWav(50).toString('latin1'));
    const { id: meetingId } = await buildMeeting(manager, by.scope, {
      ...{ status: 'COMPLETED', durationMs: 67_000, titleGiven: true, title: 'Quarterly plan' },
      ...{ summary: 'We agreed on a plan.', recordingKeys: [key] },
      ...columns,
    });
    const owned = { workspaceId: by.scope.workspaceId, meetingId };
    const keys = [...new Set(said.map(([speaker]) => speaker))];
    await manager.insert(
      MeetingSpeaker,
      keys.map((speaker) => ({
        ...{ ...owned, id: newId(), key: speaker, label: speaker },
        name: names[speaker] ?? null,
      })),
    );
    await manager.insert(Transcript, {
      ...{ ...owned, id: newId(), coverage, provider: 'test', model: 'test' },
      segments: said.map(toSegment),
    });
    return meetingId;
  }

  const share = (meetingId: string, body: object, by: Person = owner) =>
    fixture.api
      .post(`${meetings}/${meetingId}/share-links`)
      .set('authorization', by.authorization)
      .send(body);

  return {
    ...fixture,
    owner,
    addMeeting,
    share,
    /** The link that is made, which must work. */
    link: async (meetingId: string, body: object = { scope: everything }, by = owner) => {
      const answer = await share(meetingId, body, by).expect(201);
      return answer.body as MadeLink;
    },
    /** Below the host's root, as somebody without an account asks. */
    visit: (url: string) => fixture.api.get(new URL(url).pathname),
    list: async (meetingId: string, by = owner) => {
      const answer = await fixture.api
        .get(`${meetings}/${meetingId}/share-links`)
        .set('authorization', by.authorization)
        .expect(200);
      return (answer.body as { data: MadeLink[] }).data;
    },
    change: (meetingId: string, linkId: string, body: object) =>
      fixture.api
        .patch(`${meetings}/${meetingId}/share-links/${linkId}`)
        .set('authorization', owner.authorization)
        .send(body),
    revoke: (meetingId: string, linkId: string) =>
      fixture.api
        .delete(`${meetings}/${meetingId}/share-links/${linkId}`)
        .set('authorization', owner.authorization),
    /** As if that much time had passed since it was made. */
    expire: (linkId: string) =>
      manager.update(ShareLink, { id: linkId }, { expiresAt: new Date(Date.now() - 1) }),
  };
}

const usuallySaid: Said[] = [
  ['S1', 'Shall we raise the price?', 0],
  ['S1', 'By ten percent.', 27_000],
  ['S2', 'Yes, from March on.', 31_000],
];

const toSegment = ([speakerKey, text, startMs]: Said, id: number): Segment => ({
  ...{ id, speakerKey, text, startMs, endMs: startMs + 2_000, words: [] },
});
