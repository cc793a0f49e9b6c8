const irregular: Readonly<Record<string, string>> = Object.fromEntries(
  `accept:accepted,acceptance,acceptable agree:agreed,agreement,agreeable approve:approval,approved buy:bought,purchase,purchased
  build:built choose:chose,chosen,choice come:came decide:decision,decided,decisions draw:drew,drawn fall:fell,fallen
  find:found give:gave,given go:went,gone,goes,going get:got,gotten hold:held keep:kept know:knew,known lead:led leave:left lose:lost,loss,losses
  make:made mean:meant meet:met pay:paid,payment,payments put:puts raise:raised,raises rise:rose,risen run:ran say:said see:saw,seen
  sell:sold,sale send:sent ship:shipped,shipping,shipment shut:shuts speak:spoke,spoken spend:spent stand:stood take:took,taken
  tell:told think:thought understand:understood win:won withdraw:withdrew,withdrawn write:wrote,written grow:grew,grown,growth
  sign:signed,signature have:has,had,having do:did,done,does be:is,are,was,were,been,being hire:hired,hiring,hires
  deliver:delivery,deliveries deny:denied,denies,denial bring:brought teach:taught lend:lent begin:began,begun
  drive:drove,driven eat:ate,eaten break:broke,broken freeze:froze,frozen forget:forgot,forgotten cut:cuts,cutting
  refuse:refused,refusal forbid:forbade,forbidden cancel:cancelled,canceled,cancellation extend:extension,extended renew:renewal,renewed`
    .split(/\s+/)
    .flatMap((entry) => {
      const [stem = '', forms = ''] = entry.split(':');
      return forms.split(',').map((form): [string, string] => [form, stem]);
    }),
);

const endings = [
  'ations',
  'ation',
  'ments',
  'ment',
  'ings',
  'ing',
  'ies',
  'ied',
  'ed',
  'es',
  's',
  'ly',
  'ers',
  'er',
];

/** A word in lower case without what only bends it: "approved" and "approval" are one. English. */
export function stemOf(word: string): string {
  const known = irregular[word];
  if (known !== undefined) return bare(known);
  const ending = endings.find((end) => word.endsWith(end) && word.length - end.length >= 3);
  if (ending === undefined || word.endsWith('ss')) return bare(word);
  const stem = word.slice(0, -ending.length);
  if (ending === 'ies' || ending === 'ied') return bare(`${stem}y`);
  return bare(irregular[stem] ?? stem.replace(/([b-df-hj-kmnp-rtvxz])\1$/, '$1'));
}

/** Price, pricing; the last e is gone before an ending, too. */
const bare = (stem: string): string => (stem.length > 3 ? stem.replace(/e$/, '') : stem);

/** What one word denies of another; the first is the one that both are counted as. */
const opposites: readonly [string, string][] = [
  ['accept', 'reject refuse decline'],
  ['agree', 'disagree refuse object'],
  ['approve', 'reject disapprove deny veto'],
  ['pass', 'fail'],
  ['succeed', 'fail'],
  ['win', 'lose'],
  ['buy', 'sell'],
  ['open', 'close shut'],
  ['start', 'stop end'],
  ['begin', 'stop end'],
  ['include', 'exclude omit'],
  ['enable', 'disable'],
  ['allow', 'forbid prohibit disallow ban'],
  ['hire', 'fire dismiss'],
  ['keep', 'cancel drop remove scrap'],
  ['extend', 'shorten terminate'],
  ['renew', 'terminate cancel'],
  ['confirm', 'deny cancel'],
  ['cheap', 'expensive'],
  ['early', 'late'],
  ['earlier', 'later'],
  ['before', 'after'],
  ['ahead', 'behind'],
  ['join', 'leave'],
  ['support', 'oppose'],
  ['internal', 'external'],
  ['public', 'private'],
  ['optional', 'mandatory required'],
  ['able', 'unable'],
  ['available', 'unavailable'],
  ['possible', 'impossible'],
  ['happy', 'unhappy'],
  ['satisfied', 'dissatisfied unsatisfied'],
  ['complete', 'incomplete'],
  ['legal', 'illegal'],
  ['safe', 'unsafe'],
  ['likely', 'unlikely'],
  ['clear', 'unclear'],
  ['willing', 'unwilling'],
];

const ups = 'rise increase grow climb gain higher raise';
const downs = 'fall decrease drop decline shrink reduce lower cut';

/** A word's meaning, and whether it says it or its opposite. */
export interface Sense {
  base: string;
  sign: 1 | -1;
}

const senses = new Map<string, Sense[]>();
const add = (word: string, sense: Sense): void => {
  senses.set(stemOf(word), [...(senses.get(stemOf(word)) ?? []), sense]);
};
for (const [base, others] of opposites) {
  for (const word of others.split(' ')) add(word, { base: stemOf(base), sign: -1 });
}
for (const word of ups.split(' ')) add(word, { base: '↑', sign: 1 });
for (const word of downs.split(' ')) add(word, { base: '↑', sign: -1 });

/** All that a word in lower case says: itself, and what it is the opposite of. */
export function sensesOf(word: string): Sense[] {
  const stem = stemOf(word);
  return [{ base: stem, sign: 1 }, ...(senses.get(stem) ?? [])];
}
