import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { MeetingGeneration, newId } from '@memo/entities';
import { Transcript, TranscriptGeneration } from '@memo/entities/transcripts';
import { answerNote } from '@memo/testing/gemini';
import { startSummarize, type SummarizeFixture } from './test/summarize-fixture.ts';

let fixture: SummarizeFixture;

beforeAll(async () => {
  fixture = await startSummarize();
  fixture.gemini.onGenerate(answerNote({ summary: 'They agreed.', title: 'An offer' }));
});

afterAll(() => fixture.close());

it('a transcript that is shown anew is one that nobody has edited, and what was shown is kept with its edits', async () => {
  const { manager } = fixture;
  const meeting = await fixture.transcribed(['Shall we?', 'Yes, by Friday.'], {
    ...{ status: 'PROCESSING', nextGeneration: 2, reprocess: { from: 'assemble' } },
  });
  const owner = { workspaceId: meeting.workspaceId, meetingId: meeting.id };
  const edit = { lineage: [[0, 7]] as const, lastEditId: newId(), editedWords: [] };
  await manager.update(Transcript, { meetingId: meeting.id }, edit);
  const { segments } = await manager.findOneByOrFail(Transcript, { meetingId: meeting.id });
  await manager.insert(TranscriptGeneration, {
    ...{ ...owner, id: newId(), generation: 2, segments, words: [], needsReview: false },
    ...{ provider: 'gemini', model: 'gemini-3.5-transcribe' },
    speakers: [1, 2].map((n) => ({ key: `S${n}`, label: `Speaker${n}`, side: null })),
  });
  const after = await fixture.run(meeting);
  expect(after.meeting).toMatchObject({ generation: 2 });
  const shown = await manager.findOneByOrFail(Transcript, { meetingId: meeting.id });
  expect(shown).toMatchObject({ lineage: null, lastEditId: null, editedWords: null });
  const kept = await manager.findOneByOrFail(MeetingGeneration, { ...owner, generation: 1 });
  expect(kept.kept).toMatchObject({
    transcript: { lineage: [[0, 7]], last_edit_id: edit.lastEditId, edited_words: [] },
  });
});
