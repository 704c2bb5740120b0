import type { Chance } from './forecast-random';
import type { RarePlace } from './forecast-rare';

const settings = [
  'ARG TARGETARCH=mine',
  'ARG TARGETOS TARGETARCH',
  'ARG TARGETVARIANT',
  'ARG BUILDPLATFORM',
  'ARG TARGETPLATFORM=mine',
  'ARG BUILDKIT_CONTEXT_KEEP_GIT_DIR=1',
  'ENV TARGETPLATFORM=mine',
  'ARG A=1 B=$A C="$B x"',
  'ARG A=2 A=3',
  'COPY --chmod=0 a /x/',
  'COPY --chmod=777 ld /x/',
  'COPY --chmod=0777 . /x/',
  'COPY --chmod=755 --chown=7:8 d /x/',
  'COPY --chown=7:8 --chmod=755 d /x/',
  'COPY --chmod=644 deep /x/',
  'ADD --chmod=755 a /x/',
  'ADD --chmod=600 t.tar /t/',
  'ADD --chown=7:7 t.tar.gz /t/',
];

const named = [
  'COPY --chown=root a /x/',
  'COPY --chown=root:root d /x/',
  'COPY --chown=$A a /x/',
  'COPY --chown=7:$G a /x/',
];

const mounts = [
  'RUN --mount=target=/m cat /m/a > /f',
  'RUN --mount=type=bind,source=ld,target=/m ls /m > /f',
  'RUN --mount=type=bind,source=lf,target=/m cat /m > /f',
  'RUN --mount=type=bind,src=d/,dst=/m ls /m > /f',
  'RUN --mount=type=bind,source=/d,target=m ls m > /f',
  'RUN --mount=type=bind,source=./d/s/..,target=/m,readonly ls /m > /f',
  'RUN --mount=type=bind,source=d,target=/m,rw=true touch /m/q',
  'RUN --mount=type=bind,source=none,target=/m true',
  'RUN --mount=type=bind,source=hollow,target=/m true',
  'RUN --mount="type=bind,source=a,target=/m" cat /m > /f',
  'RUN --mount=type=bind,from=busybox:latest,target=/m true',
  'RUN --mount=type=cache,target=/c,id=two,sharing=private true',
  'RUN --mount=type=cache,target=/c,sharing=shared true',
  'RUN --mount=type=cache,target=c true',
  'RUN --mount=type=cache,target=/c/ true',
  'RUN --mount=type=cache,target=/c,ro true',
  'RUN --mount=type=cache,target=/c,mode=0700,uid=7,gid=7 true',
  'RUN --mount=type=cache,target=/c date +%N >> /c/f; true',
  'RUN --mount=type=tmpfs,target=/c true',
  'RUN --mount=type=secret,id=one,target=/s true',
  'RUN --mount=type=secret,id=one,required=false true',
  'RUN --mount=type=secret,target=/run/one true',
  'RUN --mount=type=ssh true',
  'RUN --mount=type=ssh,id=default true',
  'RUN --mount=type=cache,target=/c --mount=type=bind,source=d,target=/m ls /m > /f',
  'RUN --mount=type=cache,target=/c \\\n  --mount=type=tmpfs,target=/t \\\n  true',
  'run --mount=type=cache,target=/c true',
];

const modern = [
  'COPY <<EOF /h\n$A ${B:-b} ${C:+c} \\$A\nEOF',
  'COPY <<"EOF" /h\n$A ${B:-b} \\$A\nEOF',
  "COPY <<'EOF' /h/\n$A\nEOF",
  'COPY <<-EOF /h\n\ttab $A\n\t\ttabs\n\tEOF',
  'COPY <<EOF /h\nEOF',
  'COPY <<EOF /h/\n# no comment\n\n  blank\nEOF',
  'COPY <<EOF $A/h\ntext\nEOF',
  'COPY <<EOF d <<TWO /h/\none\nEOF\ntwo $G\nTWO',
  'COPY --chmod=755 <<EOF /h\n#!/bin/sh\nEOF',
  'COPY --chown=7 <<EOF /h\ntext\nEOF',
  'ADD <<EOF /h\n$A\nEOF',
  'COPY <<EOF /h\n"quoted $A" \'$A\'\nEOF',
  'COPY <<EOF /h\n$PATH\nEOF',
  'COPY <<a /h/\nlike a file\na',
  'ONBUILD COPY <<EOF /ob/\n$A\nEOF',
  'COPY --link a b /x/',
  'COPY --link=false a /x/',
  'COPY --link=true d /x/',
  'COPY --link ld /x/',
  'COPY --link --chmod=755 d /x/',
  'COPY --link a rel/',
  'COPY --link --from=alpine:3.20 /bin/sh /x/sh',
  'ADD --link t.tar /t/',
];

const modernCommands = [
  'RUN <<EOF\necho $A > /f\n\necho more\nEOF',
  "RUN <<'EOF'\necho $A > /f\nEOF",
  'RUN <<EOF\n#!/bin/sh -e\necho $A > /f\nEOF',
  'RUN <<-EOF\n\t#!/bin/sh\n\techo $A > /f\nEOF',
  'RUN <<EOF > /f\ntrue\nEOF',
  'RUN cat > /f <<EOF\n$A\n\\$B\nEOF',
  'RUN cat <<-EOF > /f\n\ttab\n\tEOF',
  'RUN cat <<EOF1 <<EOF2 > /f\none\nEOF1\ntwo\nEOF2',
  'RUN <<EOF cat > /f\ntext $A\nEOF',
  'RUN --mount=type=cache,target=/c <<EOF\ntrue\nEOF',
  'RUN true <<EOF && \\\n  true\nbody\nEOF',
  'RUN --network=default true',
  'RUN --network=none echo $A > /f',
  'RUN --security=sandbox true',
  'RUN --mount=type=secret,id=one,env=ONE true',
  'RUN --mount=type=tmpfs,target=/c,size=1m true',
  'RUN --mount=type=bind,source=$F,target=/m true',
  'RUN --mount=type=bind,source=${F:-a},target=$D/m true',
  'RUN --mount=type=cache,target=${D:-/c} true',
  'ONBUILD RUN --mount=type=bind,source=d,target=/m ls /m > /f',
];

/** The same for what BuildKit alone understands. */
export function oddBuildkitLine(chance: Chance, place: RarePlace): string {
  return chance.one(chance.one(oddBuildkitTopics(place)));
}

export function oddBuildkitTopics({ dialect, shell, from, name }: RarePlace): readonly (readonly string[])[] {
  const heredocs = dialect === 'buildkit-heredocs';
  return [
    settings,
    ...(shell ? [named, mounts] : []),
    ...(heredocs ? [modern] : []),
    ...(heredocs && shell ? [modernCommands] : []),
    ...(from === undefined ? [] : [copiesOf(from, heredocs)]),
    ...(name === undefined || !shell ? [] : [mountsOf(name)]),
  ];
}

function copiesOf(stage: string, heredocs: boolean): readonly string[] {
  return [
    `COPY --from=${stage} --chmod=755 /x /y`,
    `COPY --from=${stage} --chown=7:7 / /y/`,
    `COPY --from=${stage} --chown=7 /f /y/f`,
    ...(heredocs
      ? [
          `COPY --link --from=${stage} /x /y`,
          `COPY --link --chown=7 --from=${stage} /f ./`,
          `ADD --link --from=${stage} /x /y`,
        ]
      : []),
  ];
}

function mountsOf(stage: string): readonly string[] {
  return [
    `RUN --mount=type=bind,from=${stage},source=/x,target=/m ls /m > /f`,
    `RUN --mount=type=bind,from=${stage},source=/f,target=/m cat /m > /g`,
    `RUN --mount=from=${stage},target=/m ls /m > /f`,
    `RUN --mount=type=bind,from=${stage.toUpperCase()},target=/m true`,
    `RUN --mount=type=bind,from=${stage},source=x,target=/m,rw touch /m/q; true`,
    `RUN --mount=type=cache,from=${stage},source=/x,target=/c true`,
    `RUN --mount=type=cache,from=${stage},target=/c true`,
  ];
}
