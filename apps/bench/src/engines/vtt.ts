/** `01:02:03.450` or `02:03.450`, with what may stand behind it, in ms; NaN for what is no time. */
export function cueTimeOf(text: string): number {
  const [time = ''] = text.trim().split(/\s+/);
  if (!/^(\d+:)?\d\d:\d\d[.,]\d{3}$/.test(time)) return NaN;
  const [seconds = 0, minutes = 0, hours = 0] = time
    .replace(',', '.')
    .split(':')
    .map(Number)
    .reverse();
  return Math.round((hours * 3_600 + minutes * 60 + seconds) * 1_000);
}

const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&nbsp;': ' ', '&amp;': '&' };

/** Who speaks in a cue, and what. */
export function textOfCue(cue: string): { speaker: string; text: string } {
  const voice = /<v(?:\.[^\s>]*)?\s+([^>]+)>/.exec(cue)?.[1];
  const bare = plain(cue.replaceAll(/<[^>]*>/g, ''));
  if (voice !== undefined) return { speaker: plain(voice), text: bare };
  const [, name, said] = /^([^:]{1,40}):\s+(.*)$/.exec(bare) ?? [];
  return name === undefined || said === undefined
    ? { speaker: '', text: bare }
    : { speaker: name, text: said };
}

const plain = (text: string): string =>
  text.replaceAll(/&(?:lt|gt|nbsp|amp);/g, (entity) => entities[entity] ?? '').trim();
