import { version } from '../../package.json';
import { forecastHelp, lintHelp, optimiseHelp, overview } from './help';
import { type CliIo, type ExitStatus, UsageError } from './io';

/** Runs one call of the program. Never rejects; an error nobody expected is printed with its stack. */
export async function main(argv: readonly string[], io: CliIo): Promise<ExitStatus> {
  try {
    return await dispatch(argv, io);
  } catch (error) {
    if (error instanceof UsageError) io.err(`${error.message}\n`);
    else io.err(`Layerwright failed, which is a mistake of ours: ${error instanceof Error ? error.stack : error}\n`);
    return 2;
  }
}

async function dispatch([command, ...rest]: readonly string[], io: CliIo): Promise<ExitStatus> {
  const wantsHelp = rest.includes('--help') || rest.includes('-h');
  switch (command) {
    case 'lint': {
      if (wantsHelp) return say(io, lintHelp);
      const [{ parseLintArguments }, { lintCommand }] = await Promise.all([
        import('./arguments'),
        import('./lint-command'),
      ]);
      return await lintCommand(parseLintArguments(rest), io);
    }
    case 'rules': {
      if (wantsHelp) return say(io, overview);
      const [{ parseRulesArguments }, { rulesCommand }] = await Promise.all([
        import('./arguments'),
        import('./rules-command'),
      ]);
      return rulesCommand(parseRulesArguments(rest), io);
    }
    case 'explain': {
      if (wantsHelp) return say(io, overview);
      const [{ parseExplainArguments }, { explainCommand }] = await Promise.all([
        import('./arguments'),
        import('./rules-command'),
      ]);
      return await explainCommand(parseExplainArguments(rest), io);
    }
    case 'optimise':
    case 'optimize': {
      if (wantsHelp) return say(io, optimiseHelp);
      const [{ parseOptimiseArguments }, { optimiseCommand }] = await Promise.all([
        import('./optimise-arguments'),
        import('./optimise-command'),
      ]);
      return await optimiseCommand(parseOptimiseArguments(rest), io);
    }
    case 'forecast': {
      if (wantsHelp) return say(io, forecastHelp);
      const [{ parseForecastArguments }, { forecastCommand }] = await Promise.all([
        import('./forecast-arguments'),
        import('./forecast-command'),
      ]);
      return await forecastCommand(parseForecastArguments(rest), io);
    }
    case '--version':
    case '-v':
      return say(io, `${version}\n`);
    case '--help':
    case '-h':
    case 'help':
      return say(io, helpOf(rest[0]));
    case undefined:
      throw new UsageError(`Name a command.\n\n${overview.trimEnd()}`);
    default:
      throw new UsageError(
        `There is no command "${command}". To lint a file: layerwright lint ${command}. Every command: layerwright --help`,
      );
  }
}

function helpOf(command: string | undefined): string {
  if (command === 'lint') return lintHelp;
  if (command === 'optimise') return optimiseHelp;
  return command === 'forecast' ? forecastHelp : overview;
}

function say(io: CliIo, text: string): ExitStatus {
  io.out(text);
  return 0;
}
