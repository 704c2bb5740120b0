import { readDevice } from '../../docker-run/mounts';
import { readGpus } from '../../docker-run/values';
import type { CreateContainer } from '../create-container';
import { readWord, readWords } from './read-word';

export function deviceMappings({ devices }: CreateContainer): readonly object[] | undefined {
  return readWords(devices, readDevice, '--device')?.flatMap((device) =>
    'cdi' in device
      ? []
      : [
          {
            PathOnHost: device.host,
            PathInContainer: device.container,
            CgroupPermissions: device.permissions,
          },
        ],
  );
}

/** Graphics cards, and devices that a driver of the engine knows by name. */
export function deviceRequests({ devices, gpus }: CreateContainer): readonly object[] | undefined {
  const named = readWords(devices, readDevice, '--device')?.flatMap((device) => ('cdi' in device ? [device.cdi] : []));
  const cards = readWord(gpus, readGpus, '--gpus');
  const requests = [
    ...(cards
      ? [
          {
            Driver: cards.driver,
            Count: cards.count,
            ...(cards.ids.length > 0 ? { DeviceIDs: cards.ids } : {}),
            Capabilities: [cards.capabilities],
            Options: cards.options,
          },
        ]
      : []),
    ...(named && named.length > 0 ? [{ Driver: 'cdi', DeviceIDs: named }] : []),
  ];
  return requests.length > 0 ? requests : undefined;
}
