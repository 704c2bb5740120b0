/** The kinds of themes there are, the one people see first last, so that a window is left in it. */
export const themes = [
  { name: 'light', label: 'Light Modern', kind: 'vs' },
  { name: 'high-contrast-light', label: 'Light High Contrast', kind: 'hc-light' },
  { name: 'high-contrast', label: 'Dark High Contrast', kind: 'hc-black' },
  { name: 'dark', label: 'Dark Modern', kind: 'vs-dark' },
] as const;
