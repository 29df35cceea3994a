import fastifySwagger from '@fastify/swagger'
import fastifySwaggerUi from '@fastify/swagger-ui'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { ERRORS } from '../../errors.js'
import { SESSION_COOKIE } from './credentials.js'
import type { Api } from './api.js'

const CODES = Object.entries(ERRORS).map(([code, { status, title }]) => `- \`${code}\` (${status}): ${title}`)
const DESCRIPTION = `The open Intelligent Operations Center of a province.

Errors are RFC 9457 problem details with one of these codes, which stay as they are:

${CODES.join('\n')}
`

/** Describes every route registered after it, at `/api/openapi.json` and, to look at, at `/api/docs`. */
export async function openApi(app: Api): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'IOC',
        version: '1',
        description: DESCRIPTION,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } as { name: string },
      },
      servers: [{ url: '/' }],
      security: [{ session: [] }, { token: [] }],
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE },
          token: { type: 'http', scheme: 'bearer' },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
  await app.register(fastifySwaggerUi, { routePrefix: '/api/docs', uiConfig: { url: '/api/openapi.json' } })
  app.route({
    method: 'GET',
    url: '/api/openapi.json',
    schema: { hide: true },
    handler: async () => app.swagger(),
  })
}
