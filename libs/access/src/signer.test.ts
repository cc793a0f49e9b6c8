import { expect, it } from '@jest/globals';
import { createSigner } from './signer.ts';

const signer = createSigner('a secret', 'a purpose');
const signature = signer.sign('a text');

it('what was signed is told from everything else, whatever its length', () => {
  expect(signer.isSigned('a text', signature)).toBe(true);
  for (const other of ['', 'ä', `${signature}A`, signature.slice(1), signer.sign('another')]) {
    expect(signer.isSigned('a text', other)).toBe(false);
  }
});

it.each([
  ['another secret', 'a purpose'],
  ['a secret', 'another purpose'],
])('the key of %s for %s is another', (secret, purpose) => {
  const other = createSigner(secret, purpose);
  expect(other.isSigned('a text', signature)).toBe(false);
  expect(other.id).not.toBe(signer.id);
  expect(other.id).toMatch(/^[0-9a-f]{8}$/);
});

it('what earlier processes signed stays signed', () => {
  // Rows of the audit log, sign-ins under way and marks of devices are kept.
  expect(createSigner('a secret', 'memo audit log', 'hex').sign('a text')).toBe(
    'b8009412bc39200ab8b35d027ec4fcc9272bddeff072debb6db7d090ad717d96',
  );
});
