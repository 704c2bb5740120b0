import { checkoutApartFromClone } from '../../../../src/lint/rules/checkout-apart-from-clone';
import { checkFix, checkRule } from '../../support/check-rule';

describe('checkout-apart-from-clone', () => {
  it('finds the clone by its directory, however the checkout got there', () => {
    checkRule(
      checkoutApartFromClone,
      `
FROM debian:12
ARG REF=v1.0
WORKDIR /build
RUN git clone https://git.example.com/acme/tool.git && apt-get update
RUN cd tool && git checkout $REF && make
#              ^^^^^^^^^^^^^^^^^ not found
`,
    );
    checkRule(
      checkoutApartFromClone,
      `
FROM debian:12
RUN git clone git@git.example.com:acme/tool.git /opt/tool
RUN git -C /opt/tool reset --hard 9c1d2e3
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ not found
`,
    );
    checkRule(
      checkoutApartFromClone,
      `
FROM debian:12 AS sources
RUN git clone https://git.example.com/acme/tool.git /src
FROM sources
WORKDIR /src
RUN git switch --detach v2
#   ^^^^^^^^^^^^^^^^^^^^^^ not found
`,
    );
  });

  it('leaves checkouts of the same RUN, of other directories and of files alone', () => {
    checkRule(
      checkoutApartFromClone,
      'FROM debian:12\nRUN git clone https://e.com/a.git /a && cd /a && git checkout v1\n',
    );
    checkRule(
      checkoutApartFromClone,
      'FROM debian:12\nRUN git clone https://e.com/a.git /a\nCOPY . /b\nRUN cd /b && git checkout v1\n',
    );
    checkRule(
      checkoutApartFromClone,
      'FROM debian:12\nRUN git clone https://e.com/a.git /a\nRUN cd /a && git checkout -- Makefile && git checkout .\n',
    );
    checkRule(
      checkoutApartFromClone,
      'FROM debian:12\nRUN git clone https://e.com/a.git /a\nRUN echo "cd /a && git checkout v1"\n',
    );
  });

  it('moves the checkout up, and drops the RUN if nothing is left of it', () => {
    checkFix(
      checkoutApartFromClone,
      'FROM debian:12\nRUN git clone https://e.com/a.git /a && ls\nWORKDIR /a\n# the tested one\nRUN git checkout v1\nRUN make\n',
      'FROM debian:12\nRUN git clone https://e.com/a.git /a && git -C /a checkout v1 && ls\nWORKDIR /a\n# the tested one\nRUN make\n',
      { safe: true },
    );
    checkFix(
      checkoutApartFromClone,
      'FROM debian:12\nRUN git clone https://e.com/a.git\nRUN cd a \\\n && git checkout v1 \\\n && make\n',
      'FROM debian:12\nRUN git clone https://e.com/a.git && git -C a checkout v1\nRUN cd a \\\n && make\n',
      { safe: true },
    );
  });

  it('has no fix where something between could tell the difference', () =>
    checkRule(
      checkoutApartFromClone,
      `
FROM debian:12
RUN git clone https://e.com/a.git /a
RUN make -C /a
ARG REF
RUN cd /a && git fetch && git checkout $REF
#                         ^^^^^^^^^^^^^^^^^ not found
`,
    ));
});
