-- How parties, addresses and models are known by, in all SQL of the history and of the indicators.
CREATE OR REPLACE TEMP MACRO name_key(name) AS nullif(upper(trim(name)), '');

CREATE OR REPLACE TEMP MACRO party_key(tax_id, name) AS coalesce(tax_id, nullif(upper(trim(name)), ''));

-- Words and numbers of an address in order of the alphabet, without the words that are written or left out at will.
-- Null where it names no house: a town is no address.
CREATE OR REPLACE TEMP MACRO address_words(address) AS list_sort(list_distinct(list_filter(
    regexp_extract_all(upper(address), '[\p{L}]+|[0-9]+[\p{L}]?'),
    lambda word: word NOT IN (
        'Г', 'ГОР', 'ГОРОД', 'УЛ', 'УЛИЦА', 'ПР', 'ПРОСПЕКТ', 'ПРКТ', 'Д', 'ДОМ', 'КВ', 'КВАРТИРА', 'ОФ', 'ОФИС', 'КОМ',
        'СТР', 'СТРОЕНИЕ', 'КОРП', 'КОРПУС', 'МКР', 'МИКРОРАЙОН', 'РАЙОН', 'РН', 'Р', 'Н', 'ОБЛ', 'ОБЛАСТЬ', 'НП', 'ВП',
        'ҚАЛАСЫ', 'КӨШЕСІ', 'ДАҢҒЫЛЫ', 'ҮЙ', 'ПӘТЕР', 'КЕҢСЕ', 'АУДАНЫ', 'ОБЛЫСЫ', 'Қ', 'РЕСПУБЛИКА', 'КАЗАХСТАН',
        'ҚАЗАҚСТАН', 'STR', 'ST', 'STREET', 'AVE', 'AVENUE', 'RD', 'ROAD', 'NO', 'BLDG', 'BUILDING', 'APT', 'FLAT', 'OFFICE',
        'ROOM', 'CITY', 'KAZAKHSTAN', 'HOUSE', 'UNIT', 'THE', 'OF'
    )
)));

-- The words are made once and handed on as a list of one: a macro is put in wherever its name stands.
CREATE OR REPLACE TEMP MACRO address_key(address) AS list_transform(
    [address_words(address)],
    lambda words: CASE
        WHEN list_bool_or(list_transform(words, lambda word: regexp_matches(word, '[0-9]')))
         AND len(list_filter(words, lambda word: length(word) >= 3 AND NOT regexp_matches(word, '[0-9]'))) >= 2
        THEN list_aggregate(words, 'string_agg', ' ')
    END
)[1];

-- Cyrillic letters as the lists romanise them; Kazakh ones as their nearest.
CREATE OR REPLACE TEMP MACRO latin(written) AS replace(replace(replace(replace(replace(replace(replace(replace(
    translate(strip_accents(upper(written)), 'АБВГДЕЗИЙКЛМНОПРСТУФЫЭӘҒҚҢӨҰҮҺІЬЪ', 'ABVGDEZIYKLMNOPRSTUFYEAGKNOUUHI'),
    'Ж', 'ZH'), 'Х', 'KH'), 'Ц', 'TS'), 'Ч', 'CH'), 'Ш', 'SH'), 'Щ', 'SHCH'), 'Ю', 'YU'), 'Я', 'YA');

CREATE OR REPLACE TEMP MACRO latin_words(address) AS list_filter(
    address_words(latin(address)),
    lambda word: word NOT IN ('G', 'GOR', 'GOROD', 'UL', 'ULITSA', 'PR', 'PROSPEKT', 'D', 'DOM', 'KV', 'OF', 'OFIS', 'KORP',
        'KORPUS', 'STROENIE', 'RESPUBLIKA', 'KAZAKHSTAN', 'RUSSIA', 'ROSSIYA', 'CHINA', 'HONG', 'KONG', 'MOSCOW', 'MOSKVA')
);

-- Letters and digits of a model or part number; null where it is too short or has no digit, as names of brands have none.
CREATE OR REPLACE TEMP MACRO model_key(model) AS CASE
    WHEN length(regexp_replace(upper(model), '[^\p{L}0-9]', '', 'g')) >= 5 AND regexp_matches(model, '[0-9]')
    THEN regexp_replace(upper(model), '[^\p{L}0-9]', '', 'g')
END;

-- Amounts as whole numbers. What no trade reaches is no amount: it would drown all others in a sum.
CREATE OR REPLACE TEMP MACRO in_cents(amount) AS CASE
    WHEN amount BETWEEN 0 AND 1e12 THEN CAST(round(amount * 100) AS BIGINT) ELSE 0
END;
CREATE OR REPLACE TEMP MACRO in_grams(kilograms) AS CASE
    WHEN kilograms BETWEEN 0 AND 1e12 THEN CAST(round(kilograms * 1000) AS BIGINT) ELSE 0
END;
