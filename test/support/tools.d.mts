/** A program a tier needs, or several of which one will do, and the Debian package that has it. */
export interface Tool {
  readonly program: string | readonly string[];
  readonly debianPackage: string;
}

export function searchPath(): string;
export function findProgram(name: string, path?: string): string | undefined;
export function requireTools(purpose: string, tools: readonly Tool[]): void;
