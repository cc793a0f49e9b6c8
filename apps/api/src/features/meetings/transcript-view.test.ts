import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MeetingSpeaker, newId } from '@memo/entities';
import { PartialTranscript, Transcript } from '@memo/entities/transcripts';
import type { WireMeeting } from '@memo/meetings';
import { buildPartialTranscript, buildTranscript } from '@memo/testing';
import type { Coverage } from '@memo/transcript';
import { startMeetings, type MeetingsFixture, type Person } from './test/meetings-fixture.ts';

let fixture: MeetingsFixture;
let person: Person;

beforeAll(async () => {
  fixture = await startMeetings();
  person = await fixture.person();
});

afterAll(() => fixture.close());

const read = async (id: string, reader = person) =>
  (await reader.send('get', `/${id}`).expect(200)).body as WireMeeting;

const lines = ({ transcription }: WireMeeting) =>
  transcription.map(({ speaker, text }) => `${speaker}: ${text}`);

const working = () => person.add({ status: 'PROCESSING' });

const counts = { chunks_done: 1, chunks_total: 3, covered_ms: 2_000 };

const coverage: Coverage = {
  speech_ms: 60_000,
  transcribed_ms: 45_000,
  share: 0.75,
  gaps: [{ side: 1, start_ms: 5_000, end_ms: 20_000, reason: 'repetition_loop' }],
  chunks: 3,
  chunks_retried: 1,
  loops_removed: 2,
  seams_repaired: 2,
  speakers_matched: 1,
};

describe('a transcript that is not finished', () => {
  it('is shown as far as it is, in order, and marked', async () => {
    const { id } = await working();
    await person.addPartial(id, ['Good morning.', 'Hello.']);
    const meeting = await read(id);
    expect(lines(meeting)).toEqual(['Speaker1: Good morning.', 'Speaker2: Hello.']);
    expect(meeting).toMatchObject({
      status: 'PROCESSING',
      transcription_partial: counts,
      transcription: [{ id: 0, start_time: '0:00', start_ms: 0, end_ms: 900 }, { id: 1 }],
      transcription_engine: null,
      coverage: null,
    });
    await fixture.dataSource.manager.update(
      PartialTranscript,
      { meetingId: id },
      { chunksDone: 3, coveredMs: 9_000 },
    );
    expect(await read(id)).toMatchObject({
      transcription_partial: { chunks_done: 3, chunks_total: 3, covered_ms: 9_000 },
    });
  });

  it('is not shown when nothing is transcribed yet', async () => {
    const { id } = await working();
    expect(await read(id)).toMatchObject({ transcription: [], transcription_partial: null });
  });

  it('gives way to the finished one', async () => {
    const id = await person.addSpoken(1);
    await person.addPartial(id, ['Half a']);
    const meeting = await read(id);
    expect(lines(meeting)).toEqual(['Speaker1: Sentence 1.']);
    expect(meeting.transcription_partial).toBeNull();
  });

  it('of an earlier run of the meeting does not count', async () => {
    const { id } = await person.add({ status: 'PROCESSING', generation: 2 });
    await person.addPartial(id, ['Out of date.'], { generation: 1 });
    expect(await read(id)).toMatchObject({ transcription: [], transcription_partial: null });
    await fixture.dataSource.manager.update(
      PartialTranscript,
      { meetingId: id },
      { generation: 2 },
    );
    expect(await read(id)).toMatchObject({ transcription_partial: { chunks_done: 1 } });
  });

  it('is all that is left of a meeting that failed, and is still shown', async () => {
    const error = { code: 'x', message: 'Broken.', retryable: true, stage: 'transcribe' };
    const { id } = await person.add({ status: 'FAILED', error });
    await person.addPartial(id, ['Good morning.', 'Hello.']);
    const meeting = await read(id);
    expect(meeting).toMatchObject({ status: 'FAILED', error, transcription_partial: counts });
    expect(lines(meeting)).toEqual(['Speaker1: Good morning.', 'Speaker2: Hello.']);
  });

  it('is left out of lists and of the speakers that can be named', async () => {
    const owner = await fixture.person();
    const { id } = await owner.add();
    await owner.addPartial(id, ['Good morning.']);
    const { data } = await owner.list();
    expect(data).toHaveLength(1);
    expect(JSON.stringify(data)).not.toMatch(/Good morning|transcription/);
    const names = { old_speaker_name: 'Speaker1', new_speaker_name: 'Ann' };
    await owner.send('put', `/${id}/speaker-names`, names).expect(409);
  });

  it('is never seen by another workspace', async () => {
    const stranger = await fixture.person();
    const { id } = await working();
    await person.addPartial(id, ['A secret.']);
    const answer = await stranger.send('get', `/${id}`).expect(404);
    expect(answer.text).toBe('{"detail":"Meeting not found"}');

    // Not even if a row names the stranger's meeting by mistake.
    const own = await stranger.add({ status: 'PROCESSING' });
    await person.addPartial(own.id, ['A secret.']);
    expect(await read(own.id, stranger)).toMatchObject({
      transcription: [],
      transcription_partial: null,
    });
  });

  it('is gone with the meeting', async () => {
    const { id } = await working();
    await person.addPartial(id, ['Good morning.']);
    await person.send('delete', `/${id}`).expect(204);
    await person.send('get', `/${id}`).expect(404);
  });

  it('becomes the finished one in one step: no reader finds neither, or half of each', async () => {
    const { id } = await working();
    const { dataSource } = fixture;
    const owner = { workspaceId: person.scope.workspaceId, meetingId: id };
    const finish = () =>
      dataSource.transaction(async (manager) => {
        await manager.delete(PartialTranscript, owner);
        const speaker = { ...owner, key: 'S1', label: 'Speaker1', name: 'Ann' };
        await manager.insert(MeetingSpeaker, { id: newId(), ...speaker });
        await buildTranscript(manager, owner, id, ['Whole.']);
      });
    const begin = () =>
      dataSource.transaction(async (manager) => {
        await manager.delete(Transcript, owner);
        await manager.delete(MeetingSpeaker, owner);
        await buildPartialTranscript(manager, owner, id, ['Half.']);
      });
    await begin();

    let busy = true;
    const seen = new Set<string>();
    const look = async () => {
      const meeting = await read(id);
      seen.add(`${lines(meeting).join()} ${meeting.transcription_partial === null}`);
    };
    const watch = async () => {
      while (busy) await look();
    };
    await look();
    const watching = [watch(), watch(), watch()];
    try {
      for (let round = 0; round < 40; round++) {
        await finish();
        await begin();
      }
    } finally {
      busy = false;
      await Promise.all(watching);
    }
    await finish();
    await look();
    expect([...seen].sort()).toEqual(['Ann: Whole. true', 'Speaker1: Half. false']);
  });
});

describe('a finished transcript', () => {
  it('says what it covers, and whether it is to be checked', async () => {
    const { id } = await person.add({ status: 'COMPLETED', needsReview: true });
    await person.addTranscript(id, ['Hello.'], coverage);
    expect(await read(id)).toMatchObject({
      status: 'COMPLETED',
      needs_review: true,
      coverage,
      transcription_partial: null,
      transcription_engine: { provider: 'test', model: 'test' },
    });
  });

  it('of before there were reports has none', async () => {
    const id = await person.addSpoken(1);
    expect(await read(id)).toMatchObject({ coverage: null, needs_review: false });
  });
});

describe('a note', () => {
  const point = { text: 'Revenue rose.', segment_ids: [0], quote: 'revenue is up' };
  const action = { task: 'Call Bo', assigned_to: null, due_date: null, segment_ids: [1] };

  it('shows the words each statement rests on, and how many had none', async () => {
    const { id } = await person.add({
      status: 'COMPLETED',
      summary: 'Revenue rose.',
      summaryPoints: [point],
      keyPoints: [point],
      actionItems: [{ ...action, quote: 'please call Bo' }],
      unsupportedPoints: 2,
    });
    expect(await read(id)).toMatchObject({
      summary_points: [point],
      key_points: '1. Revenue rose.',
      key_point_items: [point],
      action_items: [{ ...action, quote: 'please call Bo' }],
      unsupported_points: 2,
    });
  });

  it('of before there were quotes has none', async () => {
    const { text, segment_ids: segmentIds } = point;
    const { id } = await person.add({
      status: 'COMPLETED',
      keyPoints: [{ text, segment_ids: segmentIds }],
      actionItems: [action],
    });
    expect(await read(id)).toMatchObject({
      summary_points: [],
      key_point_items: [{ text, quote: null }],
      action_items: [{ ...action, quote: null }],
      unsupported_points: null,
    });
  });

  it('says what a second reading found, and null where there was none', async () => {
    const support = 'unconfirmed' as const;
    const { id } = await person.add({ summaryPoints: [{ ...point, support }], keyPoints: [point] });
    expect(await read(id)).toMatchObject({
      summary_points: [{ support }],
      key_point_items: [{ support: null }],
    });
  });

  it('that is not there yet is empty', async () => {
    const { id } = await working();
    expect(await read(id)).toMatchObject({ summary_points: [], unsupported_points: null });
  });
});
