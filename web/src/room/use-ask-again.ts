import { onScopeDispose } from 'vue'

/** A server that is busy is left in peace for so long. */
const RETRY_MS = 10_000

/**
 * Asks again whenever it is told that the answer is another by now.
 *
 * One question at a time, so that no older answer comes after a newer one; what changes meanwhile is one more question,
 * however often it changed. What cannot be answered is asked again until it is: an open screen may stand for weeks.
 */
export function useAskAgain(ask: () => Promise<void>): () => void {
  let asking = false
  let changed = false
  const released = new AbortController()
  onScopeDispose(() => released.abort())

  async function askWhileChanged() {
    asking = true
    while (changed && !released.signal.aborted) {
      changed = false
      try {
        await ask()
      } catch {
        changed = true
        await new Promise((resume) => setTimeout(resume, RETRY_MS))
      }
    }
    asking = false
  }

  return () => {
    changed = true
    if (!asking) void askWhileChanged()
  }
}
