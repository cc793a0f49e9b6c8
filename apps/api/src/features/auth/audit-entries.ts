import type { AuditEntry } from '@memo/journal';

type Provider = 'local' | 'microsoft' | 'google';

export const registered = (userId: number, provider: Provider): AuditEntry => ({
  action: 'user.registered',
  subject: String(userId),
  details: { provider },
});

/** @param by `exchange` where an app fetched the session with a one-time code. */
export const signedIn = (userId: number, by: Provider | 'exchange'): AuditEntry => ({
  action: 'user.signed_in',
  subject: String(userId),
  details: { by },
});

export const signedOut = (userId: number): AuditEntry => ({
  action: 'user.signed_out',
  subject: String(userId),
});

/** @param tookOver whether an account whose address nobody had proven went to the person who proved it. */
export const identityLinked = (
  userId: number,
  provider: Provider,
  tookOver: boolean,
): AuditEntry => ({
  action: 'identity.linked',
  subject: String(userId),
  details: { provider, took_over: tookOver },
});

/** Its owner ended it, out of the list of their sessions. */
export const sessionEnded = (userId: number): AuditEntry => ({
  action: 'session.ended',
  subject: String(userId),
});

/** Once for many wrong passwords in a row. */
export const passwordsGuessed = (userId: number): AuditEntry => ({
  action: 'account.passwords_guessed',
  subject: String(userId),
});

export const sessionRevoked = (userId: number): AuditEntry => ({
  action: 'session.revoked',
  subject: String(userId),
  details: { reason: 'refresh_token_reuse' },
});

export const profileChanged = (userId: number, fields: readonly string[]): AuditEntry => ({
  action: 'user.profile_changed',
  subject: String(userId),
  details: { fields: fields.join(', ') },
});

/** They had it deleted, and came back in time. */
export const accountRestored = (userId: number): AuditEntry => ({
  action: 'account.restored',
  subject: String(userId),
});

/** By somebody who knew the one before. Every other session ended with it. */
export const passwordChanged = (userId: number): AuditEntry => ({
  action: 'user.password_changed',
  subject: String(userId),
});

/** By somebody who reads the account's mail, which proves its address. Every session ended with it. */
export const passwordReset = (userId: number): AuditEntry => ({
  action: 'user.password_reset',
  subject: String(userId),
});

export const addressProven = (userId: number): AuditEntry => ({
  action: 'user.address_proven',
  subject: String(userId),
});
