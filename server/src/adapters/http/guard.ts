import type { FastifyRequest } from 'fastify'
import type { Role } from '@ioc/shared/wire'
import { coded } from '../../errors.js'
import type { Action, Caller } from '../../ports/access.js'
import type { Api } from './api.js'
import { credentialOf } from './credentials.js'
import { isChange, isOurOrigin } from './origin.js'

export interface GuardOptions {
  /** Null for a secret that is unknown, revoked or expired. */
  findToken(secret: string): Caller | null
  may(role: Role, action: Action): boolean
}

/** Stands before every route: nothing is open unless its route says so. */
export function guard(app: Api, { findToken, may }: GuardOptions): void {
  app.decorateRequest('caller', null)
  app.addHook('onRequest', async (request) => {
    const credential = credentialOf(request.headers)
    request.caller = credential && findToken(credential.secret)
    if (isChange(request.method) && credential?.from !== 'header' && !isOurOrigin(request.headers)) {
      throw coded('auth.origin', 'a page of another site may not change anything here')
    }
    if (request.is404) return
    const { open, openToLoopback, ownKey, may: action = 'read' } = request.routeOptions.config
    if (open || (openToLoopback && isFromHere(request))) return
    if (ownKey && credential?.from === 'header') return
    if (!request.caller) throw coded('auth.needed', credential ? 'the sign-in is over' : 'sign in first')
    if (!may(request.caller.role, action)) {
      throw coded('auth.forbidden', `${request.caller.role} may not: ${action}`)
    }
  })
}

/** From this computer, and not through a proxy on it that speaks for the whole world. */
function isFromHere({ headers, socket }: FastifyRequest): boolean {
  if (headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined) return false
  return /^(127\.|::1$|::ffff:127\.)/.test(socket.remoteAddress ?? '')
}
