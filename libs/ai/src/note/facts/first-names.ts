import { foldWord } from './plain-text.ts';

/** First names that are common somewhere, for where a capital letter says nothing: at the beginning of a sentence. */
const listed = `
aaron abdul abigail adam adrian agnes agnieszka ahmed aisha akira alan albert alejandro alessandro alex alexander alexandra
alfred ali alice alicia alina alison allison amanda amber amelia amir amy ana anastasia anders andrea andreas andrew andrzej
andy angela angelika anil anita anja anjali ann anna anne annika anthony antje antoine anton antonia antonio april arjun arthur
arturo ashley astrid august ava axel barbara barry bastian beatrice beatriz ben benedikt benjamin bernard bernd beth betty
bianca bill birgit bjorn bob boris brad brandon brenda brian brigitte bruce bruno bryan camille carl carla carlos carmen carol
caroline catherine cathy cecilia celine charles charlie charlotte chen chiara chloe chris christian christina christine
christoph christopher claire clara clarence claude claudia colin connor craig cristina cynthia dagmar daisy dan daniel daniela
danielle dave david dawn deborah denis dennis derek diana diane diego dieter dirk dmitri dominic dominik donald donna doris
dorothy doug douglas drew dylan eduardo edward eileen elaine elena eleanor eli elias elisa elisabeth elise elizabeth ella ellen
emil emilia emilie emily emma enrique eric erik erika erin ernst esther ethan eugene eva evelyn fabian fatima felix ferdinand
fernanda fernando fiona florence florian frances francesca francesco francis francisco franck frank franz fred frederic
frederick frida frieda friedrich gabriel gabriela gareth gary gavin george gerald gerhard gertrud giovanni giulia giuseppe
gloria gordon grace graham grant greg gregor gregory greta guido guillaume gustav hanna hannah hannes hans harald harold harry
hassan heather heidi heike heinrich heinz helen helena helene helga helmut henrik henry herbert hiroshi holger howard hugh hugo
ian ibrahim igor ilse inga ingo ingrid irene iris isaac isabel isabella ivan jack jackie jacob jacqueline jake jakob james jamie
jan jana jane janet janine jasmin jasmine jason javier jay jean jeff jeffrey jens jennifer jenny jeremy jerry jesse jessica
jill jim jimmy joan joanna joe joel johan johanna johannes john jonas jonathan jordan jorge jose josef joseph joshua joy juan
juanita judith judy julia julian juliana julie juliette julius june jurgen justin kai kamal karen karim karin karl karla kate
katharina katherine kathleen kathrin kathy katja katrin kay keith kelly ken kenji kenneth kerstin kevin khalid kim kimberly
klara klaus konrad kristin kumar kurt kyle lars laura lauren laurent lea leah lee leila lena leo leon leonard leonie liam lily
linda lisa liz lorenzo lori louis louise luca lucas lucia lucy ludwig luis luisa lukas luke lydia lynn madison magdalena maggie
mai malcolm malik manfred manuel manuela marc marcel marcia marco marcos marcus margaret margarita maria mariam marianne marie
marina mario marion mark marko marlene marta martha martin martina mary maryam mateo mathias matt matteo matthew matthias maura
maureen maurice max maximilian may maya megan mehmet meike melanie melissa mia michael michaela michal michel michelle miguel
mike mila miriam mohammad mohammed moritz muhammad nadia nadine nancy naomi natalia natalie natasha nathan neha neil nicholas
nick nicola nicolas nicole niklas nikolai nina noah noel nora norbert norman oleg oliver olivia olga omar oscar otto pablo pamela
paola pascal pat patricia patrick paul paula pauline pavel pedro peggy penny peter petra phil philip philipp phillip pierre
piotr priya rachel rafael rainer raj rajesh ralf ralph ramon ramona raquel raul ravi raymond rebecca regina reinhard renate rene
ricardo richard rita rob robert roberta roberto robin rodrigo roger roland rolf roman ronald rosa rose ross roy rudolf russell
ruth ryan sabine sabrina sally sam samantha samir samuel sandra sanjay sara sarah sasha scott sean sebastian sergei sergio
shannon sharon shaun sheila shirley silke silvia simon simone sofia sonia sonja sophia sophie stacy stan stefan stefanie stella
stephan stephanie stephen steve steven stuart sue sunil susan susanne suzanne svetlana sven sylvia takeshi tamara tanja tanya
tara tatiana ted teresa terry theo theodor theresa thomas tiffany tim timothy tina tobias todd tom tomas tomasz tommy toni tony
torsten tracy trevor ulrich ulrike ursula ute uwe valentina valeria vanessa vera verena veronica veronika victor victoria vijay
viktor vincent virginia vivian vladimir walter wanda wang wayne wendy werner wilhelm will william wolfgang xavier yan yasmin
yolanda yuki yusuf yves yvonne zhang zoe
`;

const names = new Set(listed.trim().split(/\s+/));

export const isFirstName = (word: string): boolean => names.has(foldWord(word));
