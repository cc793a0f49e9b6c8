import { describe, expect, it } from '@jest/globals';
import { contradictionOf } from './contradicts.ts';

const speakers = ['Anna Berg', 'Ben Cole', 'Speaker3'];

/** What a statement turns round of what Ben says. */
const turned = (text: string, statement: string) => {
  const spoken = [{ text, speaker: 'Ben Cole' }];
  return contradictionOf(statement, { quoted: spoken, cited: spoken, speakers });
};

describe('a statement that', () => {
  it.each([
    ['negation', 'We will not accept the price.', 'The customer accepted the price.'],
    ['negation', 'We accept the price.', 'The price was rejected.'],
    ['negation', "I don't think we can ship on Monday.", 'They can ship on Monday.'],
    ['negation', 'We have no budget this year.', 'There is a budget this year.'],
    ['negation', 'Nobody approved the plan.', 'The plan was approved.'],
    ['negation', 'They refused to sign the form.', 'They signed the form.'],
    ['negation', 'Sales went down last year.', 'Sales rose last year.'],
    ['negation', 'The hall is closed.', 'The hall is open.'],
    ['negation', 'Wir nehmen das Angebot nicht an.', 'Wir nehmen das Angebot an.'],
    ['negation', 'No vamos a firmar el contrato.', 'Vamos a firmar el contrato.'],
    ['number', 'We need 10 licences at 25 dollars.', '25 licences are needed at 10 dollars.'],
    ['number', 'It takes at least three weeks.', 'It takes at most three weeks.'],
    ['number', 'It takes three weeks.', 'It takes three days.'],
    ['number', 'The report is due before Friday.', 'The report is due after Friday.'],
    ['party', 'I will send the offer.', 'Anna will send the offer.'],
    ['party', 'I will send the offer.', 'Speaker3 sends the offer.'],
    ['party', 'You will get the draft.', 'Ben gets the draft.'],
    ['party', 'The supplier pays for the shipping.', 'The shipping is paid by the customer.'],
    ['party', 'Kim will review the contract.', 'Laura will review the contract.'],
    ['party', 'The agency invoices the contractor.', 'The contractor invoices the agency.'],
  ])('has another %s than "%s" is known: "%s"', (kind, said, statement) => {
    expect(turned(said, statement)).toBe(kind);
  });

  it.each([
    ['We will not accept the price.', 'The price was rejected.'],
    ['We will not ship on Monday but on Tuesday.', 'They ship on Tuesday.'],
    ["It isn't about the price, it's about quality.", 'The price was discussed.'],
    ["Don't forget to send the offer.", 'Send the offer.'],
    ["The backup didn't run.", 'There was no backup.'],
    ['We have no budget this year.', 'The budget is missing this year.'],
    ['We need to decide on the price.', 'The price is not decided.'],
    ["We don't have the report yet.", 'They will have the report on Friday.'],
    ['Shall we accept the price?', 'They accept the price.'],
    ['No, we take the second option.', 'They take the second option.'],
    ['From 20 to 25 percent.', 'From 20 percent to 25 percent.'],
    ['Three of twelve open tickets are critical.', 'Three tickets are critical.'],
    ['I will send the offer.', 'Ben sends the offer to Anna.'],
    ['We will send the offer.', 'The customer sends the offer.'],
    ['The supplier pays.', 'The vendor pays.'],
    ['Die Prüfung fällt aus, weil der Raum nicht frei ist.', 'Die Prüfung fällt aus.'],
  ])(
    'says the same as "%s", or something that no rule can tell, is left alone: "%s"',
    (said, statement) => {
      expect(turned(said, statement)).toBeNull();
    },
  );
});
