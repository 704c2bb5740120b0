import { projectInDependencyLayer } from '../../../../src/lint/rules/project-in-dependency-layer';
import { checkFix, checkRule } from '../../support/check-rule';

describe('project-in-dependency-layer', () => {
  const rule = projectInDependencyLayer;

  it('points at an install that takes the project along', () =>
    checkRule(
      rule,
      `
FROM python:3.12
WORKDIR /app
COPY pyproject.toml poetry.lock ./
COPY shop ./shop
RUN pip install poetry && poetry install --only main
#                         ^^^^^^^^^^^^^^ (--no-root) above the copy
FROM python:3.12
WORKDIR /app
COPY setup.py server.py ./
RUN pip install -e .[web]
#   ^^^^^^^^^^^ List the dependencies in a file of their own
`,
    ));

  it('is silent where the dependencies have their layer', () => {
    const silent = (rest: string) => checkRule(rule, `FROM python:3.12\nWORKDIR /app\n${rest}\n`);
    silent('COPY pyproject.toml README.md LICENSE ./\nRUN pip install .');
    silent('COPY pyproject.toml ./\nCOPY shop/__init__.py shop/\nRUN pip install .');
    silent('COPY shop shop\nRUN pip install --no-deps .');
    silent('COPY shop shop\nRUN pip install -r requirements.txt .');
    silent('COPY . .\nRUN pip install .');
    silent('COPY shop shop\nRUN poetry install --no-root');
    silent('COPY shop /other/shop\nCOPY pyproject.toml ./\nRUN uv sync');
    silent('RUN --mount=type=bind,source=pyproject.toml,target=pyproject.toml uv sync');
  });

  it('installs in two steps', () =>
    checkFix(
      rule,
      'FROM python:3.12\nWORKDIR /app\nCOPY pyproject.toml uv.lock ./\nCOPY shop shop\nRUN --mount=type=cache,target=/root/.cache/uv uv sync --locked\n',
      'FROM python:3.12\nWORKDIR /app\nCOPY pyproject.toml uv.lock ./\nRUN --mount=type=cache,target=/root/.cache/uv uv sync --locked --no-install-project\nCOPY shop shop\nRUN --mount=type=cache,target=/root/.cache/uv uv sync --locked\n',
      {
        safe: true,
        context: {
          'pyproject.toml': '[project]\nname = "shop"\nversion = "1"\ndependencies = ["flask"]\n',
          'uv.lock': 'version = 1\n',
          'shop/__init__.py': '',
        },
      },
    ));
});
