import { v7 } from 'uuid';

/** A UUIDv7: sorts by time of creation, so new rows land at the end of an index. */
export const newId = (): string => v7();
