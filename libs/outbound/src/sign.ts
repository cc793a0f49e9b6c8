import { AppError } from '@memo/errors';
import { Webhook } from 'standardwebhooks';

type Sign = (id: string, body: string) => Record<string, string>;

/**
 * The headers of Standard Webhooks for a body. A secret that starts with `whsec_` is base64 after it, as that
 * standard writes secrets; any other secret is the key itself, in UTF-8.
 * @param setting what the secret is called where it was set, for the message.
 * @throws AppError `misconfigured` when a `whsec_` secret is not base64.
 */
export function createSign(secret: string, setting: string): Sign {
  const webhook = webhookOf(secret, setting);
  return (id, body) => {
    const now = new Date();
    return {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': webhook.sign(id, now, body),
    };
  };
}

function webhookOf(secret: string, setting: string): Webhook {
  if (!secret.startsWith('whsec_')) return new Webhook(Buffer.from(secret), { format: 'raw' });
  try {
    return new Webhook(secret);
  } catch {
    // Without the cause: nothing that has seen the secret may reach a log.
    throw new AppError(
      'misconfigured',
      `${setting} starts with whsec_, but what follows is not base64. Copy it again from where it was issued.`,
    );
  }
}
