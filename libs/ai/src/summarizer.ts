import type { LanguageModel, SpokenSegment } from './language-model.ts';
import { atMost } from './note/at-most.ts';
import { checkNote, type CheckedNote } from './note/check-note.ts';
import { finishNote, type Note } from './note/finish-note.ts';
import { joinSections } from './note/join-sections.ts';
import { mergeItems } from './note/merge-items.ts';
import { checkDescription, checkTitle } from './note/names-of-meeting.ts';
import type { NoteAnswer, WantedNames } from './note/note-answer.ts';
import { askForNote, type Answered, type AskOnce, type NoteMaterial } from './note/questions.ts';
import { createSaid, type Said } from './note/said.ts';
import { sectionsOf } from './note/sections.ts';
import type { NoteHints } from './prompts/summary-instructions.ts';

export interface SummarizeRequest {
  /** All that was said: one segment at least. */
  segments: SpokenSegment[];
  hints: NoteHints;
  /** The names that nobody has given the meeting. */
  wanted: WantedNames;
  /** Who takes part, as far as people said. */
  participants: readonly string[];
}

export interface Summarizer {
  /**
   * A note that points at its words: what the transcript does not bear out is dropped and counted. A long meeting is
   * read in sections first, so that its middle counts as much as its ends.
   *
   * @param once is used for every question, up to three at a time; answers it kept are not paid for again.
   * @throws as LanguageModel does; AppError `unavailable` code `bad_answer` after two bad answers.
   */
  summarize(request: SummarizeRequest, once: AskOnce, signal: AbortSignal): Promise<Note>;
}

const sectionsAtOnce = 3;
const nothingWanted: WantedNames = { title: false, description: false };

interface Checked extends Answered {
  /** What is left of the answer. */
  note: CheckedNote;
}

/** A transcript in, a note out. */
export function createSummarizer(languageModel: LanguageModel): Summarizer {
  return {
    summarize: async ({ segments, hints, wanted, participants }, once, signal) => {
      const names = [...new Set([...participants, ...segments.map(({ speaker }) => speaker)])];
      const said = createSaid(segments, { names });
      const check = async (material: NoteMaterial, said: Said): Promise<Checked> => {
        const answered = await askForNote(languageModel, material, once, signal);
        const note = checkNote(answered.answer, said);
        // What cannot be read cannot be supported either.
        return { ...answered, note: { ...note, unsupported: note.unsupported + answered.leftOut } };
      };
      /** Once more where no statement of the summary is left. */
      const ask = async (
        material: Pick<NoteMaterial, 'from' | 'segments' | 'wanted'>,
        said: Said,
      ): Promise<Checked> => {
        const first = await check({ ...material, hints, again: false }, said);
        if (first.note.summary.length > 0) return first;
        const second = await check({ ...material, hints, again: true }, said);
        const { summary, keyPoints } = second.note;
        const better = summary.length + keyPoints.length > 0 ? second : first;
        return { ...better, paid: [...first.paid, ...second.paid] };
      };

      const finished = (
        note: CheckedNote,
        { title = '', description = '' }: Pick<NoteAnswer, 'title' | 'description'>,
        paid: Answered['paid'],
      ): Note => {
        const named = checkTitle(title, said, [...participants, ...wordsGiven(hints)]);
        const described = checkDescription(description, said);
        const unsupported = note.unsupported + named.unsupported + described.unsupported;
        const names = { title: named.value, description: described.value };
        return finishNote({ ...note, unsupported }, names, paid);
      };

      const sections = sectionsOf(segments);
      if (sections.length === 1) {
        const { answer, note, paid } = await ask({ from: 'whole', segments, wanted }, said);
        return finished(note, answer, paid);
      }
      const read = await atMost(
        sectionsAtOnce,
        sections.map(
          (section) => () =>
            ask(
              { from: 'section', segments: section, wanted: nothingWanted },
              createSaid(section, { names }),
            ),
        ),
      );
      const notes = read.map(({ note }) => note);
      const { points, items, cited } = joinSections(segments, notes);
      // Where no section said anything that can be kept, there is nothing to make one note of.
      const whole =
        points.length === 0 ? null : await ask({ from: { points }, segments: cited, wanted }, said);
      const { summary = [], keyPoints = [], unsupported = 0 } = whole?.note ?? {};
      const sameTasks = whole?.answer.same_tasks.map((group) => group.map((number) => number - 1));
      return finished(
        {
          summary,
          keyPoints: keyPoints.length > 0 ? keyPoints : notes.flatMap((note) => note.keyPoints),
          actionItems: mergeItems(items, sameTasks ?? []),
          unsupported: notes.reduce((sum, note) => sum + note.unsupported, unsupported),
        },
        whole?.answer ?? {},
        [...read, ...(whole === null ? [] : [whole])].flatMap(({ paid }) => paid),
      );
    },
  };
}

/** What people of the meeting wrote, whose words a title may take. */
const wordsGiven = (hints: NoteHints): string[] =>
  [hints.transcriptionPrompt, hints.summaryPrompt, hints.customPoints, ...hints.keyPoints].filter(
    (text) => text !== null,
  );
