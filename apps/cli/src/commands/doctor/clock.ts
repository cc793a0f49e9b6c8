import { advice, ok, problem, type Finding } from './diagnose.ts';

const noticedMs = 2_000;
/** S3 refuses what was signed a quarter of an hour off; tokens end early or late. */
const harmfulMs = 60_000;

/**
 * How far this machine's clock is from another's.
 * @param asked by this machine's clock, before and after the other said what it is there.
 */
export function clockFinding(
  whose: string,
  theirMs: number,
  asked: { beforeMs: number; afterMs: number },
): Finding {
  const { beforeMs, afterMs } = asked;
  const ahead = Math.max(beforeMs - theirMs, 0) - Math.max(theirMs - afterMs, 0);
  const seconds = (Math.abs(ahead) / 1000).toFixed(1);
  if (Math.abs(ahead) < noticedMs) return ok(`The clock agrees with that of ${whose}.`);
  const text = `This machine's clock is ${seconds} s ${ahead > 0 ? 'ahead of' : 'behind'} that of ${whose}. Set both by NTP.`;
  return Math.abs(ahead) < harmfulMs ? advice(text) : problem(text);
}
