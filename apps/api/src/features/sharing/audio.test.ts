import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { whileOpen } from './public/while-open.ts';
import { startSharing, type SharingFixture } from './test/sharing-fixture.ts';

let fixture: SharingFixture;
let meetingId: string;

beforeAll(async () => {
  fixture = await startSharing();
  meetingId = await fixture.addMeeting();
});
afterAll(() => fixture.close());

const audioOf = (url: string) => fixture.api.get(`${new URL(url).pathname}/audio`);

describe('the audio of a link', () => {
  it('is played by the page, piece by piece, from this host alone', async () => {
    const { url } = await fixture.link(meetingId, { scope: ['audio'] });
    const page = (await fixture.visit(url).expect(200)).text;
    const path = `${new URL(url).pathname}/audio`;
    expect(page).toContain(`<audio controls preload="none" src="${path}">`);
    const piece = await audioOf(url).set('range', 'bytes=0-3').expect(206);
    expect(piece.headers).toMatchObject({
      'content-type': 'audio/wav',
      'content-disposition': 'inline',
      'content-length': '4',
      'cache-control': 'private, no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
    });
    expect(Buffer.from(piece.body as Buffer).toString()).toBe('RIFF');
  });

  it('is not there where the link does not show it, or not any more', async () => {
    const { id, url } = await fixture.link(meetingId, { scope: ['audio'] });
    await audioOf(url).expect(200);
    await fixture.change(meetingId, id, { scope: ['note'] }).expect(200);
    await audioOf(url).expect(404);
    await fixture.change(meetingId, id, { scope: ['note', 'audio'] }).expect(200);
    await audioOf(url).expect(200);
    await fixture.revoke(meetingId, id).expect(204);
    await audioOf(url).expect(404);
  });

  it('of a meeting whose recording is not there yet has no player', async () => {
    const waiting = await fixture.addMeeting({ columns: { playbackKey: null } });
    const { url } = await fixture.link(waiting);
    expect((await fixture.visit(url).expect(200)).text).not.toContain('<audio');
    await audioOf(url).expect(404);
  });
});

describe('audio that is still being sent when the link ends', () => {
  const endless = () => new PassThrough();

  it('is cut off', async () => {
    const answers = [true, false];
    const stream = whileOpen(endless(), () => Promise.resolve(answers.shift() ?? false), 1);
    const [error] = (await once(stream, 'error')) as [unknown];
    expect(error).toMatchObject({ kind: 'gone' });
    expect(answers).toEqual([]);
  });

  it('goes on while the link is open, and while nobody can tell', async () => {
    let asked = 0;
    const stream = endless();
    const askedThrice = new Promise<void>((resolve) => {
      whileOpen(
        stream,
        () => {
          asked += 1;
          if (asked === 3) resolve();
          return asked === 2 ? Promise.reject(new Error('away')) : Promise.resolve(true);
        },
        1,
      );
    });
    await askedThrice;
    expect(stream.destroyed).toBe(false);
    stream.destroy();
  });
});
