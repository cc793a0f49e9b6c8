import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Meeting, Recording, StageRun } from '@memo/entities';
import type { WireMeeting } from '@memo/meetings';
import { briefly, buildWav, waitFor } from '@memo/testing';
import { startApi, type ApiFixture } from '../../../test/api-fixture.ts';

import { startRawUpload } from '../../../test/raw-upload.ts';

const meetings = '/api/v1/mobile/meetings';
const maxBytes = 1024 * 1024;

let fixture: ApiFixture;
let authorization: string;

beforeAll(async () => {
  fixture = await startApi({ MAX_AUDIO_FILE_SIZE: '1MB' });
  ({ authorization } = await fixture.person());
});

afterAll(() => fixture.close());

const post = () => fixture.api.post(`${meetings}/`).set('authorization', authorization);

/** Nothing may stay behind of an upload that was refused. */
async function expectNothingNew(during: () => Promise<unknown>): Promise<void> {
  const before = await leftovers();
  await during();
  expect(await leftovers()).toEqual(before);
}

const leftovers = async () => ({
  objects: await fixture.objectKeys(),
  openUploads: await fixture.openUploads(),
  meetings: await fixture.dataSource.manager.count(Meeting),
});

describe('POST /meetings/', () => {
  it('stores the recording as it was sent and queues its first stage', async () => {
    const sound = buildWav(300_000);
    const answer = await post()
      .field('title', ' Q4 Sales Review ')
      .field('participants', '["John Doe", "Jane Smith"]')
      .attach('audio_file', sound, 'review.wav')
      .expect(201);
    const meeting = answer.body as WireMeeting;
    expect(meeting).toMatchObject({
      title: 'Q4 Sales Review',
      participants: ['John Doe', 'Jane Smith'],
      status: 'PENDING',
      analytics_status: 'PENDING',
      progress: { stage: 'prepare', percent: 0 },
      transcription: [],
      s3_audio_path: `meetings/audio/${meeting.id}.wav`,
    });
    const { manager } = fixture.dataSource;
    const recording = await manager.findOneByOrFail(Recording, { meetingId: meeting.id });
    expect(recording).toMatchObject({ side: 0, sizeBytes: 300_000, contentType: 'audio/wav' });
    expect(await fixture.readObject(recording.objectKey ?? '')).toEqual(sound);
    expect(await manager.findBy(StageRun, { meetingId: meeting.id })).toMatchObject([
      { stage: 'prepare', status: 'queued' },
    ]);
  });

  it('keeps two recordings apart, by field and not by order', async () => {
    const answer = await post()
      .attach('second_audio_file', buildWav(2_000), 'system.wav')
      .attach('audio_file', buildWav(1_000), 'microphone.wav')
      .field('title', 'Two sides')
      .expect(201);
    const recordings = await fixture.dataSource.manager.find(Recording, {
      where: { meetingId: (answer.body as WireMeeting).id },
      order: { side: 'ASC' },
    });
    expect(recordings.map(({ filename, sizeBytes }) => [filename, sizeBytes])).toEqual([
      ['microphone.wav', 1_000],
      ['system.wav', 2_000],
    ]);
  });

  it('takes a file name that no database would store', async () => {
    const form = [
      '--b',
      'Content-Disposition: form-data; name="title"',
      '',
      'Odd name',
      '--b',
      `Content-Disposition: form-data; name="audio_file"; filename*=UTF-8''a%00b.wav`,
      '',
      buildWav(1_000).toString('latin1'),
      '--b--',
      '',
    ].join('\r\n');
    const answer = await post()
      .set('content-type', 'multipart/form-data; boundary=b')
      .send(Buffer.from(form, 'latin1'))
      .expect(201);
    const recording = await fixture.dataSource.manager.findOneByOrFail(Recording, {
      meetingId: (answer.body as WireMeeting).id,
    });
    expect(recording.filename).toBe('ab.wav');
  });

  it('takes the recording while Redis is away', async () => {
    fixture.redis.pause();
    try {
      await post()
        .field('title', 'Offline')
        .attach('audio_file', buildWav(1_000), 'a.wav')
        .expect(201);
    } finally {
      fixture.redis.resume();
    }
  });
});

describe('a bad upload', () => {
  it('without a title leaves nothing behind', () =>
    expectNothingNew(async () => {
      const answer = await post().attach('audio_file', buildWav(1_000), 'a.wav').expect(422);
      expect(answer.body).toEqual({
        detail: [{ loc: ['body', 'title'], msg: 'field required', type: 'value_error.missing' }],
      });
    }));

  it('without a file leaves nothing behind', () =>
    expectNothingNew(async () => {
      const answer = await post().field('title', 'No sound').expect(422);
      expect(answer.body).toMatchObject({ detail: [{ loc: ['body', 'audio_file'] }] });
    }));

  it.each([
    ['text named .mp3', Buffer.from('#EXTM3U\nfile:///etc/passwd\n')],
    ['a picture named .mp3', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['an empty file', Buffer.alloc(0)],
  ])('with %s leaves nothing behind', (_, content) =>
    expectNothingNew(async () => {
      await post()
        .field('title', 'Misnamed')
        .attach('audio_file', content, { filename: 'a.mp3', contentType: 'audio/mpeg' })
        .expect(400, {
          detail: 'Invalid audio file format. Please use MP3, WAV, M4A, FLAC, WEBM, or OPUS.',
        });
    }),
  );

  it('whose second file alone is bad leaves nothing behind', () =>
    expectNothingNew(() =>
      post()
        .field('title', 'Half bad')
        .attach('audio_file', buildWav(1_000), 'a.wav')
        .attach('second_audio_file', Buffer.from('no sound'), 'b.wav')
        .expect(400),
    ));

  const badFields = [
    ['participants', 'John, Jane'],
    ['participants', '{"John": "Doe"}'],
    ['participants', '["a\\u0000b"]'],
    ['participants', '["a\\ud800b"]'],
    ['templateid', 'not-a-uuid'],
    ['templateid', '0197a1b2-0000-7000-8000-000000000001'],
    ['title', 'x'.repeat(501)],
    ['title', 'a\u0000b'],
  ] as const;
  it.each(badFields.map(([field, value]) => [field, briefly(value), value] as const))(
    'with a bad %s leaves nothing behind: %s',
    (field, _, value) =>
      expectNothingNew(async () => {
        const form = post().attach('audio_file', buildWav(1_000), 'a.wav').field(field, value);
        if (field !== 'title') form.field('title', 'Fine');
        const answer = await form.expect(422);
        const [problem] = (answer.body as { detail: { loc: string[] }[] }).detail;
        expect(problem?.loc.slice(0, 2)).toEqual(['body', field]);
      }),
  );

  it.each(['audio_file', 'second_audio_file'])('with %s as text leaves nothing behind', (field) =>
    expectNothingNew(async () => {
      const form = post().field('title', 'Fine').field(field, 'UklGRg==');
      if (field !== 'audio_file') form.attach('audio_file', buildWav(1_000), 'a.wav');
      await form.expect(422, {
        detail: [
          {
            loc: ['body', field],
            msg: 'arrived as text; send it as a file, a part of the form with a file name',
            type: 'type_error.file',
          },
        ],
      });
    }),
  );

  it('with participants in fields of their own leaves nothing behind', () =>
    expectNothingNew(async () => {
      const answer = await post()
        .field('title', 'Fine')
        .field('participants', 'John')
        .field('participants', 'Jane')
        .attach('audio_file', buildWav(1_000), 'a.wav')
        .expect(422);
      expect(answer.body).toMatchObject({
        detail: [{ msg: 'must be one field that holds a JSON array of names' }],
      });
    }));

  it('as JSON with the recording in it leaves nothing behind', () =>
    expectNothingNew(() => post().send({ title: 'JSON', audio_file: 'UklGRg==' }).expect(422)));

  it('without a token leaves nothing behind', () =>
    expectNothingNew(() =>
      fixture.api
        .post(`${meetings}/`)
        .field('title', 'Nobody')
        .attach('audio_file', buildWav(1_000), 'a.wav')
        .expect(401),
    ));

  it('from somebody who may only look leaves nothing behind', async () => {
    const viewer = await fixture.person({ role: 'VIEWER' });
    await expectNothingNew(() =>
      fixture.api
        .post(`${meetings}/`)
        .set('authorization', viewer.authorization)
        .field('title', 'Not mine to add')
        .attach('audio_file', buildWav(1_000), 'a.wav')
        .expect(403),
    );
  });

  it('that is too large is answered 413 as soon as the limit is passed, and leaves nothing behind', () =>
    expectNothingNew(async () => {
      const { client, answer } = startRawUpload(fixture.url, authorization);
      client.write(buildWav(maxBytes));
      client.write(Buffer.alloc(1));
      // The form is never finished: an answer can only come early.
      expect((await answer).statusCode).toBe(413);
      client.destroy();
    }));

  it('whose client goes away in the middle leaves nothing behind', () =>
    expectNothingNew(async () => {
      const { client } = startRawUpload(fixture.url, authorization);
      client.write(buildWav(200_000));
      await waitFor('the upload to begin', () => client.writableLength === 0);
      client.destroy();
      await waitFor('the API to give up', () =>
        fixture.logLines.some((line) => JSON.stringify(line).includes('upload_incomplete')),
      );
    }));
});
