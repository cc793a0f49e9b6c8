import type { KeyPoint } from '@memo/entities';
import type { ContentRow, MeetingDetails } from '@memo/meetings';
import { callSpeakers, composeSummary, evidenceIn } from '@memo/transcript';
import { InvalidInput } from '../../http/validate.ts';
import type { EditBody, EditedStatement } from './minutes.schemas.ts';

type Said = Pick<MeetingDetails, 'transcript' | 'speakers'>;

/**
 * What minutes say after somebody has written in them. A statement that is sent as it was shown stays as it is kept, with the
 * label of its speaker and what a second reading found; words of the editor's own need no evidence, but what they cite is there.
 * @throws InvalidInput for segments and quotes that are not.
 */
export function editedContent(shown: ContentRow, sent: EditBody, said: Said): ContentRow {
  const { summary, summary_points: points, key_point_items: items } = sent;
  const call = callSpeakers(said.speakers);
  const summaryPoints =
    points === undefined
      ? pointsOfText(summary, shown, call)
      : points.map(keeping(shown.summaryPoints ?? [], said, 'summary_points'));
  return {
    summary: summaryPoints === shown.summaryPoints ? shown.summary : composed(summaryPoints ?? []),
    summaryPoints,
    keyPoints:
      items === undefined
        ? shown.keyPoints
        : items.map(keeping(shown.keyPoints ?? [], said, 'key_point_items')),
    unsupportedPoints: shown.unsupportedPoints,
  };
}

const composed = (points: readonly KeyPoint[]): string =>
  points.length === 0 ? '' : composeSummary(points);

function pointsOfText(
  text: string | undefined,
  { summary, summaryPoints }: ContentRow,
  call: (text: string) => string,
): KeyPoint[] | null {
  if (text === undefined || (summary !== null && call(summary) === text)) return summaryPoints;
  return text === '' ? [] : [{ text, segment_ids: [] }];
}

function keeping(shown: readonly KeyPoint[], { transcript, speakers }: Said, field: string) {
  const call = callSpeakers(speakers);
  const segments = transcript?.segments ?? [];
  const ids = new Set(segments.map(({ id }) => id));
  const evidence = evidenceIn(segments, []);
  const asShown = evidenceIn(segments, transcript?.lineage ?? null);
  return (sent: EditedStatement, at: number): KeyPoint => {
    const cited = { segment_ids: sent.segment_ids, quote: sent.quote };
    const resting = shown.filter((point) => {
      const now = asShown(point);
      return now.quote === sent.quote && now.segmentIds.join() === sent.segment_ids.join();
    });
    const same = resting.find((point) => call(point.text) === sent.text);
    if (same !== undefined) return same;
    const [reworded] = resting;
    if (reworded !== undefined) return { ...withoutSupport(reworded), text: sent.text };
    const unknown = sent.segment_ids.findIndex((id) => !ids.has(id));
    if (unknown >= 0) {
      throw invalid([field, at, 'segment_ids', unknown], 'is no segment of this transcript');
    }
    if (sent.quote !== null && evidence(cited).quoteChanged) {
      throw invalid([field, at, 'quote'], 'is not said in these segments, letter by letter');
    }
    const { text, segment_ids, quote } = sent;
    return { text, segment_ids: [...new Set(segment_ids)], ...(quote !== null && { quote }) };
  };
}

/** What was read a second time were other words. */
function withoutSupport({ text, segment_ids, quote }: KeyPoint): KeyPoint {
  return { text, segment_ids, ...(quote !== undefined && { quote }) };
}

const invalid = (loc: (string | number)[], msg: string): InvalidInput =>
  new InvalidInput([{ loc: ['body', ...loc], msg, type: 'value_error.evidence' }]);
