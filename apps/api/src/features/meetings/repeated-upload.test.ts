import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Meeting, newId } from '@memo/entities';
import type { WireMeeting } from '@memo/meetings';
import { buildTone, buildWav, waitFor } from '@memo/testing';
import { startApi, type ApiFixture } from '../../../test/api-fixture.ts';
import { startRawUpload } from '../../../test/raw-upload.ts';

const path = '/api/v1/mobile/meetings/';

let fixture: ApiFixture;
let person: Awaited<ReturnType<ApiFixture['person']>>;

beforeAll(async () => {
  fixture = await startApi();
  person = await fixture.person();
});

afterAll(() => fixture.close());

interface Form {
  key?: string;
  sound?: Buffer;
  who?: typeof person;
  fields?: Record<string, string>;
}

/** An upload that differs from every other one in its title, unless it is given. */
function upload({ key, sound = buildWav(1_000), who = person, fields = {} }: Form) {
  const form = fixture.api.post(path).set('authorization', who.authorization);
  if (key !== undefined) void form.set('Idempotency-Key', key);
  for (const [name, value] of Object.entries({ title: newId(), ...fields })) {
    void form.field(name, value);
  }
  return form.attach('audio_file', sound, 'a.wav');
}

const titled = (title: string) => fixture.dataSource.manager.findBy(Meeting, { title });
const isHeld = async (key: string): Promise<boolean> => {
  const held: unknown[] = await fixture.dataSource.query(
    'SELECT 1 FROM idempotency_keys WHERE key = $1',
    [key],
  );
  return held.length > 0;
};

describe('an upload without a key', () => {
  it('that comes twice at once is one meeting with one recording, and both are answered with it', async () => {
    const title = newId();
    const answers = await Promise.all([1, 2].map(() => upload({ fields: { title } }).expect(201)));
    const [first, second] = answers.map(({ body }) => body as WireMeeting);
    expect(first?.id).toBe(second?.id);
    const replayed = answers.filter((answer) => answer.get('Idempotency-Replayed') === 'true');
    expect(replayed).toHaveLength(1);
    const [meeting] = await titled(title);
    const objects = await fixture.objectKeys();
    const left: { prefix: string }[] = await fixture.dataSource.query(
      'SELECT prefix FROM unclaimed_objects',
    );
    expect(objects.filter((key) => key.includes(meeting?.id ?? '-'))).toHaveLength(1);
    expect(left).toEqual([]);
  });

  it('that differs is a new meeting, which names the first', async () => {
    const sound = buildWav(1_234);
    const first = (await upload({ sound }).expect(201)).body as WireMeeting;
    const second = (await upload({ sound }).expect(201)).body as WireMeeting;
    expect([first.duplicate_of, second.duplicate_of]).toEqual([null, first.id]);
  });
});

describe('an upload under an Idempotency-Key', () => {
  it('of which fifty come at once makes one meeting, and a repeat is answered with it', async () => {
    const [key, title] = [newId(), newId()];
    const send = () => upload({ key, fields: { title } });
    const answers = await Promise.all(Array.from({ length: 50 }, () => send()));
    const made = answers.filter(
      ({ status, headers }) => status === 201 && !headers['idempotency-replayed'],
    );
    expect(made).toHaveLength(1);
    const others = new Set(answers.filter((one) => one !== made[0]).map(({ status }) => status));
    // 503 where so many of them are repeats by then that one person has no place for more: they may come again.
    expect([...others].filter((status) => ![201, 409, 503].includes(status))).toEqual([]);
    expect(await titled(title)).toHaveLength(1);

    const { id } = made[0]?.body as WireMeeting;
    await fixture.dataSource.manager.update(Meeting, { id }, { status: 'PROCESSING' });
    const repeat = await send().expect(201).expect('Idempotency-Replayed', 'true');
    expect(repeat.body).toMatchObject({ id, status: 'PROCESSING' });
    expect((await fixture.objectKeys()).filter((one) => one.includes(id))).toHaveLength(1);
    expect(await fixture.openUploads()).toEqual([]);
  });

  it.each([
    ['other fields', { fields: { description: 'Another' } }],
    ['another sound', { sound: buildTone(1) }],
  ])('is refused with %s, and makes nothing', async (_, other) => {
    const [key, title] = [newId(), newId()];
    await upload({ key, fields: { title } }).expect(201);
    const objects = await fixture.objectKeys();
    const answer = await upload({
      key,
      ...other,
      fields: { title, ...('fields' in other && other.fields) },
    });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ detail: [{ loc: ['header', 'Idempotency-Key'] }] });
    expect(await titled(title)).toHaveLength(1);
    expect(await fixture.objectKeys()).toEqual(objects);
  });

  it('is 410 once its meeting is deleted', async () => {
    const [key, title] = [newId(), newId()];
    const first = await upload({ key, fields: { title } }).expect(201);
    await fixture.api
      .delete(path + (first.body as WireMeeting).id)
      .set('authorization', person.authorization)
      .expect(204);
    const answer = await upload({ key, fields: { title } }).expect(410);
    expect(answer.text).toContain('deleted');
  });

  it('is 409 for a second one before its body is read, until the client of the first is gone', async () => {
    const key = newId();
    const { client } = startRawUpload(fixture.url, person.authorization, {
      'idempotency-key': key,
    });
    client.write(buildWav(100_000));
    await waitFor('the key to be held', () => isHeld(key));
    const second = startRawUpload(fixture.url, person.authorization, { 'idempotency-key': key });
    // Its form is never finished.
    expect((await second.answer).statusCode).toBe(409);
    second.client.destroy();
    client.destroy();
    await waitFor('the key to be free', async () => (await upload({ key })).status === 201);
  });

  it('that failed may be sent again under its key', async () => {
    const key = newId();
    await upload({ key, sound: Buffer.from('no sound') }).expect(400);
    await upload({ key }).expect(201);
  });

  it('is each person’s own', async () => {
    const [key, title] = [newId(), newId()];
    const other = await fixture.person({ workspace: person.scope, role: 'MEMBER' });
    await upload({ key, fields: { title } }).expect(201);
    await upload({ key, who: other, fields: { title } }).expect(201);
  });

  it('is of the workspace that its form names', async () => {
    const [key, title] = [newId(), newId()];
    const shared = await fixture.person();
    const member = await fixture.person();
    await member.join(shared.scope, 'MEMBER');
    const there = { title, organization: shared.scope.workspaceId };
    const first = await upload({ key, who: member, fields: there }).expect(201);
    const repeat = await upload({ key, who: member, fields: there }).expect(201);
    expect((repeat.body as WireMeeting).id).toBe((first.body as WireMeeting).id);
    expect(repeat.get('Idempotency-Replayed')).toBe('true');
  });

  it.each(['a b', 'ä', 'x'.repeat(256), 'a, b'])('of bad form is 400: %s', async (key) => {
    const answer = await upload({ key: Buffer.from(key).toString('latin1') }).expect(400);
    expect(answer.text).toContain('Idempotency-Key');
  });
});
