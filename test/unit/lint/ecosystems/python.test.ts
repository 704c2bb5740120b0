import { checkRecognised } from './support';

describe('commands of Python package managers', () => {
  it('pip', () =>
    checkRecognised({
      'pip install -r requirements.txt': 'pip install [pip install] manifests=requirements.txt',
      'pip3 install --no-cache-dir -rreq/a.txt -c constraints.txt':
        'pip install [pip3 install] manifests=req/a.txt,constraints.txt',
      'pip3.12 install --requirement=a.txt': 'pip install [pip3.12 install] manifests=a.txt',
      'python -m pip install -e .': 'pip install [pip install] local=.',
      'python3 -m pip install --user .': 'pip install [pip install] local=.',
      'pip install ".[dev]"': 'pip install [pip install] local=.[dev]',
      'pip install -e ./lib -r a.txt': 'pip install [pip install] manifests=a.txt local=./lib',
      'pip install --no-deps .': 'pip finish [pip install] local=.',
      'pip install --no-deps -e .': 'pip finish [pip install] local=.',
      'pip install --no-index --find-links=/w -r a.txt': 'pip finish offline [pip install] manifests=a.txt',
      'pip install --require-hashes -r a.txt': 'pip install frozen [pip install] manifests=a.txt',
      'pip install --upgrade pip': 'pip tools [pip install] packages=pip',
      'pip install "django>=4" gunicorn==20.*': 'pip tools [pip install] packages=django>=4,gunicorn==20.*',
      'pip install git+https://github.com/o/r.git@v1':
        'pip tools [pip install] packages=git+https://github.com/o/r.git@v1',
      'pip install https://x/y.whl': 'pip tools [pip install] packages=https://x/y.whl',
      'pip install ./dist/x.whl': 'pip tools [pip install] local=./dist/x.whl',
      'pip install /wheels/*': 'pip tools [pip install] local=/wheels/*',
      'pip install --group dev': 'pip install [pip install]',
      'pip wheel -r a.txt -w /w': 'pip install [pip wheel] manifests=a.txt',
      'pip download x': 'pip tools [pip download] packages=x',
      'pip list': '-',
      'pip config set global.index-url x': '-',
      'pip-sync requirements.txt dev.txt': 'pip install frozen [pip-sync] manifests=requirements.txt,dev.txt',
      'uv pip install -r requirements.txt': 'pip install [uv pip install] manifests=requirements.txt',
      'uv pip install --system x': 'pip tools [uv pip install] packages=x',
      'uv pip sync requirements.txt': 'pip install frozen [uv pip sync] manifests=requirements.txt',
      '"$VENV"/bin/pip install -r a.txt': 'pip install ["$VENV"/bin/pip install] manifests=a.txt',
    }));

  it('tools around pip', () =>
    checkRecognised({
      'python setup.py install': 'pip implicit',
      'python setup.py bdist_wheel': 'pip project',
      'python manage.py collectstatic --noinput': 'pip project [python manage.py collectstatic]',
      'python -m build --wheel': 'pip project [build]',
      './build --wheel': '-',
      'pytest -x': 'pip project [pytest]',
      'python -m pytest': 'pip project [pytest]',
      'pytest --version': '-',
    }));

  it('uv', () =>
    checkRecognised({
      'uv sync --locked': 'uv install frozen [uv sync]',
      'uv sync --frozen --no-install-project --no-dev': 'uv prime frozen [uv sync]',
      'uv sync --no-install-workspace --project api': 'uv prime [uv sync] in=api',
      'uv sync --offline': 'uv finish offline [uv sync]',
      'uv run pytest': 'uv project [uv run]',
      'uv add x': 'uv tools [uv add] packages=x',
      'uv tool install ruff': 'uv tools [uv tool install] packages=ruff',
      'uvx ruff': 'uv tools [uvx] packages=ruff',
      'uv python install 3.12': 'uv tools [uv python install] packages=3.12',
      'uv venv': '-',
      'uv lock': '-',
      'uv build': 'uv project',
    }));

  it('Poetry', () =>
    checkRecognised({
      'poetry install': 'poetry install frozen',
      'poetry install --no-root --no-directory --only main': 'poetry prime frozen [poetry install]',
      'poetry install --only-root': 'poetry finish [poetry install]',
      'poetry sync': 'poetry install frozen',
      'poetry -C api install': 'poetry install frozen in=api',
      'poetry update': 'poetry install',
      'poetry add x': 'poetry tools [poetry add] packages=x',
      'poetry run pytest': 'poetry project [poetry run]',
      'poetry config virtualenvs.create false': '-',
      'poetry export -f requirements.txt -o r.txt': '-',
    }));

  it('PDM', () =>
    checkRecognised({
      'pdm sync --prod --no-self': 'pdm prime frozen [pdm sync]',
      'pdm install --prod --no-lock': 'pdm install frozen [pdm install]',
      'pdm install': 'pdm install',
      'pdm add x': 'pdm tools [pdm add] packages=x',
    }));

  it('Pipenv', () =>
    checkRecognised({
      'pipenv sync --system': 'pipenv install frozen [pipenv sync]',
      'pipenv install --system --deploy': 'pipenv install frozen [pipenv install]',
      'pipenv install': 'pipenv install',
      'pipenv install flask': 'pipenv tools [pipenv install] packages=flask',
      'pipenv lock': '-',
    }));

  it('Conda', () =>
    checkRecognised({
      'conda env create -f environment.yml': 'conda install [conda env create] manifests=environment.yml',
      'conda env update -n base --file=env.yml': 'conda install [conda env update] manifests=env.yml',
      'conda env create': 'conda install',
      'conda install -y numpy': 'conda tools [conda install] packages=numpy',
      'conda install --file requirements.txt': 'conda install [conda install] manifests=requirements.txt',
      'micromamba install -y -n base -f /tmp/env.yaml': 'conda install [micromamba install] manifests=/tmp/env.yaml',
      'conda create -n x python=3.11': 'conda tools [conda create] packages=python=3.11',
      'conda clean -afy': '-',
      'conda run -n x pip install -r a.txt': 'pip install [pip install] manifests=a.txt',
      'pixi install --locked': 'conda install frozen [pixi install]',
    }));
});
