import { createHash } from 'node:crypto';

/**
 * The moment to sign an address for: the last one at which a half life of it began, by the clock. So all API processes
 * sign it for the same moment and hand out the same one without keeping anything, and half of its time is always left.
 * @param name shifts the moment, so that not all addresses change at once.
 */
export function signingTime(name: string, lifetimeMs: number, now = Date.now()): Date {
  const halfLife = lifetimeMs / 2;
  const shift = createHash('sha256').update(name).digest().readUInt32BE() % halfLife;
  return new Date(now - ((now - shift) % halfLife));
}
