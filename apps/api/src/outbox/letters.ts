import type { Message } from '@memo/mail';

/** What this API writes to people, in plain words and without anything that others could have put in. */
export interface Letters {
  resetPassword(to: string, token: string): Message;
  proveAddress(to: string, token: string): Message;
  passwordChanged(to: string): Message;
  accountDeleted(to: string, restorableUntil: string): Message;
}

/** @param publicUrl where people reach this API. A token stands behind a `#`: no server on the way is told of it. */
export function createLetters(publicUrl: string): Letters {
  const letter = (to: string, subject: string, paragraphs: string[]): Message => ({
    to,
    subject,
    text: `${[...paragraphs, `Memo, ${publicUrl}`].join('\n\n')}\n`,
  });
  return {
    resetPassword: (to, token) =>
      letter(to, 'Your new password', [
        'Somebody asked for a new password for your account. If that was you, choose it here within half an hour:',
        `${publicUrl}/reset-password#token=${token}`,
        `Or enter this code in the app:\n${token}`,
        'If it was not you, do nothing: your password stays as it is.',
      ]),
    proveAddress: (to, token) =>
      letter(to, 'Is this your address?', [
        'An account has this address. If it is yours, say so within a day, signed in to that account:',
        `${publicUrl}/prove-address#token=${token}`,
        `Or enter this code in the app:\n${token}`,
        'If you made no account, do nothing.',
      ]),
    passwordChanged: (to) =>
      letter(to, 'Your password was changed', [
        'The password of your account was changed just now, and other sessions were ended.',
        'If it was not you, ask for a new password at once.',
      ]),
    accountDeleted: (to, restorableUntil) =>
      letter(to, 'Your account is deleted', [
        `Your account was deleted just now, and you are signed out everywhere. Sign in before ${restorableUntil} to have it back; after that everything in it is removed for good.`,
        'If it was not you, sign in, and change your password.',
      ]),
  };
}
