import { addLocalArchive } from '../../../../src/lint/rules/add-local-archive';
import { checkFix, checkRule } from '../../support/check-rule';

describe('add-local-archive', () => {
  it('points at archives that are copied and unpacked', () =>
    checkRule(
      addLocalArchive,
      `
FROM a:1
COPY pkg/tool.tar.gz site.tar notes.txt /tmp/
#    ^^^^^^^^^^^^^^^ tool.tar.gz stays in the layer
COPY app.bin /tmp/app.tgz
#    ^^^^^^^ app.tgz stays
COPY data.gz /data/
#    ^^^^^^^ data.gz stays
COPY late.tgz /tmp/
RUN cd /tmp && tar -zxvf tool.tar.gz && rm tool.tar.gz
RUN tar --extract --file "/tmp/app.tgz"
RUN zcat "/data/data.gz" | sort
RUN tar xf /tmp/site.tar
RUN sudo tar -xf /tmp/site.tar
`,
    ));

  it('needs the COPY first, and only the last stage counts', () =>
    checkRule(
      addLocalArchive,
      `
FROM a:1 AS build
COPY a.tgz /tmp/
RUN tar -xf /tmp/a.tgz
FROM a:1
RUN tar -xf b.tgz
COPY b.tgz /tmp/
COPY --from=build c.tgz /tmp/
RUN tar -xf c.tgz
COPY d.zip /tmp/
RUN unzip d.zip
`,
    ));

  it('unpacks with ADD where the RUN does nothing else', () =>
    checkFix(
      addLocalArchive,
      'FROM a:1\ncopy pkg/a.tar.gz /tmp/\n# all of it\nRUN tar -xzf /tmp/a.tar.gz -C /opt && rm -f /tmp/a.tar.gz\nCMD ["x"]\n',
      'FROM a:1\nadd pkg/a.tar.gz /opt/\nCMD ["x"]\n',
      { safe: false },
    ));

  it('resolves paths against a WORKDIR', () =>
    checkFix(
      addLocalArchive,
      'FROM a:1\nWORKDIR /srv\nCOPY a.tgz .\nRUN tar -xf a.tgz\n',
      'FROM a:1\nWORKDIR /srv\nADD a.tgz /srv/\n',
    ));
});
