import { equal } from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLensChanges } from '../../../src/language/lens-changes';

describe('language/lens-changes', () => {
  let told = 0;
  let shown = ['a', 'b'];
  const pauses = [5, 5];
  const tell = () => {
    told += 1;
  };
  const create = () => createLensChanges({ shown: () => shown, tell, pauses });
  beforeEach(() => {
    told = 0;
    shown = ['a', 'b'];
  });

  it('tells once when the editor asks for every text it shows', async () => {
    const changes = create();
    changes.changed();
    changes.asked('a');
    changes.asked('b');
    await sleep(40);
    equal(told, 1);
  });

  it('tells again while one of them was not asked for, but not for ever', async () => {
    const changes = create();
    changes.changed();
    changes.asked('a');
    await sleep(60);
    equal(told, 3);
  });

  it('leaves texts alone that are not shown any more', async () => {
    const changes = create();
    changes.changed();
    changes.asked('a');
    shown = ['a'];
    await sleep(40);
    equal(told, 1);
    changes.changed();
    changes.dispose();
    await sleep(40);
    equal(told, 2);
  });
});
