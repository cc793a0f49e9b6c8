import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { waitFor } from '../wait-for.ts';
import { readMail, type ReceivedMail } from './read-mail.ts';

export type { ReceivedMail };

export interface MailServerOptions {
  /** Whom it lets in; anybody when not given. */
  account?: { user: string; password: string };
  /** Its certificate; with one it offers STARTTLS, and takes no password without it. */
  tls?: { key: string; cert: string };
  /** Speaks TLS from the first byte on. */
  implicitTls?: boolean;
}

export interface TestMailServer {
  /** For SMTP_URL. */
  url: string;
  port: number;
  /** Every mail it took, in order of arrival. */
  mails: readonly ReceivedMail[];
  /** The first mail to the address that came after the `seen` first ones to it. */
  mailTo(address: string, seen?: number): Promise<ReceivedMail>;
  /** Answers the next recipient with this instead of taking it. */
  refuseNext(code: number, text: string): void;
  /** Says nothing to whoever connects from now on, until called with false. */
  hang(isHanging: boolean): void;
  close(): Promise<void>;
}

/** A mail server on a free port of 127.0.0.1. */
export async function startMailServer(options: MailServerOptions = {}): Promise<TestMailServer> {
  const { account, tls, implicitTls = false } = options;
  const mails: ReceivedMail[] = [];
  const refusals: { code: number; text: string }[] = [];
  let isHanging = false;

  const server = new SMTPServer({
    ...tls,
    secure: implicitTls,
    logger: false,
    authOptional: account === undefined,
    allowInsecureAuth: tls === undefined,
    disabledCommands: tls === undefined ? ['STARTTLS'] : [],
    closeTimeout: 1,
    onConnect: (_session, done) => {
      if (!isHanging) done();
    },
    onAuth: ({ username, password }, _session, done) => {
      const isRight = username === account?.user && password === account?.password;
      if (isRight) done(null, { user: 'known' });
      else done(new Error('no such user or password'));
    },
    onRcptTo: (_address, _session, done) => {
      const refusal = refusals.shift();
      if (refusal === undefined) done();
      else done(Object.assign(new Error(refusal.text), { responseCode: refusal.code }));
    },
    onData: (stream, session, done) => {
      buffer(stream).then(
        (bytes) => {
          const { mailFrom, rcptTo } = session.envelope;
          const envelope = {
            from: mailFrom === false ? '' : mailFrom.address,
            to: rcptTo.map(({ address }) => address),
          };
          mails.push(readMail(bytes.toString('utf8'), envelope, session.secure));
          done();
        },
        (error: unknown) => done(error as Error),
      );
    },
  });
  // A client that leaves in the middle is no matter of the test's.
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  const credentials = account === undefined ? '' : `${account.user}:${account.password}@`;

  const to = (address: string) => mails.filter((mail) => mail.to.includes(address));
  return {
    url: `smtp${implicitTls ? 's' : ''}://${credentials}127.0.0.1:${port}`,
    port,
    mails,
    mailTo: async (address, seen = 0) => {
      await waitFor(`a mail to ${address}`, () => to(address).length > seen);
      const mail = to(address)[seen];
      if (mail === undefined) throw new Error(`There is no mail to ${address}`);
      return mail;
    },
    refuseNext: (code, text) => void refusals.push({ code, text }),
    hang: (should) => {
      isHanging = should;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
