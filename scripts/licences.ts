/**
 * The licences of what a build contains: `licences.txt` beside the extension's pages, which About opens.
 *
 * A plugin notes from which packages each bundle took code, since a package that is installed need not ship; the text is
 * then made from those packages' own files. Nothing is fetched.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import type { Plugin } from 'vite';

const packages = `${sep}node_modules${sep}`;
const licenceName = /^(licen[cs]e|copying|notice)([.-].*)?$/i;
const rule = '='.repeat(80);

/** The folder of the package that a module belongs to; null for our own modules and those that a tool made. */
export function packageFolderOf(moduleId: string): string | null {
  const path = moduleId.replace(/^\0+/, '').replace(/\?.*$/, '');
  const at = path.lastIndexOf(packages);
  if (at < 0) return null;
  const [first = '', second = ''] = path.slice(at + packages.length).split(sep);
  const name = first.startsWith('@') ? join(first, second) : first;
  const folder = path.slice(0, at) + packages + name;
  return existsSync(join(folder, 'package.json')) ? folder : null;
}

/** The licence texts that hold for a module: its package's, and those of code that its package contains from others. */
function licenceFilesOf(moduleId: string, packageFolder: string): readonly string[] {
  const files: string[] = [];
  const path = moduleId.replace(/^\0+/, '').replace(/\?.*$/, '');
  for (let folder = dirname(path); folder.startsWith(packageFolder); folder = dirname(folder)) {
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder)) if (licenceName.test(name)) files.push(join(folder, name));
  }
  return files;
}

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
}

function sectionOf(folder: string, files: ReadonlySet<string>): string {
  const { name, version, license }: Manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = [...files].sort().map((file) => {
    const within = dirname(file) === folder ? '' : `${basename(dirname(file))}:\n\n`;
    return within + readFileSync(file, 'utf8').trim();
  });
  const title = `${name ?? basename(folder)} ${version ?? ''}\nLicence: ${license ?? 'see below'}`;
  return [title, ...(texts.length > 0 ? texts : ['The package contains no text of its licence.'])].join('\n\n');
}

/** The whole file: what Fillbook itself is under, then every package by its name. */
export function licencesText(modules: Iterable<string>, ownLicence: string): string {
  const filesByFolder = new Map<string, Set<string>>();
  for (const id of modules) {
    const folder = packageFolderOf(id);
    if (folder === null) continue;
    const files = filesByFolder.get(folder) ?? new Set<string>();
    for (const file of licenceFilesOf(id, folder)) files.add(file);
    filesByFolder.set(folder, files);
  }
  const sections = [...filesByFolder].map(([folder, files]) => sectionOf(folder, files)).sort();
  // the mark tells a browser, which has only the bytes, that they are UTF-8
  return `\ufeff${[`Fillbook\n\n${ownLicence.trim()}`, ...new Set(sections)].join(`\n\n${rule}\n\n`)}\n`;
}

/** A plugin for every bundle of a build, and what they were made of once all are. */
export function noteModules(): { readonly plugin: () => Plugin; readonly modules: ReadonlySet<string> } {
  const modules = new Set<string>();
  const plugin = (): Plugin => ({
    name: 'fillbook:licences',
    generateBundle(_, bundle) {
      for (const output of Object.values(bundle))
        if (output.type === 'chunk') for (const id of output.moduleIds) modules.add(id);
    },
  });
  return { plugin, modules };
}
