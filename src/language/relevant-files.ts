/** Folders that rules never look into and tools write to all the time. */
export function isNoise(path: string): boolean {
  return /[\\/](?:node_modules|\.git)[\\/]/.test(path);
}

export function isBelow(folder: string, path: string): boolean {
  return path.startsWith(/[\\/]$/.test(folder) ? folder : `${folder}${path.includes('\\') ? '\\' : '/'}`);
}
