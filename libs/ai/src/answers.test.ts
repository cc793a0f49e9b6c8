import { describe, expect, it } from '@jest/globals';
import { matchesGenerationSchema, noteGenerationSchema, recognitionSchema } from './answers.ts';

/** As they stand in the storage of 0.2.0, letter by letter: paid for, and not to be asked for again. */
const kept = {
  recognition:
    '{"utterances":[{"speaker":"S1","text":"We ship on Friday.","startMs":120,"endMs":1930,"words":[{"text":"We","startMs":120,"endMs":240,"confidence":0.97},{"text":"ship","startMs":260,"endMs":610}]},{"speaker":"S2","text":"Agreed.","startMs":2100.5,"endMs":2600,"words":[]}],"problem":null,"provider":"openai","model":"whisper-1","usage":{"inputTokens":0,"outputTokens":0,"audioSeconds":12.5}}',
  silence:
    '{"utterances":[],"problem":null,"provider":"offline","model":"pocketsphinx","usage":null}',
  badRecognition:
    '{"utterances":[],"problem":{"reason":"stopped_early","detail":"MAX_TOKENS"},"provider":"gemini","model":"gemini-3.5-transcribe","usage":{"inputTokens":38400,"outputTokens":65535}}',
  unreadableRecognition:
    '{"utterances":[],"problem":{"reason":"unreadable_answer","detail":"it is not JSON"},"provider":"gemini","model":"gemini-3.5-transcribe","usage":null}',
  noteOfTranscript:
    '{"provider":"gemini","model":"gemini-3.8-flash","usage":{"inputTokens":5120,"outputTokens":640},"value":{"summary":[{"text":"The release moves to Friday.","segment_ids":[0,4],"quote":"ship on Friday"}],"key_points":[{"text":"Release date","segment_ids":[4],"quote":"on Friday"}],"action_items":[{"task":"Tell the customer","assigned_to":"Jane","due_date":null,"segment_ids":[5],"quote":"I will tell them"}],"title":"Release date","description":"","same_tasks":[]},"problem":null}',
  noteOfParts:
    '{"provider":"openai","model":"gpt-5","usage":null,"value":{"summary":[],"key_points":[],"same_tasks":[[1,3],[2]],"action_items":[]},"problem":null}',
  badNote:
    '{"provider":"gemini","model":"gemini-3.8-flash","usage":{"inputTokens":5120,"outputTokens":0},"value":null,"problem":"it has not the form that was asked for (summary)"}',
  matches:
    '{"provider":"gemini","model":"gemini-3.8-flash","usage":{"inputTokens":900,"outputTokens":80},"value":{"matches":[{"speaker":"S4","same_as":"S1","confidence":0.93,"because":[12,40]},{"speaker":"S5","same_as":null,"confidence":0.2,"because":[]}]},"problem":null}',
  badMatches:
    '{"provider":"gemini","model":"gemini-3.8-flash","usage":null,"value":null,"problem":"it is not JSON"}',
};

describe('an answer that 0.2.0 kept', () => {
  it.each([
    ['a recognition', recognitionSchema, kept.recognition],
    ['a recognition of silence', recognitionSchema, kept.silence],
    ['a recognition that stopped early', recognitionSchema, kept.badRecognition],
    ['a recognition nobody can read', recognitionSchema, kept.unreadableRecognition],
    ['a note of a transcript', noteGenerationSchema, kept.noteOfTranscript],
    ['a note of the parts of a long one', noteGenerationSchema, kept.noteOfParts],
    ['a note that is none', noteGenerationSchema, kept.badNote],
    ['a match of speakers', matchesGenerationSchema, kept.matches],
    ['a match of speakers nobody can read', matchesGenerationSchema, kept.badMatches],
  ])('is read without loss: %s', (_, schema, text) => {
    const answer: unknown = JSON.parse(text);
    expect(schema.parse(answer)).toEqual(answer);
  });

  it.each([
    ['without who gave it', recognitionSchema, kept.silence, 'provider'],
    ['without its problem', noteGenerationSchema, kept.noteOfParts, 'problem'],
    ['without its value', matchesGenerationSchema, kept.matches, 'value'],
  ])('is not taken for one %s', (_, schema, text, missing) => {
    const answer = { ...(JSON.parse(text) as object), [missing]: undefined };
    expect(schema.safeParse(answer).success).toBe(false);
  });
});
