import { deleteInLaterLayer } from '../../../../src/lint/rules/delete-in-later-layer';
import { checkFix, checkRule } from '../../support/check-rule';

describe('delete-in-later-layer', () => {
  it('knows what earlier layers hold: indexes, clones, copies, packages, caches', () =>
    checkRule(
      deleteInLaterLayer,
      `
FROM debian:12
WORKDIR /src
RUN apt-get update && apt-get install -y gcc=12 && make
RUN apt-get purge -y gcc && apt-get autoremove -y
#   ^^^^^^^^^^^^^^^^^^^^ The package gcc is in the layer of line 3
RUN git clone --depth 1 https://git.example/a/tool.git && make -C tool
COPY . /srv/app
RUN rm -rf tool
#   ^^^^^^^^^^^ tool is in the layer of line 5
RUN cd /srv && make && rm -rf app
#                      ^^^^^^^^^^ app is in the layer of line 6
RUN pip install numpy
RUN pip cache purge
#   ^^^^^^^^^ What pip cleans here (/root/.cache/pip) is in the layer of line 9
`,
    ));

  it('says of a secret that it can still be read, and of small files little', () =>
    checkRule(
      deleteInLaterLayer,
      `
FROM debian:12
COPY id_rsa /root/.ssh/id_rsa
RUN git fetch && rm /root/.ssh/id_rsa
#                ^^^^^^^^^^^^^^^^^^^^ everybody who pulls the image can read it
`,
    ));

  it('leaves builder stages, base images, the same RUN and what is not certain alone', () => {
    checkRule(
      deleteInLaterLayer,
      `
FROM debian:12 AS build
RUN apt-get update && apt-get install -y gcc
RUN rm -rf /var/lib/apt/lists/*
FROM nginx:1.27
RUN rm -rf /etc/nginx/conf.d/default.conf /usr/share/nginx/html/*
RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
COPY --from=build /out /opt/app
RUN rm -rf /opt/app/docs
RUN apt-get update && apt-get install -y wget && apt-get purge -y wget && rm -rf /var/lib/apt/lists/* /tmp/*
RUN if [ -d /opt/app ]; then rm -rf /opt/app; fi
RUN apt-get clean && apt-get autoremove -y
`,
    );
    checkRule(
      deleteInLaterLayer,
      `
FROM debian:12
RUN --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y curl
RUN rm -rf /var/lib/apt/lists/*
RUN pip install --no-cache-dir numpy
RUN rm -rf /root/.cache
RUN npm ci --cache /tmp/npm
RUN npm cache clean --force
`,
    );
  });

  it('moves the clean-up into the RUN that needs it', () => {
    checkFix(
      deleteInLaterLayer,
      'FROM debian:12\nRUN apt-get update \\\n  && apt-get install -y curl\nENV A=1\nRUN apt-get clean && rm -rf /var/lib/apt/lists/*\nCMD ["a"]\n',
      'FROM debian:12\nRUN apt-get update \\\n  && apt-get install -y curl \\\n  && apt-get clean && rm -rf /var/lib/apt/lists/*\nENV A=1\nCMD ["a"]\n',
      { safe: true },
    );
    checkFix(
      deleteInLaterLayer,
      'FROM fedora:41\nRUN dnf install -y curl\nRUN dnf install -y git\nRUN echo done && dnf clean all\n',
      'FROM fedora:41\nRUN dnf install -y curl && dnf clean all\nRUN dnf install -y git && dnf clean all\nRUN echo done\n',
      { safe: true },
    );
    checkFix(
      deleteInLaterLayer,
      'FROM debian:12\nRUN apt-get update && apt-get install -y curl\nCOPY a /a\nRUN rm -rf /var/lib/apt/lists/* /tmp/*\n',
      'FROM debian:12\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\nCOPY a /a\nRUN rm -rf /tmp/*\n',
      { safe: true },
    );
  });

  it('does not take the index away from an install in between', () => {
    checkFix(
      deleteInLaterLayer,
      'FROM debian:12\nRUN apt-get update\nRUN apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n',
      'FROM debian:12\nRUN apt-get update \\\n    && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n',
      { safe: true },
    );
  });

  it('joins neighbours', () =>
    checkFix(
      deleteInLaterLayer,
      'FROM alpine:3.20\nRUN apk add --no-cache --virtual .b gcc; gcc --version\nRUN cd /x && make\nRUN apk del .b\n',
      'FROM alpine:3.20\nRUN apk add --no-cache --virtual .b gcc; gcc --version \\\n    && ( cd /x && make ) \\\n    && apk del .b\n',
      { safe: true },
    ));

  it('mounts what one step needs', () => {
    checkFix(
      deleteInLaterLayer,
      'FROM debian:12\nCOPY setup/install.sh /tmp/\nRUN sh /tmp/install.sh && rm /tmp/install.sh\n',
      'FROM debian:12\nRUN --mount=type=bind,source=setup/install.sh,target=/tmp/install.sh sh /tmp/install.sh\n',
      { safe: false },
    );
    checkFix(
      deleteInLaterLayer,
      'FROM debian:12\nCOPY setup/*.sh /tmp/setup/\nRUN chmod +x /tmp/setup/a.sh && /tmp/setup/a.sh && rm -rf /tmp/x /tmp/setup\n',
      'FROM debian:12\nRUN --mount=type=bind,source=setup,target=/tmp/setup,rw chmod +x /tmp/setup/a.sh && /tmp/setup/a.sh && rm -rf /tmp/x\n',
      { safe: false },
    );
  });
});
