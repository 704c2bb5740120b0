export function engine26(folder?: string): string;
