import type { Logger } from '@memo/logging';
import type { Mail } from '@memo/mail';
import type { Letterhead } from './invitations.repository.ts';

export interface Letter extends Letterhead {
  to: string;
  link: string;
  expiresAt: Date;
}

/** Sends invitations to their addresses; their links stand in the answers all the same. */
export interface InvitationMail {
  isOn: boolean;
  /** @returns whether it was taken. Never fails. */
  send(letter: Letter): Promise<boolean>;
}

export const createInvitationMail = ({
  mail,
  logger,
}: {
  mail: Mail;
  logger: Logger;
}): InvitationMail => ({
  isOn: mail.isOn,
  send: async ({ to, workspace, inviter, link, expiresAt }) => {
    const [who, where] = [oneLine(inviter), oneLine(workspace)];
    const text = [
      `${who} invites you to the workspace "${where}" in Memo, where people work on recorded meetings together.`,
      `Sign in, or sign up, with this address (${to}) and open:`,
      link,
      `The link works once, until ${expiresAt.toISOString().slice(0, 10)}. If you do not know ${who}, ignore this mail.`,
    ].join('\n\n');
    try {
      await mail.send({ to, subject: `${who} invites you to "${where}"`, text });
      return true;
    } catch (error) {
      logger.warn('An invitation could not be mailed; its link stands in the answer', { error });
      return false;
    }
  },
});

/** What people call themselves, on one line and not as an address that a mail program makes a link of. */
export const oneLine = (name: string): string =>
  name
    .replace(/[\s\p{C}]+/gu, ' ')
    .replace(/\/\/|(?<=\w)\.(?=\w)/g, ' ')
    .slice(0, 80);
