import type { Logger } from '@memo/logging';
import type { Unclaimed } from '@memo/meetings';
import type { ObjectStorage } from '@memo/storage';

interface Refused {
  /** What all keys of the upload begin with. */
  prefix: string;
  /** All that were begun. */
  objectKeys: readonly string[];
  /** Those that are known to be stored. */
  storedKeys: string[];
  /** Whether the sweeper knows of it. */
  isWrittenDown: boolean;
}

interface ClearingDeps {
  storage: Pick<ObjectStorage, 'delete' | 'abortUploads'>;
  unclaimed: Pick<Unclaimed, 'forget'>;
  logger: Logger;
}

/** Takes away what uploads left in the storage of which nothing comes. What cannot be removed is left to the sweeper. */
export function createClearing({ storage, unclaimed, logger }: ClearingDeps) {
  const underWay = new Set<Promise<void>>();

  function track(cleared: Promise<void>): Promise<void> {
    underWay.add(cleared);
    return cleared.finally(() => underWay.delete(cleared));
  }

  /** Never fails: the upload's own error is the one to report. False for what is left to the sweeper. */
  const done = (work: Promise<void>, what: object): Promise<boolean> =>
    work.then(
      () => true,
      (error: unknown) => {
        logger.error('What a refused upload left in storage waits for the sweeper', {
          ...what,
          error,
        });
        return false;
      },
    );

  const remove = (objectKeys: string[]) => done(storage.delete(objectKeys), { objectKeys });

  /** An upload whose abort was not answered may hold its parts, too. */
  const removeUncertain = async (prefix: string, objectKeys: string[]) =>
    objectKeys.length === 0 ||
    ((await done(storage.abortUploads(prefix), { prefix })) && (await remove(objectKeys)));

  return {
    /** Never fails. Resolves when what was stored is gone; what may have been is seen to meanwhile. */
    clear: async ({ prefix, objectKeys, storedKeys, isWrittenDown }: Refused): Promise<void> => {
      // A storage that did not answer may have kept it all the same, and may go on not answering.
      const uncertain = objectKeys.filter((key) => !storedKeys.includes(key));
      const removed = [remove(storedKeys), removeUncertain(prefix, uncertain)];
      const forgotten = Promise.all(removed).then(async (all) => {
        if (isWrittenDown && all.every(Boolean)) await done(unclaimed.forget(prefix), { prefix });
      });
      void track(forgotten);
      await (uncertain.length === 0 ? forgotten : removed[0]);
    },
    track,
    /** Resolves once nothing is left to clear away. */
    settled: async (): Promise<void> => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
