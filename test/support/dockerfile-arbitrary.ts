import fc from 'fast-check';
import { parseDockerfile } from '../../src/dockerfile/parse';
import { rules } from '../../src/lint/rules';

/** Every instruction of the examples in the rules' documentation: what rules look at, and what they look for. */
const written = [
  ...new Set(
    rules
      .flatMap(({ docs }) => [...docs.bad, ...docs.good])
      .map((example) => parseDockerfile(typeof example === 'string' ? example : example.dockerfile))
      .flatMap(({ instructions, text }) => instructions.map(({ span }) => text.slice(span.start, span.end).trim()))
      .filter((text) => text !== ''),
  ),
].sort();
const stages = written.filter((text) => /^FROM\b/i.test(text));
const steps = written.filter((text) => !/^FROM\b/i.test(text));

/** What stands around instructions, and what nobody should write but somebody does. */
const oddities = [
  '', '', '', '# a remark', '  # an indented remark', '#', '# syntax=docker/dockerfile:1', '# check=skip=all', '\ufeff', '\\', '`', 'RUN', 'COPY a', 'ENV',
  'RUN <<EOF', 'EOF', 'RUN echo "', 'RUN if true; then', 'RUN ["a", "b"', 'SHELL ["cmd", "/C"]', 'NOTHING here', 'RUN cd /a && \\', '    # inside', '    make \\',
  'RUN a | b ; c', 'USER root', 'USER 1000:1000', 'WORKDIR /srv', 'WORKDIR $HOME', 'ARG X', 'ENV X=$X Y=$X', 'RUN cd /tmp; wget x; cd y || exit 1',
  'RUN (cd /x && make) && cd ..', 'RUN apt-get update && apt-get -y install curl gcc && curl x | sh', 'RUN sudo apt-get install git; sudo make install',
]; // biome-ignore format: a list of pieces

const casing = fc.constantFrom('as it is', 'as it is', 'as it is', 'lower', 'onbuild', 'continued', 'indented');
const step = fc.tuple(fc.constantFrom(...steps), casing).map(([text, how]) => dressed(text, how));
const line = fc.oneof({ weight: 8, arbitrary: step }, { weight: 2, arbitrary: fc.constantFrom(...oddities) });
const stage = fc
  .tuple(fc.constantFrom(...stages), fc.array(line, { minLength: 1, maxLength: 9 }))
  .map(([from, lines]) => [from, ...lines]);

/** Files that people might have written, with most of the mistakes that rules know. */
export const anyDockerfile: fc.Arbitrary<string> = fc
  .tuple(fc.array(line, { maxLength: 2 }), fc.array(stage, { minLength: 1, maxLength: 3 }), lineBreaks())
  .map(([head, parts, eol]) => `${[...head, ...parts.flat()].join('\n')}\n`.replace(/\r?\n/g, eol));

/** The same with a piece cut out and something else in its place. */
export const brokenDockerfile: fc.Arbitrary<string> = fc
  .tuple(
    anyDockerfile,
    fc.nat(600),
    fc.nat(30),
    fc.oneof(fc.constantFrom(...oddities), fc.string({ unit: 'binary', maxLength: 5 })),
  )
  .map(([text, at, length, put]) => text.slice(0, at) + put + text.slice(at + length));

function lineBreaks(): fc.Arbitrary<string> {
  return fc.constantFrom('\n', '\n', '\n', '\r\n');
}

function dressed(text: string, how: string): string {
  if (how === 'lower') return text.replace(/^\w+/, (word) => word.toLowerCase());
  if (how === 'onbuild') return /^(?:ONBUILD|MAINTAINER)/i.test(text) ? text : `ONBUILD ${text}`;
  if (how === 'continued') return text.includes('<<') ? text : text.replace(/ && /, ' \\\n    # then\n    && ');
  return how === 'indented' ? `  ${text}` : text;
}
