/** Short words come often, as in speech: a seam must be joined among repeated words too. */
const common =
  'the a to and of we it that is in I you for on this so but not what can have with do be are if at our'.split(
    ' ',
  );

const rare =
  'agenda answer approve arrange autumn balance board bridge budget build calendar call campaign carry change check choose client close coffee compare complete contract copy customer daily deadline decide delay deliver design detail doubt draft early effort email engine estimate evening example expect export factor factory figure finish follow forecast forward friday garden goal green group growth handle harbour hire holiday idea improve include increase invoice issue january kitchen language launch leader letter level limit list machine manage margin market measure meeting member message method milestone minute model monday morning move number october offer office open order outcome owner paper partner pattern people phone picture plan platform point policy present price problem process product project promise proposal question quick quiet reach ready reason record reduce release remember report request result review river road room sales sample schedule season second section service seven share simple small solve source special spring staff standard start station story strategy summer supply support survey system table target team tender theory ticket timing together topic total track trade train travel trial tuesday twelve update urgent value vendor version video visit volume wait warehouse water weather wednesday weekend window winter wonder workshop written yellow yesterday'.split(
    ' ',
  );

/** Each common word as many times as makes them half of all that is said. */
export const defaultVocabulary: readonly string[] = [
  ...Array.from({ length: Math.floor(rare.length / common.length) }, () => common).flat(),
  ...rare,
];
