/** Talks about prices, contracts and orders. The form is told in `read-claims.ts`. */
export const sales = `
Anna: We will not accept the price as it is.
+ The price was not accepted.
+ Anna does not accept the price.
+ The offered price is rejected.
- negation: The customer accepted the price.
- negation: Anna accepts the price.

Ben: We can give you a discount of twelve percent if you sign this month.
+ A discount of 12% is offered on signing this month.
+ Ben offers twelve percent off for a signature this month.
- number: A discount of 20 percent is offered.
- number: Ben offers 1.2 percent off.
- name: Contoso gets a discount of twelve percent.

Carla: We need ten licences at twenty five dollars each.
Ben: Fine, I will prepare the order form by Thursday.
+ Ten licences at $25 each are needed.
+ Ben prepares the order form by Thursday.
- amount: Twenty-five licences are needed at ten dollars each.
- date: Ben prepares the order form by Tuesday.
- party: Carla will prepare the order form.

Dimitri: The renewal was signed yesterday, so the account stays with us for another two years.
+ The renewal is signed and the account stays for two more years.
+ The account was renewed for 2 years.
- negation: The renewal was not signed.
- number: The account was renewed for three years.
- amount: The account was renewed for two months.

Elena: Legal has approved the contract, but procurement has not looked at it yet.
+ Legal approved the contract.
+ Procurement still has to look at the contract.
- negation: Legal rejected the contract.
- party: Procurement approved the contract.

Farid: I don't think we can lower the fee any further.
+ Farid sees no room to lower the fee further.
+ A lower fee is unlikely.
- negation: The fee can be lowered further.
- negation: Farid will lower the fee.

Anna: Nobody has confirmed the delivery date so far.
+ The delivery date is unconfirmed.
+ No one has confirmed the delivery date.
- negation: The delivery date was confirmed.

Grace: Our budget for this is at most forty thousand euros.
+ The budget is at most 40,000 euros.
+ The budget is limited to 40 000 €.
- amount: The budget is at least 40,000 euros.
- amount: The budget is at most 40,000 dollars.
- number: The budget is at most 60,000 euros.

Henrik: You will get the revised quote from me tomorrow morning.
+ Henrik sends the revised quote tomorrow.
+ A revised quote follows tomorrow morning.
- party: Henrik gets the revised quote tomorrow morning.
- date: The revised quote comes on Monday.

Ines: The supplier pays for the shipping, that is in the contract.
+ Shipping is paid by the supplier.
+ According to the contract the supplier pays for shipping.
- party: The customer pays for the shipping.
- party: Shipping is paid by the buyer.

Ben: We lost the tender in Porto because our price was too high.
+ The tender in Porto was lost over the price.
+ Porto was lost because the price was too high.
- negation: The tender in Porto was won.
- name: The tender in Madrid was lost.

Jonas: Let's keep the pilot running until the end of March.
+ The pilot keeps running until the end of March.
+ It is proposed to keep the pilot until March.
- date: The pilot runs until the end of May.
- negation: The pilot is cancelled.

Karim: Revenue went up by eight percent in the third quarter.
+ Revenue rose by 8% in Q3.
+ Third-quarter revenue increased by eight percent.
- negation: Revenue fell by eight percent in the third quarter.
- number: Revenue rose by 18% in Q3.
- number: Revenue rose by 8% in Q2.

Laura: If they extend the payment terms to sixty days, we have a deal.
+ A deal depends on payment terms of 60 days.
+ With payment terms extended to sixty days there is a deal.
- number: A deal depends on payment terms of 90 days.
- amount: A deal depends on payment terms of 60 weeks.

Milo: We had 140 leads in April, and fourteen of them became customers.
+ 14 of the 140 leads of April became customers.
+ April brought 140 leads.
- amount: April brought 14 leads.
- number: April brought 160 leads.

Nadia: The competitor is cheaper, but their support is not available at night.
+ The competitor costs less but has no support at night.
+ Their support is unavailable at night.
- negation: The support of the competitor is available at night.

Anna: Please send the signed copy to legal at acme dot com.
+ The signed copy goes to legal@acme.com.
+ Send the signed copy to legal@acme.com
- link: Send the signed copy to legal@acme.example.
- link: Send the signed copy to legal@acrne.com

Oskar: Sales sends the leads to marketing every Monday.
+ Every Monday sales sends its leads to marketing.
+ Leads are sent by sales on Mondays.
- party: Marketing sends the leads to sales.
- date: Sales sends the leads every Friday.

Petra: The old price list is no longer valid.
+ The old price list is not valid any more.
+ The old price list has become invalid.
- negation: The old price list is still valid.

Ben: We agreed to buy two hundred units, not three hundred.
+ Two hundred units will be bought.
+ They agreed on 200 units instead of 300.
- number: They agreed on 250 units.
- name: Ben agreed with Northwind on 200 units.
`;
