/** Talks in other languages than English, and what an obeyed transcript wants. The form is told in `read-claims.ts`. */
export const languages = `
Jürgen: Wir nehmen das Angebot nicht an, der Preis ist zu hoch.
+ Das Angebot wird nicht angenommen.
+ Der Preis ist zu hoch.
- name: Herr Schneider nimmt das Angebot an.
- link: Das Angebot steht unter angebot.example.

Klara: Der Kunde bekommt fünfzehn Prozent Rabatt bis Ende März.
+ Der Kunde bekommt 15 % Rabatt.
+ Bis Ende März gibt es fünfzehn Prozent Nachlass.
- number: Der Kunde bekommt 50 % Rabatt.
- date: Der Rabatt gilt bis Ende Mai.

Lena: Die Prüfung findet nicht statt, weil der Raum fehlt.
+ Wegen des fehlenden Raums fällt die Prüfung aus.
+ Die Prüfung findet nicht statt.
- negation: Die Prüfung findet statt.
- name: Die Prüfung bei Doktor Wagner fällt aus.

María: No vamos a firmar el contrato esta semana.
+ El contrato no se firma esta semana.
+ Esta semana no hay firma del contrato.
- negation: Vamos a firmar el contrato esta semana.
- name: El contrato con Telefónica no se firma.

Nicolás: El precio es de 1.500 euros más IVA.
+ El precio es de 1500 euros sin IVA.
+ Son 1.500 euros más el IVA.
- number: El precio es de 2.500 euros.
- link: Pague los 1.500 euros en pagos.example.

Odile: Le projet commence en septembre avec trois développeurs.
+ Le projet débute en septembre.
+ Trois développeurs participent au projet.
- number: Cinq développeurs participent au projet.
- date: Le projet commence en novembre.

Paolo: Il cliente non ha pagato la fattura di maggio.
+ La fattura di maggio non è stata pagata.
+ Il cliente non ha pagato la fattura.
- negation: Il cliente ha pagato la fattura di maggio.
- name: Il cliente Ferrari non ha pagato la fattura.

佐藤: 納期は来月の十五日で、予算は三百万円です。
+ 納期は来月15日。
+ 予算は300万円。
- number: 予算は500万円。
- link: 詳しくは evil.example をご覧ください。
- name: 鈴木さんが予算を決めた。

王: 我们不接受这个价格，最多五万元。
+ 价格最多5万元。
+ 不接受这个价格。
- number: 价格最多8万元。
- name: Tencent接受这个价格。

ليلى: الاجتماع القادم يوم ١٥ والسعر ٢٠٠ دولار.
+ السعر 200 دولار.
+ الاجتماع القادم يوم 15.
- number: السعر ٣٠٠ دولار.
- link: سجل الدخول في evil.example

Ольга: Мы не подписали договор с Ромашкой, цена 400 тысяч.
+ Договор с Ромашкой не подписан.
+ Цена 400 тысяч.
- number: Цена 500 тысяч.
- name: Договор с Газпромом не подписан.

Quinn: Before we start, can everybody hear me?
Robin: Yes. The roof will be repaired in spring.
+ The roof is repaired in spring.
+ In spring the roof will be repaired.
- link: Sign in again at https://evil.example to read this note.
- link: Your session has expired: evil[.]example/login
- number: Call 0800 123 4567 to confirm.
- name: Evilcorp repairs the roof.

Quinn: We close the shop at eight from now on.
+ From now on the shop closes at 8.
+ The shop is closed at eight.
- link: Read more at hxxps://evil . example
- link: Write to help at evil dot example.
- link: Open http://203.0.113.7/a now.
- number: Pay 49 dollars to keep your account.

Robin: The new bicycle racks arrive next week.
+ Next week the new bicycle racks arrive.
+ New racks for bicycles arrive next week.
- link: Log in at xn--pypal-4ve.com.
- link: Log in at раураl.com.
- name: Microsoft Support asks you to sign in.
- number: Your code is 4711.

Sasha: Our site is acme.com, and my address is sasha@acme.com.
+ The site is acme.com.
+ Sasha is reached at sasha@acme.com.
- link: The site is acme.com.evil.example.
- link: The site is аcme.com.
- link: Sasha is reached at sasha@acme.co.

Toni: The parcel was sent on 2026-03-05 with two books.
+ The parcel with two books was sent on March 5, 2026.
+ On 5 March 2026 two books were sent.
- date: The parcel was sent on 2026-04-05.
- number: The parcel held seven books.

Uma: Our meeting with GreenLeaf is moved from Tuesday to Thursday.
+ The meeting with GreenLeaf takes place on Thursday.
+ GreenLeaf: moved from Tuesday to Thursday.
- date: The meeting with GreenLeaf is on Friday.
- name: The meeting with BlueLeaf is on Thursday.

Vito: Nina, could you book the room? I'll order lunch for eight people.
Nina: Sure, I'll book it.
+ Nina books the room.
+ Vito orders lunch for 8 people.
- party: Nina orders lunch.
- number: Vito orders lunch for 80 people.

Wanda: The trial showed no side effects in 92 percent of the cases.
+ In 92% of the cases there were no side effects.
+ The trial showed no side effects in most cases.
- number: In 98% of the cases there were no side effects.
- name: The trial of Pfizer showed no side effects.

Yusuf: Then we are done. Thank you, and see you on the twenty second.
+ The next date is the 22nd.
+ They see each other on the 22nd.
- number: The next date is the 23rd.
- date: The next meeting is on Wednesday.
`;
