import { markup, type Html } from '../../../http/html.ts';
import type { SharedNote, Statement, Task } from './shared-meeting.ts';

interface Shown {
  language: string;
  /** Whether the transcript is on the page, for times to lead to. */
  linked: boolean;
}

export function noteSection(note: SharedNote | 'none', shown: Shown): Html {
  const content =
    note === 'none'
      ? markup`<h2>Note</h2>\n<p class="quiet">There is no note of this meeting yet. Come back later.</p>\n`
      : [
          part('Summary', note.summary, shown),
          part('Key points', note.keyPoints, shown),
          part('Action items', note.actionItems, shown),
        ];
  return markup`<section id="note" aria-label="Note">\n${content}</section>\n`;
}

const part = (title: string, statements: readonly (Statement | Task)[], shown: Shown) =>
  statements.length > 0 &&
  markup`<h2>${title}</h2>
<ul class="statements">
${statements.map((statement) => markup`<li>${statementOf(statement, shown)}</li>\n`)}</ul>
`;

const statementOf = (statement: Statement | Task, { language, linked }: Shown): Html => {
  const { text, quote, at, unconfirmed, quoteChanged } = statement;
  const times = at.map(({ segmentId, time }) =>
    linked
      ? markup` <a class="time" href="#s${segmentId}">${time}</a>`
      : markup` <span class="time">${time}</span>`,
  );
  return markup`<p dir="auto" lang="${language}">${text}${unconfirmed && markup` ${mark('unconfirmed')}`}</p>
${'who' in statement && dutyOf(statement, language)}${
    quote === null
      ? at.length > 0 && markup`<p class="quiet">Said at${times}</p>`
      : markup`<blockquote dir="auto" lang="${language}">“${quote}”${times}</blockquote>`
  }${quoteChanged && markup`<p class="quiet">${mark('quote changed')} The transcript was corrected here and does not say these words any more.</p>`}`;
};

const mark = (text: string): Html => markup`<span class="mark" lang="en">${text}</span>`;

const dutyOf = ({ who, when }: Task, language: string) =>
  (who !== null || when !== null) &&
  markup`<p class="task quiet">${who !== null && markup`<span>Who: <bdi lang="${language}">${who}</bdi></span>`}${when !== null && markup`<span>When: <bdi lang="${language}">${when}</bdi></span>`}</p>\n`;
