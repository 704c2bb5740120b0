/// <reference lib="dom" />
import type { ProofSummary } from '../../../optimise/summarise-proof';
import { app, element, linkToPanel } from '../../client';
import type { FromProofPage, ProofReport, ToProofPage } from '../protocol';

const mostShown = 100;

const panel = linkToPanel<ToProofPage, FromProofPage>(({ report }) => draw(report));

function draw({ name, applied, refused, files, proof }: ProofReport): void {
  const takeable = refused.some(({ fix }) => fix !== undefined);
  app().replaceChildren(
    element('h1', {}, `Rewrite of ${name}`),
    ...(proof
      ? [verdict(proof)]
      : [
          element(
            'p',
            { class: 'quiet' },
            'Not proved yet. A proof builds both Dockerfiles from copies of the build context; the workspace is not touched.',
          ),
        ]),
    element(
      'p',
      { class: 'buttons' },
      ...(applied.length > 0
        ? [
            button('Apply', 'apply', proof?.identical !== false),
            button(proof ? 'Prove again' : 'Prove', 'prove', !proof),
          ]
        : []),
      ...(applied.length > 0 ? [button('Show the difference', 'difference', false)] : []),
    ),
    ...(proof ? proofParts(proof) : []),
    ...section('What it changes', [
      ...applied.map(({ title, rule }) => item(title, rule)),
      ...files.map((path) => item(`${path} gets lines`, 'beside the Dockerfile')),
    ]),
    ...section(
      'What stays as it is',
      refused.map(({ message, rule, line, fix }) =>
        item(
          message,
          `${rule}, line ${line + 1}`,
          fix === undefined ? undefined : `Its fix may change the image: ${fix}`,
        ),
      ),
    ),
    ...(takeable ? [element('p', { class: 'buttons' }, button('Take these fixes, too', 'all', false))] : []),
  );
}

function verdict({ identical, verdict: text }: ProofSummary): HTMLElement {
  return element(
    'p',
    { class: `verdict ${identical ? 'same' : 'different'}`, role: 'status' },
    `${identical ? '✔' : '✘'} ${text}`,
  );
}

function proofParts(proof: ProofSummary): readonly HTMLElement[] {
  const rows = proof.rows.map(({ label, before, after }) =>
    element('tr', {}, element('th', { scope: 'row' }, label), element('td', {}, before), element('td', {}, after)),
  );
  const head = ['', 'As it is', 'Rewritten'].map((title) => element('th', { scope: 'col' }, title));
  const table = element(
    'table',
    { class: 'figures' },
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...rows),
  );
  return [
    table,
    ...section(
      'Runs again after the edit, as it is',
      proof.ranBefore.map((step) => item(step)),
    ),
    ...section(
      'Runs again after the edit, rewritten',
      proof.ranAfter.map((step) => item(step)),
    ),
    ...section('What differs', limited(proof.differences.map(({ name, what }) => item(`${name}: ${what}`)))),
    ...section(
      'Different, but no difference in what the image does',
      proof.leftAside.map(({ reason, paths }) =>
        item(`${paths.slice(0, 3).join(', ')}${paths.length > 3 ? ` and ${paths.length - 3} more` : ''}`, reason),
      ),
    ),
  ];
}

function limited(items: readonly HTMLElement[]): readonly HTMLElement[] {
  return items.length > mostShown
    ? [...items.slice(0, mostShown), item(`and ${items.length - mostShown} more`)]
    : items;
}

function section(title: string, items: readonly HTMLElement[]): readonly HTMLElement[] {
  return items.length === 0 ? [] : [element('h2', {}, title), element('ul', {}, ...items)];
}

function item(text: string, ...notes: readonly (string | undefined)[]): HTMLElement {
  const quiet = notes.flatMap((note) => (note === undefined ? [] : [element('div', { class: 'quiet' }, note)]));
  return element('li', {}, text, ...quiet);
}

function button(text: string, kind: FromProofPage['kind'], first: boolean): HTMLElement {
  return element('button', { class: first ? undefined : 'secondary', onclick: () => panel.say({ kind }) }, text);
}
