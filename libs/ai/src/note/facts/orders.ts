import type { SpokenSegment } from '../../language-model.ts';
import { plainText } from './plain-text.ts';

/** Words that speak to a program which writes, not to anybody in the room. */
const order = new RegExp(
  [
    String.raw`\b(?:ignore|disregard|forget|override|bypass)\s+(?:(?:all|any|of|the|my|these|those)\s+)*(?:previous|prior|earlier|above|preceding|original|system)\s+(?:[a-z]+\s+){0,2}(?:instructions?|prompts?|directives|programming)\b`,
    String.raw`\b(?:ignore|disregard|forget|override|bypass)\s+(?:(?:all|any|of)\s+)*your\s+(?:[a-z]+\s+){0,3}(?:instructions?|prompts?|guidelines|directives|rules|programming)\b`,
    String.raw`\b(?:ignore|disregard|forget)\s+all\s+(?:(?:of|the|these|those)\s+)*instructions\b`,
    String.raw`\b(?:ignore|disregard|forget)\s+(?:everything|anything|all)\s+(?:above|(?:that\s+)?you (?:were|have been) told)\b`,
    String.raw`\byour\s+(?:new|updated|actual|real)\s+(?:instructions?|prompt|task)\s+(?:is|are)\b|\byour\s+instructions\s+are\s+now\b`,
    String.raw`(?<=^\s*|[([<#|]\s*|[.!?]["']?\s)(?:system|developer)\s*(?:prompt|message|override|instructions?)?\s*[:>|\]]`,
    String.raw`<\|?(?:system|assistant|im_start|inst)\b|\[\/?inst\]`,
    String.raw`\byou are (?:now|no longer)\s+(?:an?\s+|the\s+)?(?:helpful\s+|ai\s+|language\s+|large\s+|different\s+)*(?:model|assistant|ai|chatbot|bot|llm)\b`,
    String.raw`\byou are an?\s+(?:ai|llm|large language model|language model|chatbot)\b`,
    String.raw`\bas\s+an?\s+(?:ai|llm|ai assistant|language model)\b[,:]?\s+you\b`,
    String.raw`\b(?:dear|hey|hello|attention|note to|message to|instructions? (?:to|for))[,:]?\s+(?:an?\s+|the\s+|any\s+|all\s+)?(?:ai|llm|ai assistant|language model|chat ?gpt|ai note[- ]?taker|note[- ]?taking bot)\b[^.?!]{0,60}\b(?:must|should|please|write|say|add|include|output|put|report|respond|answer|ignore|summari[sz]e)\b`,
    String.raw`\b(?:ignorier\w*|vergiss|missachte)\b[^.?!]{0,40}\b(?:anweisung\w*|vorgaben|regeln|instruktion\w*|prompt)\b`,
    String.raw`\b(?:ignora|ignore|olvida|ignorez|oubliez|oublie|ignori|dimentica|esque[cç]a|olvide)\b[^.?!]{0,40}\b(?:instruc\w*|instru[cç]\w*|istruzioni|consignes|reglas|regras|règles|indicaciones)\b`,
    '(?:指示|命令|プロンプト|ルール)を(?:すべて)?無視',
    '(?:忽略|无视|無視|忘记)[^。]{0,12}(?:指令|指示|提示|规则)',
    'تجاهل[^.]{0,30}(?:التعليمات|تعليمات|الأوامر)',
    String.raw`игнорир\S{0,10}[^.]{0,30}(?:инструкци|указани|правил)`,
  ].join('|'),
  'iu',
);

/** An order goes on in what its speaker says next where it has no end of its own. */
const goesOn = /(?:[:,;–—-]|\b(?:say|write|output|and|that|add|include))\s*["'“„«]?\s*$/iu;

/**
 * The segments without what is said to the program that writes the note, from there to their ends: it is no subject of the
 * meeting, and supports nothing. Ids stay; a segment may be left empty.
 */
export function withoutOrders(segments: readonly SpokenSegment[]): SpokenSegment[] {
  let ordering: string | null = null;
  return segments.map((segment) => {
    const { text, speaker } = segment;
    const plain = plainText(text);
    if (ordering === speaker) {
      ordering = goesOn.test(plain) ? speaker : null;
      return { ...segment, text: '' };
    }
    ordering = null;
    const found = order.exec(plain);
    if (found === null) return segment;
    if (goesOn.test(plain)) ordering = speaker;
    return { ...segment, text: text.slice(0, placeIn(text, found.index)) };
  });
}

/** How much of a text its plain form up to a place is of, which may be shorter or longer: looked up by halves. */
function placeIn(text: string, plainAt: number): number {
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (plainText(text.slice(0, middle)).length <= plainAt) low = middle;
    else high = middle - 1;
  }
  return low;
}
