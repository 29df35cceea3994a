import type { IncomingHttpHeaders } from 'node:http'
import fastifyCookie from '@fastify/cookie'

export const SESSION_COOKIE = 'ioc_session'

/** The secret a request brings along, and how: `Authorization: Bearer` goes before the cookie. */
export function credentialOf(
  headers: Pick<IncomingHttpHeaders, 'authorization' | 'cookie'>,
): { secret: string; from: 'header' | 'cookie' } | null {
  const { authorization, cookie } = headers
  if (authorization !== undefined) {
    const secret = /^Bearer +(\S+)$/i.exec(authorization.trim())?.[1]
    return { secret: secret ?? '', from: 'header' }
  }
  const secret = cookie === undefined ? undefined : fastifyCookie.parse(cookie)[SESSION_COOKIE]
  return secret ? { secret, from: 'cookie' } : null
}

/** `Set-Cookie` of a session; an empty secret takes the cookie away. */
export function sessionCookie(secret: string, maxAgeS: number, secure: boolean): string {
  const options = { path: '/', httpOnly: true, sameSite: 'strict', maxAge: maxAgeS, secure } as const
  return fastifyCookie.serialize(SESSION_COOKIE, secret, options)
}
