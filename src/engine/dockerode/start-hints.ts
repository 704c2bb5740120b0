import type { Endpoint } from '../endpoints';

/** What starts the engine that should be there, as its own documentation says; one sentence. */
export function startHint({ address, context }: Endpoint, platform: NodeJS.Platform = process.platform): string {
  if (address.kind === 'tcp')
    return 'Check that the machine is up and its engine listens on that port, or choose another Docker context.';
  if (address.kind === 'ssh')
    return 'Check that the machine is up and its engine is running, or choose another Docker context.';
  const path = address.path.replaceAll('\\', '/');
  const profile = /\/\.(?:colima|lima)\/([^/]+)\//.exec(path)?.[1];
  const named = profile === undefined || profile === 'default' ? '' : ` ${profile}`;
  if (path.includes('/.colima/')) return `Start Colima: run "colima start${named}".`;
  if (path.includes('/.lima/')) return `Start the virtual machine: run "limactl start${named}".`;
  if (path.includes('/.orbstack/')) return 'Start OrbStack.';
  if (path.includes('/.rd/')) return 'Start Rancher Desktop.';
  if (path.includes('podman')) return podmanHint(path, platform);
  if (/\/\.docker\/|dockerDesktop/.test(path) || context?.startsWith('desktop')) return 'Start Docker Desktop.';
  if (platform === 'win32' || platform === 'darwin')
    return 'Start Docker Desktop or another engine, or choose another Docker context.';
  if (/\/run\/user\/\d+\/docker\.sock$/.test(path))
    return 'Start the rootless engine: run "systemctl --user start docker".';
  if (/^\/(?:var\/)?run\/docker\.sock$/.test(path))
    return 'Start Docker ("sudo systemctl start docker") or Podman, or choose another Docker context.';
  return 'Start Docker or Podman, or choose another Docker context.';
}

function podmanHint(path: string, platform: NodeJS.Platform): string {
  if (platform !== 'linux' || path.includes('/machine/') || path.includes('podman-machine'))
    return 'Start the Podman machine: run "podman machine start".';
  return path.startsWith('/run/podman/')
    ? 'Start Podman\'s socket: run "sudo systemctl start podman.socket".'
    : 'Start Podman\'s socket: run "systemctl --user start podman.socket".';
}
