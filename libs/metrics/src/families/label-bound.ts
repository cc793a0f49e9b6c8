/** More different values than this are a mistake, or somebody's doing: Prometheus keeps every one of them. */
const mostValues = 50;

/** Lets through so many different values of a label; what comes later is `other`. */
export function createLabelBound(most = mostValues): (value: string) => string {
  const known = new Set<string>();
  return (value) => {
    if (!known.has(value) && known.size >= most) return 'other';
    known.add(value);
    return value;
  };
}
