const seconds = /^(\d+(?:\.\d+)?)s$/;

/** A protobuf Duration as JSON writes it ("0.100s") in whole milliseconds; null for anything else. */
export function offsetToMs(offset: string | undefined): number | null {
  const match = seconds.exec(offset ?? '')?.[1];
  return match === undefined ? null : Math.round(Number(match) * 1000);
}
