import { expect, test } from 'vitest';
import { err, ok } from '../../../../shared/result';
import { calibrateKdf } from '../../../../shared/vault/calibrate-kdf';
import { type KdfParams, probeKdf } from '../../../../shared/vault/kdf';
import { expectOk, lightKdf } from './a-vault';

/** A device whose Argon2id takes so many milliseconds per 64 MiB, and that has so much memory. */
function aDevice(msPer64MiB: number, memoryMiB = 4096) {
  let time = 0;
  const measured: number[] = [];
  return {
    measured,
    now: () => time,
    measure: async (kdf: KdfParams) => {
      measured.push(kdf.memoryKiB / 1024);
      time += (msPer64MiB * kdf.memoryKiB) / 65536;
      return kdf.memoryKiB <= memoryMiB * 1024 ? ok(null) : err({ reason: 'kdf-failed' });
    },
  };
}

test('memory is doubled while an unlock stays under a second', async () => {
  const device = aDevice(300);
  // 64 MiB: 300 ms; 128 MiB: 600 ms; 256 MiB would be 1,200 ms and is not even tried
  expect(await calibrateKdf({ ...device, floor: null })).toEqual({ memoryKiB: 131072, iterations: 3, parallelism: 1 });
  expect(device.measured).toEqual([64, 128]);
});

test('a fast device stops at 256 MiB', async () => {
  expect(await calibrateKdf({ ...aDevice(1), floor: null })).toMatchObject({ memoryKiB: 262144 });
});

test('a slow device keeps the default of 64 MiB', async () => {
  expect(await calibrateKdf({ ...aDevice(5000), floor: null })).toMatchObject({ memoryKiB: 65536 });
});

test('a run that turns out longer than a second is not taken', async () => {
  let time = 0;
  const measure = async ({ memoryKiB }: KdfParams) => {
    time += memoryKiB === 65536 ? 400 : 1000; // 800 ms were expected of 128 MiB
    return ok(null);
  };
  expect(await calibrateKdf({ measure, now: () => time, floor: null })).toMatchObject({ memoryKiB: 65536 });
});

test('memory that the device does not have is not taken', async () => {
  expect(await calibrateKdf({ ...aDevice(10, 128), floor: null })).toMatchObject({ memoryKiB: 131072 });
});

test('the answer is never weaker than what the device used last, and never has more than one lane', async () => {
  const floor = { memoryKiB: 524288, iterations: 4, parallelism: 2 };
  expect(await calibrateKdf({ ...aDevice(5000), floor })).toEqual({ memoryKiB: 524288, iterations: 4, parallelism: 1 });
});

test('the probe runs Argon2id itself', async () => {
  expect(expectOk(await probeKdf(lightKdf))).toBeInstanceOf(Uint8Array);
});
