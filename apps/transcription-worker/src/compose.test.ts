import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MeetingSpeaker, newId, Template, type Meeting } from '@memo/entities';
import { buildTone, storedTranscript } from '@memo/testing';
import { answerNote } from '@memo/testing/gemini';
import { IsNull } from 'typeorm';
import { startWorker, type WorkerFixture } from '../test/worker-fixture.ts';

const note = {
  summary: 'They agreed.',
  key_points: [{ text: 'Agreed', segment_ids: [0] }],
  action_items: [],
};
const turn = (speaker: string, text: string, startMs: number, endMs: number) => {
  return { speaker, text, startMs, endMs, words: [] };
};

let fixture: WorkerFixture;
/** What others begin with, where what went before is not theirs to prove. */
let completed: Meeting;

beforeAll(async () => {
  fixture = await startWorker();
  fixture.gemini.onTranscribe(() => [
    turn('spk_9', 'Shall we?', 200, 900),
    turn('spk_4', 'Agreed.', 1_000, 1_800),
  ]);
  fixture.gemini.onGenerate(answerNote(note));
  completed = await fixture.settled(await fixture.process([buildTone(1)]));
});

afterAll(() => fixture.close());

const transcriptOf = ({ id }: { id: string }) => storedTranscript(fixture.dataSource.manager, id);

describe('one recording', () => {
  it('gets the speakers the recognizer told apart, named in order of speaking', async () => {
    const meeting = await fixture.process([buildTone(2)]);
    expect(await fixture.settled(meeting)).toMatchObject({
      status: 'COMPLETED',
      durationMs: 2_000,
      summary: note.summary,
      keyPoints: note.key_points,
    });
    const { segments } = await transcriptOf(meeting);
    expect(segments.map(({ speakerKey, text }) => [speakerKey, text])).toEqual([
      ['S1', 'Shall we?'],
      ['S2', 'Agreed.'],
    ]);
    const speakers = await fixture.dataSource.manager.findBy(MeetingSpeaker, {
      meetingId: meeting.id,
    });
    expect(speakers.map(({ key, label, side }) => [key, label, side]).sort()).toEqual([
      ['S1', 'Speaker1', null],
      ['S2', 'Speaker2', null],
    ]);
  });

  it('that was answered before is not asked about again', async () => {
    const meeting = await fixture.process([buildTone(3)]);
    await fixture.settled(meeting);
    const asked = [fixture.asked('transcribe'), fixture.asked('generate')];
    await fixture.processAgain(meeting);
    expect(await fixture.settled(meeting)).toMatchObject({ status: 'COMPLETED', generation: 2 });
    expect([fixture.asked('transcribe'), fixture.asked('generate')]).toEqual(asked);
    expect((await transcriptOf(meeting)).segments).toHaveLength(2);
  });

  it('is transcribed whatever characters the model answers', async () => {
    fixture.gemini.onTranscribe(() => [turn('spk_9', 'Agreed\u0000 \ud800.', 200, 900)]);
    const meeting = await fixture.process([buildTone(1.5)]);
    expect(await fixture.settled(meeting)).toMatchObject({ status: 'COMPLETED' });
    const [segment] = (await transcriptOf(meeting)).segments;
    expect(segment?.text).toBe('Agreed \ufffd.');
  });

  it('without a spoken word says so, and no language model is asked', async () => {
    fixture.gemini.onTranscribe(() => []);
    const asked = fixture.asked('generate');
    const meeting = await fixture.settled(await fixture.process([buildTone(1)]));
    fixture.gemini.onTranscribe(() => [turn('spk_9', 'Agreed.', 200, 900)]);
    expect(meeting).toMatchObject({
      status: 'COMPLETED',
      summary: 'No words could be made out in this recording.',
      actionItems: [],
    });
    expect(fixture.asked('generate')).toBe(asked);
  });
});

describe('two recordings of one meeting', () => {
  it('are two speakers whatever the recognizer calls them, and one file to play', async () => {
    fixture.gemini.onTranscribe(() => [turn('spk_0', 'Hello.', 100, 700)]);
    const meeting = await fixture.settled(await fixture.process([buildTone(1), buildTone(2, 220)]));
    expect(meeting).toMatchObject({ status: 'COMPLETED', durationMs: 2_000 });
    const { segments } = await transcriptOf(meeting);
    expect(segments.map(({ speakerKey }) => speakerKey)).toEqual(['S1', 'S2']);
    expect(meeting.playbackKey).toMatch(/playback\.m4a$/);
    expect(await fixture.objectExists(meeting.playbackKey ?? '')).toBe(true);
  });
});

async function insertTemplate(overrides: Partial<Template> = {}): Promise<Template> {
  const { manager } = fixture.dataSource;
  return manager.save(
    manager.create(Template, {
      id: newId(),
      workspaceId: fixture.scope.workspaceId,
      title: 'Sales call',
      transcriptionPrompt: 'A call about bicycles.',
      summaryPrompt: 'Begin with the price.',
      keyPointsPrompt: ['Discount', 'Delivery'],
      speakerDiarization: 'Whoever quotes prices is the seller.',
      ...overrides,
    }),
  );
}

/** The last question about a note held all of these instructions, quoted, and before the rules. */
function expectHints(template: Template, customPoints?: string): void {
  const { instructions = '' } =
    fixture.gemini.requests.findLast(({ kind }) => kind === 'generate') ?? {};
  const [hints = '', rules] = instructions.split('=== WISHES END ===\n\nRules.');
  expect(rules).toContain('Use only what the transcript says.');
  const quoted = [
    template.transcriptionPrompt,
    template.summaryPrompt,
    ...template.keyPointsPrompt.map((topic) => `- ${topic}`),
    template.speakerDiarization,
    ...(customPoints === undefined ? [] : [customPoints]),
  ].map((hint) => `> ${hint}`);
  expect(hints.split('\n')).toEqual(expect.arrayContaining(quoted));
}

describe('the note', () => {
  /** A meeting of which what was said is there, and its note asked for. */
  const noted = async (overrides: Partial<Meeting> = {}) =>
    fixture.settled(await fixture.processFrom('assemble', completed, overrides));

  it('is shaped by the template and by what this upload asked for', async () => {
    const template = await insertTemplate();
    await noted({ templateId: template.id, customTemplatePoints: 'Who decides?' });
    expectHints(template, 'Who decides?');
  });

  it.each(['General meeting', 'Sales call', 'Stand-up', 'Interview', 'Customer support'])(
    'follows every instruction of the default template %s',
    async (title) => {
      const template = await fixture.dataSource.manager.findOneByOrFail(Template, {
        title,
        workspaceId: IsNull(),
      });
      await noted({ templateId: template.id, customTemplatePoints: 'The budget?' });
      expectHints(template, 'The budget?');
    },
  );

  it('follows a template that was deleted after the upload', async () => {
    const template = await insertTemplate({ isActive: false });
    await noted({ templateId: template.id });
    expectHints(template);
  });

  it('is asked for anew on a re-run after its template changed', async () => {
    const template = await insertTemplate();
    const meeting = await fixture.processFrom('transcribe', completed, { templateId: template.id });
    await fixture.settled(meeting);
    const asked = fixture.asked('generate');
    template.speakerDiarization = 'Whoever asks for a discount is the buyer.';
    await fixture.dataSource.manager.save(template);
    await fixture.processAgain(meeting);
    expect(await fixture.settled(meeting)).toMatchObject({ status: 'COMPLETED', generation: 2 });
    expect(fixture.asked('generate')).toBe(asked + 1);
    expectHints(template);
  });

  it('is not asked for again on a re-run while the instructions of its template are the same', async () => {
    const template = await insertTemplate();
    const meeting = await fixture.processFrom('transcribe', completed, { templateId: template.id });
    await fixture.settled(meeting);
    const asked = fixture.asked('generate');
    await fixture.dataSource.manager.update(Template, template.id, { title: 'Sales, renamed' });
    await fixture.processAgain(meeting);
    expect(await fixture.settled(meeting)).toMatchObject({ status: 'COMPLETED', generation: 2 });
    expect(fixture.asked('generate')).toBe(asked);
  });

  it('that fails leaves the transcript and says which stage and why', async () => {
    fixture.gemini.failNext({ kind: 'unknown_model' }, 'generate');
    const meeting = await noted();
    expect(meeting).toMatchObject({
      status: 'FAILED',
      error: { code: 'unknown_model', stage: 'summarize', retryable: true },
    });
    expect((await transcriptOf(meeting)).segments).not.toEqual([]);
  });
});

describe('a provider in trouble', () => {
  it('is given the time it asks for, at no cost in attempts', async () => {
    fixture.gemini.failNext({ kind: 'rate_limited', retryDelayMs: 1_000 }, 'transcribe');
    const meeting = await fixture.processFrom('transcribe', completed);
    expect(await fixture.settled(meeting)).toMatchObject({ status: 'COMPLETED' });
    const transcribe = (await fixture.runs(meeting)).find(({ stage }) => stage === 'transcribe');
    expect(transcribe).toMatchObject({ attempts: 0, epoch: 2 });
  });

  it('that broke down is waited for, at no cost in attempts', async () => {
    fixture.gemini.failNext({ kind: 'overloaded' }, 'transcribe');
    const meeting = await fixture.processFrom('transcribe', completed);
    expect(await fixture.settled(meeting)).toMatchObject({ status: 'COMPLETED', error: null });
    const transcribe = (await fixture.runs(meeting)).find(({ stage }) => stage === 'transcribe');
    expect(transcribe).toMatchObject({ attempts: 0, epoch: 2, error: null });
  });

  it('that refuses our key ends the meeting at once, with a reason', async () => {
    fixture.gemini.failNext({ kind: 'suspended_key' }, 'transcribe');
    const meeting = await fixture.settled(await fixture.processFrom('transcribe', completed));
    expect(meeting).toMatchObject({ status: 'FAILED', error: { stage: 'transcribe' } });
    expect(meeting.error?.message).toContain('does not let this server in');
    expect(meeting.error?.message).not.toContain('GEMINI');
    const failed = (await fixture.runs(meeting)).find(({ status }) => status === 'failed');
    expect(failed?.error?.detail).toContain('GEMINI_KEY');
  });
});
