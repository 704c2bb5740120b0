import type * as Yaml from 'yaml';

/**
 * The YAML library, evaluated when it is first needed: most runs never meet a YAML file, and that of a single Dockerfile would
 * take a tenth longer. `require`, because an import is evaluated at the start and `import()` cannot be waited for.
 */
export function yaml(): typeof Yaml {
  return require('yaml');
}
