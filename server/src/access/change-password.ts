import { coded } from '../errors.js'
import type { Caller } from '../ports/access.js'
import type { Clock } from '../ports/clock.js'
import type { Audit } from './audit.js'
import type { People } from './people.js'
import { createSignInBrake } from './sign-in-brake.js'

interface PasswordChange {
  caller: Caller
  old: string
  new: string
  /** Where the request came from. */
  address: string
}

export type ChangePassword = (change: PasswordChange) => Promise<void>

interface ChangePasswordOptions {
  people: Pick<People, 'check' | 'change'>
  audit: Pick<Audit, 'record'>
  clock: Pick<Clock, 'now'>
}

/**
 * Lets a person change their own password; all their other sessions end.
 *
 * The old one is asked for and guessing it is slowed: a screen left open must not be enough to take an account over.
 */
export function createChangePassword({ people, audit, clock }: ChangePasswordOptions): ChangePassword {
  const brake = createSignInBrake()

  return async ({ caller, old, new: password, address }) => {
    const { kind, name, id } = caller
    if (kind !== 'session') throw coded('auth.forbidden', 'a program has no password')
    const waitMs = brake.take(address, name, clock.now())
    if (waitMs !== null) {
      throw coded('rate.exceeded', `too many attempts, try again in ${Math.ceil(waitMs / 1_000)} s`)
    }
    if (!(await people.check(name, old))) {
      await audit.record({ who: name, action: 'password.refused', subject: name, detail: address })
      throw coded('auth.wrong', 'the old password is wrong')
    }
    brake.release(address, name)
    await people.change(name, { password }, id)
    await audit.record({ who: name, action: 'password.change', subject: name, detail: address })
  }
}
