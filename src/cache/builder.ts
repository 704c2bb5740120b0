/** Who builds: each has rules of its own for when an instruction is taken from the cache. */
export type Builder = 'buildkit' | 'legacy' | 'podman';
