import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  MeetingSpeaker,
  newId,
  SpeakerProfile,
  Template,
  User,
  Workspace,
  type SharedPart,
} from '@memo/entities';
import { buildMeeting } from '@memo/testing';
import { startSharing, type SharingFixture } from './test/sharing-fixture.ts';

let fixture: SharingFixture;
let meetingId: string;

/** Stands in everything that no link shows. */
const canary = 'canarybird';
/** Stand in what one part alone shows. */
const ofNote = 'noteword';
const ofTranscript = 'transcriptword';

/** Ids and keys that are nobody's business who has a link. */
const secret: string[] = [canary];

beforeAll(async () => {
  fixture = await startSharing();
  const { manager } = fixture.dataSource;
  const { scope, user } = fixture.owner;
  const { workspaceId } = scope;
  await manager.update(Workspace, { id: workspaceId }, { name: `The ${canary}s` });
  await manager.update(User, { id: user.id }, { name: canary, email: `${canary}@example.com` });
  const templateId = newId();
  await manager.insert(Template, {
    ...{ id: templateId, workspaceId, title: canary, summaryPrompt: canary, createdBy: user.id },
  });
  await buildMeeting(manager, scope, { title: canary, summary: canary });
  const point = { segment_ids: [0], quote: `${ofNote} quote` };
  meetingId = await fixture.addMeeting({
    columns: {
      ...{
        title: 'Plan',
        description: canary,
        participants: [`${canary}@example.com`],
        templateId,
      },
      ...{ customTemplatePoints: canary, analyticsData: { canary }, analyticsStatus: 'COMPLETED' },
      ...{ summary: ofNote, summaryPoints: [{ ...point, text: ofNote }] },
      ...{ keyPoints: [{ ...point, text: ofNote }], unsupportedPoints: 987_654 },
      actionItems: [{ ...point, task: ofNote, assigned_to: ofNote, due_date: ofNote }],
    },
    names: { S1: 'Ann' },
    said: [['S1', ofTranscript, 0]],
  });
  const profileId = newId();
  const profile = {
    firstName: canary,
    lastName: canary,
    email: `p@${canary}.example`,
    company: canary,
  };
  await manager.insert(SpeakerProfile, {
    ...{ id: profileId, workspaceId, userId: user.id, ...profile, notes: canary },
  });
  await manager.update(MeetingSpeaker, { meetingId }, { profileId, label: canary });
  await fixture.dataSource.query(
    `UPDATE transcripts SET provider = $2, model = $2 WHERE meeting_id = $1`,
    [meetingId, canary],
  );
  await fixture.dataSource.query(
    `UPDATE recordings SET filename = $2, sha256 = $3 WHERE meeting_id = $1`,
    [meetingId, `${canary}.wav`, canary],
  );
  const ids = [meetingId, workspaceId, templateId, profileId, 'recording-1', '987654'];
  secret.push(...ids, new URL(fixture.s3Endpoint).host);
});
afterAll(() => fixture.close());

const scopes: SharedPart[][] = [
  ['note'],
  ['transcript'],
  ['audio'],
  ['note', 'transcript'],
  ['note', 'audio'],
  ['transcript', 'audio'],
  ['note', 'transcript', 'audio'],
];

/** Every byte of an answer, headers included. */
async function bytesOf(url: string, init: RequestInit = {}): Promise<string> {
  const answer = await fetch(url, { redirect: 'manual', ...init });
  const body = Buffer.from(await answer.arrayBuffer()).toString('latin1');
  return JSON.stringify([answer.status, ...answer.headers]) + body;
}

/** Whatever can be asked at the address of a link. */
async function everyAnswer(url: string): Promise<string[]> {
  const form = { method: 'POST', body: new URLSearchParams({ password: 'not this one' }) };
  const asked: [string, RequestInit?][] = [
    [url],
    [`${url}/`],
    [`${url}?format=json`],
    [url, { method: 'HEAD' }],
    [url, { method: 'OPTIONS' }],
    [url, { method: 'PUT' }],
    [url, { headers: { accept: 'application/json', 'x-workspace-id': newId() } }],
    [url, form],
    [`${url}/audio`],
    [`${url}/audio`, { headers: { range: 'bytes=0-9' } }],
    [`${url}/audio`, { headers: { range: 'bytes=999999-' } }],
    [`${url}/audio`, { headers: { 'if-match': '"another"' } }],
    [`${url}/more`],
    [`${url}x`],
  ];
  return Promise.all(asked.map(([address, init]) => bytesOf(address, init)));
}

const found = (answers: string[], words: readonly string[]): string[] =>
  words.filter((word) => answers.some((answer) => answer.includes(word)));

describe('nothing but what a link shows is in any byte it answers', () => {
  const named = scopes.map((scope) => ({ scope, parts: scope.join(' and ') }));
  it.each(named)('of a link that shows $parts', async ({ scope }) => {
    const { id, url } = await fixture.link(meetingId, { scope });
    const answers = await everyAnswer(url);
    const { email, id: userId } = fixture.owner.user;
    expect(found(answers, [...secret, id, email, `"${userId}"`])).toEqual([]);
    expect(found(answers, [ofNote])).toEqual(scope.includes('note') ? [ofNote] : []);
    expect(found(answers, [ofTranscript])).toEqual(
      scope.includes('transcript') ? [ofTranscript] : [],
    );
    expect(found(answers, ['RIFF'])).toEqual(scope.includes('audio') ? ['RIFF'] : []);
  });

  it('not even the title, before its password is given', async () => {
    const scope = ['note', 'transcript', 'audio'];
    const { id, url } = await fixture.link(meetingId, { scope, password: 'correct horse' });
    const shown = [...secret, id, ofNote, ofTranscript, 'RIFF', 'Plan', 'Ann'];
    expect(found(await everyAnswer(url), shown)).toEqual([]);
  });
});

it('no line of the log has the token of a link, however it is asked for', async () => {
  const { url } = await fixture.link(meetingId);
  const token = url.split('/').at(-1) ?? '';
  await everyAnswer(url);
  await Promise.all(
    [`/s//${token}`, `//s/${token}`, `/S/${token}/x`, `/s/${token}%`, `/api/s/${token}`].map(
      (path) => bytesOf(fixture.url + path),
    ),
  );
  const lines = fixture.logLines.map((line) => JSON.stringify(line));
  expect(lines.some((line) => line.includes('/s/[redacted]'))).toBe(true);
  expect(lines.filter((line) => line.includes(token))).toEqual([]);
});
