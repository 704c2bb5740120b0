import { pinPipVersion } from '../../../../src/lint/rules/pin-pip-version';
import { checkRule } from '../../support/check-rule';

describe('pin-pip-version', () => {
  it('points at the first package without a version', () =>
    checkRule(
      pinPipVersion,
      `
FROM python:3.12
RUN pip install --no-cache-dir "flask==3" \\
    requests \\
#   ^^^^^^^^ requests, uv: no version
    'boto3>=1,<2' uv
RUN python3 -m pip install -i https://pypi.example.com/simple tool
#                                                             ^^^^ tool: no version
RUN pip install -t lib $TOOL
#                      ^^^^^ no version
RUN pip install -r a.txt b; pip install -c c.txt b; pip install .; pip install ./lib lib/x.whl tool[x]~=1
RUN pip install -e git+https://git.example.com/a; pip install "$TOOL==\${V}" a/b; pipenv install x
RUN pip3 install git+https://git.example.com/team/a.git
#                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ @revision
RUN pip install --timeout 100 x==1
#                         ^^^ 100: no version
`,
    ));
});
