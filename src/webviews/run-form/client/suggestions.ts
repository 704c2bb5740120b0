import { quoteWords } from '../../../docker-run/quote';
import type { RunOptions } from '../../../docker-run/run-options';
import { looksSecret } from '../../../docker-run/secrets';
import { splitAt } from '../../../docker-run/values';
import { element } from '../../client';
import type { ImageFacts } from '../protocol';
import type { Sections } from './sections';

/** What the image says: as placeholders where it holds unless something else is entered, as buttons where it asks for it. */
export function createSuggestions(sections: Sections) {
  const node = element('div', { class: 'suggestions' });
  let image: ImageFacts | undefined;
  let drawn = '';

  function show(options: RunOptions): void {
    const buttons = image ? [...portButtons(image, options), ...volumeButtons(image, options)] : [];
    const key = JSON.stringify([image, buttons.map(({ label }) => label)]);
    if (key === drawn) return;
    drawn = key;
    node.replaceChildren(
      ...buttons.map(({ label, add }) =>
        element('button', { class: 'secondary small', type: 'button', onclick: add }, label),
      ),
      ...(image && image.env.length > 0 ? [envList(image)] : []),
    );
  }

  function portButtons({ exposedPorts, proposedPorts }: ImageFacts, options: RunOptions) {
    return proposedPorts.flatMap((proposed) => {
      const inside = proposed.split(':').at(-1) ?? '';
      const published = (options.ports ?? []).some((port) => port.split(':').at(-1) === inside);
      if (published || options.publishAll || options.networks?.includes('host')) return [];
      const name = exposedPorts.find((port) => port.replace(/\/tcp$/, '') === inside) ?? inside;
      return [{ label: `Publish ${name} as ${proposed}`, add: () => sections.ports.add(proposed) }];
    });
  }

  function volumeButtons({ volumes, reference }: ImageFacts, options: RunOptions) {
    return volumes.flatMap((path) => {
      const mounts = [...(options.binds ?? []), ...(options.mounts ?? []), ...(options.tmpfs ?? [])];
      if (mounts.some((mount) => mount.split(/[:,=]/).includes(path))) return [];
      const stem = (reference.split('/').at(-1) ?? '').split(/[:@]/)[0] || 'app';
      const name = `${stem}${path.replace(/[^A-Za-z0-9]+/g, '-').replace(/-$/, '')}`;
      return [{ label: `Keep ${path} in a volume`, add: () => sections.binds.add(`${name}:${path}`) }];
    });
  }

  function envList({ env }: ImageFacts): HTMLElement {
    const items = env.map((word) => {
      const [name, value = ''] = splitAt(word, '=');
      const shown = looksSecret(word) ? '••••••••' : value;
      const edit = () => sections.env.edit(name, value);
      const label = `Set ${name} to something else`;
      const button = element(
        'button',
        { class: 'link mono', type: 'button', 'aria-label': label, onclick: edit },
        name,
      );
      return element('li', {}, button, element('code', {}, `=${shown}`));
    });
    const summary = `${env.length} ${env.length === 1 ? 'variable' : 'variables'} of the image`;
    return element('details', { class: 'image-env' }, element('summary', {}, summary), element('ul', {}, ...items));
  }

  return {
    node,
    show,
    setImage(facts: ImageFacts | undefined, options: RunOptions): void {
      image = facts;
      const { command, entrypoint, user, workdir, platform } = sections;
      // Of an image that is not there, nobody knows what it has.
      const own = (text: string, none: string) => text || (facts?.present ? none : "the image's own");
      command.input.placeholder = own(quoteWords(facts?.command ?? [], 'sh'), 'none in the image');
      entrypoint.input.placeholder = own(quoteWords(facts?.entrypoint ?? [], 'sh'), 'none in the image');
      user.input.placeholder = own(facts?.user ?? '', 'root');
      workdir.input.placeholder = own(facts?.workdir ?? '', '/');
      platform.input.placeholder = facts?.platform || 'of the engine';
      show(options);
    },
  };
}
