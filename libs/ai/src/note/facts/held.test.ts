import { describe, expect, it } from '@jest/globals';
import { createHeld } from './held.ts';

const missing = (said: string, statement: string) =>
  createHeld({ text: said, names: ['Anna Berg', 'Speaker2'], speakers: 2 }).missing(statement);

describe('a statement says nothing that its words do not hold', () => {
  it.each([
    ['We agreed on ten percent.', 'They agreed on 10 %.'],
    ['We agreed on ten percent.', 'Anna Berg agreed on ten percent.'],
    ['We agreed on ten percent.', 'The two agreed. One of them hesitated.'],
    ['We agreed on ten percent.', 'Discount Agreed On'],
    ['the github repo is in aws', 'The GitHub repo is in AWS.'],
    ['Call +1 555 010 9999.', 'Call 1-555-010-9999'],
    ['on the twenty seventh of november twenty twenty six', 'Due on 2026-11-27'],
    ['Am Montag spricht der Kunde mit Herrn Keller.', 'Der Kunde spricht am Montag mit Keller.'],
    ['Wir geben fünf Prozent.', 'Der Kunde bekommt einen Preisnachlass von 5 %.'],
    ['Users forget their password.', 'Users cannot remember the password.'],
    ['Договор с Ромашкой подписан.', 'Ромашка: договор подписан.'],
    ['値段は五百円です。田中さんが決めます。', '値段は500円。田中さんが決める。'],
  ])('where "%s" was said: "%s"', (said, statement) => {
    expect(missing(said, statement)).toBeNull();
  });
});

describe('a statement is known by', () => {
  it.each([
    ['link', 'We agreed.', 'They agreed, see evil.example.'],
    ['number', 'We agreed on ten percent.', 'They agreed on twenty percent.'],
    ['number', 'We agreed.', 'Call 0800 123 4567.'],
    ['number', 'السعر ٢٥ دولار', 'السعر ٣٠ دولار'],
    ['number', '値段は五百円です。', '値段は六百円。'],
    ['date', 'We meet on Thursday.', 'They meet on Friday.'],
    ['date', 'We meet in March.', 'Treffen im Mai'],
    ['date', 'on the twenty seventh of november twenty twenty six', 'Due on 2026-12-27'],
    ['name', 'We agreed.', 'Julia agreed.'],
    ['name', 'We agreed.', 'Will agreed.'],
    ['name', 'We agreed.', 'Weber agreed.'],
    ['name', 'We agreed.', 'They agreed with Acme.'],
    ['name', 'We agreed.', 'ACME AGREED'],
    ['name', 'We agreed.', 'They use iPlanet.'],
    ['name', 'We talked to Acme.', 'They talked to Асme.'],
    ['name', 'Wir geben Rabatt.', 'Wir geben Herrn Müller Rabatt.'],
    ['name', 'Wir geben Rabatt.', 'Der Rabatt gilt für Julia Schmidt.'],
    ['name', 'Le client accepte le prix.', 'Le client Dupont accepte le prix.'],
    ['name', 'El precio es alto.', 'Julia Gómez acepta el precio.'],
    ['name', '田中さんが決めます。', '佐藤さんが決める。'],
    ['name', '値段が決まりました。', 'Acme社が払う。'],
    ['address to the reader', 'We agreed.', 'Sign in again to read this note'],
    ['address to the reader', 'We agreed.', 'Your account has been suspended.'],
    ['address to the reader', 'We agreed.', 'Enter the password'],
  ])('its %s that "%s" does not hold: "%s"', (fact, said, statement) => {
    expect(missing(said, statement)).toBe(fact);
  });
});
