import { archiveAcrossLayers } from '../../../../src/lint/rules/archive-across-layers';
import { checkFix, checkRule } from '../../support/check-rule';

describe('archive-across-layers', () => {
  it('points at the deletion that comes too late', () =>
    checkRule(
      archiveAcrossLayers,
      `
FROM debian:12
ARG VERSION
WORKDIR /opt
RUN curl -fsSLo "tool-$VERSION.tar.gz" https://example.com/tool.tar.gz
RUN sha256sum -c sums
RUN tar xzf tool-\${VERSION}.tar.gz
RUN rm -f ./tool-$VERSION.tar.gz
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tool-$VERSION.tar.gz stays in the layer of line 4, which downloads it
`,
    ));

  it('points at an archive that is never deleted, and at one that ADD brings', () =>
    checkRule(
      archiveAcrossLayers,
      `
FROM debian:12
RUN wget -P /tmp https://example.com/a.zip
RUN unzip /tmp/a.zip -d /opt
#   ^^^^^^^^^^^^^^^^^^^^^^^^ a.zip stays in the layer of line 2, next to what is unpacked from it here
ADD https://example.com/b.tgz /tmp/
RUN tar -C /opt -xzf /tmp/b.tgz && rm /tmp/b.tgz
#                                  ^^^^^^^^^^^^^ b.tgz stays in the layer of line 4
`,
    ));

  it('leaves builder stages, one RUN, pipes and mounts alone', () =>
    checkRule(
      archiveAcrossLayers,
      `
FROM debian:12 AS fetch
RUN curl -fsSLO https://example.com/a.tar.gz
RUN tar xzf a.tar.gz
FROM debian:12
RUN curl -fsSLO https://example.com/a.tar.gz && tar xzf a.tar.gz && rm a.tar.gz
RUN curl -fsSL https://example.com/b.tar.gz | tar xz
RUN --mount=type=cache,target=/tmp curl -fsSLo /tmp/c.tgz https://example.com/c.tgz
RUN --mount=type=cache,target=/tmp tar xzf /tmp/c.tgz
COPY --from=fetch /a /a
`,
    ));

  it('joins the steps, those that change directory in parentheses', () =>
    checkFix(
      archiveAcrossLayers,
      `
FROM debian:12
RUN curl -fsSLO https://example.com/a-1.tar.gz
# unpack and build
RUN tar xzf a-1.tar.gz
RUN cd a-1 && make install

RUN rm -r a-1 a-1.tar.gz
`,
      `
FROM debian:12
RUN curl -fsSLO https://example.com/a-1.tar.gz \\
# unpack and build
    && tar xzf a-1.tar.gz \\
    && ( cd a-1 && make install ) \\
    && rm -r a-1 a-1.tar.gz
`,
      { safe: true },
    ));

  it('adds the deletion where there is none', () =>
    checkFix(
      archiveAcrossLayers,
      'FROM debian:12\nRUN wget https://example.com/a.zip\nRUN unzip a.zip\n',
      'FROM debian:12\nRUN wget https://example.com/a.zip \\\n    && unzip a.zip && rm a.zip\n',
      { safe: false },
    ));

  it('underlines the archive, also behind what else is deleted', () =>
    checkRule(
      archiveAcrossLayers,
      `
FROM debian:12
RUN wget https://example.com/a-1.tgz
RUN tar xf a-1.tgz
RUN rm -rf a-1 a-1.tgz
#   ^^^^^^^^^^^^^^^^^^
`,
    ));

  it('knows folders that are there, without a final slash', () => {
    checkRule(
      archiveAcrossLayers,
      `
FROM debian:12
ADD https://example.com/a.tgz /tmp
RUN tar -C / -xzf /tmp/a.tgz
#   ^^^^^^^^^^^^^^^^^^^^^^^^ a.tgz stays in the layer of line 2
`,
    );
    checkRule(
      archiveAcrossLayers,
      'FROM scratch\nADD https://example.com/a.tgz /tmp\nRUN ["/tar", "-xzf", "/tmp/a.tgz"]\n',
    );
  });
});
