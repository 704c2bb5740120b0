import { deepEqual, equal, match } from 'node:assert/strict';
import { isLoopback, parseRegistryAddress, serviceName, webPage } from '../../../src/registry/address';

const host = (text: string) => {
  const parsed = parseRegistryAddress(text);
  return 'host' in parsed ? parsed.host : `! ${parsed.problem}`;
};

describe('the address of a registry', () => {
  it('is a host and a port, however it is written', () => {
    equal(host('registry.example'), 'registry.example');
    equal(host(' https://Registry.Example:8443/v2/ '), 'registry.example:8443');
    equal(host('localhost'), 'localhost');
    equal(host('http://localhost:5000/'), 'localhost:5000');
    equal(host('[::1]:5000'), '[::1]:5000');
    for (const hub of ['docker.io', 'https://index.docker.io/v1/', 'registry-1.docker.io', 'hub.docker.com'])
      equal(host(hub), 'docker.io');
  });

  it('says what is wrong with it', () => {
    match(host(''), /is needed/);
    match(host('ftp://registry.example'), /by https, not by ftp/);
    match(host('me:secret@registry.example'), /no user name or password/);
    match(host('registry.example/team/app'), /"\/team\/app" belongs to a repository/);
    match(host('registry..example'), /is not a registry host/);
    match(host('bad host.example'), /is not a registry host/);
    match(host('registry.example:70000'), /70000 is not a port/);
    match(host('registry'), /an account of Docker Hub's/);
    match(host('http://registry.example'), /Only a registry on this machine/);
  });

  it('does not repeat a password in what it says', () => {
    equal(host('https://me:secret@registry.example').includes('secret'), false);
  });

  it('tells this machine from others', () => {
    const local = ['localhost', 'localhost:5000', '127.0.0.1:1', '127.8.9.1', '[::1]:5000'];
    const remote = ['localhost.example', '127.0.0.1.example', 'registry.example:127', '128.0.0.1', '[::2]:5000'];
    deepEqual([...local, ...remote].filter(isLoopback), local);
  });

  it('tells whose service it is, and its web page', () => {
    equal(serviceName('123456789012.dkr.ecr.eu-west-1.amazonaws.com'), 'Amazon ECR');
    equal(serviceName('team.azurecr.io'), 'Azure');
    equal(serviceName('ghcr.io.example'), undefined);
    equal(webPage('docker.io'), 'https://hub.docker.com/');
    equal(webPage('docker.io', 'nginx'), 'https://hub.docker.com/_/nginx');
    equal(webPage('docker.io', 'library/nginx', '1'), 'https://hub.docker.com/_/nginx/tags?name=1');
    equal(webPage('docker.io', 'team/app'), 'https://hub.docker.com/r/team/app');
    equal(webPage('ghcr.io', 'owner/app/web'), 'https://github.com/owner?tab=packages&q=app%2Fweb');
    equal(webPage('harbor.example', 'team/app'), 'https://harbor.example/');
  });
});
