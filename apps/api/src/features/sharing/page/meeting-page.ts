import { markup, type Html } from '../../../http/html.ts';
import { pageFoot, pageHead } from './frame.ts';
import { noteSection } from './note-section.ts';
import type { SharedMeeting, SharedTurn } from './shared-meeting.ts';

const inUtc = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'UTC',
});

/**
 * A meeting for people who were sent its link, a piece at a time. Each text begins at the side its own script begins at.
 * @param audioAddress where its player asks.
 */
export function* meetingPage(meeting: SharedMeeting, audioAddress: string): Generator<string> {
  yield pageHead(meeting.title);
  yield headOf(meeting, audioAddress).text;
  const { note, transcript, language } = meeting;
  if (note !== null) yield noteSection(note, { language, linked: Array.isArray(transcript) }).text;
  if (transcript !== null) yield* transcriptOf(transcript, language);
  yield foot;
  yield pageFoot;
}

const foot = `<footer class="quiet"><p>This meeting was shared by link: whoever has the address of this page can open it.</p></footer>
`;

function headOf(meeting: SharedMeeting, audioAddress: string): Html {
  const { title, createdAt, duration, coverage, warnings, note, transcript, hasAudio } = meeting;
  const facts = [
    markup`<time datetime="${createdAt.toISOString()}">${inUtc.format(createdAt)} UTC</time>`,
    duration !== null && markup` · ${duration}`,
    coverage !== null && markup` · transcript covers ${coverage}`,
  ];
  return markup`<header>
<h1 dir="auto" lang="${meeting.language}">${title}</h1>
<p class="quiet">${facts}</p>
</header>
${hasAudio && markup`<audio controls preload="none" src="${audioAddress}">The recording of this meeting, to listen to.</audio>\n`}${warnings.map((text) => markup`<p class="warning" dir="auto">${text}</p>\n`)}${
    note !== null &&
    transcript !== null &&
    markup`<nav class="parts" aria-label="On this page"><a href="#note">Note</a><a href="#transcript">Transcript</a></nav>\n`
  }`;
}

function* transcriptOf(turns: readonly SharedTurn[] | 'none', language: string): Generator<string> {
  yield markup`<section id="transcript" aria-label="Transcript">\n<h2>Transcript</h2>\n`.text;
  if (turns === 'none') {
    yield markup`<p class="quiet">There is no finished transcript yet. Come back later.</p>\n`.text;
  } else if (turns.length === 0) {
    yield markup`<p class="quiet">No words were recognised in this recording.</p>\n`.text;
  } else {
    for (const turn of turns) yield turnOf(turn, language).text;
  }
  yield '</section>\n';
}

const turnOf = ({ speaker, lines }: SharedTurn, language: string): Html =>
  markup`<div class="turn">
<h3 dir="auto" lang="">${speaker}</h3>
${lines.map(
  ({ segmentId, time, text }) =>
    markup`<p class="line" dir="auto" lang="${language}" id="s${segmentId}"><a class="time" href="#s${segmentId}">${time}</a><span>${text}</span></p>\n`,
)}</div>
`;
