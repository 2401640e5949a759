/** The operator's commands: what stands behind `npm run server -- NAME`, as text in and text out. */
import { parseArgs } from 'node:util';
import type { Sql } from 'postgres';
import { err, ok, type Result } from '../../shared/result';
import { deviceIdSchema, vaultIdSchema } from '../../shared/sync/ids';
import type { Hex } from '../../shared/vault/bytes';
import type { DatabaseTarget } from '../db/connection';
import { migrate } from '../db/migrate';
import { backUp, restore } from './backup';
import { cutDeviceOff, eraseVault, listVaults, makeInvite, setQuota } from './vaults';

/** What a command works on: the owner's connection, and where it leads. */
export interface CommandDeps {
  readonly owner: Sql;
  readonly target: DatabaseTarget;
}

/** The text to show, or what was wrong. */
type Outcome = Result<string, string>;
type Command = (deps: CommandDeps, args: readonly string[]) => Promise<Outcome>;

export const help = `npm run server [-- COMMAND]

Without a command: runs the sync server until it is stopped. It holds sealed records and public keys, and can read neither
balances nor fills. Its data lie in .data/server/, in a PostgreSQL of its own; DATABASE_URL names another.

  invite [--days N]              prints an invite for one new vault, good for 30 days or N
  vaults                         lists the vaults: devices, records, bytes, quota, state
  quota VAULT BYTES|default      sets how many bytes a vault may hold
  remove-device VAULT DEVICE     cuts a device off at once and freezes the vault's admissions
  erase VAULT --yes              removes a vault and everything of it
  backup FILE                    writes everything to one checked file, while the server runs
  restore FILE                   reads such a file into a database without vaults; every log gets a new id

Configuration is by environment variables; docs/sync-server.md lists them. The most important: HOST and PORT (127.0.0.1:8787),
PUBLIC_ORIGIN (what devices call), DATABASE_URL, REGISTRATION (invite, open), TRUSTED_PROXIES, EGRESS_ADDRESSES.`;

const vaultOf = (text: string | undefined): Hex | null => vaultIdSchema.safeParse(text).data ?? null;
const unknownVault = err('There is no such vault.');
const needVault = err('A vault is named by its 64 hex digits; `vaults` lists them.');

const done = (known: boolean, said: string): Outcome => (known ? ok(said) : unknownVault);

function bytesText(bytes: number | null): string {
  return bytes === null ? 'default' : `${(bytes / 1_048_576).toFixed(1)} MiB`;
}

const restoreErrors = {
  damaged: 'The file is cut off or was changed. Nothing was restored.',
  'another-version': 'The file is not a backup of this version or an earlier one. Nothing was restored.',
  'not-empty': 'The database has vaults already. Restore into an empty one. Nothing was restored.',
  'counts-differ': 'What was read is not what was written. Nothing was restored.',
} as const;

const rowsText = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([table, rows]) => `${rows} ${table}`)
    .join(', ');

const commands: Readonly<Record<string, Command>> = {
  async invite({ owner }, args) {
    const { values } = parseArgs({ args: [...args], options: { days: { type: 'string', default: '30' } } });
    const days = Number(values.days);
    if (!Number.isInteger(days) || days < 1 || days > 3_650) return err('--days takes a whole number from 1 to 3650.');
    return ok(await makeInvite(owner, days));
  },

  async vaults({ owner }) {
    const lines = (await listVaults(owner)).map((vault) =>
      [
        vault.vaultId,
        `${vault.devices} devices (${vault.removedDevices} removed)`,
        `${vault.head} records`,
        `${bytesText(vault.usedBytes)} of ${bytesText(vault.quotaBytes)}`,
        `since ${vault.createdAt.toISOString().slice(0, 10)}`,
        vault.state,
      ].join('  '),
    );
    return ok(lines.length === 0 ? 'No vaults yet.' : lines.join('\n'));
  },

  async quota({ owner }, [vault, size]) {
    const vaultId = vaultOf(vault);
    if (vaultId === null) return needVault;
    const bytes = size === 'default' ? null : /^\d+$/.test(size ?? '') ? Number(size) : Number.NaN;
    if (bytes !== null && !Number.isSafeInteger(bytes)) return err('The quota is a number of bytes, or `default`.');
    return done(await setQuota(owner, vaultId, bytes), `The vault may hold ${bytesText(bytes)}.`);
  },

  async 'remove-device'({ owner }, [vault, device]) {
    const vaultId = vaultOf(vault);
    const deviceId = deviceIdSchema.safeParse(device).data;
    if (vaultId === null || deviceId === undefined) return err('Name the vault (64 hex digits) and the device (32).');
    return (await cutDeviceOff(owner, vaultId, deviceId))
      ? ok('The device is cut off, and the vault admits no other until it has moved.')
      : err('There is no such device.');
  },

  async erase({ owner }, args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { yes: { type: 'boolean' } },
    });
    const vaultId = vaultOf(positionals[0]);
    if (vaultId === null) return needVault;
    if (values.yes !== true) return err('This removes the vault from the server for good. Repeat it with --yes.');
    return done(await eraseVault(owner, vaultId), 'The vault is erased.');
  },

  async backup({ owner }, [file]) {
    if (file === undefined) return err('Name the file to write.');
    return ok(`Written: ${rowsText(await backUp(owner, file))}.`);
  },

  async restore({ owner, target }, [file]) {
    if (file === undefined) return err('Name the file to read.');
    const restored = await restore(owner, file, (number) => migrate(target, number));
    return restored.ok
      ? ok(`Restored: ${rowsText(restored.value)}. Every log has a new id.`)
      : err(restoreErrors[restored.error.reason]);
  },
};

/** Commands that bring their database to a version of their own. */
export const migratesItself = (name: string): boolean => name === 'restore';

export const isCommand = (name: string): boolean => Object.hasOwn(commands, name);

/** Runs a command. An argument that it does not take is said in a sentence, too. */
export async function runCommand(deps: CommandDeps, name: string, args: readonly string[]): Promise<Outcome> {
  const command = commands[name];
  if (command === undefined) return err(`There is no command ${name}. --help lists them.`);
  try {
    return await command(deps, args);
  } catch (error) {
    // parseArgs throws for options that it does not know
    if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
      return err(error.message);
    throw error;
  }
}
