import { describe, expect, it } from '@jest/globals';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { createSign } from './index.ts';

const base64Secret = `whsec_${Buffer.from('a key of at least 24 bytes').toString('base64')}`;

describe('a signature', () => {
  it('is verified with the same whsec_ secret', () => {
    const headers = createSign(base64Secret, 'DASHBOARD_SIGNING_SECRET')(
      'delivery-1',
      '{"title":"Résumé"}',
    );
    expect(new Webhook(base64Secret).verify('{"title":"Résumé"}', headers)).toEqual({
      title: 'Résumé',
    });
  });

  it('is verified with any other secret as the key itself', () => {
    const secret = 'correct horse battery staple – ünsigned';
    const webhook = new Webhook(new TextEncoder().encode(secret), { format: 'raw' });
    expect(
      webhook.verify('{}', createSign(secret, 'DASHBOARD_SIGNING_SECRET')('delivery-1', '{}')),
    ).toEqual({});
  });

  it.each([
    ['another body', 'delivery-1', '{"title":"B"}'],
    ['another id', 'delivery-2', '{"title":"A"}'],
  ])('does not fit %s', (_, id, body) => {
    const headers = {
      ...createSign(base64Secret, 'DASHBOARD_SIGNING_SECRET')('delivery-1', '{"title":"A"}'),
      'webhook-id': id,
    };
    expect(() => new Webhook(base64Secret).verify(body, headers)).toThrow(WebhookVerificationError);
  });
});

it('a broken whsec_ secret is refused at the start, and not repeated in the refusal', () => {
  const secret = 'whsec_this is not base64 at all';
  const refused = expect.objectContaining({
    kind: 'misconfigured',
    message: expect.not.stringContaining('this is not base64 at all'),
  });
  expect(() => createSign(secret, 'DASHBOARD_SIGNING_SECRET')).toThrow(refused);
});
