import * as fc from 'fast-check';

/*
 * Property-based tests run on the same values every time, so that a change is judged by what it changed. To look for
 * new cases: `FAST_CHECK_SEED=$RANDOM npx jest`. What is found becomes a case of its own.
 */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.FAST_CHECK_SEED ?? 20261122) });
