const units: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
};

/** `512Mi` of memory or disk, in bytes. */
export function bytesOf(quantity: unknown): number {
  const [, amount, unit = ''] = /^(\d+)(k|[MG]|[KMG]i)?$/.exec(String(quantity)) ?? [];
  const factor = units[unit];
  if (amount === undefined || factor === undefined) {
    throw new Error(`${String(quantity)} is no amount of memory.`);
  }
  return Number(amount) * factor;
}

/** `250m` of processors, in processors. */
export function coresOf(quantity: unknown): number {
  const [, amount, unit] = /^(\d+)(m)?$/.exec(String(quantity)) ?? [];
  if (amount === undefined) throw new Error(`${String(quantity)} is no number of processors.`);
  return Number(amount) / (unit === 'm' ? 1_000 : 1);
}
