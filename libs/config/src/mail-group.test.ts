import { describe, expect, it } from '@jest/globals';
import { load } from './load.ts';
import { mailGroup } from './mail-group.ts';

const read = (environment: Record<string, string>) => load({ mail: mailGroup }, environment).mail;
const server = { SMTP_URL: 'smtps://memo:hush@smtp.yourapp.com' };

describe('mail', () => {
  it('is off without a server, and has a sender with one', () => {
    expect(read({})).toEqual({ smtp: null, publicUrl: 'http://localhost:8000', statedUrl: null });
    const from = 'Memo <memo@yourapp.com>';
    const set = { ...server, MAIL_FROM: from, PUBLIC_URL: 'https://memo.yourapp.com/' };
    expect(read(set)).toEqual({
      smtp: { url: server.SMTP_URL, from },
      publicUrl: 'https://memo.yourapp.com',
      statedUrl: 'https://memo.yourapp.com',
    });
  });

  it.each([
    [{ SMTP_URL: 'x' }, 'SMTP_URL: must be an address like smtps://'],
    [{ SMTP_URL: 'smtp://' }, 'SMTP_URL'],
    [{ SMTP_URL: 'https://smtp.yourapp.com' }, 'SMTP_URL'],
    [server, 'MAIL_FROM: must be set when SMTP_URL is'],
    [{ ...server, MAIL_FROM: 'Memo' }, 'MAIL_FROM: must be an address like'],
    [{ ...server, MAIL_FROM: 'a@b.example\r\nBcc: c@d.example' }, 'MAIL_FROM'],
    [{ PUBLIC_URL: 'x' }, 'PUBLIC_URL'],
    [{ PUBLIC_URL: 'https://yourapp.com/memo' }, 'PUBLIC_URL: must be an address without a path'],
  ])('that is set up wrong is told of: %j', (environment, problem) => {
    expect(() => read(environment)).toThrow(
      expect.objectContaining({ kind: 'misconfigured', message: expect.stringContaining(problem) }),
    );
  });
});
