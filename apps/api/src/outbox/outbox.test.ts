import { expect, it } from '@jest/globals';
import { createMail } from '@memo/mail';
import { startMailServer } from '@memo/testing/mail';
import { captureLog } from '../../test/capture-log.ts';
import { createOutbox } from './outbox.ts';

const letter = (to: string) => ({ to, subject: 'A secret', text: 'Very secret.' });
const from = 'memo@example.com';

it('a mail that is not taken fails nobody, and is told of without what was in it', async () => {
  const server = await startMailServer();
  const log = captureLog();
  const outbox = createOutbox({ mail: createMail({ url: server.url, from }), logger: log.logger });
  server.refuseNext(550, 'jane@example.com is unknown');
  outbox.post('a new password', () => Promise.resolve(letter('jane@example.com')));
  outbox.post('a new password', () => Promise.resolve(letter('kim@example.com')));
  await outbox.settled();
  expect(server.mails.map(({ to }) => to)).toEqual([['kim@example.com']]);
  expect(log.lines).toMatchObject([{ level: 'error', about: 'a new password' }]);
  expect(JSON.stringify(log.lines)).not.toMatch(/jane|secret/);
  await server.close();
});

it('so many at once are sent, and no more: one that is left out is told of', async () => {
  let sent = 0;
  let finish: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (finish = resolve));
  const log = captureLog();
  const mail = {
    isOn: true,
    send: async () => {
      await held;
      sent += 1;
    },
  };
  const outbox = createOutbox({ mail, logger: log.logger });
  for (let times = 0; times < 52; times += 1) {
    outbox.post('a mail', () => Promise.resolve(letter('jane@example.com')));
  }
  expect(log.lines.filter(({ level }) => level === 'warn')).toHaveLength(2);
  finish();
  await outbox.settled();
  expect(sent).toBe(50);
});
