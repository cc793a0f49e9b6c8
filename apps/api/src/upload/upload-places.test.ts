import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildWav, waitFor } from '@memo/testing';
import { startApi, type ApiFixture } from '../../test/api-fixture.ts';
import { startRawUpload } from '../../test/raw-upload.ts';

const meetings = '/api/v1/mobile/meetings/';

let fixture: ApiFixture;

beforeAll(async () => {
  fixture = await startApi({ UPLOADS_AT_ONCE: '3', UPLOADS_AT_ONCE_PER_USER: '2' });
});

afterAll(() => fixture.close());

const upload = (authorization: string) =>
  fixture.api
    .post(meetings)
    .set('authorization', authorization)
    .set('Idempotency-Key', crypto.randomUUID())
    .field('title', 'A call')
    .attach('audio_file', buildWav(20), 'a.wav');

/** Uploads that begin and do not go on. */
const hold = (authorization: string) => startRawUpload(fixture.url, authorization).client;

const status = async (authorization: string) => (await upload(authorization)).status;

describe('uploads that are held', () => {
  it('are bounded by user and in all, and told when to come again', async () => {
    const [eve, robin, sam] = [
      await fixture.person(),
      await fixture.person(),
      await fixture.person(),
    ];
    const held: ReturnType<typeof hold>[] = [];
    /** Until no further one of hers is let in; what comes with one that is being asked about may be refused. */
    const holdAll = ({ authorization }: { authorization: string }, asks = authorization) =>
      waitFor('the places to be taken', async () => {
        held.push(hold(authorization));
        return (await status(asks)) === 503;
      });
    await holdAll(eve);

    const refused = await upload(eve.authorization).expect(503);
    expect(refused.body).toEqual({
      detail:
        'You are uploading as many recordings as you may at once. Send this one again in a few seconds.',
    });
    expect(Number(refused.get('Retry-After'))).toBeGreaterThan(0);
    await upload(robin.authorization).expect(201);

    await holdAll(robin, sam.authorization);

    for (const client of held) client.destroy();
    await waitFor('the places to be free', async () => (await status(sam.authorization)) === 201);
    await upload(eve.authorization).expect(201);
  });
});
