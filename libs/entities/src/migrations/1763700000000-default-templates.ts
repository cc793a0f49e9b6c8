interface DefaultTemplate {
  id: string;
  title: string;
  description: string;
  transcriptionPrompt: string;
  summaryPrompt: string;
  keyPoints: string[];
  speakerDiarization: string;
}

/** The templates every workspace finds when it begins. Their ids never change: meetings refer to them. */
export const defaultTemplates: readonly DefaultTemplate[] = [
  {
    id: '01890a5d-ac96-774b-bcce-b302099a8001',
    title: 'General meeting',
    description: 'Any meeting: what was discussed, what was decided and who does what.',
    transcriptionPrompt:
      'A meeting of several people on any subject. Keep names, numbers and dates exactly as they were said.',
    summaryPrompt:
      'Begin with the purpose of the meeting in one sentence. Then say, subject by subject, what was discussed and how it ended: decided, put off or left open. Keep decisions apart from opinions.',
    keyPoints: [
      'Decisions and the reasons given for them',
      'Open questions and who is to answer them',
      'Deadlines and dates that were named',
      'Risks and concerns that were raised',
    ],
    speakerDiarization:
      'Several people take turns. Whoever greets the others, names the subjects and closes the meeting is its host.',
  },
  {
    id: '01890a5d-ac96-774b-bcce-b302099a8002',
    title: 'Sales call',
    description: 'A conversation with a prospect or customer about buying something.',
    transcriptionPrompt:
      'A sales conversation. Expect product names, prices, discounts, competitors and titles of people; keep amounts and currencies as they were said.',
    summaryPrompt:
      'Say who the customer is and what they need, in their own terms. Then what was offered at what price, the objections and how they were met, and how the call ended. Say what the customer committed to and what the seller promised; do not report interest that nobody expressed.',
    keyPoints: [
      'What the customer needs and why now',
      'Products or services discussed',
      'Prices, discounts and terms that were named',
      'Objections and the answers to them',
      'Competitors and alternatives that came up',
      'Who decides, and how and when',
      'Agreed next steps',
    ],
    speakerDiarization:
      'Usually two sides. Whoever presents the offer and quotes prices speaks for the seller; whoever asks about cost, fit and terms speaks for the customer. Each side may have several people.',
  },
  {
    id: '01890a5d-ac96-774b-bcce-b302099a8003',
    title: 'Stand-up',
    description: 'A short round of a team: done, next, in the way.',
    transcriptionPrompt:
      'A short team round. Expect ticket numbers, names of systems and abbreviations; keep them as they were said.',
    summaryPrompt:
      'Person by person: what is done, what comes next, what is in the way. Two sentences for each at most. End with the obstacles that need somebody from outside the team.',
    keyPoints: [
      'What each person finished',
      'What each person does next',
      'What is in the way, and who can clear it',
      'Changes to dates or scope',
    ],
    speakerDiarization:
      'Several people speak one after the other, each about their own work. Whoever calls on the others and asks the questions in between leads the round.',
  },
  {
    id: '01890a5d-ac96-774b-bcce-b302099a8004',
    title: 'Interview',
    description:
      'Questions and answers: a job interview, a user interview, a conversation for research.',
    transcriptionPrompt:
      'An interview. Keep the words in which answers were given; leave out hesitations and false starts.',
    summaryPrompt:
      'Say who is interviewed and about what. Then go through the questions in order, each with the essence of its answer, quoting short phrases where the wording matters. Do not judge the person.',
    keyPoints: [
      'Experience and background that were told',
      'Answers to the main questions',
      'Concrete examples that were given',
      'Questions the interviewed person asked',
      'What happens next',
    ],
    speakerDiarization:
      'One or more interviewers ask, one person answers at length. Whoever asks most of the questions is an interviewer.',
  },
  {
    id: '01890a5d-ac96-774b-bcce-b302099a8005',
    title: 'Customer support',
    description: 'A customer has a problem and somebody helps.',
    transcriptionPrompt:
      'A support conversation. Expect product names, error messages, order and ticket numbers; keep them digit by digit.',
    summaryPrompt:
      'Say what the problem is, as the customer describes it, and since when. Then what was tried and what came of it, and whether the problem is solved. If it is not, say who does what by when. If the customer said that they were upset, say about what.',
    keyPoints: [
      'The problem and what it keeps the customer from doing',
      'Product, version, order or ticket numbers that were named',
      'What was tried and with what result',
      'The solution, or what is still open',
      'Promises made to the customer',
    ],
    speakerDiarization:
      'Usually two people. Whoever describes the problem is the customer; whoever asks about details and proposes steps is the agent.',
  },
];
