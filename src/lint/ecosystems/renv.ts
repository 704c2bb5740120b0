import type { Invocation } from '../../shell/invocation';
import { asValue, isLocalPath, readCall } from './call';
import type { Ecosystem, Match } from './ecosystem';

const restores =
  /renv::restore\(|(?:remotes|devtools)::install_deps\(|pak::(?:local_install_deps|local_install_dev_deps)\(/;
const installs =
  /install\.packages\(|(?:remotes|devtools)::install_\w+\(|pak::(?:pkg_install|pak)\(|BiocManager::install\(|renv::install\(/;

export const renv: Ecosystem = {
  id: 'renv',
  name: 'renv',
  family: 'r',
  manifests: ['renv.lock', 'DESCRIPTION'],
  locks: ['renv.lock'],
  configs: ['.Rprofile', 'renv/activate.R', 'renv/settings.json'],
  outputs: ['renv/library'],
  caches: ['/root/.cache/R/renv'],
  compileCaches: [],
  compiles: true,
  prime: `R -e 'renv::restore()'`,
  programs: ['R', 'Rscript', 'r', 'install2.r', 'installGithub.r'],
  recognise(invocation) {
    const { program } = invocation;
    if (program?.startsWith('install')) return helper(invocation);
    const call = readCall(invocation, { valueFlags: ['-e'], longSingleDash: true });
    const code = call
      .values('-e')
      .map(({ value }) => value)
      .join('\n');
    const subcommand = call.values('-e')[0]?.word;
    if (restores.test(code))
      return { role: 'install', subcommand, frozen: /renv::restore/.test(code), flags: call.flags };
    if (installs.test(code)) return { role: 'tools', subcommand, flags: call.flags };
    const [first, second, ...rest] = call.operands;
    if (first?.value !== 'CMD' || !second || !/^(?:INSTALL|build|check)$/.test(second.value)) return undefined;
    const localFiles = rest.map(asValue);
    return {
      role: second.value === 'INSTALL' ? 'finish' : 'project',
      subcommand: second,
      localFiles,
      flags: call.flags,
    };
  },
};

/** The littler scripts of the rocker images. */
function helper(invocation: Invocation): Match | undefined {
  const call = readCall(invocation, {
    valueFlags: ['-r', '--repos', '-l', '--libloc', '-n', '--ncpus', '-d', '--deps', '-m', '--method'],
  });
  const local = call.operands.filter((word) => isLocalPath(word.value));
  const packages = call.operands.filter((word) => !local.includes(word));
  return { role: 'tools', packages, localFiles: local.map(asValue), flags: call.flags };
}
