import { isFetch } from '../flow/fetch';
import type { FlowCommand } from '../flow/flow';
import type { CopiedFiles } from './independent';

/** A command that downloads models, data sets or browsers. */
export interface DataDownload {
  /** As one would call it: `the model`, `the browsers`. */
  readonly what: string;
  /** What is downloaded is named in full in the command; otherwise code of the project decides. */
  readonly constant: boolean;
  /** It runs with a library that an install further up brings. */
  readonly needsLibrary: boolean;
}

export function dataDownload(command: FlowCommand, files: CopiedFiles): DataDownload | undefined {
  const { call } = command;
  const words = call.args.map(({ value }) => value);
  const line = words.join(' ');
  if (isFetch(command)) {
    const address = words.find((word) => /^https?:\/\//.test(word));
    if (address === undefined || !isDataAddress(address)) return undefined;
    return { what: 'the data', constant: !/\$\(|`/.test(line), needsLibrary: false };
  }
  switch (call.program) {
    case 'python':
    case 'python3':
      return pythonDownload(command, words, files);
    case 'nltk.downloader':
      return library('the data', line);
    case 'spacy':
      return words[0] === 'download' ? library('the model', line) : undefined;
    case 'huggingface-cli':
    case 'hf':
      return words[0] === 'download' ? library('the model', line) : undefined;
    case 'ollama':
      return words[0] === 'pull' ? { ...library('the model', line), needsLibrary: false } : undefined;
    case 'gdown':
      return library('the data', line);
    case 'playwright':
      return words[0] === 'install' ? library('the browsers', line) : undefined;
    case 'npx':
    case 'pnpm':
    case 'yarn':
    case 'bunx':
      return /^(?:exec |dlx |run |-y |--yes )*(?:playwright(?:@\S+)? install(?:-deps)?|puppeteer browsers install|cypress install|@puppeteer\/browsers install)\b/.test(
        line,
      )
        ? library('the browsers', line)
        : undefined;
    default:
      return scriptDownload(command, files);
  }
}

function library(what: string, line: string): DataDownload {
  return { what, constant: !/\$\(|`/.test(line), needsLibrary: true };
}

function isDataAddress(address: string): boolean {
  const path = address.split(/[?#]/)[0] ?? '';
  return (
    /\.(?:pt|pth|onnx|safetensors|gguf|ggml|ckpt|tflite|caffemodel|weights|h5|pb|mmdb|mmdb\.gz|pkl|npz|parquet|osm\.pbf)$/.test(
      path,
    ) ||
    /\/resolve\/[\w.-]+\//.test(path) ||
    /\/(?:models?|weights|checkpoints|datasets?|tessdata\w*)\/.*\.(?:bin|tar\.gz|tgz|zip|tar|traineddata)$/i.test(path)
  );
}

/** Modules that come from package indexes: a line of Python with nothing else runs no code of the project. */
const libraries = new Set(
  'nltk spacy transformers sentence_transformers torch torchvision torchaudio whisper faster_whisper huggingface_hub tiktoken easyocr stanza gensim tensorflow keras fastembed paddleocr tensorflow_hub timm open_clip clip diffusers flair textblob sklearn datasets os sys ssl pathlib shutil'.split(
    ' ',
  ),
);

const fetches =
  /\bdownload\(|\bfrom_pretrained\(|SentenceTransformer\(|\bload_model\(|hub\.load\(|snapshot_download\(|hf_hub_download\(|get_encoding\(|easyocr\.Reader\(|WhisperModel\(|\bpipeline\(|load_dataset\(/;

/** `python -c "import nltk; nltk.download('punkt')"`, `python download_models.py`. */
function pythonDownload(command: FlowCommand, words: readonly string[], files: CopiedFiles): DataDownload | undefined {
  const at = words.findIndex((word) => /^-\w*c$/.test(word));
  if (at < 0) return scriptDownload(command, files);
  const code = words[at + 1] ?? '';
  if (!fetches.test(code)) return undefined;
  const imports = [...code.matchAll(/(?:^|[\n;]\s*)(?:import|from)\s+([\w., ]+?)(?:\s+import\b|\s*(?=[;\n]|$))/g)];
  const roots = imports.flatMap(([, names = '']) =>
    names.split(',').map((name) => name.trim().split(/[.\s]/)[0] ?? ''),
  );
  if (roots.length === 0) return undefined;
  return { what: 'the model', constant: roots.every((root) => libraries.has(root)), needsLibrary: true };
}

/** A script that says by its name that it downloads models or data. */
function scriptDownload({ call, directory }: FlowCommand, files: CopiedFiles): DataDownload | undefined {
  const script = [call.programWord.value, ...call.args.map(({ value }) => value)].find((word) =>
    /\.(?:py|sh)$/.test(word),
  );
  if (script === undefined || !/^(?:python3?|bash|sh|.*\.(?:py|sh))$/.test(call.programWord.value)) return undefined;
  const named =
    /(?:download|fetch|get|pull)[-_]?(?:the[-_])?(?:\w+[-_])?(?:models?|weights|checkpoints?|data(?:sets?)?)\.(?:py|sh)$/i;
  const other = /(?:models?|weights|dataset)[-_](?:download|fetch)(?:er)?\.(?:py|sh)$/i;
  if (!named.test(script) && !other.test(script)) return undefined;
  const inTree = script.startsWith('/') ? files.inside(script) : directory !== undefined && files.inside(directory);
  return inTree ? { what: 'the data', constant: false, needsLibrary: false } : undefined;
}
