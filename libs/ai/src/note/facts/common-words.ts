/** English words that sentences of notes begin with, and that titles are made of: none of them alone is a name. */
const listed = `
a about above according across action actually add additional address adjust admin advance advice after again against
agenda agree ahead all allow almost along already also although always among amount an analyse analyze and annual
another answer any anybody anyone anything apart app appear apply appoint approach approve area argue around arrange
arrive article as aside ask assess assign assume at attach attempt attend audience audio audit author automatic
available average avoid await award aware away back backlog backup bad balance ban bank bar base basic be bear beat
because become before begin behind believe below benchmark benefit besides best bet better between beyond bid big bill
birth block blog board body bonus book boost borrow both bottom box brainstorm branch brand break brief briefly bring
broad brochure broken browser budget bug build bulk bus business but button buy buyer by cable cafeteria calculate
calendar call camera campaign can cancel candidate cap capacity capital car card care carefully carry case cash catalog
catalogue catch cause caution cell central ceo certain chain chair challenge change channel chapter charge chart chat
cheap check chemical child choice choose circulate city claim clarify class clean clear client close cloud coach coast
code coffee cold collaborate collect college colour color combine come comfort comment commit common communicate company
compare compete complain complete complex comply component compose computer concept concern conclude condition conduct
confer conference confirm conflict connect consensus consequently consider consist construct consult consumer contact
contain content contest context continue contract contrast control convert convince cook cool coordinate copy core
corporate correct cost could count country couple course court cover coverage craft crash create credit crew crisis
criteria critical cross crowd culture currency current currently custom customer cut cycle daily damage dark dashboard
data database date day deadline deal debate debt debug decide decision deck declare decline decrease deep default defect
defer define degree delay delegate delete deliver delivery demand demo demonstrate department depend deploy depot deposit
describe design desire desk despite destroy detail detect determine develop device diagram did die diet differ difficult
digital dinner direct director directory disagree disappoint discard discount discover discuss disk display dispute
distribute divide do doc doctor document does domain donate door double doubt down download draft drama draw dream dress
drill drink drive driver drop due dump during duty each early earn ease east easy economy edge edit editor educate effect
effort either elect element eliminate else email embed emerge emphasize employ employee employer empty enable encourage
end endpoint energy engage engine engineer engineering enjoy enough enrol ensure enter enterprise entire entry equal
equipment error escalate especially essential establish estimate evaluate even evening event eventually every everybody
everyone everything evidence exact exam examine example exceed except excess exchange excite exclude execute exercise
exhibit exist exit expand expect expense expensive expert expire explain explore export expose express extend external
extra eye face facilitate fact factor factory fail fair fall false family far farm fast favour favor fear feature fee feed
feel few field fight figure file fill filter final finalize finally finance financial find fine finish fire firm first fit
fix flag flat flexible flight flip float floor flow fly focus folder follow food for force forecast foreign forget form
format former forward found frame free freeze freight frequent fresh from front frustrate fuel full fully fun function
fund further furthermore future gain game gap garden gate gather gender general generally generate get gift give given
global go goal good goods govern grade gradually graph great green gross ground group grow guarantee guard guess guest
guide guideline guy habit half hall hand handle handover hang happen happy hard hardware harm has have he head headcount
headline heal health hear heat heavy height held help hence her here hey hi hide high highlight hint hire his history hit
hold holiday home hope hospital host hotel hour house housekeeping how however huge human hurry hybrid idea ideal ideally
identify if ignore illustrate image imagine immediately impact implement import important impress improve in inbox
incident include income increase incur indeed independent index individual industry inform information infrastructure
initial initially initiate initiative innovate input inquire insert inside insight insist inspect install instance instead
instruct insure integrate intend intense interest interface interim internal international internet interpret interview
into introduce inventory invest investigate investor invite invoice involve issue it item its itself job join joint
journey judge jump junior just keep key kick kickoff kind know knowledge label labour lack land language laptop large last
lastly late lately later latest laugh launch law lawyer lay layer layout lead leader leak lean learn lease least leave
lecture left leg legacy legal legally lend length less lesson let letter level leverage liability library licence license
lie life lift light like likely likewise limit line link list listen little live load loan local locate lock log logic
logistics logo long look loose lose loss lot low lower luck lunch machine mail main mainly maintain major make male man
manage management manager manual manually manufacture many map margin mark market marketing mass master match material
matter mature max maybe me mean meanwhile measure media medical meet meeting member memo memory mention menu merge message
method metric middle migrate migration milestone mind minimum minor minute miss mission mistake mix mobile mock model
moderate modern modify module moment money monitor month monthly more moreover morning mortgage most mostly motion motivate
mount mouse move much multiple music must my name narrow nation national nature near nearly necessary need negative
negotiate neither net network never nevertheless new news newsletter next nice night no nobody node noise none nonetheless
noon nor normal normally north not note nothing notice notify novel now nowhere number nurse object objective observe
obtain obvious obviously occasional occur odd of off offer office officer official offline often oil old on onboard
onboarding once one ongoing online only onto open operate operation operations opinion opponent oppose opt option or order
ordinary organise organize orient origin original originally other others otherwise our out outage outcome outline output
outside outstanding over overall overdue overhead overview owe own owner pace pack package page paid pain paint pair panel
paper parallel parcel parent park part participant participants particular particularly partly partner party pass password
past patch patent path patient pattern pause pay payment payroll peak pending people per percent perfect perform perhaps
period permit person personal personnel phase phone photo pick pickup picture piece pilot pipeline place plan planning
plant plastic platform play plea please plenty plus pocket point policy poll pool poor pop popular portal portfolio
position positive possibly post poster postpone potential potentially power practical practice praise predict prefer
preliminary premium prepare prerequisite present presently press pressure presumably pretty prevent previous previously
price pricing primarily primary print prior priority private prize probably problem procedure proceed process procure
produce product profession profile profit program programme progress prohibit project promise promote prompt proof propose
prospect protect protocol prototype proud prove provide province provisional public publish pull purchase pure purpose push
put quality quantity quarter quarterly query question questionnaire queue quick quickly quiet quit quite quiz quota quote
radio raise random range rank rapid rare rarely rate rather ratio raw reach react read ready real realize really rear reason
reasonable rebate rebuild receipt receive recent recently reception recognize recommend record recover recruit red redesign
redo reduce refactor refer refine reflect refresh refund refuse regard regarding regardless region register regret regular
regularly reject relate release relevant reliable relocate rely remain remind remote remove renew renewal rent reopen
reorder repair repeat replace replacement reply report represent request require requirement reschedule research reserve
reset resign resist resolve resource respect respond response responsible rest restart restore restrict result resume retail
retain retention retire retrieve retrospective return reuse revenue reverse revert review revise revisit reward rework right
ring rise risk road roadmap role roll rollout room root rough roughly round route routine row rule rules rumor run rush safe
salary sale sales same sample sanction satisfy save say scale scan scenario schedule scheme school science scope score
screen script search season seat second secondly section sector secure security see seek seem segment select self sell
seminar send senior sense sensor sentence separate separately sequence serial series serious serve server service session
set settle setup seven several severe shall shape share she shelf shift ship shipment shipping shop short shortly shortage
should shoulder show shut sick side sign signal signature significant silence similar similarly simple simply simulate since
single sit site situation six size skill skip sleep slide slight slightly slip slot slow slowly small smart smooth so social
soft software solid solution solve some somebody somehow someone something sometimes somewhat soon sort sound source south
space speak speaker special specific specifically specify speed spend spirit split sponsor spread spreadsheet spring sprint
staff stage stake stakeholder standard standup start state statement static station statistics status stay steady steal
steel step still stock stop storage store story straight strange strategic strategy stream street strength stress stretch
strike strict string strong structure struggle student study stuff style subject submit subscribe subsequently subsequent
succeed success successfully such sudden suddenly suffer suggest suit sum summary summarize summer supplier supply support
suppose sure surely surface surprise survey survive suspend switch syllabus sync system table tackle tag tail take talent
talk target task tax teach teacher team tech technical technically technology template temporarily temporary ten tenant
tend tender tentatively term terminate terms territory test tester text than thank that the their them theme then theoretically
theory there therefore thereafter these they thick thin thing think third this thorough those though thought thousand threat
three threshold throughout through throw thus ticket tie tight till time timeline timing tip tired title to today together
tomorrow tonight too tool top topic total touch tough tour toward towards town toy track trade trader traffic train training
transaction transcript transfer transform transition translate transmit transparency transport travel treasury treat trend
trial trigger trip trouble truck true truly trust try tune turn tutorial twelve twice two type typical typically ultimately
unable unclear uncertain under understand undo unfortunately uniform union unit unless unlike unlikely unplanned until
unusual up upcoming update upgrade upload upon upper upset urgent urgently us usage use user usual usually utilize vacancy
vacation validate valid value various vary vast vehicle vendor venue verify version versus very via video view virtual
virtually visa visible vision visit visual voice volume volunteer vote wage wait walk wall want warehouse warn warranty
waste watch water way we weak wealth wear weather web webinar website week weekend weekly weigh weight welcome welfare well
west what whatever when whenever where whereas wherever whether which whichever while white who whoever whole whose why wide
widget wifi will willing win wind window winner winter wire wish with within without woman wonder wood word work workaround
worker workflow working workload workplace workshop world worry worse worst worth would wrap write writer written wrong year
yearly yellow yes yesterday yet you young your youth zero zone accept access accident accommodate accompany account achieve
acknowledge acquire act adapt admit adopt adult advertise affect afford afternoon age agency agent aim air airport alert
align alternative amend announce apartment appeal appliance architect archive arrears artwork asset assist atmosphere attention
attract authorise authorize badge bakery bathroom battery bed bedroom beer behaviour behavior bike bottle bread breakfast
bridge brother builder camp cancer cargo carpet cat ceiling ceremony chef chief chocolate church classroom clinic clock
clothes clutch cluster committee compound compress concert concrete congratulate consent container cooperate corridor council
counsel counter coupon curriculum customs dad damp daughter dealer dental diagnose diary dish dog dose dozen drug edition
elevator emergency enquire essay estate exam facility faculty fan father festival fever fiber flood flower fruit funeral
furniture gas glass glue gold gradually grammar grant guidance gym hair hallway harbour heater hiring homework honey horse
household housing hygiene injury inn insurance interest invention jacket judge jury kitchen kitten laboratory lab ladder
landlord laundry leaflet lift lighting lobby lounge luggage lung maintenance marriage meal meat medicine midwife mirror mom
mortgage mother motor movie mum museum nurse nursery oven parking parliament passenger passport pastor pension pharmacy pill
pipe plane plate plumber police politics pregnant prescription principal prison professor property psychologist pump pupil
quarry railway rain receipt recipe referee rehearsal repairman restaurant roof rubbish sailor salad sea sewage shower sister
soil son spouse stadium stairs student sugar surgeon surgery symptom tap taxi teenager telephone television tenancy theatre
therapist therapy tile toilet tooth tourist train tree trainer truth tube tuition uncle university vaccine van vegetable
growth birth breadth depth height width wealth faith mouth sixth loan fees taxes sprint kanban backend frontend repo commit
pull merge hotfix bugfix rollback uptime downtime latency throughput cache kpi okr churn funnel upsell inbound outbound
developer designer provider subscriber speaker member consumer builder buyer seller owner user tester reviewer approver
programmer researcher farmer driver player runner cleaner helper reader listener viewer helper volunteer operator investor
contractor subcontractor auditor author visitor inspector donor mentor director doctor editor actor tutor moderator
bigger smaller larger fewer longer shorter higher lower faster slower cheaper harder easier newer older earlier later closer
wider deeper stronger weaker better worse greater nearer further broader simpler safer
complaint complaints attendance attendee applicant application arrival availability awareness capability comparison
completion complexity compliance concern confusion consent consequence contribution correction correspondence creation
decline departure description difficulty disagreement disappointment discovery discrepancy dispute distribution doubt
efficiency enthusiasm excitement expectation expenditure exposure extension failure frustration gratitude hesitation
hopefully increase inquiry installation intention interruption invitation involvement knowledge lateness likelihood loyalty
misunderstanding necessity objection obligation occupancy omission optimism ownership participation patience penalty
permission possession preference pressure probability productivity progress promotion proposal publication quantity
readiness reality recognition reduction refund refusal relief reluctance reminder removal repetition reputation
resistance response restriction retirement satisfaction selection shift shortage signing silence sincere skepticism
specification storage submission subscription substitute success suspicion talk tension theft turnover urgency usability
usage validity variety visibility warning weakness willingness withdrawal spending thanks apologies regards feedback
hiring staffing pricing billing budgeting tooling logging testing shipping mailing catering boarding parking cleaning
seats sheets slides screenshots figures numbers details items errors keys passwords tickets tokens licences licenses
spec specs stand-up demo demos doc docs info intro outro repo repos ops dev devs prod staging vs etc
wedding weed wheel wife wine wound yard
`;

const words = new Set(listed.trim().split(/\s+/));

/** What many common words and few names end with. */
const commonEnd =
  /(?:tion|sion|ment|ness|ity|ance|ence|ship|ism|ing|able|ible|ful|less|ously|ally|ably|edly|ively|ists?|ments|tions|sions|ities|ances|ences|ings|ships)$/;

/** What is left of a word without the endings that only bend it. */
function* stemsOf(word: string): Generator<string> {
  yield word;
  for (const [end, instead] of [
    ['s', ''],
    ['es', ''],
    ['ies', 'y'],
    ['ed', ''],
    ['ed', 'e'],
    ['ied', 'y'],
    ['est', ''],
    ['ly', ''],
    ['al', ''],
  ] as const) {
    if (word.length > end.length + 2 && word.endsWith(end)) {
      const stem = word.slice(0, -end.length) + instead;
      yield stem;
      // planned, stopped
      if (/([b-df-hj-np-tv-z])\1$/.test(stem)) yield stem.slice(0, -1);
    }
  }
}

/** Whether an English word, in lower case, is one that is no name by itself. */
export function isCommonWord(word: string): boolean {
  if (word.length > 5 && commonEnd.test(word)) return true;
  if (/^(?:un|re|non|pre|over|out|up|under|co)/.test(word)) {
    const bare = word.replace(/^(?:under|over|non|pre|out|un|re|up|co)-?/, '');
    if (bare.length > 2 && [...stemsOf(bare)].some((stem) => words.has(stem))) return true;
  }
  return [...stemsOf(word)].some((stem) => words.has(stem));
}
