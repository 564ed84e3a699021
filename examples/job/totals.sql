CREATE TABLE totals (
    window_end timestamp,
    product    text,
    orders     bigint,
    amount     numeric,
    PRIMARY KEY (window_end, product)
);
