/** The server's application: what every request passes, and the routes. It listens to nothing by itself. */
import { OpenAPIHono } from '@hono/zod-openapi';
import type { ServerDeps, ServerEnv } from './deps';
import { observed } from './middleware';
import { refuse, refuseError } from './refuse';
import { addDeviceRoutes } from './routes/devices';
import { addEventRoutes } from './routes/events';
import { addLogRoutes } from './routes/log';
import { addPairingRoutes } from './routes/pairings';
import { addRelayRoutes } from './routes/relay';
import { addShareRoutes } from './routes/shares';
import { addSystemRoutes } from './routes/system';
import { addVaultRoutes } from './routes/vaults';
import { addViewerRoute } from './routes/viewer';

/** All routes over `deps`; `GET /openapi.json` describes them. */
export function createApp(deps: ServerDeps): OpenAPIHono<ServerEnv> {
  const app = new OpenAPIHono<ServerEnv>({
    defaultHook: (judged, c) => {
      if (judged.success) return;
      const [issue] = judged.error.issues;
      const field = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path.join('.');
      return refuse(c, { reason: 'malformed', field: (field ?? 'body').slice(0, 100) });
    },
  });
  app.use(observed(deps));
  app.notFound((c) => refuse(c, { reason: 'route-unknown' }));
  app.onError((error, c) => refuseError(deps, c, error));
  addSystemRoutes(app, deps);
  addVaultRoutes(app, deps);
  addDeviceRoutes(app, deps);
  addLogRoutes(app, deps);
  addEventRoutes(app, deps);
  addPairingRoutes(app, deps);
  addRelayRoutes(app, deps);
  addShareRoutes(app, deps);
  addViewerRoute(app, deps);
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
  let description: string | null = null; // tens of milliseconds of work, for anybody who asks
  app.get('/openapi.json', (c) => {
    description ??= JSON.stringify(
      app.getOpenAPI31Document({ openapi: '3.1.0', info: { title: 'Fillbook sync server', version: '1' } }),
    );
    return c.body(description, 200, { 'content-type': 'application/json' });
  });
  return app;
}
