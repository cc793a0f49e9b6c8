import { AiCall } from '@memo/entities';
import { judge, paidShare, type KnownMeeting } from '@memo/testing/known-meeting';
import { cpWer, diarizationError, tcpWer, type MeasuredSegment } from '@memo/testing/measures';
import { writeKnownRecordings } from './known-recording.ts';
import type { Transcriber } from './transcriber.ts';
import { tellTheTruth, type TruthOptions } from './truthful-gemini.ts';

const overlapSeconds = 12;

/** A known meeting through the whole product, and how its transcript compares with the truth. */
export async function transcribeKnown(
  memo: Transcriber,
  meeting: KnownMeeting,
  options: TruthOptions = {},
) {
  const recognizer = tellTheTruth(memo.gemini, [meeting], options);
  const id = await memo.upload(await writeKnownRecordings(memo.directory, meeting));
  await memo.completed(id);
  const { segments, speakers, coverage } = await memo.transcript(id);
  const calls = await memo.database.manager.findBy(AiCall, { meetingId: id, stage: 'assemble' });
  const lineUpSeconds = calls.reduce((sum, { audioMs }) => sum + (audioMs ?? 0), 0) / 1000;
  const answeredSeconds = recognizer.asked().answeredSeconds - lineUpSeconds;
  const overlaps = (coverage?.seams_repaired ?? 0) * overlapSeconds;
  const truth = meeting.utterances satisfies MeasuredSegment[];
  const said = segments.map(({ speakerKey, ...rest }) => ({ ...rest, speaker: speakerKey }));
  return {
    ...judge(meeting, segments, speakers, { mistaken: recognizer.mistaken }),
    speakers: speakers.length,
    paid: paidShare(meeting, { answeredSeconds, overlapSeconds: overlaps }),
    lineUpShare: (lineUpSeconds * 1000) / (coverage?.speech_ms ?? Infinity),
    cpWer: cpWer(truth, said).rate,
    tcpWer: tcpWer(truth, said).rate,
    der: diarizationError(truth.flatMap(wordsOf), said.flatMap(wordsOf)).rate,
  };
}

export type KnownScore = Awaited<ReturnType<typeof transcribeKnown>>;

/** Who speaks when, word by word: segments count the pauses within them, in which nobody speaks. */
function wordsOf({ speaker, words = [] }: MeasuredSegment) {
  return words.map(({ startMs, endMs }) => ({ speaker, startMs, endMs }));
}

/** The columns a table of scores has beside its name. */
export const scoreHeader = ['people', 'right', 'merged', 'line-up', 'cpWER', 'tcpWER', 'DER'];

export function scoreCells(score: KnownScore): string[] {
  const shares = [
    ...[score.speakerAttribution, score.mergedShare, score.lineUpShare],
    ...[score.cpWer, score.tcpWer, score.der],
  ];
  return [String(score.speakers), ...shares.map((share) => share.toFixed(4))];
}
