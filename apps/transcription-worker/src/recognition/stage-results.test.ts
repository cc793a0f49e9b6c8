import { describe, expect, it } from '@jest/globals';
import { recognizedSchema, preparedSchema, transcribedSchema } from './stage-results.ts';

/** As they stand in the database and the storage of 0.2.0, letter by letter. */
const left = {
  prepared:
    '{"recordings":[{"side":0,"durationMs":61000,"declaredMs":null},{"side":1,"durationMs":60000,"declaredMs":3600000}],"chunks":[{"chunk":0,"side":0,"startMs":0,"endMs":61000,"speech":[{"startMs":400,"endMs":5200}],"audio":{"key":"meetings/audio/m/prepared-1/chunk-0.flac","sha256":"9f86d081"}},{"chunk":0,"side":1,"startMs":0,"endMs":60000,"speech":[],"audio":null}]}',
  transcribed: '{"heardKey":"meetings/audio/m/heard-2/chunk-0.json","thrownAway":1,"loops":1}',
  recognized:
    '{"pieces":[{"startMs":0,"endMs":61000,"utterances":[{"speaker":"S1","text":"Agreed.","startMs":400,"endMs":900.5,"words":[{"text":"Agreed.","startMs":400,"endMs":900.5,"confidence":0.9}]}]}],"gaps":[{"startMs":3000,"endMs":5200,"reason":"repetition_loop"}],"sources":[{"provider":"gemini","model":"gemini-3.5-transcribe"}]}',
};

describe('what a stage of 0.2.0 left for the next', () => {
  it.each([
    ['prepare', preparedSchema, left.prepared],
    ['transcribe, the words', recognizedSchema, left.recognized],
  ])('is read without loss: %s', (_, schema, text) => {
    const result: unknown = JSON.parse(text);
    expect(schema.parse(result)).toEqual(result);
  });

  it('is read by other names, and written by its own: transcribe', () => {
    const kept: unknown = JSON.parse(left.transcribed);
    const read = transcribedSchema.parse(kept);
    expect(read).toEqual({
      recognizedKey: 'meetings/audio/m/heard-2/chunk-0.json',
      rejectedAnswers: 1,
      loops: 1,
      givenTwice: 0,
    });
    expect(transcribedSchema.encode(read)).toEqual(kept);
  });
});
