import { strict as assert } from 'node:assert';
import { EngineError } from '../../../src/engine/errors';
import { asSentence, describeCause, describeFailure } from '../../../src/host/failure';

describe('host/failure', () => {
  it('shows nothing of what the person cancelled', () => {
    const aborted = new Error('stop');
    aborted.name = 'AbortError';
    for (const error of [new EngineError('cancelled', 'The pull was cancelled'), aborted])
      assert.equal(describeFailure(error, 'Pull image').message, undefined);
  });

  it('says what an engine error says, and what to do', () => {
    const error = new EngineError('conflict', 'The image is used by the container web', { hint: 'Remove it first' });
    assert.deepEqual(describeFailure(error, 'Remove image'), {
      message: 'The image is used by the container web. Remove it first.',
      actions: ['Show output'],
      unexpected: false,
    });
  });

  it('offers to try again and to choose another engine when there is none', () => {
    const { actions } = describeFailure(new EngineError('unreachable', 'No engine answers.'), 'Pull image');
    assert.deepEqual(actions, ['Try again', 'Open settings', 'Show output']);
  });

  it('takes the blame for what it did not expect, in one line', () => {
    const failure = describeFailure(new TypeError('x is undefined\nat y'), 'Run image');
    assert.equal(failure.message, 'Run image failed because of a mistake in Layerwright: x is undefined.');
    assert.equal(failure.unexpected, true);
    assert.match(describeFailure('a text', 'Run image').message ?? '', /: a text\.$/);
  });

  it('logs causes with their stacks', () => {
    const error = new EngineError('unreachable', 'No engine answers', { cause: new Error('connect ENOENT') });
    assert.match(describeCause(error), /No engine answers[\s\S]*caused by Error: connect ENOENT[\s\S]*failure\.test/);
  });

  it('ends sentences once', () => {
    assert.deepEqual(['Done', 'Done.', 'Done? ', 'Wait…'].map(asSentence), ['Done.', 'Done.', 'Done?', 'Wait…']);
  });
});
