import { deepEqual, equal, match } from 'node:assert/strict';
import fc from 'fast-check';
import { parseRunLine } from '../../../src/docker-run/parse-line';
import { printRunLine } from '../../../src/docker-run/print-line';
import type { RunOptions } from '../../../src/docker-run/run-options';
import { runOptionsArbitrary } from './run-options-arbitrary';

const surroundings = {
  variables: { PWD: '/work/my app', HOME: '/home/me' },
  commands: { pwd: '/work/my app', 'id -u': '1000', 'id -g': '100' },
};

function parsed(line: string): RunOptions {
  const { options, problems } = parseRunLine(line, 'sh', surroundings);
  deepEqual(problems, []);
  return options;
}

function problemsOf(line: string): readonly string[] {
  return parseRunLine(line, 'sh', surroundings).problems;
}

describe('docker run lines', () => {
  it('say the same when they are printed and read again, in sh and in PowerShell', () => {
    fc.assert(
      fc.property(runOptionsArbitrary, fc.constantFrom('sh' as const, 'powershell' as const), (options, shell) => {
        const line = printRunLine(options, shell);
        const again = parseRunLine(line, shell);
        deepEqual(again, { options, problems: [] });
        equal(printRunLine(again.options, shell), line);
      }),
    );
  });

  it('are read with long, short, joined and repeated flags', () => {
    const wanted: RunOptions = {
      ...{ image: 'nginx:1.27', command: ['nginx', '-g', 'daemon off;'] },
      ...{ detach: true, openStdin: true, tty: true, autoRemove: true, name: 'web', memory: '512m' },
      ...{ ports: ['8080:80', '8443:443'], env: ['A=b c', 'TERM'], binds: ['data:/data'], networks: ['back', 'front'] },
    };
    const tail = `nginx:1.27 nginx -g 'daemon off;'`;
    const lines = [
      `docker run -d -i -t --rm --name web -m 512m -p 8080:80 -p 8443:443 -e 'A=b c' -e TERM -v data:/data --net back --network=front ${tail}`,
      `docker run -ditp8080:80 --rm=true --name=web -m=512m --publish 8443:443 --env=A="b c" -eTERM -vdata:/data --network back --net=front ${tail}`,
      `$ sudo docker container run --detach --interactive=true -t=1 --rm --privileged=false --name web --memory 512m \\\n  -p 8080:80 \\\n -p=8443:443 -e A=b\\ c --env TERM \\\n --volume data:/data --network back --network front -- ${tail}`,
    ];
    for (const line of lines) deepEqual(parsed(line), wanted);
    equal(
      printRunLine(wanted, 'sh'),
      `docker run -dit --rm --name web -p 8080:80 -p 8443:443 -e 'A=b c' -e TERM -v data:/data --network back --network front -m 512m ${tail}`,
    );
  });

  it('leave what stands behind the image to the container', () => {
    deepEqual(parsed('docker run --rm alpine ls -l --color -- /'), {
      image: 'alpine',
      command: ['ls', '-l', '--color', '--', '/'],
      autoRemove: true,
    });
  });

  it('keep values that are empty or begin with a dash', () => {
    const options: RunOptions = { image: 'a', command: [], entrypoint: '', memorySwap: '-1', env: ['-=x', 'A='] };
    equal(printRunLine(options, 'sh'), `docker run --env=-=x -e A= --memory-swap=-1 --entrypoint= a`);
    deepEqual(parsed(printRunLine(options, 'sh')), options);
  });

  it('know where they are and who runs them', () => {
    deepEqual(parsed('docker run -v "$(pwd)":/app -v $PWD/a:/a -v `pwd`:/b -v ~/.m2:/m -u $(id -u):$(id -g) maven'), {
      image: 'maven',
      command: [],
      binds: ['/work/my app:/app', '/work/my app/a:/a', '/work/my app:/b', '/home/me/.m2:/m'],
      user: '1000:100',
    });
    match(problemsOf('docker run -e A=$SECRET nginx')[0] ?? '', /^\$SECRET stays as it is written/);
    deepEqual(parseRunLine("docker run -e 'A=$SECRET' nginx").options.env, ['A=$SECRET']);
  });

  it('are read as PowerShell and cmd write them', () => {
    const wanted: RunOptions = { image: 'app', command: ['a"b', "it's"], binds: ['C:\\src:/src'], env: ['A=b c'] };
    const powershell = "PS C:\\src> docker run -v C:\\src:/src `\r\n  -e 'A=b c' app \"a`\"b\" 'it''s'";
    deepEqual(parseRunLine(powershell, 'sh'), { options: wanted, problems: [] });
    const cmd = 'C:\\src>docker run -v %cd%:/src ^\r\n -e "A=b c" app "a\\"b" it\'s';
    deepEqual(parseRunLine(cmd, 'cmd', { variables: { PWD: 'C:\\src' }, commands: {} }), {
      options: wanted,
      problems: [],
    });
    deepEqual(
      parseRunLine('docker run -v ${PWD}:/src app', 'powershell', { variables: { PWD: 'C:\\src' }, commands: {} })
        .options.binds,
      ['C:\\src:/src'],
    );
  });

  const wrong: readonly (readonly [line: string, problem: RegExp])[] = [
    ['docker run --no-such nginx', /^"--no-such" is no option of docker run, and left out\.$/],
    ['docker run -z nginx', /^"-z" is no option/],
    ['docker run -d', /^The image is missing/],
    ['docker run --name', /^--name has no value\.$/],
    ['docker run --cidfile /tmp/id nginx', /^--cidfile is left out: no file is written/],
    ['docker run --detach-keys ctrl-a nginx', /^--detach-keys is left out/],
    ['docker -H ssh://me@host run nginx', /^"-H" is left out: the container runs on the engine that Layerwright/],
    ['docker run nginx && echo ok', /^Only one command is read; what follows is left out: && echo ok$/],
    ['docker run -d nginx\ndocker ps', /what follows is left out: docker ps$/],
    ['docker run nginx | cat', /what follows is left out: \| cat$/],
    ["docker run -e 'A nginx", /^A quote \('\) is not closed\.$/],
    ['docker ps -a', /^This is no docker run: it begins with "docker ps"\.$/],
    ['npm start', /^This is no docker run: it begins with "npm"\.$/],
    ['docker run -p web:80 nginx', /^--publish: "web:80" is not a port mapping/],
    ['docker run -m lots nginx', /^--memory: "lots" is not understood: expected a size/],
    ['docker run --rm=maybe nginx', /^--rm is on or off/],
    ['docker run --mount type=bind,target=/a nginx', /^--mount: A bind mount needs source=/],
    ['docker run --mount type=bind,src=/a,dst=/b,color=red nginx', /"color" is no field of a mount/],
    ['A=b docker run nginx', /^"A" is set for the docker command only/],
  ];
  for (const [line, problem] of wrong)
    it(`names what is wrong in ${JSON.stringify(line)}`, () => match(problemsOf(line)[0] ?? '', problem));

  it('take what makes no difference without a word', () => {
    deepEqual(parsed('docker run -q --disable-content-trust --sig-proxy=false nginx'), { image: 'nginx', command: [] });
    deepEqual(parseRunLine('').options, { image: '', command: [] });
  });

  it('never throw', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('sh' as const, 'powershell' as const, 'cmd' as const), (text, shell) => {
        parseRunLine(`docker run ${text}`, shell, surroundings);
        parseRunLine(text, shell, surroundings);
      }),
    );
  });
});
