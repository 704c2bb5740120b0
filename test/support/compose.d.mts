export function composePath(): string;
