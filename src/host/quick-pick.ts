import { type QuickPickItem, ThemeIcon, window } from 'vscode';
import { DisposableList } from '../shared/disposable';
import type { PickItem, PickOptions } from './ui';

interface Row<T> extends QuickPickItem {
  /** Absent: the row says that there is nothing to pick. */
  readonly item?: PickItem<T>;
}

type Items<T> = readonly PickItem<T>[] | Promise<readonly PickItem<T>[]>;

/** Opens at once and shows that it is busy while the items are on their way. Rejects when getting them does. */
export async function pickOne<T>(items: Items<T>, options: PickOptions): Promise<T | undefined> {
  return (await show(items, options, false))?.[0]?.value;
}

export async function pickSeveral<T>(items: Items<T>, options: PickOptions): Promise<readonly T[] | undefined> {
  return (await show(items, options, true))?.map((item) => item.value);
}

function show<T>(items: Items<T>, options: PickOptions, many: boolean): Promise<readonly PickItem<T>[] | undefined> {
  const owned = new DisposableList();
  const picker = owned.add(window.createQuickPick<Row<T>>());
  picker.title = options.title;
  picker.placeholder = options.placeholder;
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  picker.canSelectMany = many;
  return new Promise<readonly PickItem<T>[] | undefined>((resolve, reject) => {
    owned.add(
      picker.onDidAccept(() => {
        if (picker.busy) return;
        // Enter on a row means that row, when none is ticked.
        const ticked = many ? picker.selectedItems : [];
        const rows = ticked.length > 0 ? ticked : picker.activeItems.slice(0, 1);
        const chosen = rows.flatMap(({ item }) => (item ? [item] : []));
        resolve(chosen.length > 0 ? chosen : undefined);
      }),
    );
    owned.add(picker.onDidHide(() => resolve(undefined)));
    picker.busy = true;
    picker.show();
    Promise.resolve(items).then((found) => {
      const rows = found.length > 0 ? found.map(toRow) : emptyRows<T>(options);
      if (found.length === 0) picker.canSelectMany = false;
      picker.items = rows;
      const picked = rows.filter((row) => row.picked);
      if (many) picker.selectedItems = picked;
      // Without a word from us the first row is the active one; an empty list would leave none, and Enter without effect.
      else if (picked.length > 0) picker.activeItems = picked.slice(0, 1);
      picker.busy = false;
    }, reject);
  }).finally(() => owned.dispose());
}

function toRow<T>(item: PickItem<T>): Row<T> {
  return {
    label: item.label,
    item,
    ...(item.description === undefined ? {} : { description: item.description }),
    ...(item.detail === undefined ? {} : { detail: item.detail }),
    ...(item.icon === undefined ? {} : { iconPath: new ThemeIcon(item.icon) }),
    ...(item.picked === undefined ? {} : { picked: item.picked }),
  };
}

function emptyRows<T>({ empty }: PickOptions): Row<T>[] {
  return empty === undefined ? [] : [{ label: empty, alwaysShow: true, iconPath: new ThemeIcon('info') }];
}
