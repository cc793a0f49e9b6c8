import { describe, expect, it } from '@jest/globals';
import { countQuestions, countWords } from './metrics.language.ts';

describe('countWords', () => {
  it.each([
    ['', 0],
    ['…', 0],
    ["Don't stop - it's 3.5 km!", 5],
    ['今日は会議です。', 4],
    ['ขอบคุณครับ', 2],
  ])('counts %j as %i', (text, words) => {
    expect(countWords(text)).toBe(words);
  });
});

describe('countQuestions', () => {
  it.each([
    ['Ready? Then let us go. Who starts?', 2],
    ['Really?! No way.', 1],
    ['What??', 1],
    ['"Shall we?" she said.', 1],
    ['Well (is that so?)', 1],
    ['始めますか？はい。どうですか？', 2],
    ['I wonder who that was.', 0],
    ['What a day, really.', 0],
  ])('counts the question marks that end a sentence: %j has %i', (text, questions) => {
    expect(countQuestions(text)).toBe(questions);
  });

  it.each([
    'what do you think',
    "what's the plan",
    'How was it',
    'which one',
    'can you hear me',
    "don't you agree",
    'is there anything else',
    'will you send it',
    'have you seen it',
    'does it work',
  ])('hears a question without punctuation: %j', (text) => {
    expect(countQuestions(text)).toBe(1);
  });

  it.each([
    '',
    'whatever you say',
    'you can do what you like',
    'will sends his regards',
    'can openers',
    'do it now',
    'have this one',
    "is that's all",
    'wer kommt mit',
  ])('hears no question in %j', (text) => {
    expect(countQuestions(text)).toBe(0);
  });
});
