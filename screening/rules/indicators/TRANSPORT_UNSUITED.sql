/*
id: TRANSPORT_UNSUITED
title:
  en: Cheap and heavy goods by air
  ru: Дешёвый тяжёлый груз самолётом
  kk: Арзан әрі ауыр жүк ұшақпен
meaning:
  en: >-
    Goods that cost little for their mass come by air, which costs more than they do. Either they are worth more, or
    they are something else. Open and weigh.
  ru: >-
    Товар, дешёвый для своей массы, прибыл самолётом, что дороже самого товара. Либо он стоит больше, либо это иной
    товар. Вскройте и взвесьте.
  kk: >-
    Салмағына қарағанда арзан тауар ұшақпен келген, ал ұшақ тауардан қымбат. Не оның құны жоғары, не бұл басқа
    тауар. Ашып, өлшеңіз.
sentence:
  en: "By air (mode {reference_id}) at a value of {declared}, below {reference}"
  ru: "Воздухом (вид транспорта {reference_id}) при стоимости {declared}, ниже {reference}"
  kk: "Әуемен (көлік түрі {reference_id}), құны {declared}, ал шегі {reference}"
source: >-
  FATF and Egmont Group, Trade-Based Money Laundering, December 2020 (means of transport that make no commercial
  sense)
inputs: [today.items]
window_days: 1
parameters:
  least_value_per_kg: 4.0
  least_mass_kg: 200.0
  air_modes: ["4", "40", "41", "42", "43", "44"]
  currencies: [EUR, USD]
*/
SELECT
    i.declaration_id,
    i.item_number,
    'transport' AS subject,
    1.0 - 0.5 * (i.statistical_value / i.net_mass_kg) / $least_value_per_kg AS strength,
    format('{:.2f} {}/kg', i.statistical_value / i.net_mass_kg, i.statistical_currency_code) AS declared,
    format('{:.2f} {}/kg', $least_value_per_kg, i.statistical_currency_code) AS reference,
    i.transport_mode_code AS reference_id,
    {'mass_kg': i.net_mass_kg, 'is_priority_goods': i.tier IS NOT NULL} AS detail
FROM today.items AS i
WHERE list_contains($air_modes, i.transport_mode_code)
  AND i.net_mass_kg >= $least_mass_kg
  AND i.statistical_value > 0
  AND list_contains($currencies, i.statistical_currency_code)
  AND i.statistical_value / i.net_mass_kg < $least_value_per_kg
  -- Flowers, fruit, fish and papers fly because they cannot wait.
  AND i.hs2 NOT IN ('01', '02', '03', '04', '06', '07', '08', '30', '49')
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier NULLS LAST, i.item_number) = 1
