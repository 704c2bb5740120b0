import { missingCommand } from '../../../../src/lint/rules/missing-command';
import { checkRule } from '../../support/check-rule';

describe('missing-command', () => {
  it('points at the last stage of an application', () =>
    checkRule(
      missingCommand,
      `
FROM node:22 AS build
RUN npm ci
FROM node:22
^^^^ no CMD or ENTRYPOINT
COPY . .
EXPOSE 80
`,
    ));

  it('knows inherited commands, server images and images for others to build on', () => {
    checkRule(missingCommand, 'FROM node:22 AS base\nCMD ["a"]\nFROM base\nCOPY . .\n');
    checkRule(missingCommand, 'FROM nginx:1\nCOPY . .\n');
    checkRule(missingCommand, 'FROM acme/runtime:1\nCOPY . .\nEXPOSE 80\n');
    checkRule(missingCommand, 'FROM debian:12\nRUN apt-get update\n');
    checkRule(missingCommand, 'FROM debian:12\nCOPY . /usr/src\nRUN gcc -o /usr/bin/tool /usr/src/tool.c\n');
    checkRule(missingCommand, 'FROM php:8-apache\nCOPY . .\n');
    checkRule(missingCommand, 'FROM scratch\nCOPY . .\n');
  });

  it('leaves a server started in RUN to its own rule', () =>
    checkRule(missingCommand, 'FROM node:22\nCOPY . .\nRUN node server.js\n'));
});
