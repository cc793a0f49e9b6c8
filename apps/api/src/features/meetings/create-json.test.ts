import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@memo/entities';
import type { WireMeeting } from '@memo/meetings';
import { startMeetings, type MeetingsFixture, type Person } from './test/meetings-fixture.ts';

let fixture: MeetingsFixture;
let person: Person;

beforeAll(async () => {
  fixture = await startMeetings();
  person = await fixture.person();
});

afterAll(() => fixture.close());

const create = (body: object) => person.send('post', '/', body);

describe('POST /meetings/ as JSON', () => {
  it('makes a meeting that waits for its recording, and answers as the form does', async () => {
    const answer = await create({
      title: ' Q4 Sales Review ',
      description: 'Numbers',
      participants: ['John Doe', 'Jane Smith'],
      custom_template_points: 'Prices',
      speakers_expected: 2,
      languages: ['en', 'de-de'],
    }).expect(201);
    const meeting = answer.body as WireMeeting;
    expect(meeting).toMatchObject({
      title: 'Q4 Sales Review',
      description: 'Numbers',
      participants: ['John Doe', 'Jane Smith'],
      custom_template_points: 'Prices',
      speakers_expected: 2,
      languages: ['en', 'de-DE'],
      status: 'PENDING',
      progress: { stage: 'upload', percent: 0, note: 'The recording has not been uploaded.' },
      s3_audio_path: null,
      transcription: [],
    });
    const read = await person.send('get', `/${meeting.id}`).expect(200);
    expect(read.body).toEqual(meeting);
    const { data } = await person.list({ search: 'sales review' });
    expect(data.map(({ id }) => id)).toEqual([meeting.id]);
  });

  it('takes nothing but a title, which may be empty', async () => {
    const answer = await create({ title: '' }).expect(201);
    expect(answer.body).toMatchObject({ title: 'Untitled meeting', title_given: false });
  });

  it('ignores what it does not know, and takes null as not given, as the form does', async () => {
    const sent = { title: 'A call', description: null, templateid: null, s3_audio_path: 'a.wav' };
    const answer = await create({ ...sent, languages: null, speakers_expected: null }).expect(201);
    expect(answer.body).toMatchObject({ description: null, templateid: null, s3_audio_path: null });
  });

  it('refuses a recording in it, which would be waited for in vain', async () => {
    const answer = await create({ title: 'A call', audio_file: 'UklGRg==' }).expect(422);
    expect(answer.body).toMatchObject({ detail: [{ loc: ['body', 'audio_file'] }] });
  });

  it('says of an unknown template what the form says', async () => {
    const answer = await create({ title: 'A call', templateid: newId() }).expect(422);
    expect(answer.body).toMatchObject({
      detail: [{ loc: ['body', 'templateid'], msg: 'there is no such template' }],
    });
  });

  it('makes one meeting for an Idempotency-Key', async () => {
    const key = newId();
    const under = (title: string) => create({ title }).set('Idempotency-Key', key);
    const made = await under('Once').expect(201);
    const repeat = await under('Once').expect(201);
    expect(repeat.headers['idempotency-replayed']).toBe('true');
    expect(repeat.body).toEqual(made.body);
    await under('Twice').expect(422);
    expect(await person.titles({ search: 'Once' })).toEqual(['Once']);
  });

  it('makes two meetings of two equal requests: nothing says that they are one', async () => {
    await Promise.all([create({ title: 'Equal' }), create({ title: 'Equal' })]);
    expect(await person.titles({ search: 'Equal' })).toHaveLength(2);
  });

  it('leaves any other type to the answer that asks for the form', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml']) {
      const answer = await fixture.api
        .post('/api/v1/mobile/meetings/')
        .set('authorization', person.authorization)
        .type(type)
        .send('title=A call')
        .expect(422);
      expect(answer.body).toMatchObject({
        detail: [{ msg: 'send a multipart/form-data form with title and audio_file' }],
      });
    }
  });

  it('has nothing to retry, and says how a recording is brought', async () => {
    const { id } = (await create({ title: 'A call' }).expect(201)).body as WireMeeting;
    await person.send('post', `/${id}/retry`).expect(409, {
      detail:
        'This meeting has no recording, so there is nothing to retry. Initiate the upload of one; the rest begins by itself.',
    });
  });
});
