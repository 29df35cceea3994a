import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { coded } from '../../errors.js'
import type { Api } from './api.js'

const NOT_BUILT = `The dashboard has not been built: run "npx pnpm@12 build".
The API is at /api/v1, its description at /api/docs.
`

/** Files whose name changes with their content are kept for ever, everything else is asked for again. */
const HASHED = /^assets\//

/** Serves the built dashboard: its files, and its one page for every address that a person opens. */
export async function dashboard(app: Api, dir: string): Promise<void> {
  await app.register(fastifyStatic, { root: dir, serve: false, cacheControl: false })

  app.route({
    method: ['GET', 'HEAD'],
    url: '/*',
    config: { open: true },
    schema: { hide: true },
    handler(request, reply) {
      const path = (request.params as { '*': string })['*']
      if (path === '') return sendPage(reply.header('cache-control', 'no-cache'))
      if (isReserved(path)) return void reply.callNotFound()
      reply.header('cache-control', HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache')
      void reply.sendFile(path)
    },
  })

  app.setNotFoundHandler((request, reply) => {
    const path = (request.url.split('?')[0] ?? '').slice(1)
    reply.header('cache-control', 'no-cache')
    if (isReserved(path) || !isNavigation(request)) {
      return void reply.send(coded('not-found', `${request.method} /${path}: there is nothing here`))
    }
    sendPage(reply)
  })

  function sendPage(reply: FastifyReply): void {
    if (existsSync(join(dir, 'index.html'))) return void reply.code(200).sendFile('index.html')
    void reply.code(503).type('text/plain; charset=utf-8').serializer(String).send(NOT_BUILT)
  }
}

function isReserved(path: string): boolean {
  return /^(api|socket\.io|mqtt|metrics|healthz|readyz)(\/|$)/.test(path)
}

/** A person opened an address: browsers ask for a page then, and scripts for something else. */
function isNavigation({ method, headers }: FastifyRequest): boolean {
  return (method === 'GET' || method === 'HEAD') && (headers.accept ?? '').includes('text/html')
}
