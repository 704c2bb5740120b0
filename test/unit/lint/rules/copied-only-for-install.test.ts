import { copiedOnlyForInstall as rule } from '../../../../src/lint/rules/copied-only-for-install';
import { checkFix, checkRule } from '../../support/check-rule';

describe('copied-only-for-install', () => {
  const rest = 'COPY . .\nRUN npm run build\nFROM nginx\nCOPY --from=b /app/dist /srv\n';

  it('mounts the manifests', () => {
    checkFix(
      rule,
      `FROM node:22 AS b\nWORKDIR /app\n# manifests\nCOPY package.json package-lock.json ./\nRUN npm ci\n${rest}`,
      `FROM node:22 AS b\nWORKDIR /app\n# manifests\nRUN --mount=type=bind,source=package.json,target=package.json \\\n    --mount=type=bind,source=package-lock.json,target=package-lock.json \\\n    npm ci\n${rest}`,
      { safe: false },
    );
    checkFix(
      rule,
      `FROM python:3.12 AS b\nWORKDIR /app\nCOPY api/requirements.txt .\nRUN pip install -r requirements.txt\n${rest}`,
      `FROM python:3.12 AS b\nWORKDIR /app\nRUN --mount=type=bind,source=api/requirements.txt,target=requirements.txt pip install -r requirements.txt\n${rest}`,
    );
  });

  it('leaves files alone that somebody else needs, or that are written to', () => {
    const before = 'FROM node:22 AS b\nWORKDIR /app\n';
    checkRule(rule, `${before}COPY package.json ./\nRUN npm install\n${rest}`);
    checkRule(rule, `${before}COPY package*.json ./\nRUN npm ci\n${rest}`);
    checkRule(rule, `${before}COPY package.json ./\nRUN npm ci\nCOPY src ./src\nRUN npm run build\nFROM nginx\n`);
    checkRule(rule, `${before}COPY package.json ./\nRUN npm ci && npm run lint\n${rest}`);
    checkRule(rule, 'FROM node:22\nWORKDIR /app\nCOPY package.json ./\nRUN npm ci\nCOPY . .\n');
  });
});
