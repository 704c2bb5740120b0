/**
 * Does something without root's rights: root becomes "nobody" for that long, who else runs the tests stays who they are. One
 * at a time, because the rights are the process's.
 */
export async function asNobody<T>(action: () => Promise<T>): Promise<T> {
  const { getuid, getgid, setgroups, setegid, seteuid } = process;
  if (getuid?.() !== 0 || !getgid || !setgroups || !setegid || !seteuid) return action();
  const nobody = 65534;
  setgroups([nobody]);
  setegid(nobody);
  seteuid(nobody);
  try {
    return await action();
  } finally {
    seteuid(0);
    setegid(0);
    setgroups([0]);
  }
}
