import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { coded } from '../../errors.js'
import type { Action, AuditEntry, Caller } from '../../ports/access.js'

/** The server as a file of routes sees it. */
export type Api = FastifyInstance<Server, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>

/** Notes who changed what. */
export type Recorder = (entry: Omit<AuditEntry, 'at'>) => Promise<void>

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Left out: `read`. */
    may?: Action
    /** No sign-in needed. */
    open?: boolean
    /** No sign-in needed from this computer itself. */
    openToLoopback?: boolean
    /** The route looks at the bearer token itself: it is none of a program. */
    ownKey?: boolean
  }
  interface FastifyRequest {
    caller: Caller | null
  }
}

/** The one who calls; a route that is not open always has one. */
export function callerOf({ caller }: Pick<FastifyRequest, 'caller'>): Caller {
  if (!caller) throw coded('auth.needed', 'sign in first')
  return caller
}

/** The name a change is recorded under; a program cannot pass for a person. */
export function who(request: Pick<FastifyRequest, 'caller'>): string {
  const { kind, name } = callerOf(request)
  return kind === 'token' ? `token:${name}` : name
}
