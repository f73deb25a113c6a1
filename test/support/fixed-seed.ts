import fc from 'fast-check';

/**
 * Properties are tried on the same examples each time, so that a red run means a change and not a
 * chance; FC_SEED=random (or a number) tries others.
 */
const given = process.env['FC_SEED'];
if (given !== 'random') fc.configureGlobal({ seed: Number(given ?? 4_711) });
