import { AppError } from '@memo/errors';
import { createTransport } from 'nodemailer';

export interface Message {
  /** One address. */
  to: string;
  subject: string;
  text: string;
}

export interface Mail {
  /** False where this installation names no mail server. */
  isOn: boolean;
  /**
   * Hands the message to the mail server. Takes a bounded time; a message that is refused is not tried again.
   * @throws AppError `unavailable` with nothing of the message, its address or the server's password in it;
   * `misconfigured` where mail is off.
   */
  send(message: Message): Promise<void>;
}

export interface MailSettings {
  /** `smtps://user:password@host`, or `smtp://…`, which then begins TLS by itself (STARTTLS). */
  url: string;
  /** Whom mails come from: `Memo <memo@example.com>`. */
  from: string;
}

export interface MailOptions {
  /** Most that one message may take. */
  timeoutMs?: number;
  /** Whom to trust beside the authorities Node knows. */
  ca?: string;
}

const ownMachine: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

export function createMail(settings: MailSettings | null, options: MailOptions = {}): Mail {
  if (settings === null) {
    const off = new AppError('misconfigured', 'This server sends no mail: SMTP_URL is not set.');
    return { isOn: false, send: () => Promise.reject(off) };
  }
  const { timeoutMs = 20_000, ca } = options;
  const transport = createTransport({
    ...serverOf(settings.url),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    ...(ca !== undefined && { tls: { ca } }),
    // A message is text of ours: it names no file and no address to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    isOn: true,
    send: async ({ to, subject, text }) => {
      try {
        await transport.sendMail({
          from: settings.from,
          // Not as a text, which would be read as a list of addresses.
          to: { name: '', address: to },
          subject,
          text,
          headers: { 'Auto-Submitted': 'auto-generated' },
          signal: AbortSignal.timeout(timeoutMs),
        });
      } catch (error) {
        throw refused(error);
      }
    },
  };
}

/** Words go in the clear to this machine alone. */
function serverOf(address: string) {
  const url = new URL(address);
  const secure = url.protocol === 'smtps:';
  const [user, pass] = [url.username, url.password].map(decodeURIComponent);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: !secure && !ownMachine.has(url.hostname.toLowerCase()),
    ...(user !== undefined && user !== '' && { auth: { user, pass: pass ?? '' } }),
  };
}

/** Without what the server wrote: it repeats the address, and what the library keeps of it would reach the log. */
function refused(error: unknown): AppError {
  const told = (error ?? {}) as Told;
  const reasons = [told.code, told.originalCode, told.command, told.responseCode];
  const reason = reasons.filter((one) => one !== undefined).join(', ');
  return new AppError('unavailable', `The mail server did not take a message (${reason}).`, {
    code: 'mail_refused',
  });
}

interface Told {
  code?: string;
  originalCode?: string;
  command?: string;
  responseCode?: number;
}
