-- The day's intake beside the 28 days before it. Nothing is judged before seven of these days had declarations.

-- #warn office_row_count: An office declares between half of its least and twice its most of the last 28 days
-- ru: Пост заявляет от половины своего наименьшего до двойного наибольшего за последние 28 дней
-- kk: Бекет соңғы 28 күндегі ең азының жартысы мен ең көбінің екі есесі аралығында мәлімдейді
SELECT subject AS office_code, today, least, most FROM intake_profile
WHERE measure = 'rows' AND days >= 7 AND days_there >= 5 AND today >= 0 AND (today < least / 2 OR today > most * 2)
    AND greatest(today, most) >= 20;

-- #warn office_silent: An office that declared on this weekday in each of the last four weeks declares today
-- ru: Пост, который заявлял в этот день недели в каждую из последних четырёх недель, заявляет и сегодня
-- kk: Соңғы төрт аптаның әрқайсысында осы апта күні мәлімдеген бекет бүгін де мәлімдейді
SELECT subject AS office_code, mean FROM intake_profile
WHERE measure = 'rows' AND days >= 7 AND same_weekdays = 4 AND today IS NULL
    AND EXISTS (FROM intake_profile AS other WHERE other.measure = 'rows' AND other.today > 0);

-- #warn rejected_share: The share of rejected rows is no more than twice its most of the last 28 days, or one in a hundred
-- ru: Доля отклонённых строк не больше двойной наибольшей за последние 28 дней или одной сотой
-- kk: Қабылданбаған жолдардың үлесі соңғы 28 күндегі ең көбінің екі есесінен немесе жүзден бірден аспайды
SELECT round(100 * today, 2) AS percent_today, round(100 * most, 2) AS percent_most FROM intake_profile
WHERE measure = 'rejected_share' AND days >= 7 AND today > greatest(2 * coalesce(most, 0), 0.01);

-- #warn null_share: The share of items without a value lies within ten points of its range in the last 28 days
-- ru: Доля товаров без значения не дальше десяти процентных пунктов от её пределов за последние 28 дней
-- kk: Мәні жоқ тауарлардың үлесі соңғы 28 күндегі шектерінен он пайыздық тармақтан артық ауытқымайды
SELECT subject AS column_name, round(100 * today, 2) AS percent_today, round(100 * least, 2) AS percent_least, round(100 * most, 2) AS percent_most
FROM intake_profile
WHERE measure = 'null_share' AND days >= 7 AND (today > most + 0.1 OR today < least - 0.1);

-- #warn new_code: No code of an office, procedure, transport, unit or currency is new
-- ru: Нет новых кодов поста, процедуры, транспорта, единицы или валюты
-- kk: Бекеттің, рәсімнің, көліктің, өлшем бірлігінің немесе валютаның жаңа коды жоқ
SELECT subject AS code, today AS items FROM intake_profile
WHERE measure = 'code' AND days >= 7 AND days_there = 0 AND today > 0;
