import { ref, shallowRef } from 'vue'
import type { WireSession } from '@ioc/shared/wire'
import { CallFailed, call, whenSignedOut } from './call.js'

/** `asking` until the server has said who we are. */
type SessionPhase = 'asking' | 'out' | 'in' | 'unreachable'

/** Who sits here. A 401 anywhere ends the session; the place stays in the address and comes back after sign-in. */
export function useSession() {
  const phase = ref<SessionPhase>('asking')
  const session = shallowRef<WireSession | null>(null)
  const expired = ref(false)

  const enter = (entered: WireSession) => {
    session.value = entered
    expired.value = false
    phase.value = 'in'
  }
  const leave = () => {
    expired.value = phase.value === 'in'
    session.value = null
    phase.value = 'out'
  }
  whenSignedOut(leave)

  async function ask(): Promise<void> {
    try {
      enter(await call<WireSession>('session'))
    } catch (cause) {
      if (phase.value === 'in') return
      phase.value = cause instanceof CallFailed && cause.status === 401 ? 'out' : 'unreachable'
    }
  }

  async function signIn(username: string, password: string): Promise<void> {
    enter(await call<WireSession>('session', { method: 'POST', body: { username, password } }))
  }

  async function signOut(): Promise<void> {
    await call('session', { method: 'DELETE' }).catch(() => undefined)
    leave()
    expired.value = false
  }

  return { phase, session, expired, ask, signIn, signOut }
}
