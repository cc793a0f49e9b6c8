import type { Mail, Message } from '@memo/mail';
import type { Logger } from '@memo/logging';

export interface Outbox {
  /** Whether this installation sends mail at all. */
  isOn: boolean;
  /**
   * Sends what `write` comes to, if anything, without anybody waiting for it: how long an answer takes tells nobody
   * whether there was something to send. A mail that cannot be sent is told of in the log, and not tried again.
   */
  post(about: string, write: () => Promise<Message | null>): void;
  /** Waits for what is under way. */
  settled(): Promise<void>;
}

/** Beyond it mail servers would be asked by more connections than they like, and memory be held for who cares to ask. */
const atOnce = 50;

export function createOutbox({ mail, logger }: { mail: Mail; logger: Logger }): Outbox {
  const underWay = new Set<Promise<void>>();

  async function send(about: string, write: () => Promise<Message | null>): Promise<void> {
    try {
      const message = await write();
      if (message !== null) await mail.send(message);
    } catch (error) {
      logger.error('A mail was not sent', { about, error });
    }
  }

  return {
    isOn: mail.isOn,
    post: (about, write) => {
      if (!mail.isOn) return;
      if (underWay.size >= atOnce) {
        logger.warn('Too many mails are being sent at once; one is left out', { about });
        return;
      }
      const sending = send(about, write).finally(() => underWay.delete(sending));
      underWay.add(sending);
    },
    settled: async () => {
      await Promise.all(underWay);
    },
  };
}
