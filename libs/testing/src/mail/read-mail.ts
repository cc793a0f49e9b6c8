export interface ReceivedMail {
  /** Of the envelope: who sent it, and to whom. */
  from: string;
  to: string[];
  /** By their names in lower case. */
  headers: Readonly<Record<string, string>>;
  subject: string;
  text: string;
  /** Whether it came through TLS. */
  isEncrypted: boolean;
}

/** A mail of one part, as the product writes them. */
export function readMail(
  source: string,
  envelope: Pick<ReceivedMail, 'from' | 'to'>,
  isEncrypted: boolean,
): ReceivedMail {
  const [head = '', ...rest] = source.split('\r\n\r\n');
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const body = rest.join('\r\n\r\n');
  return {
    ...envelope,
    headers,
    subject: decodeWords(headers.subject ?? ''),
    text: decodeBody(body, headers['content-transfer-encoding'] ?? '7bit'),
    isEncrypted,
  };
}

function decodeBody(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding === 'quoted-printable') return decodeQuoted(body.replace(/=\r\n/g, ''));
  return body;
}

/** Of RFC 2047: `=?UTF-8?Q?…?=`. */
const decodeWords = (text: string): string =>
  text
    .replace(/\?= =\?/g, '?==?')
    .replace(/=\?utf-8\?([qb])\?(.*?)\?=/gi, (_all, kind: string, word: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64').toString('utf8')
        : decodeQuoted(word.replaceAll('_', ' ')),
    );

const decodeQuoted = (text: string): string =>
  Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_all, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    ),
    'latin1',
  ).toString('utf8');
