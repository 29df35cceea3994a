import { hash, verify } from '@node-rs/argon2'

/**
 * argon2id for people's passwords: 19 MiB and two passes, the library's defaults.
 *
 * One at a time: it runs on the threads that also commit observations, and a crowd at the door may not take them all.
 */
export function createArgon2Passwords() {
  let turn: Promise<unknown> = Promise.resolve()

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(work)
    turn = done.catch(() => undefined)
    return done
  }

  return {
    hash: (password: string): Promise<string> => inTurn(() => hash(password)),
    verify: (hashed: string, password: string): Promise<boolean> => inTurn(() => verify(hashed, password)),
  }
}
