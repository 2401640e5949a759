/**
 * The page of shared snapshots (viewer/): one document, the same for everybody, that fetches nothing but what its reader asks for.
 *
 * Its policy names its script and its style by their hashes and forbids all else; WebAssembly may be compiled, which Argon2id is.
 * It lies where `npm run build` puts it; a server that was started without one says so until there is one.
 */
import { readFile } from 'node:fs/promises';
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { ServerDeps, ServerEnv } from '../deps';
import { refuse } from '../refuse';
import { gives } from './route';

const file = new URL('../../.output/viewer/page.json', import.meta.url);

const pageSchema = z.object({ html: z.string(), script: z.string(), style: z.string() });
type Page = z.infer<typeof pageSchema>;

const policyOf = ({ script, style }: Page): string =>
  [
    "default-src 'none'",
    `script-src ${script} 'wasm-unsafe-eval'`,
    `style-src ${style}`,
    'img-src data:', // the empty icon, so that no browser asks for one
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');

const headersOf = (page: Page): Readonly<Record<string, string>> => ({
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': policyOf(page),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex, nofollow, noarchive',
});

/** The page on which a link to a shared snapshot opens, the same for all; 503 on a server that was started without it. */
const viewerRoute = createRoute({
  method: 'get',
  path: '/s',
  summary: 'Read the page of shared snapshots',
  responses: gives({ description: 'The page', content: { 'text/html': { schema: z.string() } } }),
});

/** The page; null where there is none yet. Throws where it cannot be read or is none of ours. */
async function readPage(): Promise<Page | null> {
  try {
    return pageSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

export function addViewerRoute(app: OpenAPIHono<ServerEnv>, { logger }: ServerDeps): void {
  let page: Page | null = null;

  app.openapi(viewerRoute, async (c) => {
    page ??= await readPage();
    if (page === null) {
      logger.warn('the page of shared snapshots is not built: npm run build');
      return refuse(c, { reason: 'unavailable' });
    }
    return c.body(page.html, 200, headersOf(page));
  });
}
