import { undefinedVariable } from '../../../../src/lint/rules/undefined-variable';
import { checkFix, checkRule } from '../../support/check-rule';

describe('undefined-variable', () => {
  it('knows everything on scratch', () =>
    checkRule(
      undefinedVariable,
      `
ARG GLOBAL=1
FROM scratch
ENV A=1 B=$A C=$A
#              ^^ is set by this very ENV
ENV C2=$A D=\${E:-x} P=/bin:$PATH
#           ^^^^^^^ No ARG or ENV above sets "E"
ARG F
ARG G=$F$GLOBAL
#       ^^^^^^^ Repeat ARG GLOBAL
COPY --chown=$UID:$GID $1 $F /x
#            ^^^^ sets "UID"
#                 ^^^^ sets "GID"
#                      ^^ sets "1"
WORKDIR $HOME
#       ^^^^^ sets "HOME"
USER \${U:+x}
#    ^^^^^^^ sets "U"
VOLUME $V ["$W"]
#      ^^ sets "V"
#           ^^ sets "W"
LABEL arch=$TARGETARCH twice=$X$X
#          ^^^^^^^^^^^ Write ARG TARGETARCH above
#                            ^^ sets "X"
STOPSIGNAL $S
#          ^^ sets "S"
RUN --mount=type=cache,target=$T echo $T
#                             ^^ sets "T"
ENV Q='$NO' R=\\$NO
EXPOSE $NO
RUN $NO
CMD $NO
HEALTHCHECK CMD $NO
ONBUILD ENV S=$NO
`,
    ));

  it('counts what the stages it starts from declare', () =>
    checkRule(
      undefinedVariable,
      `
FROM alpine:3.20 AS base
ARG A
ENV B=1
FROM base
LABEL a=$A b=$B
FROM alpine:3.20
LABEL a=$A
#       ^^ sets "A"
`,
    ));

  it('looks into heredocs of COPY that are expanded', () =>
    checkRule(
      undefinedVariable,
      `
FROM busybox
COPY <<EOF /a
it's $A
^^^^ nothing
EOF
COPY <<"EOF" /b
$A
EOF
`
        .replace(/.*nothing\n/, '')
        .replace('COPY <<EOF /a', 'COPY <<EOF /a\n^^^^ sets "A"'),
    ));

  it('marks the keyword when the word stands in a later line', () =>
    checkRule(undefinedVariable, 'FROM scratch\nENV A=1 \\\n^^^ sets "X"\n  B=$X\n'));

  it('knows what official images set', () =>
    checkRule(
      undefinedVariable,
      `
FROM golang:1.23
WORKDIR $GOPATH/src
FROM node:22
ENV V=$NODE_VERSION
FROM docker.io/library/alpine:$TAG AS small
ENV V=$LANG
#     ^^^^^ sets "LANG"
FROM small
WORKDIR $HOME/x
#       ^^^^^ sets "HOME"
FROM node:22
COPY . $GOPATH
#      ^^^^^^^ sets "GOPATH"
`,
    ));

  it('reports on other images only what is surely a mistake', () =>
    checkRule(
      undefinedVariable,
      `
ARG VERSION=1
FROM registry.example.com/base:1
COPY . $APP_DIR
ENV LD_LIBRARY_PATH=/lib:$LD_LIBRARY_PATH
ENV DB_HOST=db
ENV URL=$DB_PORT
LABEL version=$VERSION arch=$TARGETARCH
#             ^^^^^^^^ Repeat ARG VERSION
#                           ^^^^^^^^^^^ ARG TARGETARCH
ENV SOURCE_DIR=/srv
COPY $SOURCE_DIRS /x
#    ^^^^^^^^^^^^ Did you mean SOURCE_DIR?
COPY $LATER /x
#    ^^^^^^ sets "LATER"
ARG LATER
`,
    ));

  it('leaves Windows alone', () => checkRule(undefinedVariable, '# escape=`\nFROM scratch\nENV A=$B\n'));

  it('takes the suggestion', () =>
    checkFix(undefinedVariable, 'FROM scratch\nARG foo\nCOPY ${Foo} /\n', 'FROM scratch\nARG foo\nCOPY ${foo} /\n', {
      safe: false,
    }));

  it('repeats an ARG in the stage', () =>
    checkFix(
      undefinedVariable,
      'ARG V=1\nFROM a:1\n# the label\nLABEL v=$V\n',
      'ARG V=1\nFROM a:1\nARG V\n# the label\nLABEL v=$V\n',
    ));

  it('cuts an ENV in two', () =>
    checkFix(
      undefinedVariable,
      'FROM a:1\nENV A=0\nFROM a:1\nENV A=1 \\\n    B=$A/b C=2\n',
      'FROM a:1\nENV A=0\nFROM a:1\nENV A=1\nENV B=$A/b C=2\n',
    ));

  it('reads quotes in heredocs as characters', () =>
    checkRule(undefinedVariable, "FROM scratch\nARG A\nCOPY <<EOF /a\n^^^^ sets \"B\"\n'$A' \\$C ${A}'${B:-'}\nEOF\n"));

  it('leaves out a default that is the ARG itself', () =>
    checkFix(undefinedVariable, 'FROM alpine:3.20\nARG V=${V}\n', 'FROM alpine:3.20\nARG V\n', { safe: false }));

  it('leaves out what stands for a value that is not there', () =>
    checkFix(undefinedVariable, 'FROM alpine:3.20\nENV X=/a${X:+:$X}\n', 'FROM alpine:3.20\nENV X=/a\n'));

  it('leaves out what is empty', () =>
    checkFix(undefinedVariable, 'FROM alpine:3.20\nENV X=/a:$X\n', 'FROM alpine:3.20\nENV X=/a\n', { safe: false }));

  it('declares what is meant to come from the build, as another stage does', () => {
    checkFix(undefinedVariable, 'FROM alpine:3.20\nENV MODE=$MODE\n', 'FROM alpine:3.20\nARG MODE\nENV MODE=$MODE\n');
    checkFix(
      undefinedVariable,
      'FROM alpine:3.20\nENV DIR=/srv\nFROM alpine:3.20\nCOPY . $DIR\n',
      'FROM alpine:3.20\nENV DIR=/srv\nFROM alpine:3.20\nENV DIR=/srv\nCOPY . $DIR\n',
    );
  });
});
