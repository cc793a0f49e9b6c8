import { expect, it } from '@jest/globals';
import { Meeting } from '@memo/entities';
import type { WireMeeting } from '@memo/meetings';
import { buildWav, createTestDatabase, startTcpProxy } from '@memo/testing';
import { startApi } from '../../../test/api-fixture.ts';

it('an upload of whose commit the answer is lost is 201, and its meeting is there once with its recording', async () => {
  const database = await createTestDatabase();
  let lost = 0;
  // Of the transaction that makes the meeting, and of no other.
  const making = new Set<number>();
  const proxy = await startTcpProxy(database.url);
  proxy.listen((said, clientPort) => {
    if (said.includes('intake.make_meeting')) making.add(clientPort);
    if (!making.has(clientPort) || lost > 0 || !said.includes('COMMIT')) return 'passes';
    lost += 1;
    return 'loses its reply';
  });
  const fixture = await startApi({ DATABASE_URL: proxy.url }, Promise.resolve(database));
  try {
    const { authorization } = await fixture.person();
    const answer = await fixture.api
      .post('/api/v1/mobile/meetings/')
      .set('authorization', authorization)
      .field('title', 'Unheard')
      .attach('audio_file', buildWav(1_000), 'a.wav')
      .expect(201);
    expect(lost).toBe(1);
    const meeting = answer.body as WireMeeting;
    const made = await fixture.dataSource.manager.findBy(Meeting, { title: 'Unheard' });
    expect(made.map(({ id }) => id)).toEqual([meeting.id]);
    expect(await fixture.objectKeys()).toEqual([meeting.s3_audio_path]);
  } finally {
    await fixture.close();
    await proxy.close();
  }
});
