import type { ContextValue, RegistryCommandId } from '../../ids';
import type { CommandContribution, RowPlace } from './contribution';

const tagRows: readonly ContextValue[] = ['remoteTag', 'remotePlatform'];
const repositoryRows: readonly ContextValue[] = ['remoteRepository', 'namedRepository'];

export const registriesContributions: Readonly<Record<RegistryCommandId, CommandContribution>> = {
  'layerwright.pullImage': {
    title: 'Pull image…',
    icon: 'cloud-download',
    does: 'Fetches an image from its registry, with progress per layer.',
    typed: ['docker pull'],
    titles: [{ view: 'layerwright.images', group: 'navigation@1' }],
    rows: [row('inline@1', tagRows), row('1_use@1', tagRows)],
  },
  'layerwright.pullImageForPlatform': {
    title: 'Pull image for platform…',
    icon: 'chip',
    does: 'Fetches an image for another platform than the engine has; the registry is asked which there are.',
    typed: ['docker pull --platform'],
    rows: [row('1_use@2', ['remoteTag'], { single: true })],
  },
  'layerwright.pushImage': {
    title: 'Push image…',
    icon: 'cloud-upload',
    does: 'Sends an image to its registry, with progress per layer. An image whose name leads to no registry gets one first.',
    typed: ['docker push'],
    rows: [{ view: 'layerwright.images', values: ['image', 'imageTag'], group: '2_registry@1' }],
  },
  'layerwright.pushImageTo': {
    title: 'Push image to registry…',
    icon: 'cloud-upload',
    does: 'Asks for a registry and the name there, tags the image so, and sends it.',
    typed: ['docker tag', 'docker push'],
    rows: [
      {
        view: 'layerwright.images',
        values: ['image', 'imageTag', 'danglingImage'],
        group: '2_registry@3',
        single: true,
      },
    ],
  },
  'layerwright.logInToRegistry': {
    title: 'Log in to registry…',
    icon: 'account',
    does: 'Checks an account with its registry, and keeps it in the credential store of the Docker config or the secret storage of VS Code.',
    typed: ['docker login'],
    rows: [row('1_account@1', ['registry'], { single: true })],
  },
  'layerwright.logOutOfRegistry': {
    title: 'Log out of registry…',
    icon: 'sign-out',
    does: 'Erases the credentials of a registry wherever they are kept, and says where that was.',
    typed: ['docker logout'],
    rows: [row('1_account@2', ['registry'], { single: true })],
  },
  'layerwright.addRegistry': {
    title: 'Add registry…',
    icon: 'add',
    does: 'Puts a registry into the Registries view, by its address.',
    titles: [{ view: 'layerwright.registries', group: 'navigation@1' }],
  },
  'layerwright.removeRegistry': {
    title: 'Remove registry from the list…',
    does: 'Takes a registry and the repositories named of it out of the Registries view.',
    rows: [row('9_destructive@1', ['registry'], { single: true })],
  },
  'layerwright.addRepository': {
    title: 'Add repository…',
    icon: 'add',
    does: 'Puts a repository into the Registries view by its name, for registries that list none.',
    rows: [row('inline@2', ['registry']), row('2_repositories@1', ['registry'], { single: true })],
  },
  'layerwright.removeRepository': {
    title: 'Remove repository from the list…',
    does: 'Takes a repository that was added by its name out of the Registries view. The registry keeps it.',
    rows: [row('9_destructive@1', ['namedRepository'], { single: true })],
  },
  'layerwright.copyRemoteReference': {
    title: 'Copy reference',
    icon: 'copy',
    does: 'Copies the full reference of an image in a registry.',
    palette: false,
    rows: [
      row('inline@2', ['remoteTag']),
      row('2_copy@1', ['remoteTag']),
      row('2_copy@1', repositoryRows, { single: true }),
    ],
  },
  'layerwright.copyPinnedReference': {
    title: 'Copy reference with digest',
    does: 'Copies the reference of an image in a registry with its digest, as a Dockerfile pins a base image.',
    rows: [row('2_copy@2', tagRows)],
  },
  'layerwright.copyRemoteDigest': {
    title: 'Copy digest in registry',
    does: 'Copies the digest a tag has in its registry now.',
    rows: [row('2_copy@3', tagRows)],
  },
  'layerwright.deleteRemoteTag': {
    title: 'Delete tag in registry…',
    icon: 'trash',
    does: 'Deletes tags in their registry, where it allows that, after naming everything that goes.',
    rows: [row('9_destructive@1', ['remoteTag'])],
  },
  'layerwright.openRegistryInBrowser': {
    title: 'Open registry in browser',
    icon: 'link-external',
    does: "Opens the registry's web page, or the page of the repository or tag where the service has one.",
    rows: [row('3_look@1', ['registry', ...repositoryRows, 'remoteTag'], { single: true })],
  },
  'layerwright.loadMoreFromRegistry': {
    title: 'Load more',
    does: 'Reads the next part of a list in the Registries view.',
    palette: false,
  },
  'layerwright.refreshRegistries': {
    title: 'Refresh registries',
    icon: 'refresh',
    does: 'Asks the registry again for what the row shows, or all of them.',
    titles: [{ view: 'layerwright.registries', group: 'navigation@9' }],
    rows: [
      row('inline@1', ['registry', ...repositoryRows]),
      row('3_look@9', ['registry', ...repositoryRows, 'remoteTag'], { single: true }),
    ],
  },
};

function row(group: string, values: readonly ContextValue[], more: Pick<RowPlace, 'single'> = {}): RowPlace {
  return { view: 'layerwright.registries', values, group, ...more };
}
