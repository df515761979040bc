/*
id: CLOSED_COMPANY
title:
  en: Firm that was struck off
  ru: Фирма исключена из реестра
  kk: Тізілімнен шығарылған фирма
meaning:
  en: >-
    By the register of legal entities the consignee or consignor was struck off before this declaration. Somebody
    uses its name. Hold the release until it is clear who stands behind it.
  ru: >-
    По реестру юридических лиц получатель или отправитель исключён до подачи этой декларации. Кто-то пользуется его
    именем. До выяснения, кто за ним стоит, выпуск стоит задержать.
  kk: >-
    Заңды тұлғалар тізілімі бойынша алушы немесе жөнелтуші осы декларацияға дейін шығарылған. Біреу оның атын
    пайдаланып отыр. Артында кім тұрғаны анықталғанша шығаруды кідірткен жөн.
sentence:
  en: "The {subject} «{declared}» was struck off on {reference}"
  ru: "{subject}: «{declared}» исключён из реестра {reference}"
  kk: "{subject}: «{declared}» тізілімнен {reference} күні шығарылған"
source: >-
  FATF, Complex Proliferation Financing and Sanctions Evasion Schemes, June 2025 (companies that exist on paper
  only)
inputs: [today.items, intake.companies]
window_days: 1
parameters: {}
*/
WITH parties AS (
    SELECT declaration_id, item_number, 'consignee' AS subject, consignee_tax_id AS tax_id, consignee_name AS name
    FROM today.items WHERE consignee_tax_id IS NOT NULL
    UNION ALL
    SELECT declaration_id, item_number, 'consignor', consignor_tax_id, consignor_name
    FROM today.items WHERE consignor_tax_id IS NOT NULL
)
SELECT
    p.declaration_id,
    min(p.item_number) AS item_number,
    p.subject,
    1.0 AS strength,
    coalesce(min(p.name), p.tax_id) AS declared,
    CAST(c.closed_date AS VARCHAR) AS reference,
    c.tax_id AS reference_id,
    {'days_closed': date_diff('day', c.closed_date, $screening_date)} AS detail
FROM parties AS p
JOIN intake.companies AS c USING (tax_id)
WHERE c.closed_date < $screening_date
GROUP BY p.declaration_id, p.subject, p.tax_id, c.tax_id, c.closed_date
