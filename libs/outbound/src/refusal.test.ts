import { describe, expect, it } from '@jest/globals';
import { createRefusal } from './index.ts';

const recipient = {
  name: 'The server of this webhook',
  what: 'this event',
  code: 'webhook_rejected',
  advice: {
    unauthorized: 'Check its secret.',
    redirected: 'Enter its final address.',
    rejected: 'Check its address.',
  },
};
const refusal = createRefusal(recipient);

describe('an answer to a delivery', () => {
  it.each([200, 202, 204, 299])('of %i means that it is there', (status) => {
    expect(refusal({ status, headers: {} })).toBeNull();
  });

  it('of 409 means so only where the recipient is known to say so', () => {
    const answer = { status: 409, headers: {} };
    expect(createRefusal({ ...recipient, knowsDeliveries: true })(answer)).toBeNull();
    expect(refusal(answer)).toMatchObject({ kind: 'invalid_input', code: 'webhook_rejected' });
  });

  it.each([
    [
      301,
      'misconfigured',
      'The server of this webhook redirects deliveries (301), which are not followed. Enter its final address.',
    ],
    [
      401,
      'misconfigured',
      'The server of this webhook did not accept our signature (401). Check its secret.',
    ],
    [
      403,
      'misconfigured',
      'The server of this webhook did not accept our signature (403). Check its secret.',
    ],
    [
      410,
      'invalid_input',
      'The server of this webhook rejected this event (410). Check its address.',
    ],
  ])('of %i says who refused, what and what to do', (status, kind, message) => {
    expect(refusal({ status, headers: {} })).toMatchObject({
      kind,
      message,
      code: 'webhook_rejected',
    });
  });

  it.each([
    [408, 'unavailable', 'The server of this webhook has a problem of its own (408).'],
    [425, 'unavailable', 'The server of this webhook has a problem of its own (425).'],
    [429, 'rate_limited', 'The server of this webhook asked for patience.'],
    [500, 'unavailable', 'The server of this webhook has a problem of its own (500).'],
  ])('of %i may be better later, and waits as long as it asks', (status, kind, message) => {
    const waiting = { kind, message, retryAfterMs: 7_000 };
    expect(refusal({ status, headers: { 'retry-after': '7' } })).toMatchObject(waiting);
  });

  it('that asks for a day is granted 15 minutes', () => {
    const answer = { status: 503, headers: { 'retry-after': '86400' } };
    expect(refusal(answer)).toMatchObject({ retryAfterMs: 900_000 });
  });
});
