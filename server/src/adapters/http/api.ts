import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { EpochMs } from '@ioc/shared/time'
import type { Role } from '@ioc/shared/wire'
import { coded } from '../../errors.js'

/** The server as a file of routes sees it. */
export type Api = FastifyInstance<Server, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>

/** What a route asks of the one who calls it; who may do what is decided elsewhere. */
export type Action =
  | 'read'
  | 'handle alarms'
  | 'change stations'
  | 'change rules'
  | 'issue secrets'
  | 'post observations'
  | 'read rejections'
  | 'manage people'
  | 'manage tokens'
  | 'read audit'

/** Who calls: a person's session or a program's token. */
export interface Caller {
  id: string
  kind: 'session' | 'token'
  name: string
  role: Role
  expiresAt: EpochMs
}

/** Notes who changed what. */
export type Record = (entry: { who: string; action: string; subject: string; detail: string }) => Promise<void>

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Left out: `read`. */
    may?: Action
    /** No sign-in needed. */
    open?: boolean
    /** No sign-in needed from this computer itself. */
    openToLoopback?: boolean
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
