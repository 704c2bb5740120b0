import { type Call, readCall } from './call';
import type { Ecosystem, Match } from './ecosystem';

const valueFlags = [
  '-d',
  '--working-dir',
  '--prefer-install',
  '--ignore-platform-req',
  '--apcu-autoloader-prefix',
  '--timeout',
  '--format',
  '--stability',
  '-s',
  '--repository',
];

const silent =
  /^(?:self-update|selfupdate|config|clear-?cache|cc|check-platform-reqs|validate|diagnose|show|info|about|init|licenses|outdated|status|suggests|why|why-not|depends|prohibits|fund|audit|bump|browse|search|archive|list|help|remove|exec|completion)$/;

export const composer: Ecosystem = {
  id: 'composer',
  name: 'Composer',
  family: 'php',
  manifests: ['composer.json'],
  locks: ['composer.lock', 'symfony.lock'],
  configs: ['auth.json', 'artisan'],
  outputs: ['vendor'],
  caches: ['/root/.composer/cache', '/tmp/cache', '/root/.cache/composer'],
  compileCaches: [],
  compiles: false,
  prime: 'composer install --no-dev --no-scripts --no-autoloader --prefer-dist',
  programs: ['composer', 'composer.phar', 'php', 'phpunit', 'artisan'],
  recognise(invocation) {
    if (invocation.program === 'phpunit' || invocation.program === 'artisan') return { role: 'project' };
    const call = readCall(invocation, { valueFlags });
    if (call.has('--help', '-h', '--version', '-V', '--dry-run')) return undefined;
    if (invocation.program !== 'php') return composerCommand(call, call.operands);
    const [script, ...rest] = call.operands;
    if (script && /(?:^|\/)composer(?:\.phar)?$/.test(script.value)) return composerCommand(call, rest);
    return script && /(?:^|\/)(?:artisan|bin\/console)$/.test(script.value)
      ? { role: 'project', subcommand: rest[0] ?? script }
      : undefined;
  },
};

function composerCommand(call: Call, [subcommand, ...rest]: Call['operands']): Match | undefined {
  if (!subcommand || silent.test(subcommand.value)) return undefined;
  const common = { subcommand, directory: call.last('-d', '--working-dir'), flags: call.flags };
  switch (subcommand.value) {
    case 'install':
    case 'i':
      return {
        ...common,
        role: call.has('--no-scripts') && call.has('--no-autoloader') ? 'prime' : 'install',
        frozen: true,
      };
    case 'update':
    case 'u':
    case 'upgrade':
      return { ...common, role: 'install', frozen: false, packages: rest };
    case 'require':
    case 'r':
    case 'create-project':
      return { ...common, role: 'tools', packages: rest };
    case 'global':
      return rest[0] && { ...common, role: 'tools', subcommand: rest[0], packages: rest.slice(1) };
    case 'dump-autoload':
    case 'dumpautoload':
    case 'reinstall':
      return { ...common, role: 'finish' };
    default: {
      const script = /^run(?:-script)?$/.test(subcommand.value) ? (rest[0] ?? subcommand) : subcommand;
      return { ...common, subcommand: script, role: /^(?:pre|post)-/.test(script.value) ? 'finish' : 'project' };
    }
  }
}
