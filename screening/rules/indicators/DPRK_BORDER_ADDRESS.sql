/*
id: DPRK_BORDER_ADDRESS
title:
  en: A party at the border of North Korea
  ru: Лицо у границы с КНДР
  kk: КХДР шекарасындағы тұлға
meaning:
  en: >-
    A party's address is in one of the few towns by which nearly all trade with North Korea passes, or in the
    country itself. Much of their trade is honest. Ask for the end user, and hold the goods against the resolutions.
  ru: >-
    Адрес лица — в одном из немногих городов, через которые идёт почти вся торговля с КНДР, или в самой стране.
    Многое в этой торговле законно. Запросите сведения о конечном пользователе и сверьте товар с резолюциями.
  kk: >-
    Тұлғаның мекенжайы КХДР-мен сауданың барлығы дерлік өтетін санаулы қалалардың бірінде немесе сол елдің өзінде.
    Бұл сауданың көбі заңды. Соңғы пайдаланушы туралы сұратып, тауарды қарарлармен салыстырыңыз.
sentence:
  en: "Address of the {subject}: {declared}, which names {reference}"
  ru: "Адрес, {subject}: {declared}; в нём назван {reference}"
  kk: "Мекенжай, {subject}: {declared}; онда {reference} аталған"
source: >-
  UN Security Council, reports of the Panel of Experts under resolution 1874 (2009), e.g. S/2024/215 (traders of
  border towns)
inputs: [today.items]
window_days: 1
parameters:
  strength_in_the_country: 1.0
  strength_border_town: 0.6
*/
WITH addresses AS (
    SELECT declaration_id, min(item_number) AS item_number, subject, address
    FROM (
        SELECT declaration_id, item_number, 'consignor' AS subject, consignor_address AS address FROM today.items
        UNION ALL
        SELECT declaration_id, item_number, 'consignee', consignee_address FROM today.items
        UNION ALL
        SELECT declaration_id, item_number, 'declarant', declarant_address FROM today.items
        UNION ALL
        SELECT declaration_id, item_number, 'responsible', responsible_address FROM today.items
        UNION ALL
        SELECT declaration_id, item_number, 'carrier', carrier_address FROM today.items
    )
    WHERE address IS NOT NULL
    GROUP BY ALL
),
named AS (
    SELECT
        *,
        nullif(regexp_extract(upper(address),
            '(?:^|[^\p{L}])(PYONGYANG|ПХЕНЬЯН|SINUIJU|СИНЫЙДЖУ|NAMPO|НАМПХО|RASON|РАСОН|CHONGJIN|ЧХОНДЖИН|D\.?P\.?R\.? ?KOREA|DPRK|КНДР)(?:[^\p{L}]|$)',
            1), '') AS inside,
        nullif(regexp_extract(upper(address),
            '(?:^|[^\p{L}])(DANDONG|ДАНЬДУН|丹东|HUNCHUN|ХУНЬЧУНЬ|珲春|YANJI|ЯНЬЦЗИ|延吉|TUMEN CITY|图们)(?:[^\p{L}]|$)', 1), '') AS near
    FROM addresses
)
SELECT
    declaration_id,
    item_number,
    subject,
    CASE WHEN inside IS NOT NULL THEN $strength_in_the_country ELSE $strength_border_town END AS strength,
    address AS declared,
    coalesce(inside, near) AS reference,
    'KP' AS reference_id,
    {'is_inside': inside IS NOT NULL} AS detail
FROM named
WHERE inside IS NOT NULL OR near IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY declaration_id, subject ORDER BY inside NULLS LAST, item_number, address) = 1
