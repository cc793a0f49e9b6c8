import { foldWord, plainText } from './facts/plain-text.ts';
import { tokensOf } from './facts/tokens.ts';
import { stemOf } from './claims/stems.ts';

/** What meetings and their parts are called, whatever they are about; and the small words between. */
const general = new Set(
  `a about above after again all an and any are as ask at based be before begin between both brief but by call chat check
  conference conversation day decision decisions demo details discuss discussed discussing discussion discussions end
  exchange feedback final first follow follow-up for from get goals group how in initial interview introduction intro is
  issue issues its kickoff last lecture meeting meetings minutes more negotiation negotiations new next no not note notes
  of off on onboarding one open options or our out over overview part people per plan planning plans presentation progress
  project quarterly question questions quick recap remarks report request requests retrospective retro review reviewing
  roadmap schedule scheduling second session sessions short some standup start state status step steps strategy summary
  sync talk talks task tasks team that the their them this to topic topics training two under untitled up update updates
  versus via vs weekly daily monthly what when where which who why will with without work workshop
  termin treffen besprechung gespräch sitzung über und der die das den dem des ein eine einer zu zum zur von vom mit für im
  in auf bei abstimmung planung rückblick ausblick überblick bericht stand fragen nächste nächsten schritte aufgaben
  vorstellung verhandlung entscheidung projekt austausch protokoll thema themen
  reunión llamada sobre de del la el los las un una y en con para por revisión planificación seguimiento resumen acuerdo
  próximos pasos discusión decisión entrevista presentación conversación proyecto
  réunion appel point entretien discussion suivi revue plan projet décision prochaines étapes présentation sur le les et
  au aux du des à pour avec
  riunione chiamata incontro discussione decisione progetto sul sulla e il lo gli di da per con
  reunião chamada conversa discussão decisão projeto sobre o os as do da dos das
  vergadering gesprek overleg bespreking het een en van over met voor
  会議 打ち合わせ ミーティング 相談 報告 検討 計画 会议 讨论 沟通 计划 회의 논의 계획 اجتماع مناقشة`
    .split(/\s+/)
    .map(foldWord),
);

const unspaced = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}ー]+$/u;

/** Whether the words of a short text are all of these texts, or say of any meeting what it is. */
export function isInWordsOf(short: string, texts: readonly string[]): boolean {
  const plain = plainText(texts.join('\n'));
  const words = new Set(tokensOf(plain).map(({ text }) => foldWord(text)));
  const stems = new Set([...words].flatMap((word) => [stemOf(word), beginningOf(word)]));
  const folded = foldWord(plain);
  return tokensOf(plainText(short)).every(({ text, kind }) => {
    // Figures are compared as the numbers they are.
    if (kind !== 'word') return true;
    const word = foldWord(text);
    if (general.has(word) || words.has(word)) return true;
    if (unspaced.test(text))
      return pairsOf(word).every((pair) => general.has(pair) || folded.includes(pair));
    return stems.has(stemOf(word)) || (word.length > 4 && stems.has(beginningOf(word)));
  });
}

/** What the forms of one word have in common, in languages whose endings are not known here. */
const beginningOf = (word: string): string =>
  word.slice(0, Math.max(5, Math.ceil(word.length * 0.65)));

/** Words written without spaces have no borders to be seen. */
const pairsOf = (word: string): string[] => {
  for (const one of general)
    if (one.length > 1 && unspaced.test(one)) word = word.replaceAll(one, '');
  const characters = Array.from(word);
  return characters.slice(1).map((character, at) => `${characters[at] ?? ''}${character}`);
};
