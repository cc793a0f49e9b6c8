import type { AdapterFactory, AdapterPayload } from 'oidc-provider';

/** Keeps what one provider issues until the provider is gone. The package's own adapter warns on the console. */
export function createMemoryAdapter(): AdapterFactory {
  const kept = new Map<string, AdapterPayload>();
  const findBy = (field: 'uid' | 'userCode', value: string) =>
    Promise.resolve([...kept.values()].find((payload) => payload[field] === value));

  return (model) => {
    const keyOf = (id: string) => `${model}:${id}`;
    return {
      find: (id) => Promise.resolve(kept.get(keyOf(id))),
      findByUid: (uid) => findBy('uid', uid),
      findByUserCode: (userCode) => findBy('userCode', userCode),
      upsert: (id, payload) => {
        kept.set(keyOf(id), payload);
        return Promise.resolve();
      },
      consume: (id) => {
        const payload = kept.get(keyOf(id));
        if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1_000);
        return Promise.resolve();
      },
      destroy: (id) => {
        kept.delete(keyOf(id));
        return Promise.resolve();
      },
      revokeByGrantId: (grantId) => {
        for (const [key, payload] of kept) if (payload.grantId === grantId) kept.delete(key);
        return Promise.resolve();
      },
    };
  };
}
