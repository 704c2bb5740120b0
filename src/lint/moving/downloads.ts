import type { Invocation } from '../../shell/invocation';
import type { ShellWord } from '../../shell/script';

/** What a `curl` or `wget` fetches, and where it puts it. */
export interface Download {
  readonly call: Invocation;
  readonly urls: readonly ShellWord[];
  /** Value of `-o` and `-O`; `-` is standard output. */
  readonly output: ShellWord | undefined;
  /** `curl -O`: the address' last name. */
  readonly remoteName: boolean;
  /** Flags as written, long ones without values. */
  readonly flags: readonly string[];
  /** It asks with more than an address: a method, a body, a header, a login. */
  readonly special: boolean;
}

const curlValues =
  /^(?:-[a-zA-Z#]*[oXHdFuUAebcmTxrwyYzEtKCQD]|--(?:output|request|header|data|data-raw|data-binary|data-urlencode|form|user|user-agent|referer|cookie|cookie-jar|max-time|connect-timeout|retry|retry-delay|retry-max-time|proxy|range|write-out|cacert|cert|key|config|upload-file|output-dir|limit-rate|tlsv|proto|proto-redir|proto-default|resolve|interface|url|pinnedpubkey|ciphers|continue-at|dump-header|oauth2-bearer|aws-sigv4))$/;
const wgetValues =
  /^(?:-[a-zA-Z]*[OPotTwQeaBIRADUl]|--(?:output-document|directory-prefix|output-file|tries|timeout|wait|waitretry|quota|execute|append-output|header|post-data|post-file|user|password|user-agent|referer|ca-certificate|certificate|private-key|dns-timeout|connect-timeout|read-timeout|body-data|method|level|secure-protocol|progress|retry-on-http-error|limit-rate))$/;
const special =
  /^(?:-X|-d|-F|-H|-u|-T|-b|--request|--data.*|--form|--header|--user|--password|--post-.*|--body-.*|--method|--cookie|--oauth2-bearer|--upload-file|--cert|--key|--certificate|--private-key|-I|--head|--spider|-n|--netrc)$/;

export function download(call: Invocation): Download | undefined {
  const curl = call.program === 'curl';
  if (!curl && call.program !== 'wget') return undefined;
  const values = curl ? curlValues : wgetValues;
  const urls: ShellWord[] = [];
  const flags: string[] = [];
  let output: ShellWord | undefined;
  for (let at = 0; at < call.args.length; at++) {
    const word = call.args[at] as ShellWord;
    const { value } = word;
    if (!/^-./.test(value)) {
      urls.push(word);
      continue;
    }
    flags.push(value.replace(/=.*$/s, ''));
    if (value.includes('=') || !values.test(value)) continue;
    const next = call.args[++at];
    if (next && value === '--url') urls.push(next);
    if (next && (curl ? /^-[a-zA-Z#]*o$|^--output$/ : /^-[a-zA-Z]*O$|^--output-document$/).test(value)) output = next;
  }
  return {
    call,
    urls,
    output,
    remoteName: curl && flags.some((flag) => /^-[a-zA-Z#]*O|^--remote-name$/.test(flag)),
    flags,
    special: flags.some((flag) => special.test(flag)),
  };
}
