import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MeetingSpeaker } from '@memo/entities';
import { startMeetings, type MeetingsFixture, type Person } from '../test/meetings-fixture.ts';

let fixture: MeetingsFixture;

beforeAll(async () => {
  fixture = await startMeetings();
});

afterAll(() => fixture.close());

const rename = (id: string, from: string, to: string, who: Person) =>
  who.send('put', `/${id}/speaker-names`, { old_speaker_name: from, new_speaker_name: to });

describe('a name that stands for a profile', () => {
  /** Ann speaks in another meeting, mapped to these profiles, a speaker each. */
  async function withAnn(...profiles: string[]): Promise<Person> {
    const owner = await fixture.person();
    for (const profileId of profiles) {
      const id = await owner.addSpoken(1);
      await fixture.dataSource.manager.update(
        MeetingSpeaker,
        { meetingId: id },
        { name: 'Ann', profileId: profileId === 'new' ? await owner.addProfile() : profileId },
      );
    }
    return owner;
  }

  const profileAfterRename = async (owner: Person, name: string) => {
    const id = await owner.addSpoken(1);
    await rename(id, 'Speaker1', name, owner).expect(200);
    return (await owner.speakersOf(id))[0]?.profileId;
  };

  it('brings it along', async () => {
    const owner = await withAnn();
    const profileId = await owner.addProfile();
    const other = await owner.addSpoken(1);
    const named = { name: 'Ann', profileId };
    await fixture.dataSource.manager.update(MeetingSpeaker, { meetingId: other }, named);
    expect(await profileAfterRename(owner, 'Ann')).toBe(profileId);
    expect(await profileAfterRename(owner, 'Annabel')).toBeNull();
  });

  it('brings none along where it stands for two', async () => {
    expect(await profileAfterRename(await withAnn('new', 'new'), 'Ann')).toBeNull();
  });

  it('brings none along from another workspace or a deleted meeting', async () => {
    await withAnn('new');
    const owner = await fixture.person();
    expect(await profileAfterRename(owner, 'Ann')).toBeNull();
    const deleting = await withAnn('new');
    const [only] = (await deleting.list()).data;
    await deleting.send('delete', `/${only?.id ?? ''}`).expect(204);
    expect(await profileAfterRename(deleting, 'Ann')).toBeNull();
  });

  it('leaves a profile alone that somebody chose', async () => {
    const owner = await withAnn('new');
    const id = await owner.addSpoken(1);
    const profileId = await owner.addProfile();
    await fixture.dataSource.manager.update(MeetingSpeaker, { meetingId: id }, { profileId });
    await rename(id, 'Speaker1', 'Ann', owner).expect(200);
    expect(await owner.speakersOf(id)).toMatchObject([{ name: 'Ann', profileId }]);
  });
});
