import type { Router } from 'vue-router'

const AGAIN_MS = 3_000

/**
 * Exchanges the token in the address of a wall (`/wall#token=…`) for a cookie that no script can read.
 *
 * What stands behind `#` is never sent to a server, and it leaves the address before anything is asked for.
 */
export async function enterByToken(router: Router): Promise<void> {
  const token = new URLSearchParams(location.hash.slice(1)).get('token')
  if (!token) return
  try {
    await router.isReady()
    await router.replace({ ...router.currentRoute.value, hash: '' })
  } catch {
    // Its screen did not come; the way to it is gone again later, by the address as it is then.
    history.replaceState(history.state, '', `${location.pathname}${location.search}`)
  }
  const headers = { authorization: `Bearer ${token}` }
  for (;;) {
    const answer = await fetch('/api/v1/session/token', { method: 'POST', headers }).catch(() => null)
    // A server that is away or busy is waited for: nobody stands beside a wall to type the address again.
    if (answer && answer.status < 500 && answer.status !== 429) return
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
  }
}
