import type { WireSession } from '@ioc/shared/wire'
import { call } from '../access/call.js'

/**
 * Exchanges the token in the address of a wall (`/wall#token=…`) for a cookie that no script can read.
 *
 * What stands behind `#` is never sent to a server, and it leaves the address before anything else happens.
 */
export async function enterByToken(): Promise<void> {
  const token = new URLSearchParams(location.hash.slice(1)).get('token')
  if (!token) return
  history.replaceState(history.state, '', location.pathname + location.search)
  await call<WireSession>('session/token', { method: 'POST', body: { token } }).catch(() => undefined)
}
