/*
id: VIRTUAL_ASSET_PAYMENT
title:
  en: Payment in virtual assets
  ru: Оплата виртуальными активами
  kk: Виртуалды активтермен төлеу
meaning:
  en: >-
    The terms of payment speak of a virtual asset or hold what looks like a wallet. It need not be forbidden, but
    leaves banks out. Ask for the exchange that was used and for the invoice.
  ru: >-
    В условиях оплаты говорится о виртуальном активе или указано нечто похожее на адрес кошелька. Это не обязательно
    запрещено, но минует банки. Запросите сведения о бирже и счёт.
  kk: >-
    Төлем шарттарында виртуалды актив туралы айтылған немесе әмиянға ұқсас мекенжай бар. Бұл міндетті түрде тыйым
    салынған емес, бірақ банктерді айналып өтеді. Қолданылған биржа мен шотты сұратыңыз.
sentence:
  en: "The terms of payment name {declared}, a kind of {reference}"
  ru: "В условиях оплаты указано: {declared}; это {reference}"
  kk: "Төлем шарттарында көрсетілгені: {declared}, түрі: {reference}"
source: >-
  FATF, Complex Proliferation Financing and Sanctions Evasion Schemes, June 2025 (virtual assets as a means of
  payment)
inputs: [today.items]
window_days: 1
parameters:
  strength_listed_goods: 1.0
  strength_other_goods: 0.5
*/
WITH named AS (
    SELECT
        *,
        coalesce(
            nullif(regexp_extract(payment_details, '\b(0x[0-9a-fA-F]{40}|bc1[0-9a-z]{25,60}|T[1-9A-HJ-NP-Za-km-z]{33})\b', 1), ''),
            nullif(regexp_extract(payment_details, '\b([13][1-9A-HJ-NP-Za-km-z]{29,34})\b', 1), '')
        ) AS wallet,
        nullif(upper(regexp_extract(
            payment_details,
            '(?i)(USDT|USDC|BITCOIN|TETHER|\bBTC\b|\bETH\b|ETHEREUM|TRC-?20|ERC-?20|CRYPTO|КРИПТО|БИТКОИН|ВИРТУАЛЬН\w* АКТИВ)', 1
        )), '') AS asset
    FROM today.items
)
SELECT
    i.declaration_id,
    i.item_number,
    'payment' AS subject,
    CASE WHEN i.tier IS NULL THEN $strength_other_goods ELSE $strength_listed_goods END AS strength,
    coalesce(i.asset, i.wallet) AS declared,
    CASE WHEN i.wallet IS NULL THEN 'asset' ELSE 'wallet' END AS reference,
    'virtual asset' AS reference_id,
    {'has_wallet': i.wallet IS NOT NULL, 'is_priority_goods': i.tier IS NOT NULL} AS detail
FROM named AS i
WHERE i.wallet IS NOT NULL OR i.asset IS NOT NULL
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier NULLS LAST, i.item_number) = 1
