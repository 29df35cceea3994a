import { onScopeDispose, readonly, shallowRef, type ShallowRef } from 'vue'
import { call } from './call.js'

/** What a call of the API answers, asked for again every so often while the page can be seen; null before the first. */
export function usePolled<T>(
  path: string,
  everyMs: number,
): { data: Readonly<ShallowRef<T | null>>; failed: Readonly<ShallowRef<boolean>>; ask: () => Promise<void> } {
  const data = shallowRef<T | null>(null)
  const failed = shallowRef(false)
  let gone = false

  async function ask(): Promise<void> {
    if (document.hidden) return
    try {
      const answer = await call<T>(path)
      if (gone) return
      data.value = answer
      failed.value = false
    } catch {
      failed.value = true
    }
  }
  void ask()
  const timer = setInterval(() => void ask(), everyMs)
  const askAgain = () => void ask()
  document.addEventListener('visibilitychange', askAgain)
  onScopeDispose(() => {
    gone = true
    clearInterval(timer)
    document.removeEventListener('visibilitychange', askAgain)
  })
  return { data, failed: readonly(failed), ask }
}
