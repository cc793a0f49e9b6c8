import type { SpokenSegment } from '../language-model.ts';
import type { NoteAnswer } from '../note/note-answer.ts';
import { dueDateIn, setsDeadline } from './due-date.ts';

type ActionItem = NoteAnswer['action_items'][number];

/** What someone says they will do themselves. Doubts and courtesies that begin the same way are left out. */
const promise =
  /I(?:['’]ll| will|['’]m going to| am going to| need to| have to)(?! (?:be|not|never|see|say|admit|know|miss)\b)/;
/** What someone asks of others, or of everyone. */
const requests = [
  /please(?=,? \w)/,
  /(?:can|could|would|will) you(?! (?:hear|see|imagine|believe|mind)\b)/,
  /let(?: us|['’]s)(?! (?:know|see|say)\b)/,
  /(?:we|you) (?:need|have) to/,
  /we(?:['’]ll| will|['’]re going to| are going to)(?! (?:be|not|never|see)\b)/,
];
/** Counts only right after the name of a speaker. */
const duty = /(?:will|needs to|has to)(?! (?:be|not|never)\b)/;

const request = requests.map(({ source }) => source).join('|');
/** After these words it is a question or a condition, not a task. */
const noTask = "(?:do|did|don['’]t|if|how|what|when|where|why|that)";
const cuePattern = new RegExp(
  `\\b(?<!\\b${noTask} )(?:(?<promise>${promise.source})|(?<request>${request})|(?<duty>${duty.source}))\\b`,
  'gi',
);

interface Cue {
  start: number;
  end: number;
  owner: string | null;
}

/** Promises, requests and deadlines, in the words in which they were said. */
export function findActionItems(segments: SpokenSegment[]): ActionItem[] {
  const speakers = [...new Set(segments.map(({ speaker }) => speaker))];
  return segments.flatMap((segment) =>
    sentencesOf(segment.text)
      .flatMap((sentence) => tasksIn(sentence, segment.speaker, speakers))
      .map(({ task, owner }) => ({
        task,
        assigned_to: owner,
        due_date: dueDateIn(task),
        segment_ids: [segment.id],
        quote: task,
      })),
  );
}

/** Recognized speech may come without punctuation; then all of it is one sentence. */
function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.?!…])\s+/).filter((sentence) => sentence.trim() !== '');
}

function tasksIn(sentence: string, speaker: string, speakers: string[]) {
  const cues = cuesIn(sentence, speaker, speakers);
  if (cues.length === 0 && setsDeadline(sentence)) {
    return [{ task: trimmed(sentence), owner: null }];
  }
  return cues.map(({ start, owner }, index) => ({
    task: trimmed(sentence.slice(start, cues[index + 1]?.start)),
    owner,
  }));
}

function cuesIn(sentence: string, speaker: string, speakers: string[]): Cue[] {
  const others = speakers.filter((other) => other !== speaker);
  const cues: Cue[] = [];
  for (const match of sentence.matchAll(cuePattern)) {
    const named = speakerNamedLast(sentence.slice(0, match.index), others);
    const isPromise = match.groups?.promise !== undefined;
    const isDuty = match.groups?.duty !== undefined;
    if (isDuty && named === null) continue;
    const end = match.index + match[0].length;
    const previous = cues.at(-1);
    // "can you please send": one request, not two.
    if (previous !== undefined && sentence.slice(previous.end, match.index).trim() === '') {
      previous.end = end;
      continue;
    }
    const start = isDuty ? (named?.start ?? match.index) : match.index;
    cues.push({ start, end, owner: isPromise ? speaker : (named?.speaker ?? null) });
  }
  return cues;
}

/** The one speaker whose name, or first name, ends this text. */
function speakerNamedLast(text: string, speakers: string[]) {
  const spoken = text.replace(/[\s,]+$/, '');
  const matches = speakers.flatMap((speaker) => {
    const name = [speaker, speaker.split(' ')[0] ?? speaker].find((candidate) =>
      endsWithWords(spoken, candidate),
    );
    return name === undefined ? [] : [{ speaker, start: spoken.length - name.length }];
  });
  const [match] = matches;
  return matches.length === 1 && match !== undefined ? match : null;
}

function endsWithWords(text: string, words: string): boolean {
  const start = text.length - words.length;
  const before = text.at(start - 1) ?? ' ';
  return (
    start >= 0 &&
    text.slice(start).toLowerCase() === words.toLowerCase() &&
    (start === 0 || /[^\p{L}\p{N}]/u.test(before))
  );
}

/** Without the word that led to the next task. */
function trimmed(task: string): string {
  return task.trim().replace(/(?:[\s,;.!?…]+(?:and|but|so|then))*[\s,;.!?…]*$/i, '');
}
