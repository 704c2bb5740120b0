/** hadolint keeps quotes in words and takes them off both ends where it looks at a path; they need not match. */
export function withoutQuotes(text: string): string {
  return text.replace(/^["']+|["']+$/g, '');
}
