/** Talks about software, buildings, schedules. The form is told in `read-claims.ts`. */
export const projects = `
Rosa: We can't ship on Monday, the tests are still failing.
+ Shipping on Monday is not possible.
+ The tests still fail, so Monday does not work.
- negation: The release ships on Monday.
- negation: The tests are passing.

Sven: The migration took three weeks and touched forty tables.
+ The migration took 3 weeks.
+ Forty tables were touched by the migration.
- amount: The migration took forty weeks.
- number: The migration took four weeks.

Tara: I will fix the login bug today, and Umar reviews it.
+ Tara fixes the login bug today.
+ Umar reviews the fix of the login bug.
- party: Umar will fix the login bug.
- name: Viktor reviews the login bug.

Umar: We should not deploy before the audit is finished.
+ Deployment has to wait for the audit.
+ The audit comes before the deployment.
- negation: They should deploy now.

Rosa: The backup didn't run last night.
+ There was no backup last night.
+ Last night's backup did not run.
- negation: The backup ran last night.

Vera: The server has 64 gigabytes of memory and 16 cores.
+ The server has 16 cores and 64 GB of memory.
+ There are sixteen cores in the server.
- amount: The server has 64 cores.
- number: The server has 128 gigabytes of memory.

Will: Engineering needs the designs before Wednesday.
+ The designs are needed before Wednesday.
+ Engineering needs the designs by Wednesday.
- amount: Engineering needs the designs after Wednesday.
- party: Marketing needs the designs before Wednesday.

Xenia: The customer has not reported any problems since the update.
+ No problems were reported since the update.
+ Since the update the customer reported nothing.
- negation: The customer reported problems since the update.

Yann: Let us open the second entrance in May and close the parking lot.
+ The second entrance opens in May.
+ The parking lot is to be closed.
- negation: The parking lot is opened.
- date: The second entrance opens in June.

Zoe: It will cost at least half a million.
+ The cost is at least 500,000.
+ At least half a million is needed.
- amount: It will cost at most half a million.
- number: It will cost at least 300,000.

Sven: I have already informed the landlord, so you don't need to call him.
+ Sven informed the landlord.
+ The landlord has been informed and need not be called.
- negation: The landlord was not informed.
- party: Rosa informed the landlord.

Tara: Unfortunately the permit was denied by the city.
+ The city denied the permit.
+ The permit was not granted.
- negation: The permit was approved.
- name: The permit was denied by Lisbon.

Umar: The docs are at docs dot internal slash setup.
+ The setup guide is at docs.internal/setup.
+ Documentation is found under docs.internal.
- link: The docs are at docs.external/setup.
- link: The docs are at http://docs.internal.evil.example/setup.

Vera: Version 4.2 goes out first, 4.3 follows two weeks later.
+ Version 4.3 follows two weeks after 4.2.
+ First comes version 4.2.
- number: Version 4.4 goes out first.
- amount: Version 4.3 follows two days later.

Will: The contractor invoices the agency, and the agency invoices us.
+ The contractor sends its invoices to the agency.
+ The agency is invoiced by the contractor.
- party: The agency invoices the contractor.

Xenia: We never promised an app for tablets.
+ An app for tablets was never promised.
+ There is no promise of a tablet app.
- negation: An app for tablets was promised.

Yann: About a third of the users come back after a week.
+ One third of the users return after a week.
+ A third of users come back after a week.
- number: Half of the 90 users come back.
- amount: A third of the users come back after three weeks.

Zoe: The first workshop has twelve seats and the second one thirty.
+ The first workshop has 12 seats.
+ There are thirty seats in the second workshop.
- number: The first workshop has 20 seats.
- name: The first workshop in Oslo has twelve seats.

Rosa: We decided to hire two more testers instead of buying the tool.
+ Two more testers are to be hired.
+ They hire testers rather than buy the tool.
- number: Five more testers are hired.
- negation: No testers will be hired.

Sven: Our phone number for emergencies is five five five zero one nine nine.
+ The emergency number is 555 0199.
+ In an emergency call 5550199.
- number: The emergency number is 555 0198.
- number: Call +44 20 7946 0000 in an emergency.
`;
