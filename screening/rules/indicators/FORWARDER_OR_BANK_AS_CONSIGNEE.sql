/*
id: FORWARDER_OR_BANK_AS_CONSIGNEE
title:
  en: Forwarder or bank as consignee of priority goods
  ru: Экспедитор или банк — получатель приоритетных товаров
  kk: Экспедитор немесе банк басым тауарлардың алушысы
meaning:
  en: >-
    By its name the consignee moves or pays for goods of others and does not use them. Ask who the end user is, and
    where.
  ru: >-
    Судя по наименованию, получатель перевозит или оплачивает чужие товары и сам их не использует. Выясните, кто и
    где конечный пользователь.
  kk: >-
    Атауына қарағанда, алушы өзгелердің тауарын тасымалдайды не төлейді, өзі пайдаланбайды. Соңғы пайдаланушы кім
    және қайда екенін анықтаңыз.
sentence:
  en: "Consignee «{declared}» reads like a {reference}; goods of tier {reference_id}"
  ru: "Получатель «{declared}» похож по роду занятий на: {reference}; товар уровня {reference_id}"
  kk: "Алушы «{declared}» қызметі бойынша мынаған ұқсас: {reference}; тауар деңгейі {reference_id}"
source: >-
  FinCEN and BIS joint notice FIN-2023-NTC2, 6 November 2023 (freight forwarders and banks named as ultimate
  consignee)
inputs: [today.items]
window_days: 1
parameters: {}
*/
SELECT
    i.declaration_id,
    i.item_number,
    'consignee' AS subject,
    CASE WHEN i.tier IN ('1', '2') THEN 1.0 ELSE 0.7 END AS strength,
    i.consignee_name AS declared,
    CASE WHEN regexp_matches(lower(i.consignee_name), '(^|[^\p{L}])(банк|bank|банкі)([^\p{L}]|$)') THEN 'bank' ELSE 'forwarder' END
        AS reference,
    i.tier AS reference_id,
    {'consignee_country': i.consignee_country_code} AS detail
FROM today.items AS i
WHERE i.flow = 'import'
  AND i.tier IS NOT NULL
  AND regexp_matches(
      lower(i.consignee_name),
      '(^|[^\p{L}])((банк|банкі|bank)([^\p{L}]|$)|экспедиц|экспедит|экспресс-?почта|логист|logist|forward|freight|cargo|карго|shipping|брокер|broker|courier|курьер|терминал|терминалы|транспорттық экспедиция)'
  )
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier NULLS LAST, i.item_number) = 1
