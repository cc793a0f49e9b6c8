import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startMailServer, type TestMailServer } from '@memo/testing/mail';
import { startApi, type ApiFixture } from '../../../../test/api-fixture.ts';
import { startTeam } from '../test/teams.ts';

let server: TestMailServer;
let fixture: ApiFixture;

beforeAll(async () => {
  server = await startMailServer();
  fixture = await startApi({
    SMTP_URL: server.url,
    MAIL_FROM: 'Memo <memo@example.com>',
    PUBLIC_URL: 'https://memo.example.com',
    RATE_LIMIT_AUTH_PER_MINUTE: '3',
  });
});

afterAll(() => Promise.all([fixture.close(), server.close()]));

it('an invitation for an address goes there, and says who invites to what in words that are no address', async () => {
  const { id, owner, invited } = await startTeam(fixture);
  await owner.rename(id, 'evil.example.com\nhttp://evil.example').expect(200);
  const made = await invited({ email: 'kim@example.com' });
  expect(made).toMatchObject({
    mailed: true,
    link: `https://memo.example.com/invitations?token=${made.token}`,
  });
  const { subject, text } = await server.mailTo('kim@example.com');
  expect(subject).toContain('Robin invites you to "evil example com');
  expect(text).toContain(made.link);
  expect(text).not.toContain('evil.example');
  expect(text).not.toContain('http://');
  expect(await invited()).toMatchObject({ mailed: false });
});

it('an invitation whose mail is refused is there all the same, with its link', async () => {
  const { id, owner, invited } = await startTeam(fixture);
  server.refuseNext(550, 'lee@example.com is unknown here');
  const made = await invited({ email: 'lee@example.com' });
  expect(made).toMatchObject({ mailed: false, link: expect.stringContaining(made.token) });
  expect((await owner.invitations(id)).body).toMatchObject({ data: [{ id: made.id }] });
});

it('nobody has more mails sent than one who signs in may try', async () => {
  const { id, owner } = await startTeam(fixture);
  const statuses: number[] = [];
  for (let at = 0; at < 4; at += 1) {
    statuses.push((await owner.invite(id, { email: `kim${at}@example.com` })).status);
  }
  expect(statuses).toEqual([201, 201, 201, 429]);
  await owner.invite(id).expect(201);
});
