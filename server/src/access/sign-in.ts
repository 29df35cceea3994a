import { HOUR } from '@ioc/shared/time'
import { coded } from '../errors.js'
import type { AccessToken } from '../ports/access.js'
import type { Clock } from '../ports/clock.js'
import type { Audit } from './audit.js'
import type { People } from './people.js'
import { createSignInBrake } from './sign-in-brake.js'
import type { Tokens } from './tokens.js'

const SESSION_MS = 12 * HOUR

interface Attempt {
  name: string
  password: string
  /** Where the request came from. */
  address: string
}

export type SignIn = (attempt: Attempt) => Promise<{ secret: string; token: AccessToken }>

interface SignInOptions {
  people: Pick<People, 'check' | 'list'>
  tokens: Pick<Tokens, 'issue' | 'revoke'>
  audit: Pick<Audit, 'record'>
  clock: Pick<Clock, 'now'>
}

/** Opens a session for a name and password; each attempt leaves a line in the audit trail. */
export function createSignIn({ people, tokens, audit, clock }: SignInOptions): SignIn {
  const brake = createSignInBrake()

  return async ({ name, password, address }) => {
    const waitMs = brake.take(address, name, clock.now())
    if (waitMs !== null) {
      throw coded('rate.exceeded', `too many attempts, try again in ${Math.ceil(waitMs / 1_000)} s`)
    }
    const person = await people.check(name, password)
    if (!person) {
      await audit.record({ who: name, action: 'session.refused', subject: name, detail: address })
      throw coded('auth.wrong', 'there is no such name and password')
    }
    brake.release(address, name)
    const expiresAt = clock.now() + SESSION_MS
    const opened = await tokens.issue({ kind: 'session', name: person.name, role: person.role, expiresAt })
    // Somebody removed while the session was being kept may not stay in.
    if (!people.list().includes(person)) {
      await tokens.revoke(opened.token.id)
      throw coded('auth.wrong', 'there is no such name and password')
    }
    await audit.record({ who: person.name, action: 'session.open', subject: person.name, detail: address })
    return opened
  }
}
