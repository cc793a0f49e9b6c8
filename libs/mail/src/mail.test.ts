import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startMailServer, testCertificate, type TestMailServer } from '@memo/testing/mail';
import { createMail } from './mail.ts';

const from = 'Memo <memo@example.com>';
const message = { to: 'jane@example.com', subject: 'Grüße', text: 'Ihr Link: https://a.b/c?d=e\n' };
const account = { user: 'memo', password: 'hush-hush' };

let plain: TestMailServer;
let guarded: TestMailServer;

beforeAll(async () => {
  [plain, guarded] = await Promise.all([
    startMailServer(),
    startMailServer({ account, tls: testCertificate }),
  ]);
});
afterAll(() => Promise.all([plain.close(), guarded.close()]));

const trusting = (url: string) => createMail({ url, from }, { ca: testCertificate.cert });

describe('a mail', () => {
  it('arrives as it was written, from whom the operator says, as one that no person wrote', async () => {
    await createMail({ url: plain.url, from }).send(message);
    const { subject, text, headers, ...mail } = await plain.mailTo('jane@example.com');
    expect(subject).toBe('Grüße');
    expect(text.trimEnd()).toBe('Ihr Link: https://a.b/c?d=e');
    expect(mail).toMatchObject({ from: 'memo@example.com', to: ['jane@example.com'] });
    expect(headers).toMatchObject({ from: 'Memo <memo@example.com>' });
    expect(headers['auto-submitted']).toBe('auto-generated');
  });

  it('goes through TLS where the server offers it, and so does the password', async () => {
    await trusting(guarded.url).send(message);
    expect(await guarded.mailTo('jane@example.com')).toMatchObject({ isEncrypted: true });
  });

  it('goes through TLS from the first byte on with smtps', async () => {
    const server = await startMailServer({ tls: testCertificate, implicitTls: true });
    await trusting(server.url).send(message);
    expect(server.mails).toMatchObject([{ isEncrypted: true }]);
    await server.close();
  });

  it('goes to the one address that was meant, whatever stands in it', async () => {
    const before = plain.mails.length;
    const mail = createMail({ url: plain.url, from });
    const to = 'a@example.com, b@example.com\r\nBcc: c@example.com';
    await mail
      .send({ ...message, to, subject: 'One\r\nBcc: d@example.com' })
      .catch(() => undefined);
    const reached = plain.mails.slice(before).flatMap((one) => one.to);
    expect(reached.length).toBeLessThanOrEqual(1);
    expect(plain.mails.slice(before).every(({ headers }) => headers.bcc === undefined)).toBe(true);
  });
});

describe('no mail goes', () => {
  it('to a server whose certificate nobody vouches for', async () => {
    const before = guarded.mails.length;
    await expect(createMail({ url: guarded.url, from }).send(message)).rejects.toMatchObject({
      kind: 'unavailable',
    });
    expect(guarded.mails).toHaveLength(before);
  });

  it('in the clear to another machine', async () => {
    const before = plain.mails.length;
    // Its name is not one of this machine's, though it leads here.
    const elsewhere = createMail({ url: plain.url.replace('127.0.0.1', '127.1'), from });
    await expect(elsewhere.send(message)).rejects.toThrow('(ETLS');
    expect(plain.mails).toHaveLength(before);
  });

  it('where no server is set', async () => {
    const off = createMail(null);
    expect(off.isOn).toBe(false);
    await expect(off.send(message)).rejects.toMatchObject({ kind: 'misconfigured' });
  });
});

describe('what is said of a mail that was not taken', () => {
  it('has neither the address nor the password, whatever the server writes', async () => {
    plain.refuseNext(550, 'jane@example.com is unknown here');
    const refused = await caught(createMail({ url: plain.url, from }).send(message));
    expect(String(refused)).toContain('550');
    const wrong = { ...account, password: 'wrong-hush' };
    const url = guarded.url.replace(account.password, wrong.password);
    const notLetIn = await caught(trusting(url).send(message));
    expect(String(notLetIn)).toContain('EAUTH');
    for (const error of [refused, notLetIn]) {
      const all = JSON.stringify(error, Object.getOwnPropertyNames(error));
      expect(all).not.toMatch(/jane@|hush/);
    }
  });

  it('comes after a bounded time where the server says nothing', async () => {
    plain.hang(true);
    const mail = createMail({ url: plain.url, from }, { timeoutMs: 50 });
    await expect(mail.send(message)).rejects.toMatchObject({ code: 'mail_refused' });
    plain.hang(false);
  });
});

const caught = (sending: Promise<void>): Promise<Error> =>
  sending.then(
    () => new Error('It was sent.'),
    (error: unknown) => error as Error,
  );
