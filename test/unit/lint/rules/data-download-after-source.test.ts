import { dataDownloadAfterSource } from '../../../../src/lint/rules/data-download-after-source';
import { checkFix, checkRule } from '../../support/check-rule';

describe('data-download-after-source', () => {
  const rule = dataDownloadAfterSource;

  it('knows models, data sets and browsers', () =>
    checkRule(
      rule,
      `
FROM python:3.12
WORKDIR /app
COPY . .
RUN python -m nltk.downloader punkt
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ downloads the data again
RUN huggingface-cli download acme/small-model --local-dir /models
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the model
RUN npx playwright install --with-deps chromium
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the browsers
RUN wget -P weights https://example.com/w/net.pth
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the data
`,
    ));

  it('is silent above the source and about other downloads', () => {
    checkRule(rule, 'FROM python:3.12\nRUN python -m spacy download en_core_web_sm\nCOPY . .\n');
    checkRule(rule, 'FROM python:3.12\nWORKDIR /app\nCOPY . .\nRUN python -c "print(1)"\n');
    checkRule(rule, 'FROM python:3.12\nWORKDIR /app\nCOPY . .\nRUN python manage.py collectstatic\n');
    checkRule(rule, 'FROM python:3.12\nWORKDIR /app\nCOPY . .\nRUN curl -o /usr/local/bin/jq https://example.com/jq\n');
    checkRule(
      rule,
      'FROM python:3.12\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt && python -m spacy download en\n',
    );
  });

  it('moves a constant download', () =>
    checkFix(
      rule,
      'FROM python:3.12\nWORKDIR /app\nCOPY . .\nRUN mkdir -p /models && curl -fsSL -o /models/a.gguf https://example.com/a.gguf\nCMD ["a"]\n',
      'FROM python:3.12\nWORKDIR /app\nRUN mkdir -p /models && curl -fsSL -o /models/a.gguf https://example.com/a.gguf\nCOPY . .\nCMD ["a"]\n',
      { safe: true },
    ));

  it('leaves a download where the library it needs is installed', () =>
    checkRule(
      rule,
      `
FROM python:3.12
WORKDIR /app
COPY . .
RUN pip install -r requirements.txt
RUN python -c "from sentence_transformers import SentenceTransformer; SentenceTransformer('all-MiniLM-L6-v2')"
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ another RUN instruction in between may prepare it
RUN python -c "from app.models import load; load_model('x')"
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Copy what the download needs on its own
`,
    ));
});
