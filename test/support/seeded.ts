import fc from 'fast-check';

/** The same random cases in every run: what nobody has changed does not fail today. `npm run fuzz` looks for new ones. */
fc.configureGlobal({ seed: 20261121 });
