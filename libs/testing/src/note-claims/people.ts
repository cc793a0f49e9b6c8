/** Talks between people: interviews, lessons, patients, families. The form is told in `read-claims.ts`. */
export const people = `
Amelie: I have worked with spreadsheets for six years, but never with databases.
+ Amelie has six years of experience with spreadsheets.
+ She has no experience with databases.
- negation: Amelie has worked with databases.
- number: Amelie has sixteen years of experience with spreadsheets.

Bruno: The candidate asked the recruiter for a second interview.
+ A second interview was asked for by the candidate.
+ The candidate wants a second interview.
- party: The recruiter asked the candidate for a second interview.
- number: The candidate asked for a third interview.

Cem: The patient must not take the tablets with milk.
+ The tablets must not be taken with milk.
+ Milk is to be avoided with the tablets.
- negation: The patient must take the tablets with milk.

Dora: I take two tablets in the morning and one at night.
+ Dora takes two tablets in the morning.
+ She takes one tablet at night.
- number: Dora takes four tablets in the morning.
- name: Dora takes two tablets of Ibuprofen.

Emil: My landlord refused to repair the heating.
+ The landlord does not repair the heating.
+ The landlord declined to repair the heating.
- negation: The landlord repaired the heating.
- negation: The landlord agreed to repair the heating.

Flora: You did not hand in the essay on time.
+ The essay was not handed in on time.
+ The essay was late.
- negation: The essay was handed in on time.

Gil: The vote was eleven to four in favour of the new statutes.
+ The new statutes were accepted by 11 to 4.
+ Eleven voted for the new statutes and four against.
- number: The vote was twelve to four.
- number: The vote was 11 to 5 in favour.

Hana: I would rather work from home on Fridays.
+ Hana prefers to work from home on Fridays.
+ Fridays at home are preferred.
- date: Hana prefers to work from home on Mondays.
- name: Igor would rather work from home on Fridays.

Ivo: Our neighbour Mister Blum sold the garden to the church.
+ Blum sold the garden to the church.
+ The church has the garden of the neighbour now.
- negation: Blum bought the garden.
- name: Weber sold the garden to the church.

Juri: I'm happy with the apartment, the kitchen is really big.
+ Juri is happy with the apartment.
+ The kitchen is big.
- negation: Juri is unhappy with the apartment.
- negation: Juri is not happy with the apartment.

Kira: We meet at half past seven in front of the museum.
+ They meet at 7:30 in front of the museum.
+ The museum is the meeting point at half past seven.
- number: They meet at 8:30 in front of the museum.
- name: They meet in front of the Louvre.

Lou: Mother called on the fourteenth of June and said she feels better.
+ On 14 June the mother said that she feels better.
+ She called on June 14.
- date: She called on 14 July.
- number: She called on June 24.

Mara: The doctor told the patient to rest for ten days.
+ The patient was told to rest for ten days.
+ The doctor ordered ten days of rest.
- party: The patient told the doctor to rest.
- amount: The patient has to rest for ten weeks.

Nils: I will bring the cake, and you bring the drinks, Olga.
+ Nils brings the cake.
+ Olga brings the drinks.
- party: Olga will bring the cake.

Olga: The choir doesn't sing in December, the hall is closed.
+ There is no singing in December because the hall is closed.
+ The hall is closed in December.
- negation: The choir sings in December.
- negation: The hall is open in December.

Paul: The insurance covers the roof but it does not cover the cellar.
+ The roof is covered by the insurance.
+ The cellar is not covered.
- negation: The insurance does not cover the roof.
- name: Allianz covers the roof.

Qadir: My teacher allowed me to repeat the exam in autumn.
+ The exam may be repeated in autumn.
+ Qadir was allowed to repeat the exam.
- negation: Qadir was not allowed to repeat the exam.
- negation: The teacher forbade to repeat the exam.

Rita: About sixty people came to the funeral, most of them from the village.
+ Around 60 people came to the funeral.
+ Most of the sixty guests were from the village.
- number: About 160 people came to the funeral.
- amount: Sixty villages were represented by people.

Sara: I have not decided yet whether I move to Graz or to Linz.
+ Sara has not decided between Graz and Linz.
+ It is open whether she moves to Graz or Linz.
- negation: Sara decided to move.
- name: Sara moves to Vienna.

Tim: The rent is nine hundred a month, heating included.
+ The rent is 900 a month with heating.
+ Nine hundred a month include the heating.
- negation: The heating is excluded.
- number: The rent is 950 a month.
`;
